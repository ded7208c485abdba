// @ts-check
// What a key means on the page. Nothing here knows the page.

/** @typedef {"question" | "next" | "previous" | "conversations" | "documents" | "new" | "keys" | "escape"} Action */

/** @type {Map<string, Action>} */
const ACTIONS = new Map([
  ["/", "question"],
  ["j", "next"],
  ["k", "previous"],
  ["c", "conversations"],
  ["d", "documents"],
  ["n", "new"],
  ["?", "keys"],
]);

/**
 * While something is being written, a letter is a letter: Esc alone is a key then. In a dialog no
 * key is the page's.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "getModifierState">} event
 * @param {{ writing: boolean, dialog: boolean }} where
 * @returns {Action | null} null where the key is not the page's
 */
export function actionOf(event, { writing, dialog }) {
  if (dialog) return null;
  if (event.key === "Escape") return "escape";
  // Where a sign needs AltGr, that counts as Ctrl and Alt.
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (writing || (modified && !event.getModifierState("AltGraph"))) return null;
  return ACTIONS.get(event.key) ?? null;
}
