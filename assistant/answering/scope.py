"""Find the documents and sections that a question names, to search only those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.chunking.chunks import Passage
from assistant.nlp.lexicon import Lexicon
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.reading.document import Document

_TEXT = r"(?:reviews?|papers?|articles?|documents?|texts?|publications?|authors|ones?)"
_EACH = re.compile(
    rf"\b(?:both|two|each|either|all) (?:of the )?(?:(?!stem)\w+ )?{_TEXT}\b"
    r"|\b(?:do|does|did|how do|where do|according to|between|of|which of|in) the (?:two )?"
    r"(?:reviews|papers|articles|documents)\b"
    r"|\b(?:one|the other) (?:review|paper|article|document)\b"
    r"|\bside by side\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w’'-]+")
_NO_NAME = frozenset(("al", "and", "et", "jr"))
_LEAST = 2  # letters of a surname


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says about where to look.

    documents: names of documents that it names, in the order of the index; () for none.
    each:      whether it asks what each of several documents says about something.
    """

    documents: tuple[str, ...] = ()
    each: bool = False


def scope(question: str, documents: Iterable[Document]) -> Scope:
    """The documents that a question names; () if the index has fewer than two."""
    documents = list(documents)
    if len(documents) < 2:
        return Scope()
    named = tuple(one.name for one in documents if _is_named(question, one, documents))
    if len(named) == len(documents) or (not named and _EACH.search(question)):
        return Scope(each=True)
    return Scope(named, each=len(named) > 1)


def _is_named(question: str, document: Document, documents: Sequence[Document]) -> bool:
    surnames = _surnames(document)
    words = {word.removesuffix("'s").removesuffix("’s") for word in _NAME.findall(question)}
    if surnames & words:
        return True
    year = document.source.year
    if year is None or sum(other.source.year == year for other in documents) > 1:
        return False
    return (
        re.search(rf"\b{re.escape(str(year))} {_TEXT}\b", question) is not None
        or re.search(rf"{_TEXT} (?:of|from) {re.escape(str(year))}\b", question) is not None
    )


def _surnames(document: Document) -> set[str]:
    """The first author's surname, and a second one's ("Wu and Li"), as documents are cited."""
    first = re.split(r"\bet al\b|;", document.source.authors)[0]
    authors = re.split(r",| and |&", first)[:2]
    names = {found[-1] for author in authors if (found := _NAME.findall(author))}
    return {name for name in names if len(name) >= _LEAST and name.lower() not in _NO_NAME}


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
    """The sections that a question names, with those below them; none if it names none."""
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
