// The view /view/documents: what is in the corpus; add, remove, and choose what is asked.
//
// Others hear of it by two events of the document:
//   "documents-chosen"   detail.names: only these are asked; [] means all. Kept in localStorage.
//   "documents-changed"  the index is another one now.

import { send } from "/page/api.js";

const KEPT = "assistant.documents";
const POLL = 700; // ms between two looks at the indexing
const GONE = "The assistant does not answer: is it still running?";
const STAGES = {
  Reading: "Reading the documents",
  Embedding: "Working through the sentences",
  "Storing vectors": "Writing the index",
  Checking: "Checking the index",
};

const rows = document.createElement("ul"); // of uploads; it outlives the view's closing
rows.className = "documents-uploads";
rows.setAttribute("aria-label", "Uploads");

let root = null; // the view, while it is open
let filter = "";
let status = null; // of the indexing, as last seen
let polling = false;
let lookAgain = false; // something was begun since the last look

// What is asked.

export function chosen() {
  try {
    const names = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

function choose(names) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(names));
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  document.dispatchEvent(new CustomEvent("documents-chosen", { detail: { names } }));
  showScope(names);
}

const nameOf = (row) => decodeURIComponent(row.dataset.name);
const listed = () => [...(root?.querySelectorAll(".documents-row") ?? [])];

function ticked() {
  return listed()
    .filter((row) => row.querySelector(".documents-ask")?.checked)
    .map(nameOf);
}

function showScope(names) {
  const scope = root?.querySelector(".documents-scope");
  if (!scope) return;
  const [said, all] = scope.children;
  said.dataset.all ??= said.textContent;
  const count = names.length;
  said.textContent = !count
    ? said.dataset.all
    : count === 1
      ? "Only the ticked document is asked."
      : `Only the ${count} ticked documents are asked.`;
  said.classList.toggle("quiet", !count);
  all.hidden = !count;
}

// The list.

function wireList() {
  const kept = chosen();
  const open = new Set();
  for (const row of listed()) {
    const box = row.querySelector(".documents-ask");
    if (!box) continue;
    box.checked = kept.includes(nameOf(row));
    if (box.checked) open.add(nameOf(row));
  }
  // A document that is gone cannot be asked; one that may just be being read again stays chosen.
  const settled = status && !status.working;
  if (settled && open.size !== kept.length) choose([...open]);
  else showScope(kept);
  const field = root.querySelector(".documents-filter");
  if (field) {
    field.value = filter;
    applyFilter();
  } else {
    filter = "";
  }
}

function applyFilter() {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of listed()) {
    const text = row.querySelector(".documents-what").textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) found += 1;
  }
  const none = root.querySelector(".documents-none");
  if (none) none.hidden = found > 0;
}

