// @ts-check
// The question whether a document should be removed, in the view of the documents.

import { send } from "/page/api.js";
import { choose, chosen } from "/page/document_filter.js";
import { need } from "/page/dom.js";
import { lineOf } from "/page/refusals.js";
import { say } from "/page/uploads.js";

/**
 * Ask whether the document of a row should be removed.
 * @param {HTMLElement} row
 * @param {HTMLDialogElement} dialog
 */
export function confirmRemoval(row, dialog) {
  const name = decodeURIComponent(row.dataset.name ?? "");
  const title = need(row, "h2").textContent;
  const problem = need(dialog, ".documents-confirm-problem");
  need(dialog, ".documents-confirm-name").textContent = title === name ? name : `${title} (${name})`;
  problem.hidden = true;
  dialog.dataset.name = row.dataset.name;
  dialog.showModal();
  need(dialog, ".documents-cancel").focus();
}

/**
 * Remove what was asked about; the dialog stays with the reason where that fails.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<boolean>} whether it was removed
 */
export async function removeConfirmed(dialog) {
  const button = need(dialog, ".documents-delete", HTMLButtonElement);
  const problem = need(dialog, ".documents-confirm-problem");
  const name = decodeURIComponent(dialog.dataset.name ?? "");
  button.disabled = true;
  try {
    await send("DELETE", `/api/documents?name=${dialog.dataset.name}`);
    const left = chosen().filter((one) => one !== name);
    if (left.length !== chosen().length) choose(left);
    dialog.close();
    say(`${name} was removed.`);
    return true;
  } catch (error) {
    problem.textContent = lineOf(error);
    problem.hidden = false;
    return false;
  } finally {
    button.disabled = false;
  }
}
