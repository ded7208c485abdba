// @ts-check
// Search inside the document that is read (ui/reader/page.py).

import { all, near, need } from "/page/dom.js";
import { Findable, highlight, unhighlight } from "/page/finding.js";

const PLACES = "[data-start], th"; // no match goes from one to the next

/**
 * @param {HTMLElement} reader
 * @param {HTMLElement} scroller what it scrolls in
 */
export function search(reader, scroller) {
  const form = need(reader, ".reader-search");
  const field = need(form, "input", HTMLInputElement);
  const count = need(form, "output");
  const buttons = /** @type {HTMLButtonElement[]} */ (all(form, "[data-step]"));
  const text = need(reader, ".reader-text");
  /** @type {Findable | null} */
  let findable = null;
  /** @type {{ ranges: Range[], more: boolean }} */
  let found = { ranges: [], more: false };
  let at = -1;

  const show = () => {
    const { ranges, more } = found;
    const of = `${ranges.length.toLocaleString("en")}${more ? "+" : ""}`;
    count.textContent = !field.value.trim() ? "" : ranges.length ? `${at + 1} of ${of}` : "No match";
    for (const button of buttons) button.disabled = !ranges.length;
    highlight(ranges, ranges[at]);
    placeOf(ranges[at])?.scrollIntoView({ block: "nearest" });
    const box = ranges[at]?.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    if (box && (box.top < frame.top + 90 || box.bottom > frame.bottom - 90)) {
      scroller.scrollTop += box.top - frame.top - frame.height / 3;
    }
  };
  const find = () => {
    findable ??= new Findable(text, PLACES);
    found = findable.find(field.value);
    at = found.ranges.length ? firstInView(found.ranges) : -1;
    show();
  };
  // From what is in view on, not from the top; after the last one, from the top. Halving, since each
  // look at a place may make the browser lay it out.
  const firstInView = (/** @type {Range[]} */ ranges) => {
    const edge = form.getBoundingClientRect().bottom;
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle].getBoundingClientRect().bottom > edge) high = middle;
      else low = middle + 1;
    }
    return low % ranges.length;
  };
  const step = (/** @type {1 | -1} */ by) => {
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
  need(form, '[data-step="-1"]').addEventListener("click", () => step(-1));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      const place = placeOf(found.ranges[at]);
      clear();
      const target = place ?? need(scroller, "h1", HTMLElement);
      target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
    }
  });
}

/** @param {Range | undefined} range */
function placeOf(range) {
  return near(range?.startContainer.parentElement ?? null, PLACES);
}
