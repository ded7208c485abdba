// @ts-check
// What the browser's tab is called. Nothing here knows the page.

const LONGEST = 60; // characters of a name

/**
 * @param {string} view what is open beside the conversation; "" for nothing
 * @param {string} conversation its name; "" for one that has not begun
 * @param {string} page the name of the page itself
 */
export function titleOf(view, conversation, page) {
  return [shortened(view), shortened(conversation), page].filter(Boolean).join(" – ");
}

/** @param {string} text */
function shortened(text) {
  const line = [...text.replace(/\s+/g, " ").trim()];
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).join("").trimEnd()}…` : line.join("");
}
