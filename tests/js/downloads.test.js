import assert from "node:assert/strict";
import { test } from "node:test";
import { downloadName } from "/page/download_name.js";

test("the link's own name goes first", () => {
  assert.equal(downloadName("mine.bib", 'attachment; filename="other.bib"'), "mine.bib");
});

test("the encoded name goes before the plain one", () => {
  const header = `attachment; filename="Uberleben.md"; filename*=UTF-8''%C3%9Cberleben%3B.md`;
  assert.equal(downloadName("", header), "Überleben;.md");
  assert.equal(downloadName("", `attachment; filename*=utf-8''a%20b.md; size=3`), "a b.md");
});

test("the plain name where there is no other, or that is broken", () => {
  assert.equal(downloadName("", 'attachment; filename="a; b.md"'), "a; b.md");
  assert.equal(downloadName("", `attachment; filename="a.md"; filename*=UTF-8''%E0%A4`), "a.md");
});

test("no name where none is said", () => {
  assert.equal(downloadName("", ""), "");
  assert.equal(downloadName("", "attachment"), "");
});
