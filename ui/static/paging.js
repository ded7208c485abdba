// Places in a document's text: from what is selected to offsets, and back. Offsets count characters
// (code points) of the document; every block and cell says where it begins in `data-start`.

const BLOCK = "[data-start]";

function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function offset(node, at) {
  const block = node.parentElement.closest(BLOCK);
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, at);
  return Number(block.dataset.start) + length(before.toString());
}

// Which characters of a text node a range holds. A range may end before the first of the next block,
// as after a triple click: it touches that block's text, and holds none of it.
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

// [start, end] of what a range holds of the text; null where it holds nothing.
export function placeOf(range, text) {
  if (range.collapsed || !range.intersectsNode(text)) return null;
  const common = range.commonAncestorContainer;
  const root = text.contains(common) ? common : text;
  const walker = document.createTreeWalker(root.nodeType === Node.TEXT_NODE ? root.parentNode : root, NodeFilter.SHOW_TEXT);
  let first = null;
  let last = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!range.intersectsNode(node)) {
      if (first) break;
      continue;
    }
    if (!node.parentElement.closest(BLOCK)) continue; // a column's name is not in the text
    const [from, to] = within(range, node);
    if (!node.data.slice(from, to).trim()) continue;
    first ??= [node, from];
    last = [node, to];
  }
  return first && [offset(...first), offset(...last)];
}

// The words of the heading above an element; "" where there is none.
export function headingAbove(element) {
  const section = element?.closest(".reader-section");
  return section?.querySelector(".reader-heading")?.textContent ?? "";
}
