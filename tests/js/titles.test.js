import assert from "node:assert/strict";
import { test } from "node:test";
import { titleOf } from "/page/titles.js";

test("a tab is called after what is open, the conversation and the page", () => {
  assert.equal(titleOf("", "", "Assistant"), "Assistant");
  assert.equal(titleOf("", "Tea?", "Assistant"), "Tea? – Assistant");
  assert.equal(titleOf("Documents", "", "Assistant"), "Documents – Assistant");
  assert.equal(titleOf("tea.txt", "Tea?", "Assistant"), "tea.txt – Tea? – Assistant");
});

test("a name is one line", () => {
  assert.equal(titleOf("", " one\n\ttwo ", "A"), "one two – A");
});

test("a long name is cut between characters", () => {
  const [name] = titleOf("", "🍵".repeat(80), "A").split(" – ");
  assert.equal(name, `${"🍵".repeat(59)}…`);
  assert.equal(titleOf("", "x".repeat(60), "A"), `${"x".repeat(60)} – A`);
});
