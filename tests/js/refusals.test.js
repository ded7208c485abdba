import assert from "node:assert/strict";
import { test } from "node:test";
import { explained, lineOf, seconds, Told } from "/page/refusals.js";

const JSON_TYPE = "application/json; charset=utf-8";

test("what an answer says itself is told", () => {
  const body = JSON.stringify({ error: "The name is empty: give one." });
  assert.equal(explained(400, JSON_TYPE, body, null).message, "The name is empty: give one.");
  assert.equal(explained(400, "text/plain", "It is too long.\n", null).message, "It is too long.");
  assert.equal(explained(422, JSON_TYPE, '{"detail": "No."}', null).message, "No.");
});

test("what is no sentence for a reader is not told", () => {
  for (const [type, body] of [
    ["text/plain", "Internal Server Error"],
    ["text/plain", "Traceback:\n one.\n two."],
    [JSON_TYPE, "{"],
    [JSON_TYPE, "null"],
    [JSON_TYPE, '{"error": {"a": 1}}'],
    [JSON_TYPE, '{"detail": [{"msg": "x"}]}'],
    [null, "Something."],
    ["text/plain", `${"x".repeat(500)}.`],
  ]) {
    assert.match(explained(500, type, body, null).message, /^Something went wrong in the assistant/);
  }
});

test("a status that says nothing is told by what it means", () => {
  assert.match(explained(429, null, "", null).message, /^Too much was asked/);
  assert.match(explained(503, null, "", null).message, /too much to do/);
  assert.match(explained(404, null, "", null).message, /\(404\)/);
});

test("where there is a time to wait, it is told instead of what to do", () => {
  const told = explained(429, "text/plain", "You ask too much: try again in a moment.", "12");
  assert.deepEqual([told.what, told.wait], ["You ask too much", 12]);
  assert.equal(told.message, "You ask too much: try again in 12 s.");
  assert.equal(explained(503, null, "", "0.2").wait, 1);
});

test("a header that is no time is none", () => {
  for (const wait of [null, "", "soon", "0", "-3", "Wed, 21 Oct 2026 07:28:00 GMT"]) {
    assert.equal(explained(503, null, "", wait).wait, 0, String(wait));
  }
});

test("a time is told in seconds, then in minutes", () => {
  assert.deepEqual([0.2, 1, 59, 60, 90, 200].map(seconds), ["1 s", "1 s", "59 s", "1 min", "2 min", "3 min"]);
});

test("every error has a line", () => {
  assert.equal(lineOf(new Told("Slow", 3)), "Slow: try again in 3 s.");
  assert.equal(lineOf("plain"), "plain");
});
