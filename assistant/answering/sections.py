"""Which sections a question names: "in the section on inflammation", "chapter 4.1", "abstract"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.chunking.passage import Passage
from assistant.nlp.lexicon import Lexicon
from assistant.nlp.tokens import is_stop, stem, stems, tokens

_PART = r"(?:sections?|chapters?)"
_ABOUT = re.compile(rf"\b{_PART} (?:on|about|dealing with) ([^,;:?]{{3,80}})", re.IGNORECASE)
_CALLED = re.compile(rf"(?<![\w’'-])((?:[\w’'-]+ ){{1,2}}){_PART}\b", re.IGNORECASE)
_NUMBER = re.compile(rf"\b{_PART} (\d+(?:\.\d+)*)|\((\d+(?:\.\d+)+)\)", re.IGNORECASE)
_USUAL = (
    (
        re.compile(rf"\b(?:closing|final|last|concluding) {_PART}|\bconclusions? of\b", re.I),
        "conclus",
    ),
    (
        re.compile(rf"\b(?:opening|first|introductory) {_PART}|\bintroduction of\b", re.I),
        "introduct",
    ),
    (re.compile(rf"\b(?:opening|first|introductory) {_PART}", re.I), "background"),
    (re.compile(r"\babstract of\b|\bthe abstract\b", re.I), "abstract"),
)
_ENOUGH, _NEAR = 0.25, 0.3  # share of a heading's words, and how far below the best one may be
_ABOVE = 0.5  # share of the words of the headings above that stand for an abbreviation
_Section = tuple[str, ...]


def sections(question: str, passages: Iterable[Passage], lexicon: Lexicon) -> set[_Section]:
    """The sections that a question names, with those below them; none where it names none."""
    usual = [word for pattern, word in _USUAL if pattern.search(question)]
    number = _NUMBER.search(question)
    about = _ABOUT.search(question) or _CALLED.search(question)
    if not (usual or number or about):
        return set()
    there = list(dict.fromkeys(passage.section for passage in passages if passage.section))
    if number:
        wanted = number.group(1) or number.group(2)
        return {one for one in there if any(head.split()[0] == wanted for head in one)}
    if usual:
        return {one for one in there if any(word in stems(head) for head in one for word in usual)}
    phrase = about.group(1) if about else ""
    return _alike(there, lexicon.meaning(phrase), lexicon.meaning(question))


def _alike(
    there: Iterable[_Section], phrase: frozenset[str], asked: frozenset[str]
) -> set[_Section]:
    """Sections whose heading shares a word with the phrase, and most of its words with the
    question.

    An abbreviation of the heading must stand in the question: "safety of HSCs" is not of MSCs.
    """
    shares: dict[_Section, float] = {}
    for one in there:
        heads = _words(one[-1])
        names = {stem(word) for word in tokens(one[-1]) if sum(char.isupper() for char in word) > 1}
        above = frozenset().union(*map(_words, one[:-1]))
        known = names <= asked or len(above & asked) >= _ABOVE * max(1, len(above))
        if heads & phrase and known:
            shares[one] = len((heads | names) & asked) / len(heads)
    best = max(shares.values(), default=0.0)
    return {one for one, share in shares.items() if share >= max(_ENOUGH, best - _NEAR)}


def _words(heading: str) -> frozenset[str]:
    return frozenset(
        stem(word) for word in tokens(heading) if not is_stop(word) and not word[0].isdigit()
    )
