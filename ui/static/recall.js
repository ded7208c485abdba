// @ts-check
// The questions that ↑ and ↓ bring back into the box. Nothing here knows the page.

export class Recall {
  #given = ""; // what was brought back last
  #at = 0; // how many questions before the next one: 0 for none

  /**
   * What the box shall hold next; null where the key is the box's own, since something is written there.
   * @param {"ArrowUp" | "ArrowDown"} key
   * @param {string} text what the box holds
   * @param {readonly string[]} questions oldest first
   */
  next(key, text, questions) {
    if (text !== this.#given) this.#at = 0; // it was changed, or asked
    if (this.#at === 0 && (text || key === "ArrowDown")) return null;
    const at = this.#at + (key === "ArrowUp" ? 1 : -1);
    // Before the first one it stays: the key itself would take the caret to the start.
    if (at > questions.length) return this.#at ? this.#given : null;
    this.#at = at;
    this.#given = at ? questions[questions.length - at] : "";
    return this.#given;
  }
}

/**
 * Whether a key may bring a question back: it is ↑ or ↓ alone, with nothing selected, behind all
 * that is written.
 * @param {Pick<KeyboardEvent, "key" | "isComposing" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey">} event
 * @param {Pick<HTMLTextAreaElement, "value" | "selectionStart" | "selectionEnd">} box
 */
export function recalls(event, { value, selectionStart, selectionEnd }) {
  if (event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
  return selectionStart === value.length && selectionEnd === value.length;
}
