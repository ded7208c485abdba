// @ts-check
// How far the indexing of the documents is: looked at while it goes on, and drawn.
//
// After each look, the document gets "documents-indexing" with detail { status, first }, and after an
// indexing has ended "documents-changed" with detail { status }.

import { request } from "/page/api.js";
import { find, make, need, tell } from "/page/dom.js";
import { lineOf, Told } from "/page/refusals.js";

const POLL = 700; // ms between two looks at the indexing
const RARELY = 2000; // the same while nobody looks at the documents; the chat says it in a line

/** @type {Indexing | null} */
let status = null; // as last seen
let trouble = ""; // why it could not be seen just now
let polling = false;
let lookAgain = false; // something was begun since the last look
let wake = () => {};

// Whether nothing is being read at the moment, as far as is known.
export const settled = () => status !== null && !status.working;

export async function poll() {
  lookAgain = true;
  wake();
  if (polling) return;
  polling = true;
  try {
    do {
      lookAgain = false;
      /** @type {Indexing | undefined} */
      const found = await request("/api/indexing").catch(missed);
      if (!found) continue;
      trouble = "";
      const before = status;
      status = found;
      tell("documents-indexing", { status: found, first: before === null });
      if (before && before.runs !== found.runs) tell("documents-changed", { status: found });
      if (found.working && !lookAgain) await pause();
    } while (trouble || status?.working || lookAgain);
  } finally {
    polling = false;
  }
}

/** @param {unknown} error */
async function missed(error) {
  trouble = lineOf(error);
  if (status) tell("documents-indexing", { status, first: false });
  await pause(error instanceof Told && error.wait ? 1000 * error.wait : RARELY);
  return undefined;
}
document.addEventListener("assistant-back", () => wake());

/**
 * @param {number} [time] ms
 * @returns {Promise<void>}
 */
function pause(time) {
  const looking = find(document, "#view .documents-indexing") && !document.hidden;
  return new Promise((resolve) => {
    const waiting = setTimeout(resolve, time ?? (looking ? POLL : RARELY));
    wake = () => {
      clearTimeout(waiting);
      resolve();
    };
  });
}

/**
 * Draw it into its place in the view.
 * @param {HTMLElement} place
 */
export function draw(place) {
  place.hidden = !status || (!status.working && !status.problem);
  if (!status || place.hidden) return place.replaceChildren();
  if (!status.working) return place.replaceChildren(problem(status.problem));
  if (!find(place, ".bar")) {
    place.innerHTML =
      '<p class="small documents-stage"></p><div class="bar" role="progressbar" aria-label="Indexing"' +
      ' aria-valuemin="0" aria-valuemax="100"><span></span></div>';
  }
  const share = status.share ?? 0;
  need(place, ".bar").setAttribute("aria-valuenow", String(Math.round(share * 100)));
  need(place, ".bar > span").style.width = `${share * 100}%`;
  need(place, ".documents-stage").textContent = stageText(status);
}

/** @param {string} why */
function problem(why) {
  const button = make("button", { type: "button", class: "button documents-index" }, "Try again");
  return make("div", { class: "notice bad", role: "alert" }, make("p", {}, why), button);
}

/** @param {Indexing} status */
function stageText(status) {
  if (trouble) return trouble;
  return status.held ? status.says : `${status.says}. You can go on asking.`;
}

// Beside the question: that documents are being read, or why they could not be.

const link = make("a", { href: "#/documents" });
const rest = make("span");
const note = make("p", { id: "reading" }, link, rest);

document.addEventListener("documents-indexing", ({ detail: { status: now } }) => {
  const form = find(document, "#left .form");
  if (!form || !(now.working || now.problem)) return note.remove();
  link.textContent = now.working ? now.says.replace(/\.$/, "") : "The documents could not be read";
  rest.textContent = now.working ? ". Answers do not know the newest documents yet." : `: ${now.problem}`;
  note.classList.toggle("bad", !now.working);
  if (note.parentElement !== form) form.prepend(note);
});
