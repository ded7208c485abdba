"""Find the documents and sections that a question names, to search only those."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop, parts, stem, stems, tokens
from assistant.reading.document import Document

TEXT_WORDS = frozenset(
    stem(word)
    for word in """agreement article book contract document file guide guideline handbook leaflet
    letter manual memo minutes newsletter note notice paper policy publication report review
    specification statement story study text transcript version""".split()
)
"""Stems of words for documents of any kind."""

_EACH = re.compile(
    r"\b(?:both|two|each|either|all|which)(?: of)?(?: the| these| those| your)?"
    r"(?: two| three)? (?P<kind>[\w-]+)"
    r"|\b(?:do|does|did|between) the(?: two)? (?P<plural>[\w-]+s)\b"
    r"|\bside by side\b|\bone (?:and|or) the other\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(("al", "and", "et", "jr"))


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says about where to look.

    documents: names of documents that it names, in the order of the index; () for none.
    each:      whether it asks what each of several documents says about something.
    """

    documents: tuple[str, ...] = ()
    each: bool = False


def scope(question: str, documents: Iterable[Document]) -> Scope:
    """The documents that a question names; () if there are fewer than two."""
    documents = list(documents)
    if len(documents) < 2:
        return Scope()
    labels = {one.name: label(one) for one in documents}
    known = Counter(word for words in labels.values() for word in words)
    asked = _asked(question)
    named = [
        one.name
        for one in documents
        if one.name.lower() in question.lower()
        or PurePosixPath(one.name).name.lower() in question.lower()
        or any(
            known[word] == 1 and _names(asked[word], one, documents)
            for word in asked.keys() & labels[one.name]
        )
    ]
    if len(named) == len(documents) or (not named and _of_each(question, known)):
        return Scope(each=True)
    return Scope(tuple(named), each=len(named) > 1)


def label(document: Document) -> frozenset[str]:
    """The stems by which a document may be called: of title, file name, authors and year."""
    source = document.source
    stem_of_name = PurePosixPath(document.name).stem.replace("-", " ").replace("_", " ")
    found = stems(f"{document.title} {stem_of_name}") | {stem(one) for one in _surnames(document)}
    if source.year:
        found.add(str(source.year))
    return frozenset(word for word in found if not is_stop(word) and word not in TEXT_WORDS)


def _names(written: str, one: Document, documents: Sequence[Document]) -> bool:
    """Whether a word that only this document's label has names it: one that stands beside a word
    for a document (""), or one that no other document has in its text.
    """
    return not written or not any(written in other.text for other in documents if other is not one)


def _asked(question: str) -> Mapping[str, str]:
    """The words of a question by which it may call a document, by stem: names as they are
    written, and "" for what stands beside a word for a document ("the document about bees").
    """
    words = tokens(question)
    found: dict[str, str] = {}
    for number, word in enumerate(words):
        beside = words[number + 1 : number + 2] + words[max(0, number - 2) : number]
        called = any(stem(other) in TEXT_WORDS for other in beside)
        if not called and not (number > 0 and word[:1].isupper()):
            continue
        for piece in (word, *parts(word)):
            if not is_stop(piece) and (called or stem(piece) not in found):
                found[stem(piece)] = "" if called else piece
    return found


def _of_each(question: str, known: Counter[str]) -> bool:
    """Whether it asks about each document: "both papers", "the two policies"."""
    for match in _EACH.finditer(question):
        kind = (match["kind"] or match["plural"] or "texts").lower()
        if kind.endswith("s") and (stem(kind) in TEXT_WORDS or known[stem(kind)] > 1):
            return True
    return False


def _surnames(document: Document) -> set[str]:
    """The first author's surname, and a second one's ("Wu and Li"), as documents are cited."""
    first = re.split(r"\bet al\b|;", document.source.authors)[0]
    authors = re.split(r",| and |&", first)[:2]
    names = {found[-1] for author in authors if (found := re.findall(r"[^\W\d_][\w’'-]+", author))}
    return {name for name in names if len(name) > 1 and name.lower() not in _NO_NAME}


_PART = r"(?:sections?|chapters?|clauses?|paragraphs?|parts?|articles?|appendix|annex|§)"
SECTION = re.compile(
    rf"(?:\bthe )?(?<!\w){_PART}"
    r"(?: ?(?P<number>\d+(?:\.\d+)*|[A-Z]|[IVX]+)(?:\([a-z]\))?(?!\w)"
    r"| (?:on|about|dealing with|called|titled) (?P<about>[^,;:?.]{3,80}))",
    re.IGNORECASE,
)
"""What names a section, by its number or what it is about."""
_HEAD = re.compile(rf"\W{{0,3}}(?:{_PART}\W{{0,3}})?(?P<number>\d+(?:\.\d+)*|[A-Z]|[IVX]+)\b", re.I)
_ENOUGH = 0.5  # share of a heading's words that the question has
Section = tuple[str, ...]


def sections(question: str, passages: Iterable[Passage]) -> frozenset[Section]:
    """The sections that a question names, with those below them; none if it names none."""
    named = SECTION.search(question)
    if named is None:
        return frozenset()
    there = list(dict.fromkeys(one.section for one in passages if one.section))
    if number := named["number"]:
        return frozenset(one for one in there if _numbered(one, number))
    return _alike(there, stems(named["about"]), stems(question))


def _numbered(section: Sequence[str], number: str) -> bool:
    found = (_HEAD.match(heading) for heading in section)
    return any(match["number"].lower() == number.lower() for match in found if match)


def _alike(there: Iterable[Section], phrase: set[str], asked: set[str]) -> frozenset[Section]:
    """Sections whose heading shares a word with the phrase, and most words with the question."""
    shares: dict[Section, float] = {}
    for one in there:
        words = {word for word in stems(one[-1]) if not is_stop(word) and not word[:1].isdigit()}
        if words & phrase:
            shares[one] = len(words & asked) / len(words)
    best = max(shares.values(), default=0.0)
    return frozenset(one for one, share in shares.items() if share == best >= _ENOUGH)
