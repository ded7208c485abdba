"""Types that travel between stages: turn, hit, verdict, citation, answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from assistant.chunking.chunks import Passage
from assistant.nlp.discourse import split_context
from assistant.reading.document import Document, Span
from assistant.reading.places import FilePlace


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the text of its answer, as the caller kept them.

    searched: the question as it was searched, where the caller kept that too; without it,
              it is worked out again from the turns before.
    """

    question: str
    answer: str = ""
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it matches the question.

    score:   in [0, 1]; comparable between the hits of one question, not between questions.
    cosine:  of the question and the passage's best sentence, in [-1, 1]; comparable between
             questions.
    bm25:    share of the best BM25 score of this question, in [0, 1].
    matched: the passage's sentences that matched, best first.
    """

    passage: Passage
    score: float
    cosine: float
    bm25: float
    matched: tuple[Span, ...]


class Verdict(Enum):
    """How far quotes support a sentence."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence that was not taken from a document, and what checking it gave.

    text:    as written, without the writer's own citation markers.
    reason:  why it is not wholly supported, for a reader ("“27” is not in the quote"); "" if
             it is.
    markers: of the citations that support it, best first; () if none does.
    """

    text: str
    verdict: Verdict
    reason: str = ""
    markers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact place in a document: `document.text[start:end] == quote`, always.

    marker:  the number in the answer's text, "[1]" for 1.
    start, end: in the document's text, as it was read. Not those of the file: see `place`.
    section: headings above the quote, outermost first, joined by " > "; "" if there are none.
    origin:  just the characters that the quote came from: half-open ranges of the decoded file, in
             reading order; several where something inside (a line end, a hyphen, a running header)
             was taken out. `place` tells it for people.
    """

    marker: int
    document: Document
    start: int
    end: int
    quote: str
    section: str
    origin: tuple[tuple[int, int], ...]

    @property
    def place(self) -> FilePlace | None:
        """Where the quote stands in the file, for people; None if that is not known."""
        return self.document.place(self.start, self.end)

    @property
    def key(self) -> tuple[str, int, int]:
        """The document's name, and where the quote begins and ends: equal for one place."""
        return self.document.name, self.start, self.end


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of an answer: verbatim text and the marker of the citation that proves it.

    decisive: ranges of `text` that answer the question (the number, the name), for marking.
    cells:    of a table's row, the whole of it: pairs of a column's name and the cell's text, in
              the order of the columns; () for other statements.
    """

    text: str
    marker: int
    decisive: tuple[tuple[int, int], ...] = ()
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """The text for reading: a row's cells each have their column's name before them."""
        named = [f"{column}: {cell}" if column else cell for column, cell in self.cells if cell]
        return "; ".join(named) if any(column for column, _ in self.cells) else self.text


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds spent on each step."""

    search: float = 0.0
    answer: float = 0.0

    @property
    def total(self) -> float:
        """Seconds from the question to the answer."""
        return self.search + self.answer


@dataclass(frozen=True, slots=True)
class Composition:
    """What a language model wrote from an answer's quotes, each sentence checked.

    model:      its name, for the reader.
    sentences:  all of them, the withheld ones too, in the order written.
    leads:      whether enough survived the checking for it to stand before the quotes.
    fault:      why the model's text is missing or incomplete, in one sentence; "" if it is
                whole, and where a person stopped it.
    stopped:    whether a person ended the writing: the sentences are those checked until then.
    first_word: seconds from asking the model to its first word; None if none came.
    seconds:    from asking the model to its last word.
    tokens:     how many it wrote; None if the endpoint does not say.
    """

    model: str
    sentences: tuple[CheckedSentence, ...] = ()
    leads: bool = False
    fault: str = ""
    stopped: bool = False
    first_word: float | None = None
    seconds: float = 0.0
    tokens: int | None = None

    @property
    def shown(self) -> tuple[CheckedSentence, ...]:
        """The sentences that a reader sees: those that are not unsupported."""
        return tuple(one for one in self.sentences if one.verdict is not Verdict.UNSUPPORTED)

    @property
    def text(self) -> str:
        """The shown sentences, each with its markers."""
        return " ".join(
            one.text + "".join(f" [{marker}]" for marker in one.markers) for one in self.shown
        )


@dataclass(frozen=True, slots=True)
class Outdated:
    """A cited document whose file is no longer what was indexed: its old text was quoted.

    document: its name.
    change:   "changed": the file holds something else; "moved": it has another name; "gone": there
              is no such file.
    markers:  of the citations of it.
    now:      if it was moved, the name that it has now; else "".
    """

    document: str
    change: Literal["changed", "moved", "gone"]
    markers: tuple[int, ...]
    now: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or the statement that the documents do not give one (`found` is False).

    lead:       a line before the statements, by code and not from a document ("3 of 34 rows
                of Table 1:"), or why nothing is said; "" if the statements speak.
    statements: what the documents say, in reading order.
    citations:  by marker. For a refusal: the nearest passages, which `text` names. The last ones
                may be quotes that only composed text rests on.
    confidence: in [0, 1]: how sure we are that the documents answer the question and that
                this is the answer; for a refusal, how sure we were of an answer all the same.
    question:   as asked.
    searched:   as searched: in brackets behind it, what a follow-up leans on.
    further:    the next best sentences, which are not quoted: what a language model may draw on
                besides. Their markers mean nothing.
    composed:   a language model's words over these quotes; None if none was asked for.
    notes:      lines by code to be shown below the answer: that it is no medical advice.
    not_asked:  documents of the index that were not asked, because only others were chosen.
    outdated:   cited documents whose files have changed, moved or gone since they were indexed.
    """

    question: str
    searched: str
    found: bool
    lead: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    confidence: float
    hits: tuple[Hit, ...] = field(repr=False, default=())
    timings: Timings = Timings()
    further: tuple[Citation, ...] = field(repr=False, default=())
    composed: Composition | None = None
    notes: tuple[str, ...] = ()
    not_asked: int = 0
    outdated: tuple[Outdated, ...] = ()

    @property
    def is_talk(self) -> bool:
        """Whether it answers small talk ("hi"): `lead` is all there is, and nothing is quoted."""
        return self.found and bool(self.lead) and not (self.statements or self.citations)

    @property
    def stated(self) -> tuple[Citation, ...]:
        """The citations that its statements quote, by marker."""
        markers = {statement.marker for statement in self.statements}
        return tuple(one for one in self.citations if one.marker in markers)

    @property
    def about(self) -> tuple[str, ...]:
        """What of the talk before it was searched with the question, in a few phrases."""
        return split_context(self.searched)[1]

    @property
    def text(self) -> str:
        """The answer word for word: the quotes, and before them composed text where that leads."""
        return self._below_composed(self.quoted)

    @property
    def quoted(self) -> str:
        """The lead and the statements, each followed by its marker."""
        return self._listed([statement.text for statement in self.statements])

    def __str__(self) -> str:
        """The readable answer: `text` with the names of columns before the cells of rows."""
        return self._below_composed(self._listed([one.told for one in self.statements]))

    def _listed(self, said: list[str]) -> str:
        marked = zip(said, self.statements, strict=True)
        lines = [f"{text} [{statement.marker}]" for text, statement in marked]
        return "\n".join([self.lead, *lines] if self.lead else lines)

    def _below_composed(self, quoted: str) -> str:
        if self.composed is not None and self.composed.leads:
            return f"{self.composed.text}\n\n{quoted}"
        return quoted