async function reload() {
  if (!root) return;
  const response = await fetch("/view/documents").catch(() => null);
  if (!root || !response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const section = fresh.getElementById("documents-holdings");
  const old = root.querySelector("#documents-holdings");
  if (!section || !old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const at = focused?.closest(".documents-row")?.dataset.name;
  const again = focused && (focused.id ? `#${focused.id}` : `.${focused.classList.item(focused.classList.length - 1)}`);
  old.replaceWith(document.adoptNode(section));
  wireList();
  if (focused) {
    const row = at && listed().find((one) => one.dataset.name === at);
    const target = (row ?? section).querySelector(again) ?? root.querySelector("#documents-files");
    target?.focus({ preventScroll: true });
  }
}

function say(text) {
  const said = root?.querySelector(".documents-said");
  if (said) said.textContent = text;
}

// Removing.

function confirmRemoval(row) {
  const dialog = root.querySelector(".documents-confirm");
  const name = nameOf(row);
  const title = row.querySelector("h2").textContent;
  const problem = dialog.querySelector(".documents-confirm-problem");
  dialog.querySelector(".documents-confirm-name").textContent = title === name ? name : `${title} (${name})`;
  problem.hidden = true;
  dialog.dataset.name = row.dataset.name;
  dialog.showModal();
  dialog.querySelector(".documents-cancel").focus();
}

async function removeConfirmed(dialog) {
  const button = dialog.querySelector(".documents-delete");
  const problem = dialog.querySelector(".documents-confirm-problem");
  const name = decodeURIComponent(dialog.dataset.name);
  button.disabled = true;
  try {
    await send("DELETE", `/api/documents?name=${dialog.dataset.name}`);
    const left = chosen().filter((one) => one !== name);
    if (left.length !== chosen().length) choose(left);
    dialog.close();
    say(`${name} was removed.`);
    await reload();
    root?.querySelector("#documents-files")?.focus({ preventScroll: true });
    poll();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  } finally {
    button.disabled = false;
  }
}

// Uploading, one file after the other.

const queue = [];
let uploading = false;

function takeFiles(files) {
  const input = root.querySelector("#documents-files");
  const types = input.accept.split(",");
  for (const file of files) {
    const row = uploadRow(file.name);
    const dot = file.name.lastIndexOf(".");
    const type = dot > 0 ? file.name.slice(dot).toLowerCase() : "";
    if (!types.includes(type)) {
      refuse(row, `files of type “${type}” are not read (only ${types.join(", ")})`);
    } else if (file.size > Number(input.dataset.limit)) {
      refuse(row, `it is larger than ${Math.round(Number(input.dataset.limit) / 2 ** 20)} MB`);
    } else {
      queue.push({ file, row, existing: "refuse" });
    }
  }
  work();
}

function uploadRow(name) {
  const row = document.createElement("li");
  row.className = "documents-upload";
  row.innerHTML =
    '<p class="documents-upload-name" dir="auto"></p><p class="small quiet documents-upload-state">Waiting</p>' +
    '<div class="bar" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0"><span style="width: 0"></span></div>' +
    '<div class="documents-upload-choice" hidden></div>';
  row.querySelector(".documents-upload-name").textContent = name;
  row.querySelector(".bar").setAttribute("aria-label", `Uploading ${name}`);
  rows.append(row);
  return row;
}

function show(row, text, share) {
  row.querySelector(".documents-upload-state").textContent = text;
  const bar = row.querySelector(".bar");
  bar.hidden = share === undefined;
  if (share === undefined) return;
  bar.setAttribute("aria-valuenow", Math.round(share * 100));
  bar.firstElementChild.style.width = `${share * 100}%`;
}

function choices(row, named) {
  const place = row.querySelector(".documents-upload-choice");
  place.replaceChildren();
  place.hidden = named.length === 0;
  for (const [label, act] of named) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      choices(row, []);
      act();
    });
    place.append(button);
  }
}

function refuse(row, reason) {
  row.classList.add("bad");
  show(row, `Not added: ${reason}`);
  say(`${row.querySelector(".documents-upload-name").textContent} was not added: ${reason}`);
  choices(row, [["Dismiss", () => row.remove()]]);
}

async function work() {
  if (uploading) return;
  uploading = true;
  while (queue.length) await upload(queue.shift());
  uploading = false;
  await reload();
}

async function upload({ file, row, existing }) {
  row.classList.remove("bad");
  const answer = await transfer(file, existing, (share) =>
    share < 1 ? show(row, `Uploading, ${Math.round(share * 100)} %`, share) : show(row, "Looking into it", 1),
  );
  if (answer.error) return refuse(row, answer.error);
  const made = answer.files[0];
  if (made.accepted) {
    row.classList.add("good");
    show(row, made.name === file.name ? "Added" : `Added as ${made.name}`);
    say(`${made.name} was added.`);
    poll();
  } else if (made.taken) {
    show(row, "There is a document of that name.");
    say(`There is a document named ${file.name}.`);
    const retry = (way) => () => {
      show(row, "Waiting", 0);
      queue.push({ file, row, existing: way });
      work();
    };
    choices(row, [
      ["Replace it", retry("replace")],
      ["Keep both", retry("keep both")],
      ["Leave it", () => row.remove()],
    ]);
  } else {
    refuse(row, made.reason);
  }
}

function transfer(file, existing, progress) {
  return new Promise((resolve) => {
    const form = new FormData();
    form.append("existing", existing);
    form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.upload.addEventListener("load", () => progress(1));
    request.addEventListener("error", () => resolve({ error: "it could not be sent: is it a folder, or has the assistant ended?" }));
    request.addEventListener("load", () => {
      try {
        const answer = JSON.parse(request.responseText);
        resolve(answer.files || answer.error ? answer : { error: GONE });
      } catch {
        resolve({ error: request.status === 413 ? "it is too large" : GONE });
      }
    });
    request.open("POST", "/api/documents");
    request.send(form);
  });
}

// Indexing.

