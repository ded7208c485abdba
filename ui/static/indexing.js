// How far the indexing of the documents is: looked at while it goes on, and drawn.
//
// After each look, the document gets "documents-indexing" with detail { status, first }, and after an
// indexing has ended "documents-changed" with detail { status }.

import { request } from "/page/api.js";

const POLL = 700; // ms between two looks at the indexing
const RARELY = 2000; // the same while nobody looks at the documents; the chat says it in a line

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
      const found = await request("/api/indexing").catch(missed);
      if (!found) continue;
      trouble = "";
      const before = status;
      status = found;
      tell("documents-indexing", { status, first: before === null });
      if (before && before.runs !== found.runs) tell("documents-changed", { status });
      if (found.working && !lookAgain) await pause();
    } while (trouble || status.working || lookAgain);
  } finally {
    polling = false;
  }
}

async function missed(error) {
  trouble = error.message;
  if (status) tell("documents-indexing", { status, first: false });
  await pause(1000 * (error.wait || 0) || RARELY);
}
document.addEventListener("assistant-back", () => wake());

function tell(what, detail) {
  document.dispatchEvent(new CustomEvent(what, { detail }));
}

function pause(time) {
  const looking = document.querySelector("#view .documents-indexing") && !document.hidden;
  return new Promise((resolve) => {
    const waiting = setTimeout(resolve, time ?? (looking ? POLL : RARELY));
    wake = () => {
      clearTimeout(waiting);
      resolve();
    };
  });
}

// Draw it into its place in the view.
export function draw(place) {
  place.hidden = !status || (!status.working && !status.problem);
  if (place.hidden) return place.replaceChildren();
  if (!status.working) return place.replaceChildren(problem());
  if (!place.querySelector(".bar")) {
    place.innerHTML =
      '<p class="small documents-stage"></p><div class="bar" role="progressbar" aria-label="Indexing"' +
      ' aria-valuemin="0" aria-valuemax="100"><span></span></div>';
  }
  const share = status.share ?? 0;
  const bar = place.querySelector(".bar");
  bar.setAttribute("aria-valuenow", Math.round(share * 100));
  bar.firstElementChild.style.width = `${share * 100}%`;
  place.querySelector(".documents-stage").textContent = stageText();
}

function problem() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button documents-index";
  button.textContent = "Try again";
  const said = document.createElement("p");
  said.textContent = status.problem;
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.setAttribute("role", "alert");
  notice.append(said, button);
  return notice;
}

function stageText() {
  if (trouble) return trouble;
  return status.held ? status.says : `${status.says}. You can go on asking.`;
}
