// Files on their way into the corpus, one after the other, each on a line of its own.
//
// What is to be read aloud goes to the document as "documents-said" with detail { text }; once all
// were sent, it gets "documents-sent".

import { explained, request, SLOW } from "/page/api.js";
import { poll } from "/page/indexing.js";

const UNREAD = "the browser could not read it: is it a folder, or was it moved?";
const PATIENCE = 300_000; // ms for one file

export const rows = document.createElement("ul"); // it outlives the view's closing
rows.className = "documents-uploads";
rows.setAttribute("aria-label", "Uploads");

const queue = [];
let uploading = false;

function tell(what, detail) {
  document.dispatchEvent(new CustomEvent(what, { detail }));
}

export function say(text) {
  tell("documents-said", { text });
}

// types: suffixes that are read; limit: bytes of one file.
export function takeFiles(files, types, limit) {
  for (const file of files) {
    const row = uploadRow(file.name);
    const dot = file.name.lastIndexOf(".");
    const type = dot > 0 ? file.name.slice(dot).toLowerCase() : "";
    if (!types.includes(type)) {
      refuse(row, `files of type “${type}” are not read (only ${types.join(", ")})`);
    } else if (file.size > limit) {
      refuse(row, `it is larger than ${Math.round(limit / 2 ** 20)} MB`);
    } else {
      queue.push({ file, row, existing: "refuse" });
    }
  }
  work();
}

export function refuseFolder(name) {
  refuse(uploadRow(name), "it is a folder: drop the files in it");
}

// Those that were added and read need no line any longer.
export function clearDone() {
  for (const row of rows.querySelectorAll(".good")) row.remove();
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

// again: what tries it once more; none where that would change nothing.
function refuse(row, reason, again) {
  row.classList.add("bad");
  show(row, `Not added: ${reason}`);
  say(`${row.querySelector(".documents-upload-name").textContent} was not added: ${reason}`);
  choices(row, [...(again ? [["Try again", again]] : []), ["Dismiss", () => row.remove()]]);
}

async function work() {
  if (uploading) return;
  uploading = true;
  try {
    while (queue.length) {
      const next = queue.shift();
      await upload(next).catch((error) => refuse(next.row, error.message)); // the others go on
    }
  } finally {
    uploading = false;
  }
  tell("documents-sent");
}

async function upload({ file, row, existing }) {
  row.classList.remove("bad");
  const retry = (way) => () => {
    show(row, "Waiting", 0);
    queue.push({ file, row, existing: way });
    work();
  };
  const answer = await transfer(file, existing, (share) =>
    share < 1 ? show(row, `Uploading, ${Math.round(share * 100)} %`, share) : show(row, "Looking into it", 1),
  );
  const made = answer.files?.[0];
  if (!made) return refuse(row, answer.error, retry(existing));
  if (made.accepted) {
    row.classList.add("good");
    show(row, made.name === file.name ? "Added" : `Added as ${made.name}`);
    say(`${made.name} was added.`);
    poll();
  } else if (made.taken) {
    show(row, "There is a document of that name.");
    say(`There is a document named ${file.name}.`);
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
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    sending.upload.addEventListener("load", () => progress(1));
    // Which of the two it was, the browser does not say.
    const unsent = () => request("/api/ready").then(() => UNREAD, ({ message }) => message);
    sending.addEventListener("error", async () => resolve({ error: await unsent() }));
    sending.addEventListener("timeout", () => resolve({ error: SLOW }));
    sending.addEventListener("load", () => {
      const [type, wait] = ["content-type", "retry-after"].map((name) => sending.getResponseHeader(name));
      if (sending.status === 200) resolve(JSON.parse(sending.responseText));
      else resolve({ error: explained(sending.status, type, sending.responseText, wait).message });
    });
    sending.open("POST", "/api/documents");
    sending.timeout = PATIENCE;
    sending.send(form);
  });
}
