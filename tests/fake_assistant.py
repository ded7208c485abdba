"""An assistant of a few sentences: what the front doors need, without a model or an index."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from assistant.chunking.chunks import Passage
from assistant.corpus import edit
from assistant.corpus.details import Details, details
from assistant.corpus.edit import Existing
from assistant.corpus.status import Holding, Listing
from assistant.errors import UsageError
from assistant.generation.events import Checked, Done, Event, Quoted, Searched, Written
from assistant.progress import Progress
from assistant.reading.document import Document, OffsetMap, OriginalFile, Piece, Source, Span
from assistant.receipts.builder import Circumstances, make
from assistant.receipts.receipt import Receipt
from assistant.settings import Settings
from assistant.types import (
    Answer,
    CheckedSentence,
    Citation,
    Composition,
    Hit,
    Statement,
    Timings,
    Turn,
    Verdict,
)
from assistant.workspace import Workspace

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> ![a](https://evil.example/p.png) "
    "[b](javascript:alert(3)) \"quoted\" 'single' {{value}} ${alert(4)} &lt;b&gt; \x1b[31mred\x07."
)

REVIEW_TEXT = (
    "The five-year survival after aHSCT was 92% in 281 patients. "
    "Relapses stopped in most of them.\n\n"
    "Mesenchymal stromal cells act on B cells by soluble factors. "
    "They lower the number of plasma cells."
)
REVIEW_FILE = f"Frontiers in Neurology\n\n{REVIEW_TEXT}\n"
"""As it lies on the disk: with a running head, which reading leaves out."""
_BEFORE = REVIEW_FILE.index(REVIEW_TEXT)

REVIEW = Document(
    name="review-2024.txt",
    text=REVIEW_TEXT,
    sha256="0" * 64,
    origin=OffsetMap((Piece(0, len(REVIEW_TEXT), _BEFORE, _BEFORE + len(REVIEW_TEXT)),)),
    file=OriginalFile(
        sha256=hashlib.sha256(REVIEW_FILE.encode()).hexdigest(),
        size=len(REVIEW_FILE),
        encoding="UTF-8",
        line_starts=(0, *(end for end, char in enumerate(REVIEW_FILE, 1) if char == "\n")),
    ),
    source=Source(
        title="Stem cell therapies: a new era",
        authors="Wu et al.",
        year=2024,
        journal="Frontiers in Neurology 15:1389697",
        doi="10.3389/fneur.2024.1389697",
    ),
)
ATTACK = Document(
    name="<b>attack</b>.txt",
    text=f"Before. {HOSTILE} After.",
    sha256="1" * 64,
    source=Source(
        title='<img src=x onerror="alert(5)">',
        authors="<i>Mallory</i>",
        doi='10.1000/"><script>alert(6)</script>',
    ),
)


def passage(document: Document, start: int, end: int, section: tuple[str, ...] = ()) -> Passage:
    return Passage(f"{document.name}:{start}", document, start, end, section, (Span(start, end),))


def hit(found: Passage) -> Hit:
    return Hit(found, score=0.9, cosine=0.8, bm25=1.0, matched=found.sentences)


def citation(marker: int, document: Document, quote: str, section: str = "") -> Citation:
    start = document.text.index(quote)
    end = start + len(quote)
    origin = document.origin.to_origin(start, end)
    return Citation(marker, document, start, end, quote, section, origin)


def answer(question: str, *citations: Citation, found: bool = True, searched: str = "") -> Answer:
    hits = tuple(hit(passage(c.document, 0, len(c.document.text))) for c in citations)
    statements = tuple(Statement(c.quote, c.marker, ((0, 3),)) for c in citations)
    return Answer(
        question=question,
        searched=searched or question,
        found=found,
        lead="" if found else "The documents do not say.",
        statements=statements if found else (),
        citations=citations,
        confidence=0.82 if found else 0.1,
        hits=hits,
        timings=Timings(0.02, 0.01),
    )


COMPOSED = Composition(
    "model",
    (
        CheckedSentence("Survival was 92%.", Verdict.SUPPORTED, "", (1,)),
        CheckedSentence(
            "Most relapses stopped.", Verdict.PARTLY, "the quote does not say “Most”", (1,)
        ),
        CheckedSentence("Only 27 died.", Verdict.UNSUPPORTED, "“27” is not in the quote"),
    ),
    leads=True,
    first_word=0.5,
    seconds=1.5,
    tokens=21,
)


@dataclass(frozen=True)
class FakeWorkspace:
    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        return self.root / "index"


class FakeReport(str):
    changed = True


class FakeAssistant:
    """Answers by a word of the question: "survival", "attack", "both"; else it refuses."""

    def __init__(self, root: Path) -> None:
        self.workspace = FakeWorkspace(root)
        self.documents = (REVIEW, ATTACK)
        self.histories: list[tuple[Turn, ...]] = []
        self.asked_of: list[Sequence[str] | None] = []
        self.error: Exception | None = None
        self.settings = Settings()
        self.warmed = False
        self.composes = False
        self.writers: tuple[str, ...] = ()
        self.stop: threading.Event | None = None
        self.asked_model: str | None = None
        self.indexed = 0
        self.reread: Collection[str] | None = ()
        self.indexing_error: Exception | None = None
        self.emptied = False
        self.answerable = True

    def index(
        self,
        progress: Progress | None = None,
        *,
        may_be_empty: bool = False,
        reread: Collection[str] | None = (),
        engine: str = "local",
    ) -> FakeReport:
        self.indexed += 1
        self.reread = reread
        if progress:
            progress("reading", 1, 2)
            progress("reading", 2, 2)
        if self.indexing_error:
            raise self.indexing_error
        self.answerable = True
        return FakeReport("2 documents, 4 sentences, 2 passages")

    def require_own(self) -> None:
        """The index is no copy of a published one."""

    def holdings(self) -> tuple[Holding, ...]:
        return Listing(Workspace(self.workspace.root)).holdings()

    def add(
        self, name: str, stream: BinaryIO, existing: Existing = "refuse", folder: str = ""
    ) -> str:
        return edit.add(self.workspace.corpus, name, stream, existing, folder=folder)

    def details(self, name: str) -> Details:
        return details(Workspace(self.workspace.root), self.holdings(), name)

    def remove(self, name: str) -> None:
        edit.remove(self.workspace.corpus, name)

    def search(
        self, question: str, limit: int = 5, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        self._check(question, documents)
        found = [passage(REVIEW, 0, 60, ("3 Results", "Survival")), passage(ATTACK, 8, 40)]
        return [hit(one) for one in found][:limit] if "nothing" not in question else []

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] | None = None,
    ) -> Answer:
        self._check(question, documents)
        self.histories.append(tuple(history))
        survival = citation(
            1,
            REVIEW,
            "The five-year survival after aHSCT was 92% in 281 patients.",
            "3 Results > Survival",
        )
        attack = citation(2, ATTACK, HOSTILE, "<u>section</u>")
        if "survival" in question:
            return answer(question, survival)
        if "attack" in question:
            return answer(question, survival, attack, searched=f"{question} {HOSTILE}")
        if "then" in question:
            return answer(question, survival, searched=f"{question} (about: five-year survival)")
        return answer(question, survival, found=False)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] | None = None,
        *,
        answers: str | None = None,
        model: str | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        self.stop = stop
        self.asked_model = model
        quoted = self.ask(question, history, documents)
        yield Searched(quoted.searched, quoted.hits)
        composing = answers == "composed" or self.composes
        yield Quoted(quoted, composing)
        if composing:
            yield Written("Survival was 92%. ")
            written: tuple[CheckedSentence, ...] = ()
            for sentence in COMPOSED.sentences:
                if stop is not None and stop.is_set():
                    break
                written = (*written, sentence)
                yield Checked(sentence)
            quoted = replace(quoted, composed=replace(COMPOSED, sentences=written))
        yield Done(quoted)

    def first_questions(self, limit: int = 6) -> tuple[str, ...]:
        return ("What was the survival?", "<b>?</b>")[:limit]

    def next_questions(
        self,
        answer: Answer,
        history: Sequence[Turn] = (),
        limit: int = 3,
        documents: Sequence[str] | None = None,
    ) -> tuple[str, ...]:
        return ("And the survival then?",) if answer.found else ()

    def receipt(self, answer: Answer, documents: Sequence[str] | None = None) -> Receipt:
        """Of the words alone: the documents are in no file."""
        without = replace(answer, statements=(), citations=())
        return make(without, Circumstances(self.workspace.corpus, {}, "g"))

    def warm(self) -> None:
        self.warmed = True

    def _check(self, question: str, documents: Sequence[str] | None) -> None:
        self.asked_of.append(documents)
        if self.error:
            raise self.error
        if not question.strip():
            raise UsageError("The question is empty: ask something.")
        if len(question) > 4_000:
            raise UsageError("The question has more than 4,000 characters: ask a shorter one.")
