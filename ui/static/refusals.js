// @ts-check
// Why nothing came of a request, in one line for the reader. Nothing here knows the page.

export const SLOW = "The assistant takes too long to answer: try again.";
export const ODD = "The assistant answered something else than was asked for: load the page again.";

/** What is told to the reader. */
export class Told extends Error {
  /**
   * @param {string} what the message's first half, where the second is to try again in `wait` seconds
   * @param {number} [wait] 0 where nothing is said of that
   */
  constructor(what, wait = 0) {
    super(wait ? `${what}: try again in ${seconds(wait)}.` : what);
    this.what = what;
    this.wait = wait;
  }
}

/**
 * The line that an error is told in.
 * @param {unknown} error
 */
export function lineOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Why an answer is none of what was asked for: what it says itself where that is a sentence, which
 * "Internal Server Error" is not; else what its status means.
 * @param {number} status
 * @param {string | null} type its content type
 * @param {string} body
 * @param {string | null} wait seconds until it can be asked again, as its header says
 */
export function explained(status, type, body, wait) {
  const line = said(type ?? "", body) || plainly(status);
  const left = Math.ceil(Number(wait));
  if (!(left > 0)) return new Told(line);
  return new Told(line.replace(/: (?:ask|try|wait)\b[^:]*$/i, "").replace(/[.:]$/, ""), left);
}

/**
 * @param {string} type
 * @param {string} body
 */
function said(type, body) {
  let found;
  try {
    if (type.startsWith("text/plain")) found = body;
    else if (type.startsWith("application/json")) {
      const { error, detail } = JSON.parse(body);
      found = error ?? detail;
    } else if (type.startsWith("text/html")) {
      const page = new DOMParser().parseFromString(body, "text/html");
      found = page.querySelector(".notice")?.textContent;
    }
  } catch {
    return ""; // it is no JSON object
  }
  return typeof found === "string" && /^[^\n]{1,400}[.!?]$/.test(found.trim()) ? found.trim() : "";
}

/** @param {number} status */
function plainly(status) {
  if (status === 429) return "Too much was asked at once: try again in a moment.";
  if (status === 503) return "The assistant has too much to do: try again in a moment.";
  if (status >= 500) return "Something went wrong in the assistant, whose terminal says more: try again.";
  return `The assistant did not take that (${status}): load the page again.`;
}

/** @param {number} count */
export function seconds(count) {
  return count < 60 ? `${Math.max(1, Math.round(count))} s` : `${Math.round(count / 60)} min`;
}
