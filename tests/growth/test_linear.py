"""No text makes the assistant take far longer than another of its length.

How time grows is measured by `make fuzz`. Here a run is ended after processor time that the faults
of old used up many times over, and that what is there now needs a thousandth of.
"""

from __future__ import annotations

import re

import pytest
from ambiguity import find_fault
from hostile_texts import HOSTILE, table_cell, wide_columns, wide_row, wide_table
from lint import complaints
from measure import limited
from work import ANY_LENGTH, LIMITED

from assistant.query.context import follow_up
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.text.plain import read_plain
from assistant.types import Turn

_GIVEN_UP = 20.0  # seconds

_HOSTILE_FILES = {
    "a heading with 3 kB of spaces": (read_markdown, "# a" + " " * 3_000 + "b\n"),
    "a heading with 20 kB of spaces": (read_markdown, "# a" + " " * 20_000 + "b\n"),
    "a heading of hashes": (read_markdown, "# " + "#" * 160_000 + "b\n"),
    "a table's rule of spaces": (read_markdown, "a|b\n" + " " * 80_000 + "x\n"),
    "a table's rule of dashes": (read_markdown, "a|b\n" + "-" * 160_000 + " " * 160_000 + "x\n"),
    "a picture": (read_markdown, f"![a](data:image/png;base64,{'iVBORw0KG-' * 20_000})\n"),
    "hyphens without white space": (read_plain, "a-" * 80_000),
    "a long last word": (read_plain, ("a-" * 20_000 + "\n") * 4),
    "a wide row": (read_markdown, wide_row(160_000)),
    "a wide table": (read_markdown, wide_table(40_000)),
    "wide columns": (read_plain, wide_columns(80_000)),
    "a cell of words": (read_plain, table_cell("ab ")(800_000)),
    "a cell of capitals": (read_plain, table_cell("AB ")(800_000)),
    "a label that is none": (read_plain, "Figure 1" + "1" * 80_000 + " \n\nA b.\n"),
}


@pytest.mark.parametrize("name", _HOSTILE_FILES)
def test_a_hostile_file_is_read(name: str) -> None:
    read, text = _HOSTILE_FILES[name]
    with limited(_GIVEN_UP):
        assert read(text).text


@pytest.mark.parametrize("question", ["What was the first one?", "What about the latter?"])
@pytest.mark.parametrize("answer", ["a, " * 10_000, "a " * 15_000, "a-" * 20_000, "a and " * 5_000])
def test_a_follow_up_to_a_hostile_answer(answer: str, question: str) -> None:
    with limited(_GIVEN_UP):
        assert follow_up(question, [Turn("Which trial took place in Jordan?", answer)]).searched


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(name: str) -> None:
    with limited(_GIVEN_UP):
        for run in ANY_LENGTH.values():
            run(HOSTILE[name](2_000))
        for length, run in LIMITED.values():
            run(HOSTILE[name](length // 4))


def test_every_pattern_is_linear() -> None:
    assert list(complaints()) == []


@pytest.mark.parametrize(
    ("pattern", "scanning"),
    [
        (r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$", False),
        (r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$", False),
        (r"\S+-[^\S\n]*\n\s*\S+", True),
        (r"(?:[\w-]+, )*[\w-]+,? and [\w-]+", True),
        (r"\w*[A-Z]\w*[A-Z]\w*\Z", False),
        (r"\b(?:how many|count)\b(?:\W+[\w-]+){0,4}?\W+patients\b", True),
        (r"\s*x", True),
        (r"\s+$", True),
        (r"\s+(?=foo)", True),
        (r"\(.*\)", True),
        (r"(?=[a-z]*1)x", True),
        (r"(?i)A*a+\Z", False),
        (r"(a*)*b", False),
        (r"(?:a|a)*b", False),
        (r"(?:a*b*)*c", False),
        (r"a?(?:aa?)*b", False),
    ],
)
def test_a_superlinear_pattern_is_found(pattern: str, scanning: bool) -> None:
    fault = find_fault(re.compile(pattern), scanning)
    assert fault is not None
    assert fault.pump


@pytest.mark.parametrize(
    ("pattern", "scanning"),
    [
        (r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*\|?\s*+$", False),
        (r"(?<!\S)\S++-", True),
        (r"(?<!\s)\s++x", True),
        (r"(?:(?<!\s)\s++)?x", True),
        (r"\b\w+x", True),
        (r"\([^()]*\)", True),
        (r"^the [^.]*\.", True),
        (r"\s*x", False),
        (r"\s+", True),
        (r"[a-z]+(?:-[a-z]+)*", True),
        (r"(?:ab)*(?:ac)*d", False),
        (r"a{0,60}a{0,60}b", True),
        (r"(?s)a.*?b.*", False),
    ],
)
def test_a_linear_pattern_is_not_refused(pattern: str, scanning: bool) -> None:
    assert find_fault(re.compile(pattern), scanning) is None
