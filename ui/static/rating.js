// @ts-check
// What a reader says of an answer (`ui/history/ratings.py`). The chat's log is drawn anew while answers
// arrive, so what was said is kept here as well, and put back: with it a comment that is being written.

import { send } from "/page/api.js";
import { all, find, near, need } from "/page/dom.js";

/**
 * @typedef {object} Written what is being written, and where in it the focus is
 * @property {string} [reason]
 * @property {string} [comment]
 * @property {{ selector: string, from?: number, to?: number } | null} [at]
 *
 * @typedef {object} Said
 * @property {"good" | "bad" | null} pressed
 * @property {string} said the line beside the thumbs
 * @property {boolean} open whether the form is
 * @property {boolean} [failed] whether the line is of a failure
 */

/** @type {Map<string, Said & Written>} by the group's id */
const given = new Map();
/** @type {WeakSet<HTMLElement>} groups that were seen to; the others have just been drawn */
const shown = new WeakSet();

const formOf = (/** @type {HTMLElement} */ group) => need(group, ".rating-form", HTMLFormElement);

/** @param {HTMLElement} group */
function show(group) {
  const state = given.get(group.id);
  if (!state) return;
  const drawn = !shown.has(group);
  shown.add(group);
  for (const kind of ["good", "bad"]) {
    const pressed = String(state.pressed === kind);
    const button = need(group, `.rating-${kind}`);
    if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  }
  const said = need(group, ".rating-said");
  if (said.textContent !== state.said) said.textContent = state.said;
  said.classList.toggle("bad", Boolean(state.failed));
  const form = formOf(group);
  form.hidden = !state.open;
  need(group, ".rating-bad").setAttribute("aria-expanded", String(!form.hidden));
  if (drawn) resume(group, form, state);
}

/**
 * Put back into a form that was drawn anew what was being written, and the focus.
 * @param {HTMLElement} group
 * @param {HTMLFormElement} form
 * @param {Written} written
 */
function resume(group, form, { reason, comment, at }) {
  for (const one of form.elements) {
    if (one instanceof HTMLInputElement && one.name === "reason" && reason !== undefined) one.checked = one.value === reason;
    if (one instanceof HTMLTextAreaElement && comment !== undefined) one.value = comment;
  }
  if (!at || form.hidden || document.activeElement !== document.body) return; // gone elsewhere
  const target = find(group, at.selector);
  target?.focus({ preventScroll: true });
  if (at.from !== undefined && target instanceof HTMLTextAreaElement) target.setSelectionRange(at.from, at.to ?? at.from);
}

/**
 * What is being written, as it is now.
 * @param {HTMLElement} group
 * @returns {Written}
 */
function writing(group) {
  const focused = document.activeElement;
  /** @type {Written["at"]} */
  let at = null;
  if (focused instanceof HTMLTextAreaElement && group.contains(focused)) {
    at = { selector: `[name="${focused.name}"]`, from: focused.selectionStart, to: focused.selectionEnd };
  } else if (focused instanceof HTMLInputElement && group.contains(focused)) {
    at = { selector: `[name="${focused.name}"][value="${focused.value}"]` };
  } else if (focused && group.contains(focused)) {
    at = { selector: `.${focused.classList.item(focused.classList.length - 1)}` };
  }
  return { ...said(formOf(group)), at };
}

/** @param {HTMLFormElement} form */
function said(form) {
  const filled = new FormData(form);
  return { reason: String(filled.get("reason") ?? ""), comment: String(filled.get("comment") ?? "") };
}

/** @param {Event} event */
function keepWriting({ target }) {
  const group = near(target, ".rating");
  if (!group || formOf(group).hidden) return;
  shown.add(group);
  given.set(group.id, { ...stateOf(group), open: true, ...writing(group) });
}
for (const event of ["input", "focusin", "keyup", "pointerup"]) {
  document.addEventListener(event, keepWriting);
}
// Leaving it for something else; what the browser does when the focused element is taken out of the
// page is no leaving.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const group = near(target, ".rating");
  const state = group && given.get(group.id);
  if (!state || !(relatedTarget instanceof Node) || group.contains(relatedTarget)) return;
  given.set(group.id, { ...state, at: null });
});
document.addEventListener("pointerdown", ({ target }) => {
  if (near(target, ".rating")) return;
  for (const [id, state] of given) if (state.at) given.set(id, { ...state, at: null });
});

/**
 * @param {HTMLElement} group
 * @param {Partial<Said>} state
 */
function put(group, state) {
  given.set(group.id, { ...stateOf(group), failed: false, ...state });
  // It may have been drawn anew in the meantime.
  const now = document.getElementById(group.id);
  if (now) show(now);
}

/**
 * @param {HTMLElement} group
 * @returns {Said & Written}
 */
function stateOf(group) {
  const pressed = find(group, '[aria-pressed="true"]');
  const kind = pressed ? (pressed.classList.contains("rating-good") ? "good" : "bad") : null;
  return { pressed: kind, said: "", open: false, ...given.get(group.id) };
}

/**
 * @param {HTMLElement} group
 * @param {{ good: boolean, reason?: string, comment?: string } | null} rating null takes it back
 * @param {Partial<Said>} state what is shown then
 */
async function rate(group, rating, state) {
  const { conversation = "", number } = group.dataset;
  const address = `/api/conversations/${encodeURIComponent(conversation)}/turns/${number}/rating`;
  try {
    await (rating ? send("POST", address, rating) : send("DELETE", address));
    put(group, state);
    return true;
  } catch (error) {
    put(group, { said: error instanceof Error ? error.message : String(error), failed: true });
    return false;
  }
}

/**
 * The group as it is drawn now.
 * @param {HTMLElement} group
 * @param {string} selector
 */
function focus(group, selector) {
  const now = document.getElementById(group.id);
  if (now) find(now, selector)?.focus();
}

document.addEventListener("click", async ({ target }) => {
  const group = near(target, ".rating");
  if (!group) return;
  const { pressed, open: opened } = stateOf(group);
  const noted = group.dataset.noted ?? "";
  if (near(target, ".rating-close")) {
    put(group, { open: false });
    need(group, ".rating-bad").focus();
  } else if (near(target, ".rating-good")) {
    if (pressed === "good") await rate(group, null, { pressed: null, said: "" });
    else await rate(group, { good: true }, { pressed: "good", said: noted, open: false });
  } else if (near(target, ".rating-bad")) {
    if (pressed === "bad" && opened) await rate(group, null, { pressed: null, said: "", open: false });
    else if (pressed === "bad") put(group, { open: true });
    else if (await rate(group, { good: false }, { pressed: "bad", said: noted, open: true })) focus(group, "input");
  }
});

document.addEventListener("submit", async (event) => {
  const form = near(event.target, ".rating-form");
  const group = form?.closest(".rating");
  if (!(form instanceof HTMLFormElement) || !(group instanceof HTMLElement)) return;
  event.preventDefault();
  const { reason, comment } = said(form);
  const rating = { good: false, reason, comment: comment.trim() };
  const done = await rate(group, rating, { pressed: "bad", said: group.dataset.noted ?? "", open: false });
  if (done) focus(group, ".rating-bad");
});

let due = false;
new MutationObserver(() => {
  if (due || given.size === 0) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    for (const group of all(document, ".rating")) show(group);
  });
}).observe(document.body, { childList: true, subtree: true });
