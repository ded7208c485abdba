import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking.sentences import sentences

GOLD = Path(__file__).parents[2] / "evals" / "gold" / "sentences.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]

# Any text, and texts thick with what the rules look at.
PIECES = st.sampled_from(
    [
        *'.!?…()[]"”\n\t 12aAé。−',
        "al.",
        "Fig.",
        "e.g.",
        "U.S.",
        "[4, 5]",
        "(28)",
        "The",
        "iPSC",
        "No.",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))

HOSTILE = [
    "a.",
    "A. ",
    "(",
    " ",
    "\n",
    ". ",
    ".(",
    "1.",
    "aaa.1,2,3 ",
    ". [1 ",
    "The.The ",
    "Fig. 1. ",
]


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_finds_the_sentences_that_a_reader_found(row: dict[str, object]) -> None:
    gold = row["sentences"]
    assert isinstance(gold, list)
    assert split(str(row.get("text", " ".join(gold)))) == gold


@given(TEXTS)
def test_every_character_but_spaces_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentences(text)
    covered = [at for span in spans for at in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(covered)


@given(TEXTS)
def test_sentences_are_never_empty_and_have_no_outer_space(text: str) -> None:
    for sentence in split(text):
        assert sentence
        assert sentence == sentence.strip()


@given(TEXTS, st.integers(0, 30), st.integers(0, 30))
def test_a_range_is_split_as_if_it_stood_alone(text: str, start: int, end: int) -> None:
    assert [text[span.start : span.end] for span in sentences(text, start, end)] == split(
        text[start:end]
    )


@given(TEXTS)
def test_a_line_break_counts_as_a_space(text: str) -> None:
    assert sentences(text.replace("\n", " ")) == sentences(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@pytest.mark.parametrize("text", [".", "...", "no full stop", "1.", "(A)", "?!", "Dr."])
def test_a_lone_piece_is_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_without_sense_is_split(piece: str) -> None:
    # A rule that looked back or ahead without bound would take hours here, not a second.
    text = (piece * 1_000_000)[:1_000_000]
    spans = sentences(text)
    assert sum(span.end - span.start for span in spans) >= len("".join(text.split()))


def test_scripts_without_capitals_and_spaces() -> None:
    assert split("这是句子。这也是。") == ["这是句子。", "这也是。"]
    assert split("यह एक वाक्य है। यह दूसरा है।") == ["यह एक वाक्य है।", "यह दूसरा है।"]
