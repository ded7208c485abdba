// @ts-check
// Places in a document's text: from what is selected to offsets, and back. Offsets count characters
// (code points) of the document; every block and cell says where it begins in `data-start`.

import { near } from "/page/dom.js";

const BLOCK = "[data-start]";

/** @param {string} text */
export function length(text) {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) if ((text.codePointAt(at) ?? 0) > 0xffff) count -= 1;
  return count;
}

/**
 * @param {Text} node
 * @param {number} at
 */
function offset(node, at) {
  const block = near(node.parentElement, BLOCK);
  if (!block) throw new TypeError("the text is in no block");
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, at);
  return Number(block.dataset.start) + length(before.toString());
}

/**
 * Which characters of a text node a range holds. A range may end before the first of the next block,
 * as after a triple click: it touches that block's text, and holds none of it.
 * @param {Range} range
 * @param {Text} node
 * @returns {[number, number]}
 */
function within(range, node) {
  const all = document.createRange();
  all.selectNodeContents(node);
  let [from, to] = [0, node.data.length];
  if (range.compareBoundaryPoints(Range.START_TO_START, all) > 0) {
    from = node === range.startContainer ? range.startOffset : to;
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, all) < 0) {
    to = node === range.endContainer ? range.endOffset : 0;
  }
  return [from, to];
}

/**
 * [start, end] of what a range holds of the text; null where it holds nothing.
 * @param {Range} range
 * @param {HTMLElement} text
 * @returns {[number, number] | null}
 */
export function placeOf(range, text) {
  if (range.collapsed || !range.intersectsNode(text)) return null;
  const common = range.commonAncestorContainer;
  const root = text.contains(common) ? common : text;
  const walker = document.createTreeWalker(root.nodeType === Node.TEXT_NODE ? text : root, NodeFilter.SHOW_TEXT);
  /** @type {[Text, number] | null} */
  let first = null;
  /** @type {[Text, number] | null} */
  let last = null;
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (!range.intersectsNode(node)) {
      if (first) break;
      continue;
    }
    if (!near(node.parentElement, BLOCK)) continue; // a column's name is not in the text
    const [from, to] = within(range, node);
    if (!node.data.slice(from, to).trim()) continue;
    first ??= [node, from];
    last = [node, to];
  }
  return first && last && [offset(...first), offset(...last)];
}

/**
 * The words of the heading above an element; "" where there is none.
 * @param {Element | null | undefined} element
 */
export function headingAbove(element) {
  const section = element?.closest(".reader-section");
  return section?.querySelector(".reader-heading")?.textContent ?? "";
}
