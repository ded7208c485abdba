"""No word of a typed file is lost, whatever it is taken for."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.text.lines import split_lines
from assistant.reading.text.typed import read_typed

LINES = st.sampled_from(
    [
        *("", "", "", "Title", "A TITLE", "CHAPTER I", "§ 5 Repairs", "Article 2 - Fees"),
        *("1. First", "2. Second", "2.1 The tenant pays.", "(a) letter", "12 eggs", "- dash"),
        *("  - deeper", "• dot", "Name: value", "Ann: I came.", "Bo: Why?", "Ann: So.", "Bo: Ah."),
        *("Q: Who?", "A: We.", "> quoted", "a, b, c", "d, 5, f", "g, 7, h", "x | y", "1 | 2"),
        *("=====", "-----", "    code = 1", "Run this::", "    $ cat x", "tradi‐", "tional", "in-"),
        *("Table 1 Things", "A sentence that is long enough to fill a line, and goes on with more"),
        *("words here.", "and small.", "The end.", "第一章 开始", "这座桥很长。", "-v   Say more"),
    ]
)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w", text))


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_every_word_is_kept(file: str) -> None:
    read = read_typed(file, split_lines(file))
    kept = words(read.text) + words(" ".join(" ".join(table.columns) for table in read.tables))
    assert sorted(kept) == words(file)
    assert read.text == "" or read.blocks[-1].end == len(read.text.rstrip())
