// The keys: "/" to the question, Esc stops, closes or leaves a box, j and k go through the citations,
// "?" lists them. While something is being written, a letter is a letter: Esc alone is a key then.

import { stop, stopEditing, isEditing } from "/page/chat.js";
import { close } from "/page/router.js";
import { hideEvidence, hideTip, step } from "/page/evidence.js";

const KEYS = [
  ["/", "Write a question"],
  ["Enter", "Ask it (Shift+Enter: a new line)"],
  ["Esc", "Stop the writing; close what is open; leave the box"],
  ["j  k", "The next and the previous citation"],
  ["c", "Conversations"],
  ["d", "Documents"],
  ["n", "A new conversation"],
  ["?", "This list"],
];

const list = document.createElement("dialog");
list.id = "keys";
list.className = "view";
list.setAttribute("aria-labelledby", "keys-title");
list.innerHTML =
  '<h1 id="keys-title">Keys</h1><p class="quiet small">In a box that you write in, they are letters: ' +
  'press Esc first.</p><dl></dl><form method="dialog"><button class="button">Close</button></form>';
for (const [key, does] of KEYS) {
  const name = document.createElement("dt");
  for (const one of key.split("  ")) {
    const cap = document.createElement("kbd");
    cap.textContent = one;
    name.append(cap, " ");
  }
  const text = document.createElement("dd");
  text.textContent = does;
  list.querySelector("dl").append(name, text);
}
document.body.append(list);

export function showKeys() {
  list.showModal();
}

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-keys]")) showKeys();
});

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox]";

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

const DOES = {
  "/": () => {
    close();
    document.querySelector("#question textarea")?.focus();
  },
  j: () => step(1),
  k: () => step(-1),
  c: () => (location.hash = "#/conversations"),
  d: () => (location.hash = "#/documents"),
  n: () => document.querySelector('.top [data-do="new"]')?.click(),
  "?": showKeys,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return; // this list, or another one's question
  const field = event.target.closest?.(FIELDS);
  if (event.key === "Escape") {
    if (escape(field)) event.preventDefault();
    return;
  }
  // Where a sign needs AltGr, that counts as Ctrl and Alt.
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (field || (modified && !event.getModifierState("AltGraph"))) return;
  const does = DOES[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
