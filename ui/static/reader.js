// @ts-check
// The view "#/read/NAME?at=START-END&sha=SHA256" (ui/reader/page.py).

import { request } from "/page/api.js";
import { copy } from "/page/copying.js";
import { details } from "/page/details.js";
import { all, find, near, need } from "/page/dom.js";
import { unhighlight } from "/page/finding.js";
import { nameLanguages } from "/page/languages.js";
import { headingAbove, placeOf } from "/page/paging.js";
import { sheet } from "/page/reader_page.js";
import { search } from "/page/reader_search.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const WIDE = "reader-wide";
const RESTING = 200; // milliseconds after which a selection is taken to be the one that is meant
let leave = new AbortController(); // what belongs to the document that is shown
let selected = () => {};

document.addEventListener("selectionchange", () => selected());
document.addEventListener("view", ({ detail: { name, element } }) => show(name, element));

// The first view may be there before this module is.
const { view } = document.documentElement.dataset;
if (view) show(view, need(document, "#view .view-body"));

/**
 * @param {string} name
 * @param {HTMLElement} element
 */
function show(name, element) {
  leave.abort();
  leave = new AbortController();
  selected = () => {};
  unhighlight();
  document.documentElement.removeAttribute("data-reader-wide"); // it is the reader's alone
  const reader = find(element, ".reader");
  if (name !== "read" || !reader) return; // another view, or none: it was closed
  contents(reader, element);
  search(reader, element);
  places(reader);
  width(reader);
  sheet(reader, leave.signal);
  details(reader);
  nameLanguages(reader);
  reveal(find(reader, ".reader-mark"), "auto");
}

/**
 * @param {HTMLElement | null} mark
 * @param {ScrollBehavior} [behavior]
 */
function reveal(mark, behavior = calm.matches ? "auto" : "smooth") {
  if (!mark) return;
  mark.setAttribute("tabindex", "-1");
  mark.scrollIntoView({ block: "center", inline: "nearest", behavior });
  mark.focus({ preventScroll: true });
}

/* Contents: a list beside the text where there is room, else one that opens over it. */

/**
 * @param {HTMLElement} reader
 * @param {HTMLElement} scroller what it scrolls in
 */
function contents(reader, scroller) {
  const list = find(reader, ".reader-box");
  if (!list) return;
  const toggle = need(reader, ".reader-toggle");
  const text = need(reader, ".reader-text");
  const { signal } = leave;
  const now = need(toggle, ".reader-now");
  const title = now.textContent;
  const links = new Map(all(list, "a").map((link) => [link.dataset.to, link]));
  const beside = () => getComputedStyle(list).getPropertyValue("--beside").trim() === "yes";
  const shown = () => list.getClientRects().length > 0;
  const tell = () => toggle.setAttribute("aria-expanded", String(shown()));
  const open = (/** @type {boolean} */ wanted) => {
    // Without the attribute, it is open where there is room and closed where there is not.
    if (wanted === beside()) delete reader.dataset.contents;
    else reader.dataset.contents = wanted ? "open" : "closed";
    tell();
  };
  tell();
  toggle.addEventListener("click", () => {
    open(!shown());
    if (!shown()) return;
    const link = find(list, "[aria-current]", HTMLElement) ?? need(list, "a", HTMLElement);
    link.scrollIntoView({ block: "nearest" });
    if (!beside()) link.focus({ preventScroll: true }); // it lies over the text: go into it
  });
  list.addEventListener("click", (event) => {
    const link = near(event.target, "a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!beside()) open(false);
    const target = need(text, `[data-start="${link.dataset.to}"]`);
    target.setAttribute("tabindex", "-1");
    target.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    target.focus({ preventScroll: true });
  });
  reader.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || beside() || !shown()) return;
    if (!near(event.target, ".reader-contents, .reader-toggle")) return;
    event.preventDefault();
    event.stopPropagation();
    open(false);
    toggle.focus();
  });
  document.addEventListener(
    "click",
    ({ target }) => {
      if (!beside() && shown() && !near(target, ".reader-contents, .reader-toggle")) open(false);
    },
    { signal },
  );

  // The section that crosses a line near the top is the one being read.
  const current = (/** @type {Element} */ section) => {
    const start = find(section, ".reader-heading")?.dataset.start;
    for (const link of all(list, "[aria-current]")) link.removeAttribute("aria-current");
    const link = links.get(start);
    link?.setAttribute("aria-current", "true");
    now.textContent = link?.textContent ?? title;
    if (link && beside()) {
      const { top, bottom } = link.getBoundingClientRect();
      const frame = list.getBoundingClientRect();
      if (top < frame.top || bottom > frame.bottom) list.scrollTop += top - frame.top - frame.height / 3;
    }
  };
  const watch = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => current(entry.target)),
    { root: scroller, rootMargin: "-22% 0px -78% 0px" },
  );
  for (const section of all(text, ".reader-section")) watch.observe(section);
  const resized = new ResizeObserver(tell);
  resized.observe(reader);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    resized.disconnect();
  });
}

