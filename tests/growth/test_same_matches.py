"""Patterns that were rewritten to be linear match what the plain forms beside them match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking import sentences
from assistant.nlp import discourse
from assistant.reading import text_builder
from assistant.reading.text import extracted, tables
from assistant.retrieval import conversation_boost
from assistant.verification import claims
from ui import security
from ui.reader import document_text

# The plain form, what takes its place, and pieces of texts that tell them apart.
_SPANS = {
    "last markers": (r"(?:\s*\[\d+\])+\s*$", conversation_boost._MARKER, "[1]|[12]|]|[| |  |\n|x"),
    "lines broken": (r"\S+-[^\S\n]*\n\s*\S+", text_builder._BROKEN, "a-|a|-|\n| |\t|  "),
    "left of a break": (
        r"([^\W_]+(?:-[^\W_]+)*)-$", text_builder._LEFT, "a|b-|-|_|1| |.",
    ),
    "paragraphs": (r"\S(?:[^\n]|\n(?!\s*\n))*", document_text._PARAGRAPH, "x|\n| |\t|\r"),
    "last words": (r"[^\W_]+(?:\.[^\W_]+)*$", sentences._LAST_WORD, "a|b.|.|_| |-"),
}  # fmt: skip
_FROM_THE_BEGINNING = {
    "labels": (
        r"\S+\s*S?\d+[a-z]?[.:]?\Z", extracted._LABEL, "Fig|.|S|1|12|a|:| |  ",
    ),
    "abbreviations": (r"\w*[A-Z]\w*[A-Z]\w*\Z", tables._ABBREVIATION, "a|A|MS|1|_|é|É| |-"),
    "nothing said": (
        r"\W*(?:(?:sure|certainly|of course|okay|ok|yes|no)\W*)?"
        r"(?:(?:here (?:is|are)|here['’]s|below (?:is|are)|the following is|following "
        r"is)\b[^.:]{0,80}[.:]?"
        r"|(?:based on|according to|from)\s+(?:the\s+)?(?:\w+\s+){0,3}(?:quotes?|documents?"
        r"|passages?|sources?|context|information)\s*[:,.]?"
        r"|(?:(?:final|short|brief|the)\s+)?(?:answer|summary|response|conclusion|sources?|quotes?"
        r"|references?|question)s?(?:\s+\d+)?\s*[:.]?"
        r"|(?:i hope|hope) this helps.{0,40}|let me know.{0,80}|sure|certainly|of course|okay"
        r"|ok|yes|no)?\W*\Z",
        claims._EMPTY,
        "sure|no|answer|the|from|quotes|here is|x|1|:|.| |  |-|\n",
    ),
    "lines of markup": (
        r"^\s*(?:[-*_=]\s?){3,}$|^\s*```.*$|^\s*\|?[\s:|-]+\|?$",
        claims._RULE,
        "-|*|\\||:|```| |\n|x",
    ),
}  # fmt: skip
_WHETHER = {
    "what was meant": (
        r"\s*,?\s*\b(?:not|rather than|instead of)\s+(?P<wrong>[^,.;:?]{2,60}?)\s*[?.!]*$",
        discourse._INSTEAD,
        "not|instead of|, | |xy|z1|?|.|!",
    ),
}  # fmt: skip


def _texts(pieces: str) -> st.SearchStrategy[str]:
    found = [piece.replace("\0", "|") for piece in pieces.replace("\\|", "\0").split("|")]
    return st.lists(st.sampled_from(found), max_size=14).map("".join)


def _plain(form: str, new: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(form, new.flags)


@pytest.mark.parametrize("name", _SPANS)
@given(st.data())
def test_the_same_is_found(name: str, data: st.DataObject) -> None:
    form, new, pieces = _SPANS[name]
    text = data.draw(_texts(pieces))
    assert _all(new, text) == _all(_plain(form, new), text)


@pytest.mark.parametrize("name", _FROM_THE_BEGINNING)
@given(st.data())
def test_the_same_is_matched(name: str, data: st.DataObject) -> None:
    form, new, pieces = _FROM_THE_BEGINNING[name]
    text = data.draw(_texts(pieces))
    found = new.fullmatch(text) if form.endswith(r"\Z") else new.match(text)
    assert bool(found) is bool(_plain(form, new).match(text))


@pytest.mark.parametrize("name", _WHETHER)
@given(st.data())
def test_it_is_found_in_the_same(name: str, data: st.DataObject) -> None:
    form, new, pieces = _WHETHER[name]
    text = " ".join(data.draw(_texts(pieces)).split())  # as questions are
    assert bool(new.search(text)) is bool(_plain(form, new).search(text))


@given(_texts("<script|>| src=|a=|</script>|x|\n|<"))
def test_the_same_scripts_are_inline(text: str) -> None:
    form = rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>"
    page = text.encode()
    assert list(security._inline_scripts(page)) == re.findall(form, page, re.DOTALL)


def _all(pattern: re.Pattern[str], text: str) -> list[tuple[object, ...]]:
    return [(match.span(), *match.groups()) for match in pattern.finditer(text)]
