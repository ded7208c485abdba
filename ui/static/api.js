// @ts-check
// Asking the assistant for something: what comes of it is what was asked for, or an error whose
// message is one line for the reader. No request waits for ever.

import { lost, LOST, within } from "/page/connection.js";
import { explained, ODD, SLOW, Told } from "/page/refusals.js";

const PATIENCE = 30_000; // ms for an answer

/**
 * @typedef {RequestInit & { patience?: number }} Options patience: ms for an answer
 *
 * @overload
 * @param {string} path
 * @param {Options & { as: "text" }} options
 * @returns {Promise<string>}
 *
 * @overload
 * @param {string} path
 * @param {Options & { as: "response" }} options for who wants its headers as well
 * @returns {Promise<Response>}
 *
 * @overload
 * @param {string} path
 * @param {Options & { as?: "json" }} [options]
 * @returns {Promise<any>}
 *
 * @param {string} path
 * @param {Options & { as?: "json" | "text" | "response" }} [options]
 * @returns {Promise<unknown>}
 */
export async function request(path, { as = "json", patience = PATIENCE, ...options } = {}) {
  try {
    const response = await fetch(path, { ...options, signal: within(patience) });
    if (!response.ok) throw await refusal(response);
    return as === "response" ? response : await response[as]();
  } catch (error) {
    throw understood(error);
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] sent as JSON
 */
export async function send(method, path, body) {
  if (body === undefined) return request(path, { method });
  const headers = { "Content-Type": "application/json" };
  return request(path, { method, body: JSON.stringify(body), headers });
}

/**
 * Why fetch() failed, as an error for the reader.
 * @param {unknown} error
 */
export function understood(error) {
  if (error instanceof Told) return error;
  if (error instanceof Error && error.name === "TimeoutError") return new Told(SLOW);
  if (error instanceof SyntaxError) return new Told(ODD);
  lost();
  return new Told(LOST);
}

/** @param {Response} response */
export async function refusal(response) {
  const { headers, status } = response;
  const body = await response.text().catch(() => "");
  return explained(status, headers.get("content-type"), body, headers.get("retry-after"));
}
