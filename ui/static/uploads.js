// @ts-check
// Files on their way into the corpus, one after the other, each on a line of its own.
//
// What is to be read aloud goes to the document as "documents-said" with detail { text }; once all
// were sent, it gets "documents-sent".

import { request } from "/page/api.js";
import { all, make, need, tell } from "/page/dom.js";
import { poll } from "/page/indexing.js";
import { explained, lineOf, SLOW } from "/page/refusals.js";

const UNREAD = "the browser could not read it: is it a folder, or was it moved?";
const PATIENCE = 300_000; // ms for one file

// It outlives the view's closing.
export const rows = make("ul", { class: "documents-uploads", "aria-label": "Uploads" });

/**
 * @typedef {object} Upload
 * @property {File} file
 * @property {HTMLElement} row
 * @property {"refuse" | "replace" | "keep both"} existing what becomes of a document of that name
 */

/** @type {Upload[]} */
const queue = [];
let uploading = false;

/** @param {string} text */
export function say(text) {
  tell("documents-said", { text });
}

/** @param {string} name of a file; ".TXT" of "a.TXT" is ".txt", one that begins with it has none */
function suffixOf(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot).toLowerCase() : "";
}

/**
 * @param {Iterable<File>} files
 * @param {readonly string[]} types suffixes that are read
 * @param {number} limit bytes of one file
 */
export function takeFiles(files, types, limit) {
  for (const file of files) {
    const row = uploadRow(file.name);
    const type = suffixOf(file.name);
    if (!types.includes(type)) {
      refuse(row, `files of type “${type}” are not read: save them as PDF or text`);
    } else if (file.size > limit) {
      refuse(row, `it is larger than ${Math.round(limit / 2 ** 20)} MB`);
    } else {
      queue.push({ file, row, existing: "refuse" });
    }
  }
  work();
}

/** @param {string} name */
export function refuseFolder(name) {
  refuse(uploadRow(name), "it is a folder: drop the files in it");
}

// Those that were added and read need no line any longer.
export function clearDone() {
  for (const row of all(rows, ".good")) row.remove();
}

/** @param {string} name */
function uploadRow(name) {
  const row = make("li", { class: "documents-upload" });
  row.innerHTML =
    '<p class="documents-upload-name" dir="auto"></p><p class="small quiet documents-upload-state">Waiting</p>' +
    '<div class="bar" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0"><span style="width: 0"></span></div>' +
    '<div class="documents-upload-choice" hidden></div>';
  need(row, ".documents-upload-name").textContent = name;
  need(row, ".bar").setAttribute("aria-label", `Uploading ${name}`);
  rows.append(row);
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {string} text
 * @param {number} [share] of the file that was sent; without it there is no bar
 */
function show(row, text, share) {
  need(row, ".documents-upload-state").textContent = text;
  const bar = need(row, ".bar");
  bar.hidden = share === undefined;
  if (share === undefined) return;
  bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
  need(bar, "span").style.width = `${share * 100}%`;
}

/**
 * @param {HTMLElement} row
 * @param {[label: string, act: () => void][]} named
 */
function choices(row, named) {
  const place = need(row, ".documents-upload-choice");
  place.replaceChildren();
  place.hidden = named.length === 0;
  for (const [label, act] of named) {
    const button = make("button", { type: "button", class: "button" }, label);
    button.addEventListener("click", () => {
      choices(row, []);
      act();
    });
    place.append(button);
  }
}

/**
 * @param {HTMLElement} row
 * @param {string} reason
 * @param {() => void} [again] what tries it once more; none where that would change nothing
 */
function refuse(row, reason, again) {
  row.classList.add("bad");
  show(row, `Not added: ${reason}`);
  say(`${need(row, ".documents-upload-name").textContent} was not added: ${reason}`);
  /** @type {[string, () => void][]} */
  const offered = [["Dismiss", () => row.remove()]];
  if (again) offered.unshift(["Try again", again]);
  choices(row, offered);
}

async function work() {
  if (uploading) return;
  uploading = true;
  try {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { row } = next;
      await upload(next).catch((error) => refuse(row, lineOf(error))); // the others go on
    }
  } finally {
    uploading = false;
  }
  tell("documents-sent");
}

/** @param {Upload} sent */
async function upload({ file, row, existing }) {
  row.classList.remove("bad");
  const retry = (/** @type {Upload["existing"]} */ way) => () => {
    show(row, "Waiting", 0);
    queue.push({ file, row, existing: way });
    work();
  };
  const answer = await transfer(file, existing, (share) =>
    share < 1 ? show(row, `Uploading, ${Math.round(share * 100)} %`, share) : show(row, "Looking into it", 1),
  );
  const made = answer.files?.[0];
  if (!made) return refuse(row, answer.error ?? "", retry(existing));
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

/**
 * @typedef {object} Transferred
 * @property {{ accepted: boolean, taken: boolean, name: string, reason: string }[]} [files]
 * @property {string} [error]
 */

/**
 * @param {File} file
 * @param {Upload["existing"]} existing
 * @param {(share: number) => void} progress
 * @returns {Promise<Transferred>}
 */
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
    const unsent = () => request("/api/ready").then(() => UNREAD, lineOf);
    sending.addEventListener("error", async () => resolve({ error: await unsent() }));
    sending.addEventListener("timeout", () => resolve({ error: SLOW }));
    sending.addEventListener("load", () => {
      const type = sending.getResponseHeader("content-type");
      const wait = sending.getResponseHeader("retry-after");
      if (sending.status === 200) resolve(JSON.parse(sending.responseText));
      else resolve({ error: explained(sending.status, type, sending.responseText, wait).message });
    });
    sending.open("POST", "/api/documents");
    sending.timeout = PATIENCE;
    sending.send(form);
  });
}
