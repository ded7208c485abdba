// The view /view/documents: what is in the corpus; add, remove, and choose what is asked.
// Choosing: chosen.js; files that come in: uploads.js; what becomes of them: indexing.js.

import { request, send } from "/page/api.js";
import { choose, chosen } from "/page/chosen.js";
import { say as showLine } from "/page/copying.js";
import { draw, poll, settled } from "/page/indexing.js";
import { clearDone, refuseFolder, rows, say, takeFiles } from "/page/uploads.js";

let root = null; // the view, while it is open
let filter = "";

const nameOf = (row) => decodeURIComponent(row.dataset.name);
const listed = () => [...(root?.querySelectorAll(".documents-row") ?? [])];

function ticked() {
  return listed()
    .filter((row) => row.querySelector(".documents-ask")?.checked)
    .map(nameOf);
}

// What is asked: it may have been chosen here, beside the question, or on another tab.
function showChosen() {
  const names = chosen();
  for (const row of listed()) {
    const box = row.querySelector(".documents-ask");
    if (box) box.checked = names.includes(nameOf(row));
  }
  showScope(names);
}
document.addEventListener("documents-chosen", showChosen);

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
  // A document that is gone cannot be asked; one that may just be being read again stays chosen.
  const asked = new Set(listed().filter((row) => row.querySelector(".documents-ask")).map(nameOf));
  const left = chosen().filter((name) => asked.has(name));
  if (settled() && left.length !== chosen().length) choose(left);
  else showChosen();
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
  const html = await request("/view/documents", { as: "text" }).catch((error) => showLine(error.message, true));
  if (!root || !html) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
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

document.addEventListener("documents-said", ({ detail: { text } }) => {
  const said = root?.querySelector(".documents-said");
  if (said) said.textContent = text;
});
document.addEventListener("documents-sent", reload);
document.addEventListener("assistant-back", reload);

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

// Indexing.

function showIndexing() {
  const place = root?.querySelector(".documents-indexing");
  if (place) draw(place);
}

document.addEventListener("documents-indexing", ({ detail: { first } }) => {
  showIndexing();
  if (first && root) wireList(); // only now is it known whether anything is being read
});
document.addEventListener("documents-changed", async ({ detail: { status } }) => {
  await reload();
  if (status.problem) return;
  clearDone();
  if (!status.working) say("The documents are ready to be asked.");
});

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
    if (item.webkitGetAsEntry?.()?.isDirectory) refuseFolder(file.name);
    else files.push(file);
  }
  take(files);
});

function take(files) {
  const { accept, dataset } = root.querySelector("#documents-files");
  takeFiles(files, accept.split(","), Number(dataset.limit));
}

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
      take([...event.target.files]);
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
      choose([]);
      root.querySelector(".documents-ask")?.focus();
    } else if (button.matches(".documents-index")) {
      button.disabled = true;
      await send("POST", "/api/indexing").catch((error) => showLine(error.message, true));
      button.disabled = false;
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
  root = null; // another view, or none: it was closed
  if (name === "documents") opened(element);
});
addEventListener("hashchange", () => {
  if (!location.hash.startsWith("#/documents")) root = null;
});

// The view may have been shown before this module was there to hear of it.
opened(document);
if (!root) poll();
