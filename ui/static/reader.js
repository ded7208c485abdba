// The view "#/read/NAME?at=START-END&sha=SHA256" (ui/reader/page.py).

import "/page/citing.js";
import { request } from "/page/api.js";
import { copy } from "/page/copying.js";
import { Findable, highlight, unhighlight } from "/page/finding.js";
import { headingAbove, placeOf } from "/page/places.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const WIDE = "reader-wide";
const RESTING = 200; // milliseconds after which a selection is taken to be the one that is meant
let leave = new AbortController(); // what belongs to the document that is shown
let selected = () => {};

document.addEventListener("selectionchange", () => selected());
document.addEventListener("view", ({ detail }) => show(detail));

// The first view may be there before this module is.
const { view } = document.documentElement.dataset;
if (view) show({ name: view, element: document.querySelector("#view .view-body") });

function show({ name, element }) {
  leave.abort();
  leave = new AbortController();
  selected = () => {};
  unhighlight();
  document.documentElement.removeAttribute("data-reader-wide"); // it is the reader's alone
  const reader = element.querySelector(".reader");
  if (name !== "read" || !reader) return; // another view, or none: it was closed
  contents(reader, element);
  search(reader);
  places(reader);
  width(reader);
  reveal(reader.querySelector(".reader-mark"), "auto");
}

function reveal(mark, behavior = calm.matches ? "auto" : "smooth") {
  if (!mark) return;
  mark.setAttribute("tabindex", "-1");
  mark.scrollIntoView({ block: "center", inline: "nearest", behavior });
  mark.focus({ preventScroll: true });
}

/* Contents: a list beside the text where there is room, else one that opens over it. */

function contents(reader, scroller) {
  const list = reader.querySelector(".reader-box");
  const toggle = reader.querySelector(".reader-toggle");
  const text = reader.querySelector(".reader-text");
  if (!list) return;
  const { signal } = leave;
  const now = toggle.querySelector(".reader-now");
  const title = now.textContent;
  const links = new Map([...list.querySelectorAll("a")].map((link) => [link.dataset.to, link]));
  const beside = () => getComputedStyle(list).getPropertyValue("--beside").trim() === "yes";
  const shown = () => list.getClientRects().length > 0;
  const tell = () => toggle.setAttribute("aria-expanded", String(shown()));
  const open = (wanted) => {
    // Without the attribute, it is open where there is room and closed where there is not.
    if (wanted === beside()) delete reader.dataset.contents;
    else reader.dataset.contents = wanted ? "open" : "closed";
    tell();
  };
  tell();
  toggle.addEventListener("click", () => {
    open(!shown());
    if (!shown()) return;
    const link = list.querySelector("[aria-current]") ?? list.querySelector("a");
    link.scrollIntoView({ block: "nearest" });
    if (!beside()) link.focus({ preventScroll: true }); // it lies over the text: go into it
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!beside()) open(false);
    const target = text.querySelector(`[data-start="${link.dataset.to}"]`);
    target.setAttribute("tabindex", "-1");
    target.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    target.focus({ preventScroll: true });
  });
  reader.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || beside() || !shown()) return;
    if (!event.target.closest(".reader-contents, .reader-toggle")) return;
    event.preventDefault();
    event.stopPropagation();
    open(false);
    toggle.focus();
  });
  document.addEventListener(
    "click",
    ({ target }) => {
      if (!beside() && shown() && !target.closest?.(".reader-contents, .reader-toggle")) open(false);
    },
    { signal },
  );

  // The section that crosses a line near the top is the one being read.
  const current = (section) => {
    const start = section.querySelector(".reader-heading")?.dataset.start;
    for (const link of list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
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
  for (const section of text.querySelectorAll(".reader-section")) watch.observe(section);
  const resized = new ResizeObserver(tell);
  resized.observe(reader);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    resized.disconnect();
  });
}

/* Search inside. */

