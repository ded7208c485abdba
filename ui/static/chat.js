// @ts-check
// The conversation: what a reader does in it, and what the browser knows of it.
//
// Everything with `data-do` is an action. Those of the server go to Gradio as an event of its
// `#bus` (ui/chat/page.py); the others are done here. Which conversation is open is in the address
// (?c=...), so that a link to it works and the browser's back and forward do.

import { addressOf, conversationOf } from "/page/addresses.js";
import { request, send } from "/page/api.js";
import { say } from "/page/copying.js";
import { choose } from "/page/document_filter.js";
import { all, find, make, near, stored, tell } from "/page/dom.js";
import { box, remember, write } from "/page/question_box.js";
import { lineOf, Told } from "/page/refusals.js";
import { close } from "/page/router.js";
import { choices, whenReady } from "/page/settings.js";

let editing = 0;
let edited = 0; // what was being edited when the question was sent
let owed = false; // what the address names is not shown yet, since the assistant could not be asked
let sent = false; // a question, of which nothing is shown yet

const named = () => conversationOf(location.search);
const running = () => find(document, '#live .turn[data-state="running"]');

window.assistant = {
  // question: what is being asked; without one, nothing takes the place of what is edited.
  context(question) {
    const given = { ...choices(), conversation: named(), editing: 0 };
    if (question?.trim()) {
      sent = true;
      remember(question);
      given.editing = edited = editing;
      stopEditing();
    }
    return JSON.stringify(given);
  },
};

/**
 * @param {string} text
 * @param {number} [number] of the turn that the question takes the place of; none for a new turn
 */
export function ask(text, number) {
  if (running()) return;
  close();
  stopEditing();
  edited = 0;
  sent = true;
  remember(text);
  tell("assistant-ask", { text, number });
}

/**
 * @param {number} [number] of the turn that is taken back with all after it; none to show all
 * @param {boolean} [kept]
 */
export function open(number, kept) {
  sent = owed = false;
  stopEditing();
  tell("assistant-show", { conversation: named(), number, kept });
}

/**
 * @param {number} number
 * @param {string} text
 */
function edit(number, text) {
  if (running()) return;
  editing = number;
  document.body.dataset.editing = "";
  for (const turn of all(document, ".turn")) {
    turn.classList.toggle("replaced", Number(turn.dataset.turn) >= number);
  }
  write(text);
}

export function stopEditing() {
  editing = 0;
  delete document.body.dataset.editing;
  for (const turn of all(document, ".replaced")) turn.classList.remove("replaced");
}

export function isEditing() {
  return editing > 0;
}

/** @param {string} conversation "" for one that begins */
function go(conversation) {
  stop();
  const address = addressOf(conversation);
  if (location.pathname + location.search !== address || location.hash) {
    history.pushState(null, "", address);
    opened = named();
    dispatchEvent(new PopStateEvent("popstate")); // closes a view
  }
  open();
  if (!conversation) box()?.focus();
}

export function stop() {
  const button = find(document, '[data-do="stop"]', HTMLButtonElement);
  if (!button || button.disabled) return false;
  button.disabled = true;
  send("POST", `/api/stop/${encodeURIComponent(button.dataset.run ?? "")}`).catch((error) => {
    button.disabled = false;
    say(lineOf(error), true);
  });
  return true;
}

// Nothing came of what was asked for, or not all of it: `queue.js` says why. The question stays.
document.addEventListener("assistant-failed", ({ detail: { kind, text = "", number, begun, error } }) => {
  sent = false;
  if (kind === "show") {
    owed = !number; // to take something back is left to the reader
    if (owed && error.wait) setTimeout(catchUp, 1000 * error.wait);
    return;
  }
  if (begun) breakOff();
  if (edited) edit(edited, text);
  else if (!number && !box()?.value) write(text);
});
document.addEventListener("assistant-asked", () => {
  for (const turn of all(document, "[data-broken]")) {
    find(turn, ".broken")?.remove();
    delete turn.dataset.broken;
    turn.dataset.state = "running"; // it may be drawn the same
  }
});

function breakOff() {
  const turn = running();
  if (!turn) return;
  turn.dataset.state = "done";
  turn.dataset.broken = "";
  turn.append(make("p", { class: "problem broken" }, "The answer broke off: ask again."));
}

function catchUp() {
  if (owed) open();
  fillLater();
}
document.addEventListener("assistant-back", catchUp);

