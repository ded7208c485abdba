import assert from "node:assert/strict";
import { test } from "node:test";
import { meant, parts, Waiting } from "/page/event_stream.js";

const question = { data: ["Tea?", "{}"], fn_index: 1 };
const show = { data: ["{}"], fn_index: 2, event_data: { number: 3 } };

test("what was sent is told apart", () => {
  assert.deepEqual(meant(question), { kind: "ask", text: "Tea?" });
  assert.deepEqual(meant({ data: ["{}"], event_data: { text: "Tea?", number: 2 } }), { kind: "ask", text: "Tea?", number: 2 });
  assert.deepEqual(meant(show), { kind: "show", number: 3 });
  assert.deepEqual(meant({ data: ["{}"], event_data: null }), { kind: "show", number: undefined });
});

test("what was taken is waited for until it ends", () => {
  const waiting = new Waiting();
  waiting.took("a", question);
  waiting.took("b", show);
  assert.equal(waiting.end("a"), question);
  assert.deepEqual(waiting.giveUp(), [["b", show]]);
  assert.deepEqual(waiting.giveUp(), []);
});

test("an end that comes before the name is not waited for", () => {
  const waiting = new Waiting();
  assert.equal(waiting.end("a"), undefined);
  waiting.took("a", question);
  assert.deepEqual(waiting.giveUp(), []);
  waiting.took("a", question); // that name again: the early end is used up
  assert.deepEqual(waiting.giveUp(), [["a", question]]);
});

test("what is called off is not waited for", () => {
  const waiting = new Waiting();
  waiting.took("a", question);
  waiting.callOff("a");
  waiting.callOff("unknown");
  assert.deepEqual(waiting.giveUp(), []);
});

/** A stream of these pieces of bytes. */
function stream(...pieces) {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
}

test("parts of a stream are put together, however it is cut", async () => {
  const text = 'data: {"a": "é"}\n\ndata: 2\n\n: beat\n\n';
  const bytes = new TextEncoder().encode(text);
  for (let size = 1; size <= bytes.length; size += 1) {
    const pieces = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
    const found = await gathered(parts(stream(...pieces)));
    assert.deepEqual(found, ['data: {"a": "é"}', "data: 2", ": beat"], String(size));
  }
});

async function gathered(generator) {
  const found = [];
  for await (const one of generator) found.push(one);
  return found;
}

test("a part that was cut off at the end is no part", async () => {
  assert.deepEqual(await gathered(parts(stream("data: 1\n\ndata: 2"))), ["data: 1"]);
});

test("a stream that is left is called off, and one that hangs ends in an error", async () => {
  let cancelled = false;
  const hanging = () => new ReadableStream({ cancel: () => void (cancelled = true) });
  const soon = () => Promise.reject(new Error("late"));
  await assert.rejects(gathered(parts(hanging(), soon)), /late/);
  await new Promise(setImmediate);
  assert.equal(cancelled, true);
});
