// @ts-check
// What the page's addresses mean: "/?c=ID#/NAME/...". Nothing here knows the page.

/**
 * The name of the view that a hash leads to: "read" of "#/read/a.txt?at=1-2"; "" for none.
 * @param {string} hash
 */
export function viewOf(hash) {
  return /^#\/([a-z]+)(?:[/?].*)?$/s.exec(hash)?.[1] ?? "";
}

/**
 * The conversation that a query names; "" for one that has not begun.
 * @param {string} query
 */
export function conversationOf(query) {
  return new URLSearchParams(query).get("c") ?? "";
}

/**
 * Where a conversation is.
 * @param {string} conversation "" for one that has not begun
 */
export function addressOf(conversation) {
  return conversation ? `/?c=${encodeURIComponent(conversation)}` : "/";
}
