// @ts-check
// The box that questions are written in: what is put there, what ↑ and ↓ bring back, and beside it
// which documents are asked.

import { asking, choose, chosen } from "/page/document_filter.js";
import { all, find, make, need, store, stored } from "/page/dom.js";
import { Recall, recalls } from "/page/recall.js";
import { whenReady } from "/page/settings.js";

const ASKED = "assistant.asked"; // in the session's storage: what was asked on this tab, oldest first
const MOST = 50;
const storage = () => sessionStorage;

export const box = () => find(document, "#question textarea", HTMLTextAreaElement);

/** @param {string} text */
export function write(text) {
  const field = box();
  if (!field) return;
  // Gradio hears of it as of something typed.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(text.length, text.length);
}

/** @returns {string[]} */
function remembered() {
  const found = stored(storage, ASKED, []);
  return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
}

/** @param {string} question */
export function remember(question) {
  const said = question.trim();
  if (said) store(storage, ASKED, [...remembered().filter((one) => one !== said), said].slice(-MOST));
}

// Those of the conversation that is shown; before its first one, those of this tab.
function questions() {
  const shown = all(document, "#talk .turn .question");
  return shown.length ? shown.map((one) => one.textContent ?? "") : remembered();
}

const recall = new Recall();

document.addEventListener("keydown", (event) => {
  const field = box();
  if (!field || event.target !== field || event.defaultPrevented || !recalls(event, field)) return;
  const key = /** @type {"ArrowUp" | "ArrowDown"} */ (event.key);
  const found = recall.next(key, field.value, questions());
  if (found === null) return;
  event.preventDefault();
  write(found);
});

// Which documents are asked is said beside the question.
function showChosen() {
  const count = chosen().length;
  const form = find(document, "#left .form");
  let chip = find(document, "#asking-some");
  if (!count || !form) return chip?.remove();
  if (!chip) {
    const everything = make("button", { type: "button", class: "link" }, "Ask all");
    everything.addEventListener("click", () => choose([]));
    chip = make("p", { id: "asking-some" }, make("a", { href: "#/documents" }), " ", everything);
    form.prepend(chip);
  }
  need(chip, "a").textContent = asking();
}
document.addEventListener("documents-chosen", showChosen);
whenReady(showChosen);
