// @ts-check
// The view /view/documents: what is in the corpus; add, remove, and choose what is asked.
// Choosing: document_filter.js, document_facets.js; removing: document_removal.js; files that come in: uploads.js; what becomes of them: indexing.js.

import { request, send } from "/page/api.js";
import { say as showLine } from "/page/copying.js";
import { lets, read, write } from "/page/document_facets.js";
import { asking, choose, chosen, countAll } from "/page/document_filter.js";
import { confirmRemoval, removeConfirmed } from "/page/document_removal.js";
import { all, find, near, need } from "/page/dom.js";
import { dropping } from "/page/dropping.js";
import { draw, poll, settled } from "/page/indexing.js";
import { nameLanguages } from "/page/languages.js";
import { lineOf } from "/page/refusals.js";
import { clearDone, rows, say, takeFiles } from "/page/uploads.js";

/** @type {HTMLElement | null} */
let root = null; // the view, while it is open
let filter = "";
/** @type {import("/page/document_facets.js").Wanted} */
let wanted = {}; // what the controls are set to
let byControls = false; // whether these alone say what is asked, no tick by hand
let choosing = false;

const nameOf = (/** @type {HTMLElement} */ row) => decodeURIComponent(row.dataset.name ?? "");
const listed = () => (root ? all(root, ".documents-row") : []);
const asked = () => listed().filter(askOf); // what can be asked
const askOf = (/** @type {HTMLElement} */ row) => find(row, ".documents-ask", HTMLInputElement);

function ticked() {
  return listed()
    .filter((row) => askOf(row)?.checked)
    .map(nameOf);
}

// What is asked: it may have been chosen here, beside the question, or on another tab.
function showChosen() {
  const names = chosen();
  if (!names.length && byControls && !choosing && (!root || allowed().length)) {
    wanted = {}; // "Ask all" was pressed beside the question, or on another tab
    byControls = false;
    if (root) write(root, wanted);
    applyFilter();
  }
  for (const row of listed()) {
    const box = askOf(row);
    if (box) box.checked = names.includes(nameOf(row));
  }
  showScope(names);
}
document.addEventListener("documents-chosen", showChosen);

/** @param {string[]} names */
function showScope(names) {
  const said = root && find(root, ".documents-asked");
  if (!root || !said) return;
  const all = asked().length;
  const everything = need(need(root, ".documents-scope"), "button");
  const every = all === 1 ? "The one document is asked." : `All ${all.toLocaleString("en")} documents are asked.`;
  const text = names.length ? `${asking()}.` : byControls ? `No document matches. ${every}` : `${every} Tick some to ask only these.`;
  if (said.textContent !== text) said.textContent = text; // what stays the same is not read aloud again
  said.classList.toggle("quiet", !names.length);
  everything.hidden = !names.length && !byControls;
}

// By the controls: all that they let through is asked, and ticks can take from it or add to it.

const allowed = () => asked().filter((row) => lets(wanted, row.dataset));

function chooseAllowed() {
  const names = allowed().map(nameOf);
  choosing = true;
  choose(names.length < asked().length ? names : []);
  choosing = false;
}

/** @param {import("/page/document_facets.js").Wanted} values */
function want(values) {
  wanted = values;
  byControls = Object.keys(values).length > 0;
  if (root) write(root, values);
  chooseAllowed();
  applyFilter();
}

function askAll() {
  filter = "";
  const field = root && find(root, ".documents-filter", HTMLInputElement);
  if (field) field.value = "";
  want({});
}

// The list.

function wireList() {
  if (!root) return;
  // A document that is gone cannot be asked; one that may just be being read again stays chosen.
  const there = new Set(asked().map(nameOf));
  const left = chosen().filter((name) => there.has(name));
  nameLanguages(root);
  write(root, wanted);
  wanted = read(root);
  if (settled()) countAll(there.size);
  if (settled() && byControls) chooseAllowed();
  else if (settled() && left.length !== chosen().length) choose(left);
  else showChosen();
  const field = find(root, ".documents-filter", HTMLInputElement);
  if (field) field.value = filter;
  else filter = "";
  applyFilter();
}