/** @type {Record<string, (given: DOMStringMap) => void>} */
const ACTIONS = {
  ask: ({ text = "" }) => ask(text),
  retry: ({ text = "", number }) => ask(text, Number(number)),
  "ask-all": ({ text = "", number }) => {
    choose([]);
    ask(text, Number(number));
  },
  edit: ({ text = "", number }) => edit(Number(number), text),
  undo: ({ number, text }) => {
    if (!running()) open(Number(number), text === "kept");
  },
  stop,
  new: () => go(""),
};

document.addEventListener("click", ({ target }) => {
  const { dataset } = near(target, "[data-do]") ?? {};
  if (dataset?.do) ACTIONS[dataset.do]?.(dataset);
});

// What was typed while the page was starting. It is taken up once the page shows what it begins with:
// before, there is no box to write in, and that would come over an answer.
/** @type {{ text: string, asked: boolean } | null} */
let early = null;
whenReady(() => {
  early = /** @type {typeof early} */ (stored(() => sessionStorage, "assistant.early", null));
  sessionStorage.removeItem("assistant.early");
  takeUp();
});

function takeUp() {
  if (!early || !box() || !find(document, "#log .log")) return;
  const { text, asked } = early;
  early = null;
  if (asked) ask(text);
  else if (text) write(text);
}

document.addEventListener("conversation", ({ detail }) => go(detail.id));
document.addEventListener("conversation-deleted", ({ detail }) => {
  if (detail.id === named()) go("");
});
// From the key on: Gradio asks for the context a moment later, and what is opened in between would
// end the question.
document.addEventListener(
  "keydown",
  ({ key, shiftKey, isComposing, target }) => {
    const field = box();
    if (key === "Enter" && !shiftKey && !isComposing && field === target && field?.value.trim()) {
      sent = true;
    }
  },
  true,
);
document.addEventListener("documents-changed", () => {
  if (find(document, ".welcome") && !sent) open();
});
document.addEventListener("settings-changed", () => {
  if (named() && !running() && !isEditing()) open();
});

let opened = named();
addEventListener("popstate", () => {
  if (named() === opened) return;
  opened = named();
  stop();
  open();
});

// The address follows the conversation that is shown: one that has just begun, or is gone. Only
// when that changes: while another one is being fetched, the old one still stands there.
/** @type {string | null} */
let shown = null;
function follow() {
  const name = find(document, "#log .log")?.dataset.conversation;
  if (name === undefined || name === shown) return;
  shown = name;
  tell("conversation-shown", { id: name });
  if (name === named()) return;
  opened = name;
  history.replaceState(null, "", addressOf(name) + location.hash);
}

// A screen reader hears that something is done and what came of it, once.
const said = make("div", { class: "spoken-only", role: "log" });
document.body.append(said);

/** @param {HTMLElement} turn */
function speak(turn) {
  const parts = all(turn, ".composed, .answer, .problem, .note");
  said.textContent = parts.map((part) => part.textContent).join(" ");
}

// A new question or its answer is brought into view.
let seen = 0;
let changed = "";
function bringIntoView() {
  const turns = all(document, ".turn");
  const last = turns[turns.length - 1];
  const now = `${shown} ${turns.length} ${last?.dataset.state}`;
  if (now === changed) return;
  const grown = turns.length >= seen;
  const answered = changed.endsWith("running") && last?.dataset.state === "done";
  changed = now;
  seen = turns.length;
  if (!last) return;
  if (grown) last.scrollIntoView({ block: "start" });
  if (answered) {
    speak(last);
    tell("conversation-grown", { id: shown ?? "" });
  }
  find(document, "#side")?.scrollTo(0, 0);
}

// What else could be asked comes when the page has shown what matters.
async function fill() {
  for (const place of all(document, '[data-fetch^="/view/"]')) {
    const { fetch: address = "" } = place.dataset;
    delete place.dataset.fetch;
    try {
      place.innerHTML = await request(address, { as: "text", patience: 120_000 });
    } catch (error) {
      place.dataset.later = address;
      if (error instanceof Told && error.wait) setTimeout(fillLater, 1000 * error.wait);
    }
  }
}

function fillLater() {
  for (const place of all(document, "[data-later]")) {
    place.dataset.fetch = place.dataset.later;
    delete place.dataset.later;
  }
  fill();
}

// Stop is drawn anew with every sentence: who is about to press it keeps it.
let onStop = false;
document.addEventListener("focusin", ({ target }) => {
  onStop = target instanceof Element && target.matches('[data-do="stop"]');
});

new MutationObserver(() => {
  follow();
  bringIntoView();
  fill();
  takeUp();
  if (onStop && document.activeElement === document.body) {
    find(document, '[data-do="stop"]')?.focus({ preventScroll: true });
  }
}).observe(document.documentElement, { childList: true, subtree: true });
