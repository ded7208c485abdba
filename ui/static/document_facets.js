// @ts-check
// What documents can be chosen by (type, language, years, author, tag): which of them the controls of
// the documents' view let through. ui/documents/view.py writes the controls and each row's facts.

import { all } from "/page/dom.js";

/** @typedef {Record<string, string>} Wanted of each control that is set, its value by its name */

/** @param {string | undefined} json */
function listed(json) {
  /** @type {unknown} */
  const found = JSON.parse(json ?? "[]");
  return Array.isArray(found) ? found : [];
}

/**
 * Whether all that is wanted holds of a document. One without a year is of no range.
 * @param {Wanted} wanted
 * @param {DOMStringMap | Record<string, string | undefined>} facts
 */
export function lets(wanted, facts) {
  const year = facts.year ? Number(facts.year) : NaN;
  return Object.entries(wanted).every(([name, value]) => {
    if (name === "from") return year >= Number(value);
    if (name === "to") return year <= Number(value);
    if (name === "author" || name === "tag") return listed(facts[name]).includes(value);
    return facts[name] === value;
  });
}

const controls = (/** @type {ParentNode} */ root) =>
  /** @type {(HTMLSelectElement | HTMLInputElement)[]} */ (all(root, "[data-facet]"));

/**
 * @param {ParentNode} root
 * @returns {Wanted}
 */
export function read(root) {
  const set = controls(root).filter((control) => control.value);
  return Object.fromEntries(set.map((control) => [control.dataset.facet ?? "", control.value]));
}

/**
 * Set the controls; a value that no document has any longer is left out.
 * @param {ParentNode} root
 * @param {Wanted} wanted
 */
export function write(root, wanted) {
  for (const control of controls(root)) {
    const value = wanted[control.dataset.facet ?? ""] ?? "";
    control.value = value;
    if (control.value !== value) control.value = ""; // a list without it shows nothing at all
    control.classList.toggle("is-set", control.value !== "");
  }
}