function applyFilter() {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of listed()) {
    const text = need(row, ".documents-what").textContent?.toLowerCase() ?? "";
    row.hidden = !words.every((word) => text.includes(word)) || !lets(wanted, row.dataset);
    if (!row.hidden) found += 1;
  }
  const none = root && find(root, ".documents-none");
  if (none) none.hidden = found > 0;
  const these = root && find(root, ".documents-ask-shown");
  if (these) these.hidden = !words.length || !shown().length;
}

// The documents that can be asked and that the filter lets through.
const shown = () => listed().filter((row) => !row.hidden && askOf(row));

async function removed() {
  await reload();
  if (root) find(root, "#documents-files")?.focus({ preventScroll: true });
  poll();
}

function askShown() {
  byControls = false;
  choose(shown().map(nameOf));
}

async function reload() {
  if (!root) return;
  const html = await request("/view/documents", { as: "text" }).catch((error) => showLine(lineOf(error), true));
  if (!root || !html) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const section = fresh.getElementById("documents-holdings");
  const old = find(root, "#documents-holdings");
  if (!section || !old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const at = near(focused, ".documents-row")?.dataset.name;
  const again = focused && (focused.id ? `#${focused.id}` : `.${focused.classList.item(focused.classList.length - 1)}`);
  old.replaceWith(document.adoptNode(section));
  wireList();
  if (again) {
    const row = listed().find((one) => at && one.dataset.name === at);
    const target = find(row ?? section, again) ?? find(root, "#documents-files");
    target?.focus({ preventScroll: true });
  }
}

document.addEventListener("documents-said", ({ detail: { text } }) => {
  const said = root && find(root, ".documents-said");
  if (said) said.textContent = text;
});
document.addEventListener("documents-sent", reload);
document.addEventListener("assistant-back", reload);

// Indexing.

function showIndexing() {
  const place = root && find(root, ".documents-indexing");
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

/** @param {File[]} files */
function take(files) {
  if (!root) return;
  const { accept, dataset } = need(root, "#documents-files", HTMLInputElement);
  takeFiles(files, accept.split(","), Number(dataset.limit));
}
dropping(() => root, take);

/** @param {ParentNode} element */
function opened(element) {
  root = find(element, ".documents-view");
  if (!root || root.dataset.wired) return;
  const view = root;
  const dialog = need(view, ".documents-confirm", HTMLDialogElement);
  view.dataset.wired = "true";
  need(view, ".documents-uploads").replaceWith(rows);
  wireList();
  showIndexing();
  view.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches(".documents-filter")) return;
    filter = target.value;
    applyFilter();
  });
  view.addEventListener("change", ({ target }) => {
    if (near(target, "[data-facet]")) want(read(view));
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches(".documents-ask")) {
      byControls = false;
      choose(ticked());
    }
    if (target.id === "documents-files") {
      take([...(target.files ?? [])]);
      target.value = "";
    }
  });
  view.addEventListener("click", async ({ target }) => {
    const button = near(target, "button");
    if (!(button instanceof HTMLButtonElement)) return;
    const row = near(button, ".documents-row");
    if (row && button.matches(".documents-remove")) confirmRemoval(row, dialog);
    else if (button.matches(".documents-cancel")) dialog.close();
    else if (button.matches(".documents-delete")) {
      if (await removeConfirmed(dialog)) await removed();
    }
    else if (button.matches(".documents-ask-shown")) askShown();
    else if (button.matches(".documents-show-all")) askAll();
    else if (button.closest(".documents-scope")) {
      askAll();
      find(view, "[data-facet], .documents-ask")?.focus();
    } else if (button.matches(".documents-index")) {
      button.disabled = true;
      await send("POST", "/api/indexing").catch((error) => showLine(lineOf(error), true));
      button.disabled = false;
      await poll();
    }
  });
  // The page closes the view on Escape: here it means the dialog alone.
  dialog.addEventListener("keydown", (event) => {
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
