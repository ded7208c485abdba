import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf } from "/page/key_actions.js";

const ELSEWHERE = { writing: false, dialog: false };

function press(key, { altGraph = false, ...modifiers } = {}) {
  return { key, ctrlKey: false, metaKey: false, altKey: false, getModifierState: () => altGraph, ...modifiers };
}

test("a letter is a key where nothing is written", () => {
  const found = ["/", "j", "k", "c", "d", "n", "?", "Escape"].map((key) => actionOf(press(key), ELSEWHERE));
  assert.deepEqual(found, ["question", "next", "previous", "conversations", "documents", "new", "keys", "escape"]);
  for (const key of ["J", "x", "Enter", " ", "constructor", "__proto__"]) {
    assert.equal(actionOf(press(key), ELSEWHERE), null, key);
  }
});

test("while something is written, Escape alone is a key", () => {
  const writing = { writing: true, dialog: false };
  assert.equal(actionOf(press("j"), writing), null);
  assert.equal(actionOf(press("?"), writing), null);
  assert.equal(actionOf(press("Escape"), writing), "escape");
});

test("a dialog's keys are its own", () => {
  const dialog = { writing: false, dialog: true };
  assert.equal(actionOf(press("Escape"), dialog), null);
  assert.equal(actionOf(press("d"), dialog), null);
});

test("with a modifier a key is the browser's", () => {
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
    assert.equal(actionOf(press("d", { [modifier]: true }), ELSEWHERE), null, modifier);
  }
});

test("a sign that needs AltGr is that sign", () => {
  assert.equal(actionOf(press("?", { ctrlKey: true, altKey: true, altGraph: true }), ELSEWHERE), "keys");
});
