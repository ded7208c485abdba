// @ts-check
// What a person says of a document: its title, authors and year (ui/templates/reader.html).

import { send } from "/page/api.js";
import { say } from "/page/copying.js";
import { all, need } from "/page/dom.js";
import { poll } from "/page/indexing.js";
import { lineOf } from "/page/refusals.js";

/** @param {HTMLElement} reader */
export function details(reader) {
  const dialog = need(reader, ".reader-details", HTMLDialogElement);
  const form = need(dialog, "form", HTMLFormElement);
  const problem = need(dialog, ".reader-details-problem");
  const save = need(form, '[type="submit"]', HTMLButtonElement);
  const inputs = /** @type {HTMLInputElement[]} */ (all(form, "input"));
  need(reader, ".reader-edit").addEventListener("click", () => {
    problem.hidden = true;
    form.reset();
    dialog.showModal();
  });
  need(dialog, ".reader-details-cancel").addEventListener("click", () => dialog.close());
  // The page closes the view on Escape: here it means the dialog alone.
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const changed = inputs.filter((input) => input.value.trim() !== input.defaultValue);
    if (!changed.length) return dialog.close();
    save.disabled = true;
    try {
      const fields = Object.fromEntries(changed.map((input) => [input.name, input.value.trim()]));
      await send("POST", `/api/details/${encodeURIComponent(reader.dataset.name ?? "")}`, fields);
      dialog.close();
      say("Saved. The document is read again.");
      poll();
    } catch (error) {
      problem.textContent = lineOf(error);
      problem.hidden = false;
    } finally {
      save.disabled = false;
    }
  });
}
