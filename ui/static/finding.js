// @ts-check
// Search in a text that is shown: without regard to case and accents, nothing in the text is changed.

const SIMPLE = new Map([..."‐‑‒–—−"].map((dash) => [dash, "-"]));
for (const mark of "‘’ʼ") SIMPLE.set(mark, "'");
for (const mark of "“”„") SIMPLE.set(mark, '"');
const HIDDEN = /[\u200b\u00ad\p{M}]/u;
const MOST = 2000;

/**
 * Letters as they are compared: "É" and "e" are the same, so are all dashes and all white space.
 * @param {string} character
 */
function fold(character) {
  if (character < "\u0080") return /\s/.test(character) ? " " : character.toLowerCase();
  const simple = SIMPLE.get(character);
  if (simple !== undefined) return simple;
  let folded = "";
  for (const part of character.normalize("NFKD")) {
    if (!HIDDEN.test(part)) folded += /\s/.test(part) ? " " : part.toLowerCase();
  }
  return folded;
}

/** @param {string} text */
export function folded(text) {
  let all = "";
  for (const character of text) all += fold(character);
  return all.replace(/ +/g, " ").trim();
}

// The text below an element, folded, and where each of its letters stands. Made once, searched often.
export class Findable {
  /**
   * @param {HTMLElement} root
   * @param {string} blocks selects what no match goes beyond
   */
  constructor(root, blocks) {
    /** @type {Text[]} */
    this.nodes = [];
    /** @type {string[]} */
    const letters = [];
    /** @type {number[]} */
    const where = []; // index of the node, offset in it, and length there, for each letter
    let block = null;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      const home = node.parentElement?.closest(blocks) ?? null;
      if (home !== block && letters.length) {
        letters.push("\n"); // no match goes from one block to the next
        where.push(0, 0, 0);
      }
      block = home;
      const number = this.nodes.push(node) - 1;
      let offset = 0;
      for (const character of node.data) {
        for (const letter of fold(character)) {
          if (letter === " " && letters[letters.length - 1] === " ") continue;
          for (let unit = 0; unit < letter.length; unit += 1) {
            letters.push(letter[unit]);
            where.push(number, offset, character.length);
          }
        }
        offset += character.length;
      }
    }
    this.text = letters.join("");
    this.where = Uint32Array.from(where);
  }

  /**
   * At most 2000 ranges, in reading order, and whether there are more.
   * @param {string} query
   */
  find(query) {
    const wanted = folded(query);
    /** @type {Range[]} */
    const ranges = [];
    if (!wanted) return { ranges, more: false };
    let at = this.text.indexOf(wanted);
    while (at >= 0 && ranges.length < MOST) {
      ranges.push(this.range(at, at + wanted.length));
      at = this.text.indexOf(wanted, at + wanted.length);
    }
    return { ranges, more: at >= 0 };
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  range(from, to) {
    const range = document.createRange();
    const last = 3 * (to - 1);
    range.setStart(this.nodes[this.where[3 * from]], this.where[3 * from + 1]);
    range.setEnd(this.nodes[this.where[last]], this.where[last + 1] + this.where[last + 2]);
    return range;
  }
}

const ALL = "reader-found";
const ONE = "reader-current";

/**
 * Show matches and the current one; where the browser cannot highlight, the current one is selected.
 * @param {Range[]} ranges
 * @param {Range | undefined} current
 */
export function highlight(ranges, current) {
  if ("Highlight" in window && CSS.highlights) {
    CSS.highlights.set(ALL, new Highlight(...ranges));
    const one = new Highlight(...(current ? [current] : []));
    one.priority = 1;
    CSS.highlights.set(ONE, one);
  } else if (current) {
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(current);
  }
}

export function unhighlight() {
  CSS.highlights?.delete(ALL);
  CSS.highlights?.delete(ONE);
}
