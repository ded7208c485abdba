// The conversation: what a reader does in it, and what the browser knows of it.
//
// Everything with `data-do` is an action. Those of the server go to Gradio as an event of its
// `#bus` (ui/chat/page.py); the others are done here. Which conversation is open is in the address
// (?c=...), so that a link to it works and the browser's back and forward do.

import { close } from "/page/router.js";
import { send } from "/page/api.js";
import { choices } from "/page/settings.js";

let editing = 0;

const named = () => new URLSearchParams(location.search).get("c") ?? "";
const box = () => document.querySelector("#question textarea");

window.assistant = {
  context() {
    const given = { ...choices(), conversation: named(), editing };
    stopEditing();
    return JSON.stringify(given);
  },
};

function act(detail) {
  document.dispatchEvent(new CustomEvent("assistant-do", { detail }));
}

export function ask(text) {
  close();
  act({ do: "ask", text });
}

function write(text) {
  const field = box();
  if (!field) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(text.length, text.length);
}

function edit(number, text) {
  editing = number;
  document.body.dataset.editing = "";
  for (const turn of document.querySelectorAll(".turn")) {
    turn.classList.toggle("replaced", Number(turn.dataset.turn) >= number);
  }
  write(text);
}

export function stopEditing() {
  editing = 0;
  delete document.body.dataset.editing;
  for (const turn of document.querySelectorAll(".replaced")) turn.classList.remove("replaced");
}

export function isEditing() {
  return editing > 0;
}

function go(conversation) {
  const address = conversation ? `/?c=${encodeURIComponent(conversation)}` : "/";
  if (location.pathname + location.search !== address || location.hash) {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  } else {
    act({ do: "show" });
  }
  if (!conversation) box()?.focus();
}

export function stop() {
  const button = document.querySelector('[data-do="stop"]');
  if (!button) return false;
  button.disabled = true;
  send("POST", `/api/stop/${encodeURIComponent(button.dataset.run)}`).catch(() => {});
  return true;
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest?.("[data-do]");
  if (!chosen) return;
  const { number, text } = chosen.dataset;
  switch (chosen.dataset.do) {
    case "edit":
      return edit(Number(number), text);
    case "stop":
      return stop();
    case "new":
      return go("");
    case "ask":
      return ask(text);
    default:
      act({ do: chosen.dataset.do, number: Number(number) });
  }
});

// What was typed while the page was starting.
document.addEventListener("assistant-ready", () => {
  const early = JSON.parse(sessionStorage.getItem("assistant.early") ?? "null");
  sessionStorage.removeItem("assistant.early");
  if (early?.asked) ask(early.text);
  else if (early?.text) write(early.text);
});

document.addEventListener("conversation", ({ detail }) => go(detail.id));
document.addEventListener("documents-changed", () => {
  if (document.querySelector(".welcome")) act({ do: "show" });
});

let open = named();
addEventListener("popstate", () => {
  if (named() === open) return;
  open = named();
  stopEditing();
  act({ do: "show" });
});

// Questions to begin with, which may take the server some seconds.
async function begin() {
  const place = document.querySelector(".welcome .beginning:not([data-asked])");
  if (!place) return;
  place.dataset.asked = "";
  const answer = await fetch("/api/beginning").catch(() => null);
  if (answer?.ok) place.innerHTML = await answer.text();
}

// A conversation that has just begun gets its name into the address; a new question or its answer
// is brought into view.
let seen = 0;
let changed = "";
new MutationObserver(() => {
  begin();
  const name = document.querySelector("#log .log")?.dataset.conversation;
  if (name && !named()) {
    open = name;
    history.replaceState(null, "", `/?c=${encodeURIComponent(name)}${location.hash}`);
  }
  const turns = document.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  const now = `${named()} ${turns.length} ${last?.dataset.state}`;
  if (now === changed) return;
  const grown = turns.length >= seen;
  changed = now;
  seen = turns.length;
  if (!last) return;
  if (grown) last.scrollIntoView({ block: "start" });
  document.querySelector("#side")?.scrollTo(0, 0);
}).observe(document.documentElement, { childList: true, subtree: true });

// Which documents are asked is said beside the question.
function showChosen() {
  const count = choices().documents.length;
  let chip = document.querySelector("#asking-some");
  if (!count) return chip?.remove();
  if (!chip) {
    const form = document.querySelector("#left .form");
    if (!form) return;
    chip = document.createElement("p");
    chip.id = "asking-some";
    chip.innerHTML =
      '<a href="#/documents"></a> <button type="button" class="link">Ask all</button>';
    chip.querySelector("button").addEventListener("click", () => {
      localStorage.setItem("assistant.documents", "[]");
      document.dispatchEvent(new CustomEvent("documents-chosen", { detail: { names: [] } }));
    });
    form.prepend(chip);
  }
  chip.querySelector("a").textContent =
    count === 1 ? "Asking 1 chosen document" : `Asking ${count} chosen documents`;
}
document.addEventListener("documents-chosen", showChosen);
document.addEventListener("assistant-ready", showChosen);
