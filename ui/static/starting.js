// @ts-check
// Until the real page is there: says how far it is, keeps what has been typed, then gives way.

import { all, need } from "/page/dom.js";

const LOST = "The assistant cannot be reached: is it still running? Your question stays here.";
const PATIENCE = 40_000; // ms: an answer takes 20 s where nothing happens
const AGAIN = 1_000; // ms after which one that cannot be reached is looked for again

const field = need(document, "#early", HTMLTextAreaElement);
const status = need(document, "#starting-status");
const reading = need(document, ".starting-reading");
const problem = need(document, ".starting-problem");
const button = need(problem, "button", HTMLButtonElement);
const starting = status.textContent;
let asked = false;

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  asked = Boolean(field.value.trim());
  field.readOnly = asked;
  say();
});

button.addEventListener("click", async () => {
  button.disabled = true;
  await fetch("/api/indexing", { method: "POST" }).catch(() => {});
  look();
});

function say() {
  const { asked: kept, failed, reading: first } = status.dataset;
  const said = (!problem.hidden ? failed : reading.hidden ? starting : asked ? kept : first) ?? "";
  if (status.textContent !== said) status.textContent = said;
}

/**
 * Which step it is at, and how much of that is done.
 * @param {Indexing} indexing
 */
function draw(indexing) {
  const { working, problem: why, runs, says, share } = indexing;
  if (working) reading.hidden = false;
  else if (why) reading.hidden = true;
  tell(why && !working ? why : "");
  say();
  if (reading.hidden) return;
  // Once the documents are read, the chat itself is all that is left to do.
  const now = !working && runs ? "opening" : indexing.step;
  const steps = all(reading, "li");
  const at = steps.findIndex((one) => one.dataset.step === now);
  steps.forEach((one, place) => {
    one.dataset.is = place < at ? "done" : place === at ? "now" : "";
    if (place === at) one.setAttribute("aria-current", "step");
    else one.removeAttribute("aria-current");
  });
  const known = working && share !== null;
  const bar = need(reading, ".bar");
  bar.classList.toggle("unknown", !known);
  need(bar, "span").style.width = known ? `${100 * share}%` : "";
  if (known) bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  else bar.removeAttribute("aria-valuenow");
  need(reading, ".starting-says").textContent = working ? says : "";
}

/** @param {string} why */
function tell(why) {
  problem.hidden = !why;
  const line = need(problem, "p");
  if (line.textContent !== why) line.textContent = why;
  button.hidden = why === LOST;
  button.disabled = false;
}

let looking = false;
/** @param {boolean} [now] do not wait until something has happened */
async function look(now = false) {
  if (looking) return;
  looking = true;
  const address = now ? "/api/ready?now" : "/api/ready";
  const found = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" })
    .then((response) => response.json())
    .catch(() => null);
  looking = false;
  if (found?.ready) {
    sessionStorage.setItem("assistant.early", JSON.stringify({ text: field.value, asked }));
    return location.reload();
  }
  if (found) draw(found.indexing);
  else tell(LOST);
  setTimeout(look, found ? 0 : AGAIN, false);
}
look(true);
