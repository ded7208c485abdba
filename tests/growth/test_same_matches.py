"""Patterns that were rewritten to be linear match what the plain forms beside them match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering import answer_type, decompose, scope, table_query
from assistant.chunking import sentences
from assistant.nlp import discourse
from assistant.query import antecedents, coreference
from assistant.reading import text_builder
from assistant.reading.text import extracted, tables
from assistant.retrieval import conversation_boost
from assistant.suggestions import sources
from assistant.verification import claims
from assistant.verification import claims as checked_clauses
from ui import security
from ui.reader import document_text

_ASKING = decompose._ASKING
_ITEM = r"(?:[\w/+’'-]+ ){0,5}[\w/+’'-]+"

# The plain form, what takes its place, and pieces of texts that tell them apart.
_SPANS = {
    "questions": (
        rf"(?:,|;|\?)?\s+(?:and|but|while)\s+(?={_ASKING})|\?\s+(?={_ASKING})",
        decompose._BETWEEN,
        "and|but|what|in|which|,|?|;| |  |x",
    ),
    "alternatives": (
        r"\s*(?:,|;|/|\bor\b|\band\b)\s*", table_query._BETWEEN, "or|and|,|;|/| |  |\n|x",
    ),
    "or": (
        r"(?<![\w’'-])(?P<left>[\w’'-]+(?: [\w’'-]+){0,2}(?:, (?!or\b)[\w’'-]+)*),? or "
        r"(?P<right>[\w’'-]+(?: [\w’'-]+){0,2})",
        table_query._OR,
        "or|x|y-z|, | or |,| |-|'",
    ),
    "chapters": (
        r"((?:[\w’'-]+ ){1,2})(?:sections?|chapters?)\b", scope._CALLED, "x|the| |section|-|,|'",
    ),
    "clauses": (
        r"\s*;\s*|,\s+(?=(?:and|but|while|whereas|although|yet|so)\b)"
        r"|\s+(?=(?:while|whereas|although|but)\s)"
        r"|\s+(?=and\s+(?:it|they|this|these|that|the|a|an|in)\s)",
        checked_clauses._BETWEEN,
        ";|,|and|but|it|the| |  |x",
    ),
    "things listed": (
        rf"(?P<first>{_ITEM})(?P<more>(?:, {_ITEM})*),? (?:and|or|vs\.?|versus) (?P<last>{_ITEM})",
        antecedents._LISTED,
        "x|y z|, |,| and | or | vs. |-| |.",
    ),
    "brackets": (
        r"\s*(?:\[[^\[\]]*\]|\([^()]*\))", antecedents._BRACKETS, "(|)|[|]|x| |  ",
    ),
    "markers": (r"\s*\[\d+\]", antecedents._MARKER, "[1]|[12]|[|]| |  |x"),
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
    "how many rows": (
        r"\b(?:how many|number of|count)\b(?:\W+[\w-]+){0,4}?\W+"
        r"(?:trials|studies|rows|entries|records|registrations)\b",
        table_query._COUNT,
        "how many|count|trials|studies|x|y-z|-| |  |'|,",
    ),
    "one row": (
        r"\b(?:which|what|the|that|this)\b(?:\W+[\w'’-]+){0,5}?\W+"
        r"(?:trials?|stud(?:y|ies)|rows?|entries|records?|registrations?)\b",
        table_query._ONE,
        "which|the|that|trial|rows|x|y's|-| |'|’|,",
    ),
    "that": (
        r"\b(?:that|this)\b(?! [\w-]+[^\w]*$)",
        coreference._THAT_WORD,
        "that|this|x|-| |?|.|\n",
    ),
    "a bracket": (
        r"\([^)]*[A-Z][^)]*\)|\b(?:is|are|refers?|called|termed|means?|known)\b",
        answer_type._ANSWERS[answer_type.Wanted.DEFINITION],
        "(|)|a|1| |is|-",
    ),
    "several": (
        r"(?:[a-z]s|[A-Z]{2,}s|people|children|mice)$",
        sources._MANY,
        "a|s|M|S|people|1| ",
    ),
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


@given(_texts("less|better|than|the two|the 7| |x"))
def test_the_same_compares(text: str) -> None:
    form = r"\b(?:better|less)\b(?!.*\bthan\b)|\bthe (?:two|three|four|five|\d+)\b"
    than = max((found.end() for found in coreference._THAN.finditer(text)), default=0)
    found = [coreference._COMPARING.search(text, than), coreference._THE_TWO.search(text)]
    new = min((one.span() for one in found if one), default=None)
    old = re.search(form, text, re.I)
    assert new == (old and old.span())


@given(_texts("<script|>| src=|a=|</script>|x|\n|<"))
def test_the_same_scripts_are_inline(text: str) -> None:
    form = rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>"
    page = text.encode()
    assert list(security._inline_scripts(page)) == re.findall(form, page, re.DOTALL)


def _all(pattern: re.Pattern[str], text: str) -> list[tuple[object, ...]]:
    return [(match.span(), *match.groups()) for match in pattern.finditer(text)]
