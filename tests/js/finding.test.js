import assert from "node:assert/strict";
import { test } from "node:test";
import { folded } from "/page/finding.js";
import { length } from "/page/paging.js";

test("case, accents, dashes and quotation marks make no difference", () => {
  assert.equal(folded("ÉCOLE"), folded("ecole"));
  assert.equal(folded("e\u0301cole"), "ecole");
  assert.equal(folded("five–year"), "five-year");
  assert.equal(folded("“It’s”"), "\"it's\"");
});

test("all white space is one space, and hidden signs are none", () => {
  assert.equal(folded("  a\u00a0\n\tb "), "a b");
  assert.equal(folded("ster\u00adoid\u200b"), "steroid");
});

test("ligatures are their letters", () => {
  assert.equal(folded("ﬁbre ½"), "fibre 1⁄2");
});

test("a text is as long as its characters are many", () => {
  for (const text of ["", "abc", "é", "🍵", "a🍵b🍵", "e\u0301"]) assert.equal(length(text), [...text].length, text);
});

test("half of a pair counts as one", () => {
  for (const text of ["\ud83c", "\udf75", "a\ud83cb", "\udf75\ud83c"]) assert.equal(length(text), [...text].length);
});
