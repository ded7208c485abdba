"""What an export shows of a conversation, in any format, and its file name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.errors import UsageError
from assistant.messages import MESSAGES
from assistant.reading.places import in_words
from ui.answer_view import ShownAnswer, ShownCitation
from ui.kept_answers import Documents, from_json, none, with_files
from ui.references.reference import address as doi_address

if TYPE_CHECKING:
    from assistant.history.conversation import KeptConversation

_WORDS = re.compile(r"[\W_]+")
_LONGEST = 60


def file_name(name: str, suffix: str) -> str:
    """Letters and digits of any script, joined by hyphens: "How-many-2.md"."""
    stem = _WORDS.sub("-", unicodedata.normalize("NFC", name)).strip("-")[:_LONGEST].strip("-")
    # Windows keeps these names for its devices, whatever follows their dot.
    if not stem or re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem):
        stem = f"conversation-{stem}".strip("-")
    return f"{stem}.{suffix}"


def disposition(name: str) -> str:
    """The header that makes a download of it: in ASCII, and as it is (RFC 6266)."""
    apart = unicodedata.normalize("NFKD", name)
    plain = apart.encode("ascii", "ignore").decode()
    if plain.startswith("."):
        plain = "conversation" + plain
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


PROGRAM = "document-assistant"
SOURCES, NEAREST = "Sources", "Nearest passages"
LEDE = (
    "Every quote stands word for word at the lines of the file that are given with it, as the file "
    "was when it was indexed: the sha256 is of its bytes then. Spaces, line ends, the hyphens of "
    "broken words, ligatures and the like are as they were read. Lines are counted from 1, "
    "characters from 0 in the decoded file, and a range ends before its second number."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an answer. remark: what a reader must know of it; "" for nothing."""

    text: str
    markers: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A quote and where it stands.

    doi:    its https://doi.org address; "" if it has none.
    place:  the headings, the file's name, and where in the file, as far as that is known.
    sha256: of the file's bytes when it was indexed; "" if that is not known.
    """

    marker: int
    quote: str
    title: str
    bibliography: str
    doi: str
    place: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer.

    about:    phrases of the turns before it that were searched with the question.
    heading:  over the sources: of a refusal, they are only what came nearest.
    confidence: in words and as a figure; "" for a refusal.
    composed: a language model's sentences that quotes support; model: its name.
    """

    number: int
    made: datetime
    question: str
    about: tuple[str, ...]
    heading: str
    composed: tuple[Line, ...]
    model: str
    answer: tuple[Line, ...]
    notes: tuple[str, ...]
    confidence: str
    sources: tuple[Source, ...]


def answers(conversation: KeptConversation, documents: Documents = none) -> list[ShownAnswer]:
    """What was shown of each turn.

    documents: those that can be asked now: where quotes stand that were kept without it.

    Raises:
        UsageError: A turn was kept in a form that this version cannot read.
    """
    try:
        return [with_files(from_json(turn.shown), documents) for turn in conversation.turns]
    except ValueError as error:
        raise UsageError(
            "This conversation was kept by another version of the program and cannot be exported: "
            "ask its questions again."
        ) from error


def exchanges(conversation: KeptConversation, documents: Documents = none) -> list[Exchange]:
    """All of a conversation, oldest first. Raises UsageError as `answers` does."""
    shown = answers(conversation, documents)
    return [
        _exchange(turn.number, turn.made, one)
        for turn, one in zip(conversation.turns, shown, strict=True)
    ]


def program() -> str:
    """The program's name and version."""
    return f"{PROGRAM} {version(PROGRAM)}"


def date(moment: datetime) -> str:
    """A moment as it stands in a file: "2026-03-01 09:01 UTC"."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _exchange(number: int, made: datetime, shown: ShownAnswer) -> Exchange:
    composed: tuple[Line, ...] = ()
    if shown.composed is not None and shown.composed.leads:
        composed = tuple(
            Line(one.text, one.markers, f"partly: {one.reason}" if one.verdict == "partly" else "")
            for one in shown.composed.held_up
        )
    sure = shown.found and not shown.is_talk
    lead = (Line(shown.lead),) if shown.lead else ()
    return Exchange(
        number=number,
        made=made,
        question=shown.question,
        about=shown.about,
        heading=SOURCES if shown.found else NEAREST,
        composed=composed,
        model=shown.composed.model if shown.composed is not None and composed else "",
        answer=(*lead, *(Line(one.text, (one.marker,)) for one in shown.statements)),
        notes=(*shown.notes, *_outdated(shown)),
        confidence=MESSAGES.confidence(shown.confidence) if sure else "",
        sources=tuple(_source(one) for one in shown.citations),
    )


def _outdated(shown: ShownAnswer) -> list[str]:
    """What had become of the cited files when the question was asked."""
    said = (MESSAGES.outdated(one.change, one.document, one.now) for one in shown.outdated)
    return [f"{one}." for one in said]


def _source(citation: ShownCitation) -> Source:
    year = "" if citation.year is None else str(citation.year)
    address = doi_address(citation.doi)
    other = "" if address else citation.doi
    known = [part for part in (citation.authors, year, citation.journal, other) if part]
    place = [citation.section.replace(" > ", " › "), citation.document]
    place.append("" if citation.file is None else in_words(citation.file.place))
    return Source(
        marker=citation.marker,
        quote=citation.quote,
        title=citation.title,
        bibliography=" · ".join(known),
        doi=address,
        place=", ".join(part for part in place if part),
        sha256="" if citation.file is None else citation.file.sha256,
    )
