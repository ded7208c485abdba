// @ts-check
// Gradio's queue, as far as it can be told without the page: what was sent and is not done yet, and
// the parts of an event stream.

/**
 * @typedef {object} Sent what Gradio is asked for
 * @property {unknown[]} data
 * @property {number} fn_index
 * @property {{ text?: string, number?: number } | null} [event_data]
 */

/**
 * @param {Pick<Sent, "data" | "event_data">} sent
 * @returns {Meant}
 */
export function meant({ data, event_data: given }) {
  if (data.length > 1) return { kind: "ask", text: String(data[0]) };
  return given?.text ? { kind: "ask", ...given } : { kind: "show", number: given?.number };
}

/** What was sent and has not ended. An event's end may be heard before its name is. */
export class Waiting {
  /** @type {Map<string, Sent>} */
  #sent = new Map();
  /** @type {Set<string>} */
  #ended = new Set();

  /**
   * The assistant has taken it, under this name.
   * @param {string} id
   * @param {Sent} sent
   */
  took(id, sent) {
    if (!this.#ended.delete(id)) this.#sent.set(id, sent);
  }

  /**
   * It has ended. What was sent, if that is known by now.
   * @param {string} id
   */
  end(id) {
    const sent = this.#sent.get(id);
    if (!this.#sent.delete(id)) this.#ended.add(id);
    return sent;
  }

  /**
   * It was called off: nobody waits for its end.
   * @param {string} id
   */
  callOff(id) {
    this.#sent.delete(id);
  }

  /** All that is left, which is waited for no longer. */
  giveUp() {
    const left = [...this.#sent];
    this.#sent.clear();
    return left;
  }
}

/**
 * The parts of an event stream, each without the empty line after it.
 * @param {ReadableStream<Uint8Array>} body
 * @param {<T>(promise: Promise<T>) => Promise<T>} soon gives up where nothing comes
 */
export async function* parts(body, soon = (promise) => promise) {
  const decoder = /** @type {ReadableWritablePair<string, Uint8Array>} */ (new TextDecoderStream());
  const reader = body.pipeThrough(decoder).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await soon(reader.read());
      if (done) return;
      const found = (rest + value).split("\n\n");
      rest = found.pop() ?? "";
      yield* found;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
