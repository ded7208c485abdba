"""Split a document into passages of whole sentences."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal

from assistant.chunking.sentences import sentences
from assistant.reading.document import Block, Document, Span
from assistant.reading.places import FilePlace
from assistant.reading.text.headings import begins_references

PassageKind = Literal["text", "caption", "row", "heading"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one section, short enough to read at a glance.

    id:        hash of document name, content and place; the same in every rebuild.
    sentences: in order, each inside [start, end). A row is one, if it is not too long.
    section:   headings above it, outermost first; a heading is a passage of its own, and is not
               above itself.
    """

    id: str
    document: Document
    start: int
    end: int
    section: tuple[str, ...]
    sentences: tuple[Span, ...]
    kind: PassageKind = "text"
    block: int | None = None  # of a row or a heading: its index in document.blocks

    @property
    def text(self) -> str:
        """The passage, verbatim from the document."""
        return self.document.text[self.start : self.end]

    @property
    def place(self) -> FilePlace | None:
        """Where it stands in the file, for people; None where that is not known."""
        return self.document.place(self.start, self.end)

    def before(self, start: int) -> str:
        """The last of its sentences that ends before a place of the document; "" if none does."""
        earlier = [one for one in self.sentences if one.end <= start]
        return self.document.text[earlier[-1].start : earlier[-1].end] if earlier else ""

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Of a row: its cells, each with its column's name; () for other passages."""
        if self.kind != "row" or self.block is None:
            return ()
        block = self.document.blocks[self.block]
        columns = self.document.tables[block.table or 0].columns
        texts = (self.document.text[cell.start : cell.end] for cell in block.cells)
        return tuple(zip(columns, texts, strict=False))


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document and its passages, in reading order."""

    document: Document
    passages: tuple[Passage, ...]


def passage_id(document: Document, start: int, end: int) -> str:
    """The id of the passage there."""
    return passage_key(document.name, start, document.text[start:end])


def passage_key(document: str, start: int, text: str) -> str:
    """The id of the passage with that text, which starts there in the document of that name."""
    key = f"{document}\0{start}\0{text}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the index. Its number is its place in the order of `sentences`.

    passage: number of its passage.
    id:      the same in every rebuild.
    """

    passage: int
    id: str
    document: str
    span: Span
    text: str

    @property
    def text_hash(self) -> bytes:
        """By which its vector is found again: equal texts have equal vectors."""
        return sentence_hash(self.text)


def sentence_hash(text: str) -> bytes:
    """The sha256 of a sentence's text."""
    return hashlib.sha256(text.encode()).digest()


def sentence_id(passage: str, ordinal: int) -> str:
    """The id of the ordinal-th sentence (from 0) of the passage with that id."""
    return f"{passage}:{ordinal}"


def all_sentences(documents: Iterable[CutDocument]) -> Iterator[Sentence]:
    """All sentences, in the order that gives them their numbers."""
    passages = (passage for document in documents for passage in document.passages)
    for number, passage in enumerate(passages):
        for ordinal, span in enumerate(passage.sentences):
            yield Sentence(
                passage=number,
                id=sentence_id(passage.id, ordinal),
                document=passage.document.name,
                span=span,
                text=passage.document.text[span.start : span.end],
            )


PASSAGE_WORDS = 75
"""About the most words of a passage; a sentence goes to the passage in which its middle falls.

Shorter passages are found better (docs/decisions/0004-search.md): with 130 words the answer lies
within the first 130 words read for 0.59 of the public questions, with 75 for 0.66.
"""

MAX_SENTENCE = 1500
"""The most characters of a sentence or of a row's part: what is longer is cut at white space.

Nothing that is done with a sentence may depend on how long somebody made one. The longest of 58
public articles has 1,351, the longest row of the two reviews 417.
"""
_RUNNING = ("paragraph", "item", "quotation", "turn", "field")
_ALONE = ("caption", "footnote", "code")


def cut(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in order."""
    return tuple(_passages(document, document.blocks))


def _passages(document: Document, blocks: tuple[Block, ...]) -> Iterator[Passage]:
    def run(numbered: tuple[int, Block]) -> tuple[tuple[str, ...], int | None]:
        """Equal for the blocks that may share a passage."""
        number, block = numbered
        return block.section, None if block.kind in _RUNNING else number

    for (section, number), group in groupby(enumerate(blocks), key=run):
        members = [block for _, block in group]
        if number is None:
            found = [span for block in members for span in block_sentences(document.text, block)]
            for part in _parts(document.text, found):
                yield _passage(document, part, section, "text")
        else:
            yield from _alone(document, members[0], number)


def _alone(document: Document, block: Block, number: int) -> Iterator[Passage]:
    """The passages of a block that shares none; most have one."""
    if block.kind == "heading" and begins_references(document.text[block.start : block.end]):
        return  # below it stands what is never quoted as a finding
    if block.kind in ("row", "heading"):
        kind: PassageKind = "row" if block.kind == "row" else "heading"
        section = block.section if kind == "row" else block.section[:-1]
        if part := list(_short(document.text, Span(block.start, block.end))):
            yield _passage(document, part, section, kind, number)
    elif block.kind in _ALONE:
        kind = "caption" if block.kind == "caption" else "text"
        found = list(block_sentences(document.text, block))
        for part in [found] if kind == "caption" and found else _parts(document.text, found):
            yield _passage(document, part, block.section, kind)


def block_sentences(text: str, block: Block) -> Iterator[Span]:
    """The sentences of a block, or its lines of code, none too long."""
    cut = _lines if block.kind == "code" else sentences
    for sentence in cut(text, block.start, block.end):
        yield from _short(text, sentence)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of code that hold anything."""
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip()
        if bare:
            begin = start + line.index(bare)
            yield Span(begin, begin + len(bare))
        start += len(line)


def _short(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence in parts that are not too long; most have one."""
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE:
        end = max(text.rfind(" ", start, start + MAX_SENTENCE), start) or start
        end = end if end > start else start + MAX_SENTENCE
        yield Span(start, end)
        start = end + 1 if text[end] == " " else end
    if start < sentence.end:
        yield Span(start, sentence.end)


def _parts(text: str, found: list[Span]) -> Iterator[list[Span]]:
    """Group sentences into as few passages as fit, of about equal numbers of words.

    A sentence belongs to the part in which its middle falls.
    """
    words = [len(text[span.start : span.end].split()) for span in found]
    size = sum(words) / max(1, math.ceil(sum(words) / PASSAGE_WORDS))
    middles = [
        before + count / 2 for before, count in zip(accumulate([0, *words]), words, strict=False)
    ]
    placed = zip((math.floor(middle / size) for middle in middles), found, strict=True)
    for _, part in groupby(placed, key=lambda pair: pair[0]):
        yield [span for _, span in part]


def _passage(
    document: Document,
    part: list[Span],
    section: tuple[str, ...],
    kind: PassageKind,
    block: int | None = None,
) -> Passage:
    start, end = part[0].start, part[-1].end
    name = passage_id(document, start, end)
    return Passage(name, document, start, end, section, tuple(part), kind, block)
