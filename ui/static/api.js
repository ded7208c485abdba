// Asking the assistant for something: what comes of it is what was asked for, or an error whose
// message is one line for the reader. No request waits for ever.

import { lost, LOST, within } from "/page/connection.js";

export const SLOW = "The assistant takes too long to answer: try again.";
const ODD = "The assistant answered something else than was asked for: load the page again.";
const PATIENCE = 30_000; // ms for an answer

// What is told to the reader. what: the message's first half, where the second is to try again in
// `wait` seconds; wait is 0 where nothing is said of that.
export class Told extends Error {
  constructor(what, wait = 0) {
    super(wait ? `${what}: try again in ${seconds(wait)}.` : what);
    this.what = what;
    this.wait = wait;
  }
}

// as: "json", "text" or "blob"; "response" for who wants its headers as well.
export async function request(path, { as = "json", patience = PATIENCE, ...options } = {}) {
  try {
    const response = await fetch(path, { ...options, signal: within(patience) });
    if (!response.ok) throw await refusal(response);
    return as === "response" ? response : await response[as]();
  } catch (error) {
    throw understood(error);
  }
}

export async function send(method, path, body) {
  if (body === undefined) return request(path, { method });
  const headers = { "Content-Type": "application/json" };
  return request(path, { method, body: JSON.stringify(body), headers });
}

// Why fetch() failed, as an error for the reader.
export function understood(error) {
  if (error instanceof Told) return error;
  if (error.name === "TimeoutError") return new Told(SLOW);
  if (error instanceof SyntaxError) return new Told(ODD);
  lost();
  return new Told(LOST);
}

export async function refusal(response) {
  const { headers, status } = response;
  const body = await response.text().catch(() => "");
  return explained(status, headers.get("content-type"), body, headers.get("retry-after"));
}

// Why an answer is none of what was asked for: what it says itself where that is a sentence, which
// "Internal Server Error" is not; else what its status means.
export function explained(status, type, body, wait) {
  const line = said(type ?? "", body) || plainly(status);
  const left = Math.ceil(Number(wait));
  if (!(left > 0)) return new Told(line);
  return new Told(line.replace(/: (?:ask|try|wait)\b[^:]*$/i, "").replace(/[.:]$/, ""), left);
}

function said(type, body) {
  let found = "";
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

function plainly(status) {
  if (status === 429) return "Too much was asked at once: try again in a moment.";
  if (status === 503) return "The assistant has too much to do: try again in a moment.";
  if (status >= 500) return "Something went wrong in the assistant, whose terminal says more: try again.";
  return `The assistant did not take that (${status}): load the page again.`;
}

export function seconds(count) {
  return count < 60 ? `${Math.max(1, Math.round(count))} s` : `${Math.round(count / 60)} min`;
}
