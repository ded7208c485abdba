import assert from "node:assert/strict";
import { test } from "node:test";
import { Recall, recalls } from "/page/recall.js";

const ASKED = ["first", "second", "third"];

/** What the box holds after each key, as it was empty at first. */
function keys(...pressed) {
  const recall = new Recall();
  let box = "";
  return pressed.map((key) => {
    const found = recall.next(key === "up" ? "ArrowUp" : "ArrowDown", box, ASKED);
    box = found ?? box;
    return found;
  });
}

test("up goes back to the first question and stays there", () => {
  assert.deepEqual(keys("up", "up", "up", "up", "up"), ["third", "second", "first", "first", "first"]);
  assert.deepEqual(keys("up", "up", "up", "up", "down"), ["third", "second", "first", "first", "second"]);
});

test("down goes forward again, to the empty box", () => {
  assert.deepEqual(keys("up", "up", "down", "down", "down"), ["third", "second", "third", "", null]);
});

test("from the empty box it begins anew", () => {
  assert.deepEqual(keys("up", "down", "up", "up"), ["third", "", "third", "second"]);
});

test("what is written is left alone", () => {
  const recall = new Recall();
  assert.equal(recall.next("ArrowUp", "typed", ASKED), null);
  assert.equal(recall.next("ArrowDown", "typed", ASKED), null);
});

test("what was brought back and then changed is left alone", () => {
  const recall = new Recall();
  assert.equal(recall.next("ArrowUp", "", ASKED), "third");
  assert.equal(recall.next("ArrowUp", "third!", ASKED), null);
  assert.equal(recall.next("ArrowUp", "", ASKED), "third");
});

test("a question that was asked since is the last one", () => {
  const recall = new Recall();
  assert.equal(recall.next("ArrowUp", "", ASKED), "third");
  assert.equal(recall.next("ArrowUp", "", [...ASKED, "third"]), "third");
  assert.equal(recall.next("ArrowUp", "third", [...ASKED, "fourth"]), "third");
});

test("without questions nothing comes back", () => {
  assert.equal(new Recall().next("ArrowUp", "", []), null);
});

const EVENT = { key: "ArrowUp", isComposing: false, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
const END = { value: "one\ntwo", selectionStart: 7, selectionEnd: 7 };

test("an arrow recalls behind all that is written", () => {
  assert.equal(recalls(EVENT, END), true);
  assert.equal(recalls({ ...EVENT, key: "ArrowDown" }, END), true);
  assert.equal(recalls({ ...EVENT, key: "ArrowLeft" }, END), false);
});

test("an arrow within the text, with a selection or a modifier is the box's", () => {
  assert.equal(recalls(EVENT, { ...END, selectionStart: 3, selectionEnd: 3 }), false);
  assert.equal(recalls(EVENT, { ...END, selectionStart: 0 }), false);
  for (const modifier of ["shiftKey", "ctrlKey", "altKey", "metaKey", "isComposing"]) {
    assert.equal(recalls({ ...EVENT, [modifier]: true }, END), false, modifier);
  }
});
