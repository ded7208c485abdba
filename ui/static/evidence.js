// @ts-check
// A marker in an answer shows its card: no round trip to the server, no text handled here.
// Hovering or focusing it shows the quote beside it.

import { all, find, make, near, need } from "/page/dom.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 55.99rem)");

/**
 * @param {HTMLElement} element what gets the focus
 * @param {ScrollLogicalPosition} block
 * @param {HTMLElement} [shown] what is brought into view
 */
function reveal(element, block, shown = element) {
  shown.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  element.focus({ preventScroll: true });
}

/**
 * @param {string} kind
 * @param {DOMStringMap} place
 */
function at(kind, { turn, marker }) {
  return find(document, `${kind}[data-turn="${turn}"][data-marker="${marker}"]`);
}

/** @param {HTMLElement} origin a marker */
export function showCard(origin) {
  const card = at(".card", origin.dataset);
  if (!card) return;
  hideTip();
  for (const group of all(document, "#side .sources")) {
    group.hidden = group.dataset.turn !== origin.dataset.turn;
  }
  for (const chosen of all(document, ".chosen")) chosen.classList.remove("chosen");
  card.classList.add("chosen");
  origin.classList.add("chosen");
  document.body.dataset.evidence = "";
  const { block, quote } = placed(card);
  reveal(card, block, quote);
}

/**
 * How a card comes into view: whole, else from its title to its quote, else its quote alone, since
 * that is what is wanted of it. What stays above the cards must cut through none of them.
 * @param {HTMLElement} card
 * @returns {{ block: ScrollLogicalPosition, quote?: HTMLElement }}
 */
function placed(card) {
  const side = need(document, "#side");
  const above = narrow.matches && near(card, ".sources");
  const bar = above ? need(above, ".side-top").offsetHeight : 0;
  const room = side.clientHeight - bar;
  if (card.offsetHeight < room) return { block: narrow.matches ? "start" : "nearest" };
  const marks = all(card, ".passage mark");
  if (!marks.length) return { block: "start" };
  const end = marks[marks.length - 1].getBoundingClientRect().bottom;
  if (end - card.getBoundingClientRect().top < room) return { block: "start" };
  return { block: narrow.matches ? "start" : "center", quote: marks[0] };
}

export function hideEvidence() {
  if (!("evidence" in document.body.dataset)) return false;
  delete document.body.dataset.evidence;
  return narrow.matches;
}

/**
 * The markers of the answers, in reading order: j and k go from one to the next.
 * @param {number} by
 */
export function step(by) {
  const markers = all(document, "#talk .marker");
  if (!markers.length) return;
  const now = markers.findIndex((one) => one.classList.contains("chosen"));
  const first = markers.findIndex((one) => one.closest("#live"));
  const next = now < 0 ? Math.max(first, 0) : Math.min(Math.max(now + by, 0), markers.length - 1);
  markers[next].scrollIntoView({ block: "nearest" });
  showCard(markers[next]);
}

document.addEventListener("click", ({ target }) => {
  const marker = near(target, ".marker");
  if (marker) showCard(marker);
  if (near(target, "[data-hide-evidence]")) {
    hideEvidence();
    const chosen = find(document, "#talk .marker.chosen");
    if (chosen) reveal(chosen, "nearest");
  }
  const back = near(target, ".back");
  if (back) {
    hideEvidence();
    const chosen = find(document, "#talk .marker.chosen");
    const origin = chosen ?? at("#talk .marker", back.dataset);
    if (origin) reveal(origin, "center");
  }
});

// The tip: the quote of a marker, the reason of a mark.

const tip = make("div", { id: "tip", role: "tooltip" });
tip.hidden = true;
document.body.append(tip);
/** @type {HTMLElement | null} */
let shown = null;

/** @param {HTMLElement} origin */
function content(origin) {
  if (origin.dataset.tip) return document.createTextNode(origin.dataset.tip);
  const card = at(".card", origin.dataset);
  if (!card) return null;
  const made = document.createDocumentFragment();
  const marks = all(card, ".passage mark");
  const words = marks.length ? marks : all(card, ".passage");
  const quote = make("p", { class: "tip-quote" }, words.map((one) => one.textContent).join(" · "));
  const title = find(card, ".card-title")?.lastChild?.textContent ?? "";
  const section = find(card, ".card-section")?.textContent ?? "";
  const lines = find(card, ".card-where")?.dataset.lines ?? "";
  const source = [title.trim(), section.trim(), lines].filter(Boolean).join(", ");
  made.append(quote, make("p", { class: "tip-source" }, source));
  return made;
}

/** @param {HTMLElement} origin */
function showTip(origin) {
  const inside = content(origin);
  if (!inside) return;
  shown = origin;
  tip.replaceChildren(inside);
  tip.hidden = false;
  origin.setAttribute("aria-describedby", "tip");
  const box = origin.getBoundingClientRect();
  const width = tip.offsetWidth;
  const left = Math.min(Math.max(8, box.left - 24), innerWidth - width - 8);
  const below = box.bottom + 8 + tip.offsetHeight < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = below ? `${box.bottom + 6}px` : `${box.top - tip.offsetHeight - 6}px`;
}

export function hideTip() {
  if (!shown) return false;
  shown.removeAttribute("aria-describedby");
  shown = null;
  tip.hidden = true;
  return true;
}

const tipped = ".marker, [data-tip]";
document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  const origin = near(target, tipped);
  if (origin && origin !== shown) showTip(origin);
  else if (!origin && shown && !near(target, "#tip")) hideTip();
});
document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement && target.matches(tipped) && target.matches(":focus-visible")) showTip(target);
  else if (shown && target !== shown) hideTip();
});
document.addEventListener("click", ({ target }) => {
  const mark = near(target, "[data-tip]");
  if (mark) showTip(mark);
});
document.addEventListener("scroll", hideTip, { capture: true, passive: true });
