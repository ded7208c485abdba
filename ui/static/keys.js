// @ts-check
// The keys: "/" to the question, Esc stops, closes or leaves a box, j and k go through the citations,
// "?" lists them.

import { stop, stopEditing, isEditing } from "/page/chat.js";
import { find, make, near, need } from "/page/dom.js";
import { hideEvidence, hideTip, step } from "/page/evidence.js";
import { actionOf } from "/page/key_actions.js";
import { box } from "/page/question_box.js";
import { close } from "/page/router.js";

const KEYS = [
  ["/", "Write a question"],
  ["Enter", "Ask it (Shift+Enter: a new line)"],
  ["↑  ↓", "In the empty box: the questions before, and back"],
  ["Esc", "Stop the writing; close what is open; leave the box"],
  ["j  k", "The next and the previous citation"],
  ["c", "Conversations"],
  ["d", "Documents"],
  ["n", "A new conversation"],
  ["?", "This list"],
];

const list = make("dialog", { id: "keys", class: "view", "aria-labelledby": "keys-title" });
list.innerHTML =
  '<h1 id="keys-title">Keys</h1><p class="quiet small">In a box that you write in, they are letters: ' +
  'press Esc first.</p><dl></dl><form method="dialog"><button class="button">Close</button></form>';
for (const [key, does] of KEYS) {
  const caps = key.split("  ").flatMap((one) => [make("kbd", {}, one), " "]);
  need(list, "dl").append(make("dt", {}, ...caps), make("dd", {}, does));
}
document.body.append(list);

const showKeys = () => list.showModal();

document.addEventListener("click", ({ target }) => {
  if (near(target, "[data-keys]")) showKeys();
});

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox]";

/** @param {HTMLElement | null} field where something is being written */
function escape(field) {
  if (hideTip() || stop()) return true;
  if (isEditing()) {
    stopEditing();
    return true;
  }
  if (hideEvidence()) return true;
  if (document.documentElement.dataset.view) {
    close();
    return true;
  }
  field?.blur();
  return Boolean(field);
}

/** @type {Record<Exclude<import("./key_actions.js").Action, "escape">, () => void>} */
const DOES = {
  question: () => {
    close();
    box()?.focus();
  },
  next: () => step(1),
  previous: () => step(-1),
  conversations: () => (location.hash = "#/conversations"),
  documents: () => (location.hash = "#/documents"),
  new: () => find(document, '.top [data-do="new"]')?.click(),
  keys: showKeys,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const field = near(event.target, FIELDS);
  const dialog = Boolean(find(document, "dialog[open]")); // this list, or another one's question
  const action = actionOf(event, { writing: Boolean(field), dialog });
  if (!action || (action === "escape" && !escape(field))) return;
  event.preventDefault();
  if (action !== "escape") DOES[action]();
});
