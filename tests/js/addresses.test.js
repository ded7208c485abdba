import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, conversationOf, viewOf } from "/page/addresses.js";

test("a hash names a view, with or without more", () => {
  assert.equal(viewOf("#/documents"), "documents");
  assert.equal(viewOf("#/read/a%20b.txt?at=12-80&sha=0"), "read");
  assert.equal(viewOf("#/conversations?search=tea"), "conversations");
});

test("whatever else stands there names none", () => {
  for (const hash of ["", "#", "#documents", "#/", "#/Read", "#/read-me", "#/..", "#//evil.example", "/documents"]) {
    assert.equal(viewOf(hash), "", hash);
  }
});

test("a conversation's address leads back to it", () => {
  for (const id of ["", "a-b_c", "ä & b=c#d?e", "%41", "+"]) {
    assert.equal(conversationOf(new URL(addressOf(id), "http://page").search), id, id);
  }
});

test("other parameters name no conversation", () => {
  assert.equal(conversationOf("?__theme=dark"), "");
  assert.equal(conversationOf("?__theme=dark&c=x"), "x");
});
