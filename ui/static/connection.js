// @ts-check
// The line above the question that says what is wrong with the assistant itself: it cannot be reached,
// or has too much to do.
//
// While it cannot be reached it is looked for; once it is back, the document gets "assistant-back".

import { find, make, tell } from "/page/dom.js";

export const LOST = "The assistant cannot be reached: is it still running?";
const KEPT = `${LOST} What you have typed stays here.`;
const STARTING = "The assistant is starting. What you have typed stays here.";

const LOOK = 2_000; // ms between two looks whether it is back
const LOOKED = 25_000; // ms for one: while it starts, it answers after 20 s

/**
 * A signal that calls a request off after so many milliseconds.
 * @param {number} time
 */
export function within(time) {
  const control = new AbortController();
  setTimeout(() => control.abort(new DOMException("", "TimeoutError")), time);
  return control.signal;
}

const spoken = make("span", { class: "spoken-only", role: "alert" });
const shown = make("span", { "aria-hidden": "true" });
const line = make("p", { id: "trouble" }, spoken, shown);
let counting = 0;

/** @param {string} said */
function say(said) {
  clearInterval(counting);
  const form = find(document, "#left .form"); // it may be drawn after this is said
  if (form && line.parentElement !== form) form.prepend(line);
  if (spoken.textContent !== said) spoken.textContent = said;
  shown.textContent = said;
  line.hidden = !said;
}

/**
 * Say it until something is asked again. Where there is a time to wait for, it is counted down, and
 * then the line goes.
 * @param {{ message: string, what?: string, wait?: number }} error
 */
export function trouble({ message, what, wait }) {
  if (looking) return;
  say(message);
  if (!wait) return;
  const until = performance.now() + 1000 * wait;
  counting = setInterval(() => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) shown.textContent = `${what}: try again in ${left} s.`;
    else calm();
  }, 1000);
}

export function calm() {
  if (!looking) say("");
}

let looking = false;
let left = false; // the page itself: what was being fetched for it is called off
addEventListener("pagehide", () => (left = true));
addEventListener("pageshow", () => (left = false));

export async function lost() {
  if (looking || left) return;
  looking = true;
  for (let said = KEPT, found = null; !found?.ready; said = found ? STARTING : KEPT) {
    say(said);
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    /** @type {RequestInit} */
    const options = { signal: within(LOOKED), cache: "no-store" };
    found = await fetch("/api/ready", options).then((answer) => answer.json()).catch(() => null);
  }
  looking = false;
  calm();
  tell("assistant-back");
}