/* What is marked or selected: its reference and its link. */

/**
 * @typedef {object} Place
 * @property {string} at
 * @property {string} words
 * @property {HTMLElement | null} element
 * @property {string} [where] in the file, once that is known
 */

/** @param {HTMLElement} reader */
function places(reader) {
  const text = need(reader, ".reader-text");
  const bar = need(reader, ".reader-place");
  const where = need(bar, ".reader-where");
  const shows = need(bar, '[data-place="show"]');
  const { name = "", sha256, at } = reader.dataset;
  const mark = find(reader, ".reader-mark");
  /** @type {Place | null} */
  const marked = at && mark ? { at, words: "Marked", element: mark, where: reader.dataset.where } : null;
  let now = marked;
  let resting = 0;

  const query = (/** @type {Place} */ place) => `at=${place.at}&sha=${sha256}`;
  const ask = (/** @type {Place} */ place) => request(`/api/quote/${encodeURIComponent(name)}?${query(place)}`);
  const tell = () => {
    bar.hidden = !now;
    if (!now) return;
    const about = [headingAbove(now.element), now.where].filter(Boolean).join(", ");
    where.textContent = about ? `${now.words}: ${about}` : now.words;
    shows.hidden = now !== marked;
  };
  // Where in the file a selection stands, the server knows: lines and characters of the text that is
  // shown here are not those of the file.
  const locate = async (/** @type {Place} */ about) => {
    const answer = await ask(about).catch(() => ({})); // it is left out then
    about.where = answer.where;
    if (about === now) tell();
  };
  selected = () => {
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const place = range && placeOf(range, text);
    if (!place && bar.contains(document.activeElement)) return; // its buttons take the selection away
    const chosen = place?.join("-") ?? "";
    if (place && now !== marked && now?.at === chosen) return; // as before
    clearTimeout(resting);
    const element = range?.startContainer.parentElement ?? null;
    const fresh = place ? { at: chosen, words: "Selected", element } : null;
    now = fresh ?? marked;
    tell();
    if (fresh) resting = setTimeout(locate, RESTING, fresh);
  };
  leave.signal.addEventListener("abort", () => clearTimeout(resting));
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  bar.addEventListener("click", ({ target }) => {
    const wanted = near(target, "[data-place]")?.dataset.place;
    if (!wanted || !now) return;
    if (wanted === "show") reveal(mark);
    if (wanted === "link") {
      const page = location.origin + location.pathname + location.search;
      copy(`${page}#/read/${encodeURIComponent(name)}?${query(now)}`);
    }
    if (wanted === "quote") copy(ask(now).then((answer) => answer.text));
  });
  tell();
}

/* Beside the answers, or over all of the page. */

/** @param {HTMLElement} reader */
function width(reader) {
  const button = need(reader, ".reader-wider");
  const set = (/** @type {boolean} */ wide) => {
    document.documentElement.toggleAttribute("data-reader-wide", wide);
    button.setAttribute("aria-pressed", String(wide));
  };
  set(sessionStorage.getItem(WIDE) === "yes");
  button.addEventListener("click", () => {
    const wide = button.getAttribute("aria-pressed") !== "true";
    sessionStorage.setItem(WIDE, wide ? "yes" : "no");
    set(wide);
  });
}