async function poll() {
  lookAgain = true;
  if (polling) return;
  polling = true;
  for (;;) {
    lookAgain = false;
    const found = await fetch("/api/indexing").then((response) => response.json()).catch(() => null);
    if (!found) break;
    const first = status === null;
    const ended = !first && found.runs !== status.runs;
    status = found;
    showIndexing();
    if (ended) await finished();
    else if (first && root) wireList();
    if (!found.working && !lookAgain) break;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  polling = false;
}

async function finished() {
  await reload();
  if (!status.problem) {
    for (const row of rows.querySelectorAll(".good")) row.remove();
    if (!status.working) say("The documents are ready to be asked.");
  }
  document.dispatchEvent(new CustomEvent("documents-changed"));
}

function showIndexing() {
  const place = root?.querySelector(".documents-indexing");
  if (!place) return;
  place.hidden = !status || (!status.working && !status.problem);
  if (place.hidden) return place.replaceChildren();
  if (!status.working) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button documents-index";
    button.textContent = "Try again";
    const said = document.createElement("p");
    said.textContent = status.problem;
    const notice = document.createElement("div");
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    notice.append(said, button);
    return place.replaceChildren(notice);
  }
  if (!place.querySelector(".bar")) {
    place.innerHTML =
      '<p class="small documents-stage"></p><div class="bar" role="progressbar" aria-label="Indexing"' +
      ' aria-valuemin="0" aria-valuemax="100"><span></span></div>';
  }
  const share = status.total ? status.done / status.total : 0;
  const bar = place.querySelector(".bar");
  bar.setAttribute("aria-valuenow", Math.round(share * 100));
  bar.firstElementChild.style.width = `${share * 100}%`;
  place.querySelector(".documents-stage").textContent = stageText(share);
}

function stageText(share) {
  if (status.held) return `${status.held}. It is tried again.`;
  if (!status.stage) return "Looking through the documents. You can go on asking.";
  const stage = STAGES[status.stage] ?? status.stage;
  const left = status.seconds === null ? "" : `, ${seconds(status.seconds)} left`;
  return `${stage}: ${Math.round(share * 100)} %${left}. You can go on asking.`;
}

function seconds(count) {
  if (count < 60) return `${Math.max(1, Math.round(count))} s`;
  return `${Math.round(count / 60)} min`;
}

// Wiring: once for the view's place, which stays, and for each opening.

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function drag(over) {
  root?.classList.toggle("over", over);
}

addEventListener("dragover", (event) => {
  if (!root || !holdsFiles(event)) return;
  event.preventDefault(); // otherwise the browser would open the file in place of the page
  drag(Boolean(event.target.closest?.("#view")));
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drag(false);
});
addEventListener("drop", (event) => {
  if (!root || !holdsFiles(event)) return;
  event.preventDefault();
  drag(false);
  if (!event.target.closest?.("#view")) return;
  const files = [];
  for (const item of event.dataTransfer.items) {
    const file = item.getAsFile();
    if (!file) continue;
    if (item.webkitGetAsEntry?.()?.isDirectory) refuse(uploadRow(file.name), "it is a folder: drop the files in it");
    else files.push(file);
  }
  takeFiles(files);
});

function opened(element) {
  root = element.querySelector(".documents-view");
  if (!root || root.dataset.wired) return;
  root.dataset.wired = "true";
  root.querySelector(".documents-uploads").replaceWith(rows);
  wireList();
  showIndexing();
  root.addEventListener("input", (event) => {
    if (!event.target.matches(".documents-filter")) return;
    filter = event.target.value;
    applyFilter();
  });
  root.addEventListener("change", (event) => {
    if (event.target.matches(".documents-ask")) choose(ticked());
    if (event.target.id === "documents-files") {
      takeFiles([...event.target.files]);
      event.target.value = "";
    }
  });
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const dialog = root.querySelector(".documents-confirm");
    if (button.matches(".documents-remove")) confirmRemoval(button.closest(".documents-row"));
    else if (button.matches(".documents-cancel")) dialog.close();
    else if (button.matches(".documents-delete")) await removeConfirmed(dialog);
    else if (button.closest(".documents-scope")) {
      for (const box of root.querySelectorAll(".documents-ask")) box.checked = false;
      choose([]);
      root.querySelector(".documents-ask")?.focus();
    } else if (button.matches(".documents-index")) {
      button.disabled = true;
      await send("POST", "/api/indexing").catch((error) => say(error.message));
      await poll();
    }
  });
  // The page closes the view on Escape: here it means the dialog alone.
  root.querySelector(".documents-confirm").addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation();
  });
  poll();
}

document.addEventListener("view", ({ detail: { name, element } }) => {
  if (name === "documents") opened(element);
  else root = null;
});
addEventListener("hashchange", () => {
  if (!location.hash.startsWith("#/documents")) root = null;
});

// The view may have been shown before this module was there to hear of it.
opened(document);
if (!root) poll();
