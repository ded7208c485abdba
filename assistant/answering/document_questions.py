"""Recognise questions about the documents themselves: which there are, what one is about, whose it
is.

What names a document or a section ("the July service note", "chapter III") is put aside first, so
that "What is the July service note about?" is compared with the examples as "What is the document
about?".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.answering.scope import SECTION, TEXT_WORDS, label
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.query.examples import Embeds, Examples, content
from assistant.reading.document import Document

LEAST = 0.8
"""Cosine to the nearest example. With it, 2 of 6,078 questions of SQuAD and none of 1,481 of CLAPNQ
and COVID-QA are taken for questions about documents, the titles of their articles being the names.
"""

_EXAMPLES = {
    "list": """
        What documents do you have? | Which documents are there? | List all documents. | List your
        documents | Show me the documents | What documents can I ask about? | How many documents
        do you have? | How many documents are there? | What do you have? | How many documents did
        you read? | How many documents are loaded? | What is in here? | Which documents have you
        read? | What documents have been uploaded? | What can I read? | Name the documents that
        you know | What do you know? | What are your sources? | List the sources | What is in the
        collection? | Which sources do you use? | What is the number of documents? | Which
        documents are available? | What are the titles of the documents? | Give me an overview of
        all documents | Which documents are in the collection?
        """,
    "about": """
        Which document is about the subject? | Which document deals with the subject? | Which
        documents do you have about the subject? | Is there a document about the subject? | How
        many documents are there about the subject? | Do you have a document on the subject? |
        Which of the documents covers the subject? | In which document can I read about the
        subject? | Are there documents on the subject? | Which document mentions the subject? |
        Which document describes the subject? | Where can I read about the subject? | Do you have
        anything about the subject? | Which document discusses the subject? | Which document talks
        about the subject?
        """,
    "overview": """
        What is the document about? | What is this document about in short? | What is it about? |
        What are the documents about? | Summarise the document. | Summarize the document | Sum up
        the document | TL;DR of the document | Give me a summary of the document | Give an
        overview of the document | Can you summarise the document for me? | Outline the document |
        What is in the document? | What does the document cover? | What does it deal with? | What
        is the content of the document? | What are the main points of the document? | What are the
        key points of the document? | Tell me about the document | What is the gist? | What does
        the document describe? | Describe the document | Explain the document | What is the topic
        of the document? | What happens in the document? | Summarise the main findings of the
        document | What is the main message of the document? | What was the document about? | What
        is the subject of the document? | What are the main conclusions of the document? | What is
        the purpose of the document? | Compare the two documents | How do the documents differ? |
        Compare the document and the document | What is the difference between the documents? |
        What do the documents have in common? | What were the main decisions of the document? |
        What are the main results of the document? | Give me a quick short brief summary |
        Summarise all documents | Summarise everything
        """,
    "metadata": """
        Who wrote the document? | Who wrote the document, and when? | Who is the author? | Who is
        the author of the document? | Who are the authors? | Who wrote it, when? | When was the
        document written? | When was the document published? | By whom is it? | Who issued the
        document and when? | Who published the document? | How old is the document? | When did the
        document come out? | What is the date of the document? | Who drew up the document? | When
        was the document last updated? | When was the document last revised or changed? | Which is
        the newest version? | Which version is the latest? | What is the current version? | Which
        version of the document is in force, and since when? | Which version is this? | Until when
        is the document valid, and who issued it? | Since when does the document apply? | Which
        document is the newest? | Which is the oldest document? | Who prepared the document? |
        Which is the latest release and when did it come out? | Who took the document? | What is
        the title of the document? | Who signed the document? | Who is given as the author of the
        document? | Is the document up to date? | Who edited it? | In which year was the document
        written? | What year is the document from? | Who made it? | Whose document is it? | Who
        compiled the document? | Who did the document and on which day? | Who is responsible for
        the document? | Is there a newer version of the document? | What edition is the document?
        | Who sent it? | On what date was the document issued or released? | How recent is the
        document?
        """,
}
"""By kind, with bars between."""

_MORE = frozenset(
    map(
        stem,
        """brochure card changelog chapter conversation deed essay interview lease meeting novel
        page pamphlet poem recording script sheet tale tape timetable transcript website""".split(),
    )
)
_NOUNS = (TEXT_WORDS | _MORE) - {stem("version")}
_PLAIN = frozenset(map(stem, ("document", "file")))
_THE = frozenset("the this that these those your our my its both".split())
_BEFORE = _THE | frozenset("two three all each a an any of".split())
_WHICH_ONE = frozenset("which what many of your are there any".split())
_AFTER = frozenset("about on of with from by for between called titled named".split())
_INSIDE = frozenset("the a an of and on my our your their".split())
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

    named:  words of each reference, as stems; empty for "the document" itself.
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

    def __init__(self, embedder: Embeds, least: float = LEAST) -> None:
        self._examples = Examples(_EXAMPLES, embedder, least)

    def asked(self, question: str, documents: Sequence[Document]) -> Request | None:
        """What a question asks about the documents; None if it asks about something in them."""
        masked = mask(question, documents)
        if (found := _SUBJECT.search(question)) and _WHICH.search(question):
            about = _plain(question.replace(found["subject"], "the subject"))
            if self._examples.kind_of(about) == "about" and content(found["subject"]) - _NOUNS:
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
        inside = words[at:end]
        several = any(_is_noun(word) and word.lower().endswith("s") for word in inside)
        bare |= not any(map(_is_noun, inside)) and "about" not in words
        called = frozenset(_content(inside, files))
        held = max((len(called & label) for label in labels), default=0)
        unknown |= held < len(called) / 2
        named.append(called)
        before = out[-1].lower() if out else ""
        the = "" if before in _WHICH_ONE and words[at].lower() not in _THE else "the "
        out.append(the + ("documents" if several else "document"))
        plural |= several
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


def _plain(text: str) -> str:
    """A text with "document" for each word for documents of any kind."""
    many = ("document", "documents")
    return " ".join(many[one.endswith("s")] if _is_noun(one) else one for one in tokens(text))


def _content(words: Collection[str], files: frozenset[str]) -> set[str]:
    numbers = ("both", "two", "three", "all")
    found = {stem(word) for word in words if not is_stop(word) and word.lower() not in numbers}
    return {word for word in found if word not in _NOUNS or word in files - _PLAIN}


def _reference(words: Sequence[str], at: int, files: Collection[str]) -> int:
    """Where a reference to a document that begins here ends; `at` if none begins here.

    files: stems of the files' names: "the lease" is one where a file is called so.
    """
    start = at
    at += words[at].lower() in _BEFORE - {"of"}
    while start < at < min(len(words), start + 4) and words[at].lower() in _BEFORE:
        at += 1
    the = any(word.lower() in _THE for word in words[start:at])
    for noun in range(at, min(at + 4, len(words)) if at > start else at + 1):
        word = words[noun]
        if _is_noun(word) and (at > start or stem(word) in _PLAIN or _asked_for(words, start)):
            return _modified(words, noun + 1, files)
        if the and word.islower() and stem(word) in files:
            return _modified(words, noun + 1, files)
        if is_stop(word):
            break
    return start


def _asked_for(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1].lower() in _WHICH_ONE


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