function search(reader) {
  const form = reader.querySelector(".reader-search");
  const field = form.querySelector("input");
  const count = form.querySelector("output");
  const buttons = form.querySelectorAll("[data-step]");
  const text = reader.querySelector(".reader-text");
  let findable = null;
  let found = { ranges: [], more: false };
  let at = -1;

  const show = () => {
    const { ranges, more } = found;
    const of = `${ranges.length.toLocaleString("en")}${more ? "+" : ""}`;
    count.textContent = !field.value.trim() ? "" : ranges.length ? `${at + 1} of ${of}` : "No match";
    for (const button of buttons) button.disabled = !ranges.length;
    highlight(ranges, ranges[at]);
    ranges[at]?.startContainer.parentElement.closest("[data-start], th")?.scrollIntoView({ block: "nearest" });
    const box = ranges[at]?.getBoundingClientRect();
    const frame = reader.parentElement.getBoundingClientRect();
    if (box && (box.top < frame.top + 90 || box.bottom > frame.bottom - 90)) {
      reader.parentElement.scrollTop += box.top - frame.top - frame.height / 3;
    }
  };
  const find = () => {
    findable ??= new Findable(text, "[data-start], th");
    found = findable.find(field.value);
    at = found.ranges.length ? firstInView(found.ranges) : -1;
    show();
  };
  // From what is in view on, not from the top; after the last one, from the top. Halving, since each
  // look at a place may make the browser lay it out.
  const firstInView = (ranges) => {
    const edge = form.getBoundingClientRect().bottom;
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle].getBoundingClientRect().bottom > edge) high = middle;
      else low = middle + 1;
    }
    return low % ranges.length;
  };
  const step = (by) => {
    const { length } = found.ranges;
    if (!length) return;
    at = (at + by + length) % length;
    show();
  };
  const clear = () => {
    field.value = "";
    found = { ranges: [], more: false };
    at = -1;
    unhighlight();
    show();
  };

  field.addEventListener("input", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    step(1);
  });
  form.querySelector('[data-step="-1"]').addEventListener("click", () => step(-1));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      const place = found.ranges[at]?.startContainer.parentElement.closest("[data-start], th");
      clear();
      const target = place ?? reader.parentElement.querySelector("h1");
      target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
    }
  });
}

/* What is marked or selected: its reference and its link. */

function places(reader) {
  const text = reader.querySelector(".reader-text");
  const bar = reader.querySelector(".reader-place");
  const where = bar.querySelector(".reader-where");
  const shows = bar.querySelector('[data-place="show"]');
  const { name, sha256, at } = reader.dataset;
  const mark = reader.querySelector(".reader-mark");
  const marked = at && mark ? { at, words: "Marked", element: mark, where: reader.dataset.where } : null;
  let now = marked;
  let resting = 0;

  const query = () => `at=${now.at}&sha=${sha256}`;
  const ask = () => request(`/api/quote/${encodeURIComponent(name)}?${query()}`);
  const tell = () => {
    bar.hidden = !now;
    if (!now) return;
    const about = [headingAbove(now.element), now.where].filter(Boolean).join(", ");
    where.textContent = about ? `${now.words}: ${about}` : now.words;
    shows.hidden = now !== marked;
  };
  // Where in the file a selection stands, the server knows: lines and characters of the text that is
  // shown here are not those of the file.
  const locate = async () => {
    const about = now;
    const answer = await ask().catch(() => ({})); // it is left out then
    about.where = answer.where;
    if (about === now) tell();
  };
  selected = () => {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const place = range && placeOf(range, text);
    if (!place && bar.contains(document.activeElement)) return; // its buttons take the selection away
    const chosen = place?.join("-");
    if (place && now !== marked && now?.at === chosen) return; // as before
    clearTimeout(resting);
    const element = range?.startContainer.parentElement;
    now = place ? { at: chosen, words: "Selected", element } : marked;
    tell();
    if (place) resting = setTimeout(locate, RESTING);
  };
  leave.signal.addEventListener("abort", () => clearTimeout(resting));
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  bar.addEventListener("click", ({ target }) => {
    const wanted = target.closest("[data-place]")?.dataset.place;
    if (!wanted || !now) return;
    if (wanted === "show") reveal(mark);
    if (wanted === "link") {
      const page = location.origin + location.pathname + location.search;
      copy(`${page}#/read/${encodeURIComponent(name)}?${query()}`);
    }
    if (wanted === "quote") copy(ask().then((answer) => answer.text));
  });
  tell();
}

/* Beside the answers, or over all of the page. */

function width(reader) {
  const button = reader.querySelector(".reader-wider");
  const set = (wide) => {
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
