// @ts-check
// Gradio's queue, as the page hears of it. Where a request of it fails, Gradio would take the page for
// lost and do nothing ever again; here it is told that the event has ended, and the reader is told why.
//
// The document gets "assistant-asked" with detail { kind } when the assistant has taken something on,
// and "assistant-failed" with detail { kind, text, number, begun, error } when nothing comes of it.
// kind: "ask" or "show"; begun: some of the answer may be there.

import { refusal, understood } from "/page/api.js";
import { calm, lost, trouble, within } from "/page/connection.js";
import { tell } from "/page/dom.js";
import { meant, parts, Waiting } from "/page/event_stream.js";
import { Told } from "/page/refusals.js";

/** @typedef {import("./event_stream.js").Sent} Sent */

const QUEUE = "/gradio_api/queue/";
const SLOWLY = 8_000; // ms until it is said that the assistant is slow
const PATIENCE = 60_000; // ms for it to take a question on, and between two signs of life
const AGAIN = 5_000; // ms between two tries to stay in touch
const SLOW = "The assistant is slow to answer: what was asked is on its way.";
const BROKEN = "Something went wrong in the assistant, whose terminal says more: try again.";

const usual = window.fetch.bind(window);
const waiting = new Waiting();

window.fetch = (input, options) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
  if (pathname === `${QUEUE}join`) return join(input, options);
  if (input instanceof Request && pathname === `${QUEUE}data`) return streamed(events(input));
  if (input instanceof Request && pathname.startsWith("/gradio_api/heartbeat/")) return streamed(beats(input));
  if (pathname === "/gradio_api/cancel") waiting.callOff(JSON.parse(String(options?.body ?? "{}")).event_id);
  return usual(input, options);
};

/**
 * @param {Sent} sent
 * @param {Told} error
 * @param {boolean} [begun] some of the answer may be there
 */
function failed(sent, error, begun = false) {
  trouble(error);
  tell("assistant-failed", { ...meant(sent), begun, error });
}

/**
 * @param {RequestInfo | URL} address
 * @param {RequestInit} [options]
 */
async function join(address, options) {
  /** @type {Sent} */
  const sent = JSON.parse(String(options?.body));
  const slow = setTimeout(() => trouble({ message: SLOW }), SLOWLY);
  try {
    const response = await usual(address, { ...options, signal: within(PATIENCE) });
    if (!response.ok) throw await refusal(response);
    const taken = await response.json();
    waiting.took(taken.event_id, sent);
    clearTimeout(slow);
    calm();
    tell("assistant-asked", meant(sent));
    return Response.json(taken);
  } catch (error) {
    clearTimeout(slow);
    failed(sent, understood(error));
    // What Gradio takes for a question with nothing wrong in it, and ends quietly.
    return Response.json({ detail: [] }, { status: 422 });
  }
}

/* What comes of it */

/** @param {AsyncGenerator<string>} made */
function streamed(made) {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    async pull(controller) {
      const { value, done } = await made.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n\n`));
    },
    cancel: async () => {
      await made.return(undefined);
    },
  });
  return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
}

/** @param {Request} request */
async function* events(request) {
  let error = new Told(BROKEN);
  try {
    const response = await soon(usual(request));
    if (!response.ok) throw await refusal(response);
    for await (const part of parts(bodyOf(response), soon)) {
      const event = part.startsWith("data:") ? JSON.parse(part.slice(5)) : {};
      yield event.msg === "process_completed" ? completed(event, part) : part;
      if (event.msg === "close_stream") return;
      if (event.msg === "unexpected_error" || event.msg === "queue_full") break;
    }
    await usual("/api/ready"); // it may have ended
  } catch (problem) {
    if (request.signal.aborted) return; // Gradio wants to hear no more of it
    error = understood(problem);
  }
  for (const [id, sent] of waiting.giveUp()) {
    failed(sent, error, true);
    yield nothing(id, sent);
  }
  yield `data: ${JSON.stringify({ msg: "close_stream", event_id: null })}`;
}

/** @param {Response} response */
function bodyOf(response) {
  if (!response.body) throw new TypeError("the answer has no body");
  return response.body;
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function soon(promise) {
  let patience = 0;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    patience = setTimeout(() => reject(new DOMException("", "TimeoutError")), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(patience));
}

/**
 * @param {{ event_id: string, success: boolean }} event
 * @param {string} part as it came
 */
function completed(event, part) {
  const sent = waiting.end(event.event_id);
  if (event.success || !sent) return part;
  failed(sent, new Told(BROKEN), true);
  return nothing(event.event_id, sent);
}

/**
 * An event's end that changes nothing on the page.
 * @param {string} id
 * @param {Sent} sent
 */
function nothing(id, { fn_index: number }) {
  const outputs = window.gradio_config.dependencies.find((one) => one.id === number)?.outputs ?? [];
  const data = outputs.map(() => ({ __type__: "update" }));
  const output = { data, is_generating: false, duration: 0, average_duration: 0 };
  return `data: ${JSON.stringify({ msg: "process_completed", event_id: id, output, success: true })}`;
}

/* By its heartbeat the assistant knows that a page is still open. It outlives the assistant. */

/** @param {Request} request */
async function* beats(request) {
  while (!request.signal.aborted) {
    try {
      const response = await usual(request.clone());
      if (response.ok) yield* parts(bodyOf(response), soon);
    } catch {
      // seen to below
    }
    if (request.signal.aborted) return;
    await usual("/api/ready", { cache: "no-store" }).catch(lost);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}
