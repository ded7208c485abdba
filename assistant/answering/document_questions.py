"""Recognise questions about the documents themselves: which there are, what one is about, whose it
is.

What names a document or a section ("the July service note", "chapter III") is put aside first, so
that "What is the July service note about?" is compared with the examples as "What is the document
about?".
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.answering.scope import SECTION, TEXT_WORDS, label
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.query.examples import Embeds, Examples, content
from assistant.reading.document import Document

FILE = Path(__file__).with_name("document_questions.json")
"""Examples by kind."""

LEAST = 0.8
"""Cosine to the nearest example. With it, 2 of 6,078 questions of SQuAD and none of 1,481 of CLAPNQ
and COVID-QA are taken for questions about documents, the titles of their articles being the names.
"""

_MORE = """brochure card changelog chapter conversation deed essay interview lease meeting novel
    page pamphlet poem recording script sheet tale tape timetable transcript website"""
_NOUNS = (TEXT_WORDS | stems(_MORE)) - {stem("version")}
_PLAIN = frozenset(map(stem, ("document", "file")))
_THE = frozenset("the this that these those your our my its both".split())
_BEFORE = _THE | frozenset("two three all each a an any of".split())
_WHICH_ONE = frozenset("which what many of your are there any".split())
_AFTER = frozenset("about on of with from by for between called titled named".split())
_INSIDE = frozenset("the a an of and on my our your their".split())
_NUMBERS = frozenset("both two three all".split())
_SUBJECT = re.compile(
    r"\b(?:talks? about|about|on|deals? with|dealing with|covers?|mentions?|describes?"
    r"|discuss(?:es)?) (?P<subject>[^?.!]+)",
    re.IGNORECASE,
)
_OVERVIEW_OF = re.compile(
    r"^(?:please |can you |could you |would you )*(?:summari[sz]e|sum up|outline"
    r"|(?:(?:give|write|show)(?: me| us)? )(?:an? |the )?(?:short |brief |quick |concise )*"
    r"(?:summary|overview|outline|synopsis|history|account|description) of)\b(?P<subject>[^?.!]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^(?:(?:in|of) )?which\b|\bwhere can\b|\b(?:is|are) there\b|\bdo you have\b", re.IGNORECASE
)
_DOCUMENT = "the document"
_HEADINGS = 3  # first ones of a document, by which it may be called


@dataclass(frozen=True, slots=True)
class Masked:
    """A question in which "the document" stands for what names a document.

    named:   words of each reference, as stems; empty for "the document" itself.
    plural:  whether several documents are meant ("both papers").
    unknown: whether a reference fits none of the documents: "the Nice report".
    bare:    whether nothing but the name of a file tells that a document is meant.
    """

    text: str
    named: tuple[frozenset[str], ...]
    plural: bool
    unknown: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked about documents.

    kind:    "list", "about", "overview" or "metadata".
    subject: what the document sought is about; "" if none is sought.
    """

    kind: str
    masked: Masked
    subject: str = ""


class DocumentQuestions:
    """Recognises questions about documents. Safe to use from several threads."""

    def __init__(self, embedder: Embeds) -> None:
        kinds = {kind: " | ".join(texts) for kind, texts in json.loads(FILE.read_text()).items()}
        self._examples = Examples(kinds, embedder, LEAST)

    def asked(self, question: str, documents: Sequence[Document]) -> Request | None:
        """What a question asks about the documents; None if it asks about something in them."""
        masked = mask(question, documents)
        if (found := _SUBJECT.search(question)) and _WHICH.search(question):
            about = question.replace(found["subject"], "the subject")
            plain = " ".join(_plain(one) if _is_noun(one) else one for one in tokens(about))
            if self._examples.kind_of(plain) == "about" and content(found["subject"]) - _NOUNS:
                return Request("about", masked, found["subject"].strip())
        if masked.unknown:
            return None
        kind = self._examples.kind_of(masked.text)
        if masked.bare and not content(masked.text) - {"document"}:
            kind = ""  # "When was the French war?" is about a war, whatever a file is called
        if kind and kind != "about":
            return Request(kind, masked)
        of = _OVERVIEW_OF.search(question)
        return Request("overview", masked, of["subject"].strip()) if of else None


def mask(question: str, documents: Sequence[Document]) -> Masked:
    """The question with "the document" for each name of a document or section."""
    named: list[frozenset[str]] = []
    for one in documents:
        for name in (one.source.title, one.name, PurePosixPath(one.name).name):
            if "." in name[1:-1] and name.lower() in question.lower():
                question = re.sub(re.escape(name), _DOCUMENT, question, flags=re.IGNORECASE)
                named.append(names(one))
    words = tokens(SECTION.sub(_DOCUMENT, question))
    files = frozenset(word for one in documents for word in stems(one.name))
    labels = [names(one) for one in documents]
    plural = unknown = bare = False
    out: list[str] = []
    at = 0
    while at < len(words):
        end = _reference(words, at, files)
        if end == at:
            out.append(words[at])
            at += 1
            continue
        nouns = [word for word in words[at:end] if _is_noun(word)]
        several = any(map(_is_plural, nouns))
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


def names(document: Document) -> frozenset[str]:
    """The stems by which a document may be called: see `label`, and its file and first headings."""
    heads = [one for one in document.blocks if one.kind == "heading"][:_HEADINGS]
    return (label(document) | stems(document.name)).union(
        *(content(document.text[one.start : one.end]) for one in heads)
    )


def _is_noun(word: str) -> bool:
    return stem(word) in _NOUNS and not word.endswith("ed")


def _is_plural(noun: str) -> bool:
    return noun.lower().endswith("s")


def _plain(noun: str) -> str:
    return "documents" if _is_plural(noun) else "document"


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
    for noun in range(at, min(at + 4, len(words)) if at > start else at + 1):
        word = words[noun]
        if _is_noun(word) and (at > start or stem(word) in _PLAIN or asked_for):
            return _modified(words, noun + 1, files)
        if the and word.islower() and stem(word) in files:
            return _modified(words, noun + 1, files)
        if is_stop(word):
            break
    return start


def _modified(words: Sequence[str], at: int, files: Collection[str]) -> int:
    """Where what is said of a document after its noun ends: "… about bees", "… tyres.md"."""
    while at < len(words) and (_is_noun(words[at]) or stem(words[at]) in files):
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


def meant(named: Collection[str], labels: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Names of the documents that most words of a reference call; () if none has any."""
    known = [word for one in labels.values() for word in one]
    scores = {
        name: sum(1 / known.count(word) for word in one if word in named)
        for name, one in labels.items()
    }
    best = max(scores.values(), default=0.0)
    return tuple(name for name, score in scores.items() if score == best) if best else ()
