// @ts-check
// Which documents are asked: names; none means all. Kept in localStorage, and told to all that show
// it by the document's event "documents-chosen" with detail { names }.

import { store, stored, tell } from "/page/dom.js";

const KEPT = "assistant.documents";
const ALL = "assistant.documents.all";
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

/**
 * How many there are to choose from, as the documents' view last saw them.
 * @param {number} count
 */
export function countAll(count) {
  if (count === outOf()) return;
  store(storage, ALL, count);
  tell("documents-chosen", { names: chosen() });
}

export const outOf = () => Number(stored(storage, ALL, 0)) || 0;

/** What is asked, in words: "Asking 12 of 40 documents". */
export function asking() {
  const count = names.length;
  const all = outOf();
  if (all >= count && all > 1) return `Asking ${count} of ${all} documents`;
  return count === 1 ? "Asking 1 chosen document" : `Asking ${count} chosen documents`;
}

// Chosen on another tab. Without a key, all that was stored was cleared.
addEventListener("storage", ({ key }) => {
  if (key !== KEPT && key !== null) return;
  names = kept();
  tell("documents-chosen", { names: chosen() });
});
