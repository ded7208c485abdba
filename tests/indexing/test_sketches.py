from __future__ import annotations

import random
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder

from assistant.indexing.build import build
from assistant.indexing.sketches import (
    ALIKE,
    FILE,
    SIZE,
    Pair,
    keep_sketches,
    likeness,
    near_duplicates,
    read_sketches,
    similar_to_each,
    sketch,
)
from assistant.workspace import Workspace

WORDS = [f"word{n}" for n in range(500)]


def text(seed: int, words: int = 2_000) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)  # noqa: S311 - to be drawn again


def edited(words: list[str], share: float) -> list[str]:
    drawn = random.Random(7)  # noqa: S311 - to be drawn again
    return [drawn.choice(WORDS) if drawn.random() < share else word for word in words]


def likeness_of(one: list[str], other: list[str]) -> float:
    return likeness(sketch(" ".join(one)), sketch(" ".join(other)))


def test_how_alike_texts_are() -> None:
    words = text(1)
    assert likeness_of(words, words) == 1.0
    assert likeness_of(words, edited(words, 0.01)) == pytest.approx(0.9, abs=0.07)
    assert likeness_of(words, edited(words, 0.05)) == pytest.approx(0.62, abs=0.08)
    assert likeness_of(words, edited(words, 0.2)) < ALIKE
    assert likeness_of(words, text(2)) < 0.05
    assert likeness_of(words[:1_500], words) == pytest.approx(0.75, abs=0.07)


def test_case_and_punctuation_do_not_count() -> None:
    assert list(sketch("One two, three: four FIVE!")) == list(sketch("one Two three four five"))
    assert likeness(sketch("one two three"), sketch("one two four")) == 0.0
    assert len(sketch(" ".join(text(1)))) == SIZE


@pytest.mark.parametrize("content", ["", "。", "word", "\ud800 x", "…"])
def test_texts_of_hardly_a_word(content: str) -> None:
    assert likeness(sketch(content), sketch(content)) == 1.0


def test_a_script_without_spaces() -> None:
    one = "間葉系幹細胞は骨髄や脂肪組織から採取され多くの臨床試験で用いられている"
    assert likeness(sketch(one), sketch(one + "ことが知られている")) > ALIKE
    assert likeness(sketch(one), sketch(one[::-1])) == 0.0


def test_pairs_are_found_without_comparing_all() -> None:
    words = text(3)
    sketches = {
        "draft.md": sketch(" ".join(words)),
        "final.md": sketch(" ".join(edited(words, 0.02))),
        "other.md": sketch(" ".join(text(4))),
    }
    [pair] = near_duplicates(sketches)
    assert pair[:2] == ("draft.md", "final.md")
    assert 0.7 < pair.share < 0.95
    assert similar_to_each([pair]) == {
        "draft.md": [("final.md", pair.share)],
        "final.md": [("draft.md", pair.share)],
    }
    assert near_duplicates({}) == ()
    assert near_duplicates(sketches, {"draft.md"}) == (pair,)
    assert near_duplicates(sketches, set()) == ()


def test_sketches_are_kept_and_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a.md": "One text.", "b.md": "Another text."}
    found = keep_sketches(tmp_path, {"a.md": "a", "b.md": "b"}, texts.__getitem__)
    assert read_sketches(tmp_path).keys() == {"a", "b"}
    assert list(read_sketches(tmp_path)["a"]) == list(found["a.md"])
    monkeypatch.setattr("assistant.indexing.sketches.sketch", pytest.fail)
    assert keep_sketches(tmp_path, {"a.md": "a"}, pytest.fail).keys() == {"a.md"}
    assert read_sketches(tmp_path).keys() == {"a"}


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', '{"a": "x"}'])
def test_what_is_damaged_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert read_sketches(tmp_path) == {}


def test_the_report_names_what_is_nearly_the_same(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace")
    words = text(5, 300)
    (workspace.corpus / "a.md").write_text(" ".join(words) + ".", "utf-8")
    (workspace.corpus / "c.md").write_text("Something else stands here.", "utf-8")
    assert build(workspace, FakeEmbedder()).similar == ()
    (workspace.corpus / "b.md").write_text(" ".join(words[:280]) + ".", "utf-8")
    report = build(workspace, FakeEmbedder())
    [(first, second, share)] = report.similar
    assert (first, second) == ("a.md", "b.md")
    assert f"\n  Nearly the same: a.md and b.md ({share:.0%})" in str(report)
    (workspace.corpus / "c.md").write_text("Something new stands here.", "utf-8")
    assert build(workspace, FakeEmbedder()).similar == ()
    assert isinstance(report.similar[0], Pair)
