import assert from "node:assert/strict";
import { test } from "node:test";
import { lets } from "/page/document_facets.js";

const REVIEW = { type: "pdf", language: "en", year: "2021", author: '["Wu, A","Li, B"]', tag: '["mice"]' };

test("nothing wanted lets everything through", () => {
  assert.ok(lets({}, REVIEW));
  assert.ok(lets({}, {}));
});

test("all that is wanted has to hold", () => {
  assert.ok(lets({ type: "pdf", language: "en", author: "Li, B", tag: "mice" }, REVIEW));
  assert.ok(!lets({ type: "pdf", language: "de" }, REVIEW));
  assert.ok(!lets({ author: "Li" }, REVIEW));
});

test("years are a range that may be open", () => {
  assert.ok(lets({ from: "2021", to: "2021" }, REVIEW));
  assert.ok(lets({ to: "2022" }, REVIEW));
  assert.ok(!lets({ from: "2022" }, REVIEW));
  assert.ok(!lets({ to: "2020" }, REVIEW));
});

test("what a document does not have, it is not", () => {
  for (const wanted of [{ from: "1" }, { to: "3000" }, { tag: "mice" }, { author: "Wu, A" }, { language: "en" }]) {
    assert.ok(!lets(wanted, { type: "pdf" }));
  }
});
