// @ts-check
// Copy text, and say so: once, in a line that is also read aloud. What has `data-copy` copies that;
// the menu "Cite" (ui/references/quotation.py), wherever it is, what its `data-cite` leads to.

import { request } from "/page/api.js";
import { all, make, near, need } from "/page/dom.js";
import { lineOf } from "/page/refusals.js";

const note = make("p", { class: "copied-note", role: "status" });
document.body.append(note);
let hiding = 0;

/**
 * Say one line for a moment.
 * @param {string} words
 * @param {boolean} [bad]
 */
export function say(words, bad = false) {
  clearTimeout(hiding);
  note.textContent = "";
  requestAnimationFrame(() => {
    note.textContent = words;
    note.classList.toggle("bad", bad);
  });
  hiding = setTimeout(() => (note.textContent = ""), bad ? 6000 : 2500);
}

/**
 * Some browsers copy only while the click is being handled, so a promise itself is given to them
 * where they take one.
 * @param {string | Promise<string>} text
 */
export async function copy(text) {
  try {
    const found = Promise.resolve(text);
    if ("ClipboardItem" in window && navigator.clipboard?.write) {
      const blob = found.then((words) => new Blob([words], { type: "text/plain" }));
      const item = new ClipboardItem({ "text/plain": blob });
      await navigator.clipboard.write([item]).catch(async () => write(await found));
    } else {
      await write(await found);
    }
    say("Copied");
  } catch (error) {
    say(lineOf(error), true);
  }
}

/** @param {string} words */
async function write(words) {
  if (!navigator.clipboard) throw new Error("This browser does not let the page copy: select the words and copy them.");
  await navigator.clipboard.writeText(words).catch(() => {
    throw new Error("The browser did not allow copying.");
  });
}

document.addEventListener("click", ({ target }) => {
  const { copy: text } = near(target, "[data-copy]")?.dataset ?? {};
  if (text !== undefined) copy(text);
  const { cite } = near(target, "[data-cite]")?.dataset ?? {};
  if (cite) copy(request(cite, { as: "text" }));
  const inside = near(target, ".cite");
  for (const menu of all(document, ".cite[open]")) {
    if (menu !== inside) close(menu);
    else if (near(target, "li")) close(menu, true);
  }
});

/**
 * @param {HTMLElement} menu
 * @param {boolean} [focus]
 */
function close(menu, focus) {
  menu.removeAttribute("open");
  if (focus) need(menu, "summary").focus();
}

// Before the view hears of it: Escape closes the menu alone.
document.addEventListener(
  "keydown",
  (event) => {
    const menu = event.key === "Escape" && near(event.target, ".cite[open]");
    if (!menu) return;
    event.preventDefault();
    event.stopPropagation();
    close(menu, true);
  },
  true,
);
