// @ts-check
// Which documents are asked: names; none means all. Kept in localStorage, and told to all that show
// it by the document's event "documents-chosen" with detail { names }.

import { store, stored, tell } from "/page/dom.js";

const KEPT = "assistant.documents";
const storage = () => localStorage;

let names = kept();

/**
 * @param {unknown} list
 * @returns {string[]}
 */
function strings(list) {
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

function kept() {
  return strings(stored(storage, KEPT, []));
}

export function chosen() {
  return [...names];
}

/** @param {string[]} wanted */
export function choose(wanted) {
  names = strings(wanted);
  store(storage, KEPT, names); // without storage the choice holds until the page is closed
  tell("documents-chosen", { names: chosen() });
}

// Chosen on another tab. Without a key, all that was stored was cleared.
addEventListener("storage", ({ key }) => {
  if (key !== KEPT && key !== null) return;
  names = kept();
  tell("documents-chosen", { names: chosen() });
});
