// @ts-check
// The page of a file as printed, beside the text of the reader (ui/reader/sheets.py).

import { all, find, need, store, stored } from "/page/dom.js";

const SHOWN = "reader-page-shown";

/**
 * @typedef {[number, string, number, number]} Page number, printed label, width, height in points
 * @typedef {[number, number, number, number, number]} Mark page; left, top, width, height in hundredths
 */

/**
 * @param {HTMLElement} reader
 * @param {AbortSignal} signal that the reader is left
 */
export function sheet(reader, signal) {
  const element = find(reader, ".reader-sheet");
  if (!element) return;
  /** @type {Page[]} */
  const pages = JSON.parse(element.dataset.pages ?? "[]");
  /** @type {Mark[]} */
  const marks = JSON.parse(element.dataset.marked ?? "[]");
  let at = Math.max(0, pages.findIndex(([number]) => String(number) === element.dataset.page));

  const turn = (/** @type {number} */ place) => {
    at = Math.min(Math.max(place, 0), pages.length - 1);
    const [number, label, width, height] = pages[at] ?? [1, "", 1, 1];
    draw(element, number, width, height);
    mark(element, marks.filter(([page]) => page === number));
    centre(element);
    const printed = label && label !== String(number) ? ` (printed: ${label})` : "";
    need(element, ".reader-sheet-now").textContent = `Page ${number} of ${pages.length}${printed}`;
    for (const button of all(element, "[data-turn]")) {
      const to = at + Number(button.dataset.turn);
      button.toggleAttribute("disabled", to < 0 || to >= pages.length);
    }
  };
  for (const button of all(element, "[data-turn]")) {
    button.addEventListener("click", () => turn(at + Number(button.dataset.turn)));
  }
  for (const leaf of all(reader, ".reader-leaf")) {
    leaf.addEventListener("click", () => {
      show(reader, true);
      turn(pages.findIndex(([number]) => String(number) === leaf.dataset.page));
    });
  }
  // Where it is narrow, a strip of the page with the quote stands above the text: whoever looks for
  // another place in the text gets the room back.
  const beside = () => getComputedStyle(element).getPropertyValue("--beside").trim() === "yes";
  const toggle = need(reader, ".reader-sheet-toggle");
  toggle.addEventListener("click", () => {
    const wanted = toggle.getAttribute("aria-pressed") !== "true";
    if (beside()) store(() => localStorage, SHOWN, wanted);
    show(reader, wanted);
    if (wanted) turn(at);
  });
  const back = () => !beside() && show(reader, false);
  need(reader, ".reader-search").addEventListener("input", back);
  find(reader, ".reader-box")?.addEventListener("click", back, { capture: true });
  /** @type {boolean | undefined} */
  let wide;
  const fit = () => {
    if (beside() === wide) return;
    wide = beside();
    show(reader, wide ? stored(() => localStorage, SHOWN, true) === true : marks.length > 0);
    turn(at);
  };
  fit();
  const resized = new ResizeObserver(fit);
  resized.observe(reader);
  signal.addEventListener("abort", () => resized.disconnect());
}

/**
 * @param {HTMLElement} reader
 * @param {boolean} wanted
 */
function show(reader, wanted) {
  need(reader, ".reader-sheet").hidden = !wanted;
  need(reader, ".reader-sheet-toggle").setAttribute("aria-pressed", String(wanted));
}

/**
 * @param {HTMLElement} element
 * @param {number} number
 * @param {number} width
 * @param {number} height
 */
function draw(element, number, width, height) {
  if (element.hidden) return; // it is drawn when it is shown
  const paper = need(element, ".reader-sheet-paper");
  const image = /** @type {HTMLImageElement} */ (need(paper, "img"));
  const problem = need(paper, ".reader-sheet-problem");
  const pixels = Math.ceil((paper.clientWidth || 600) * Math.min(devicePixelRatio || 1, 2));
  const address = (element.dataset.image ?? "").replace(/^\/api\/page\/\d+/, `/api/page/${number}`);
  paper.style.aspectRatio = `${width} / ${height}`;
  paper.dataset.state = "loading";
  problem.hidden = true;
  image.alt = `Page ${number} as printed`;
  image.onload = () => (paper.dataset.state = "shown");
  image.onerror = () => {
    paper.dataset.state = "failed";
    problem.hidden = false;
    problem.textContent = "This page cannot be shown. The file may have changed since it was read.";
  };
  image.src = `${address}&width=${pixels}`;
}

/**
 * Bring what is marked into view where the page is shown through a window that it is too large for.
 * @param {HTMLElement} element
 */
function centre(element) {
  const through = need(element, ".reader-sheet-window");
  const box = find(element, ".reader-sheet-marks span");
  through.scrollTop = box ? box.offsetTop - (through.clientHeight - box.offsetHeight) / 2 : 0;
}

/**
 * @param {HTMLElement} element
 * @param {Mark[]} marks
 */
function mark(element, marks) {
  const layer = need(element, ".reader-sheet-marks");
  layer.replaceChildren(
    ...marks.map(([, left, top, width, height]) => {
      const box = document.createElement("span");
      Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
      return box;
    }),
  );
}
