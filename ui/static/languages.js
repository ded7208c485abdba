// @ts-check
// Languages by their names in place of their codes.

import { all } from "/page/dom.js";

/** @param {string} code of ISO 639-1, for which there may be no name */
function languageOf(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param {ParentNode} root */
export function nameLanguages(root) {
  for (const one of all(root, ".language-name")) {
    const { code = "", count } = one.dataset;
    one.textContent = languageOf(code) + (count ? ` (${count})` : "");
  }
}
