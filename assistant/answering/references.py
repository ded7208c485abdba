"""Find what a question refers to: documents, by a name or as "the document", and sections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.reading.document import Document

_NOUNS = stems("""agreement article book brochure card changelog chapter contract conversation deed
    document essay file guide guideline handbook interview lease leaflet letter manual meeting memo
    minutes newsletter note notice novel page pamphlet paper poem policy publication recording
    report review script sheet specification statement story study tale tape text timetable
    transcript website""")
_PLAIN = stems("document file")
_THE = frozenset("the this that these those your our my its both".split())
_BEFORE = _THE | frozenset("two three all each a an any of either".split())
_WHICH_ONE = frozenset("which what many of your are there any".split())
_AFTER = frozenset("about on of with from by for between called titled named".split())
_INSIDE = frozenset("the a an of and on my our your their".split())
_NUMBERS = frozenset("both two three all either each".split())
_DOCUMENT = "the document"
_NO_NAME = frozenset(("al", "and", "et", "jr"))


@dataclass(frozen=True, slots=True)
class Masked:
    """A question in which "the document" stands for what names a document.

    named:   words of each reference, as stems; empty for "the document" itself.
    plural:  whether several documents are meant ("both papers").
    unknown: whether a reference fits none of the documents: "the Nice report".
    bare:    whether nothing but the name of a file tells that a document is meant.
    """

    text: str
    named: tuple[frozenset[str], ...] = ()
    plural: bool = False
    unknown: bool = False
    bare: bool = False


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
    masked = mask(question, documents)
    named = {name for words in masked.named for name in meant(words, documents, least=0.5)}
    capitals = {word for word in tokens(question)[1:] if word[:1].isupper()}
    for word in capitals:
        called = [one for one in documents if stem(word) in label(one)]
        if len(called) == 1 and not any(word in one.text for one in documents if one not in called):
            named.add(called[0].name)
    if len(named) == len(documents) or (not named and masked.plural):
        return Scope(each=True)
    found = tuple(one.name for one in documents if one.name in named)
    return Scope(found, each=len(found) > 1)


def meant(
    named: Collection[str], documents: Sequence[Document], least: float = 0.0
) -> tuple[str, ...]:
    """Names of the documents that most words of a reference call; () if none has any, or all.

    least: the share of the words that one must have.
    """
    labels = {one.name: label(one) for one in documents}
    known = [word for one in labels.values() for word in one if word in named]
    scores = {
        name: sum(1 / known.count(word) for word in one if word in named)
        for name, one in labels.items()
        if len(one & frozenset(named)) >= least * len(named)
    }
    best = max(scores.values(), default=0.0)
    found = tuple(name for name, score in scores.items() if score == best)
    return found if best and len(found) < len(documents) else ()


def label(document: Document) -> frozenset[str]:
    """The stems by which a document may be called: of title, file, top heading, authors, year."""
    heads = (one for one in document.blocks if one.kind == "heading")
    top = next((document.text[one.start : one.end] for one in heads), "")
    source = document.source
    surnames = " ".join(_surnames(source.authors))
    called = _stems(f"{document.title} {top} {source.year or ''} {surnames}")
    return (called - _NOUNS) | _stems(document.name)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word for word in stems(text.replace("_", " ")) if not is_stop(word))


def _surnames(authors: str) -> Iterator[str]:
    """The first author's surname, and a second one's ("Wu and Li"), as documents are cited."""
    first = re.split(r"\bet al\b|;", authors)[0]
    for author in re.split(r",| and |&", first)[:2]:
        found = re.findall(r"[^\W\d_][\w’'-]+", author)
        yield from (name for name in found[-1:] if name.lower() not in _NO_NAME)


def mask(question: str, documents: Sequence[Document]) -> Masked:
    """The question with "the document" for each name of a document or section."""
    named: list[frozenset[str]] = []
    for one in documents:
        for name in (one.source.title, one.name, PurePosixPath(one.name).name):
            if "." in name[1:-1] and name.lower() in question.lower():
                question = re.sub(re.escape(name), _DOCUMENT, question, flags=re.IGNORECASE)
                named.append(label(one))
    words = tokens(SECTION.sub(_DOCUMENT, question))
    files = frozenset(word for one in documents for word in stems(one.name))
    labels = [label(one) for one in documents]
    plural = unknown = bare = False
    out: list[str] = []
    at = 0
    while at < len(words):
        end = _reference(words, at, files)
        if end == at:
            out.append(words[at])
            at += 1
            continue
        nouns = [word for word in words[at:end] if is_noun(word)]
        several = any(noun.lower().endswith("s") for noun in nouns)
        plural |= several
        bare |= not nouns and "about" not in words
        called = frozenset(
            stem(word)
            for word in words[at:end]
            if not is_stop(word) and word.lower() not in _NUMBERS
            if stem(word) not in _NOUNS or stem(word) in files - _PLAIN
        )
        unknown |= max((len(called & one) for one in labels), default=0) < len(called) / 2
        named.append(called)
        before = out[-1].lower() if out else ""
        the = "" if before in _WHICH_ONE and words[at].lower() not in _THE else "the "
        out.append(f"{the}document{'s' * several}")
        at = end
    return Masked(" ".join(out), tuple(named), plural, unknown, bare)


def is_noun(word: str) -> bool:
    """Whether a word is one for documents of any kind."""
    return stem(word) in _NOUNS and not word.endswith("ed")


def _reference(words: Sequence[str], at: int, files: Collection[str]) -> int:
    """Where a reference to a document that begins here ends; `at` if none begins here.

    files: stems of the files' names: "the lease" is one where a file is called so.
    """
    start = at
    for word in words[start : start + 4]:
        if word.lower() not in _BEFORE or (at == start and word.lower() == "of"):
            break
        at += 1
    the = any(word.lower() in _THE for word in words[start:at])
    asked_for = start > 0 and words[start - 1].lower() in _WHICH_ONE
    named = at > start or (start > 0 and words[at][:1].isupper())
    for noun in range(at, min(at + 4, len(words)) if named else at + 1):
        word = words[noun]
        if is_noun(word) and (named or stem(word) in _PLAIN or asked_for):
            return _modified(words, noun + 1, files)
        if the and word.islower() and stem(word) in files:
            return _modified(words, noun + 1, files)
        if is_stop(word):
            break
    return start


def _modified(words: Sequence[str], at: int, files: Collection[str]) -> int:
    """Where what is said of a document after its noun ends: "… about bees", "… tyres.md"."""
    while at < len(words) and (is_noun(words[at]) or stem(words[at]) in files):
        at += 1
    if at + 1 < len(words) and words[at].lower() in _AFTER:
        end = at + 1
        while end < len(words) and (not is_stop(words[end]) or words[end].lower() in _INSIDE):
            if words[end].lower() == "and" and (end + 1 == len(words) or is_stop(words[end + 1])):
                break
            end += 1
        if any(not is_stop(word) for word in words[at + 1 : end]):
            return end
    return at


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
