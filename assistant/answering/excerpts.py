"""Excerpts: what is quoted together, long enough to be understood alone.

An excerpt grows around the sentence, row, item or heading that decides: what it leans on comes
before it, what it introduces after it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.answering.evidence import Evidence
from assistant.chunking.chunks import Passage
from assistant.chunking.sentences import sentences
from assistant.nlp.discourse import leans
from assistant.nlp.tokens import stems
from assistant.reading.document import Block, Document, Span

MAX_ITEMS = 20
"""The most items or rows of a list that are shown."""

_BEFORE = 2  # sentences that one may lean on
_WORDS = 60  # about as many of what a heading or a colon introduces
_AFTER = 2  # sentences that are shown after one, if there is room
_LINES = 12  # of code
_OWN = 0.15  # share of the question's words that only the item itself holds
_SHORT = 10  # words of an excerpt that says little without the headings above it
_SHEETS = ("page", "slide", "sheet")  # a quote over two of them is hard to check
_ENDS = (".", "!", "?", "。", "؟", "।")
_CLAUSE = re.compile(r"\W{0,3}(?:§|\d+(?:\.\d+)*[.)]|\([a-z\d]{1,3}\))\s")
_TEXT = ("paragraph", "quotation", "turn", "field", "footnote")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place that an answer quotes.

    parts:    in order, of one document: a lead-in and its items are several.
    deciding: inside one of the parts.
    shown, total: of a list that was cut, else 0.
    """

    evidence: Evidence
    parts: tuple[Span, ...]
    deciding: Span
    shown: int = 0
    total: int = 0

    @property
    def document(self) -> Document:
        """Whose place it is."""
        return self.evidence.passage.document

    @property
    def passage(self) -> Passage:
        """Where the deciding sentence stands."""
        return self.evidence.passage

    @property
    def text(self) -> str:
        """The parts, a line each."""
        return "\n".join(self.document.text[part.start : part.end] for part in self.parts)

    def holds(self, evidence: Evidence) -> bool:
        """Whether a sentence stands in it."""
        span = evidence.span
        return self.document is evidence.passage.document and any(
            part.start <= span.start and span.end <= part.end for part in self.parts
        )


def excerpt(evidence: Evidence, asked: Collection[str], *, whole: bool = False) -> Excerpt:
    """What is to be quoted around a sentence.

    asked: stems of the question's words.
    whole: whether the question asks for all of a list.
    """
    document = evidence.passage.document
    number = block_at(document, evidence.span.start)
    block = document.blocks[number]
    builder = _Builder(document, number, evidence)
    if evidence.passage.kind == "row":
        made = Excerpt(evidence, (evidence.span,), evidence.span)
    elif block.kind == "heading":
        made = builder.heading()
    elif block.kind == "item":
        made = builder.item(asked, whole=whole)
    elif block.kind == "code":
        made = builder.code()
    else:
        made = builder.sentence()
    few = len(made.text.split()) <= _SHORT
    whole_sentence = block.kind != "item" and made.text.rstrip().endswith(_ENDS)
    small = evidence.passage.kind == "row" or (few and not whole_sentence)
    above = builder.above() if small and block.kind != "heading" else ()
    return replace(made, parts=(*above, *made.parts))


def block_at(document: Document, place: int) -> int:
    """The number of the block in which a place of the text lies."""
    return max(0, bisect_right(document.blocks, place, key=lambda block: block.start) - 1)


class _Builder:
    """Builds the excerpt of one sentence in the block of that number."""

    def __init__(self, document: Document, number: int, evidence: Evidence) -> None:
        self._document = document
        self._number = number
        self._block = document.blocks[number]
        self._evidence = evidence
        self._span = evidence.span

    def above(self) -> tuple[Span, ...]:
        """The headings under which the block stands, but for the document's title."""
        wanted = list(self._block.section)
        found: list[Span] = []
        for block in reversed(self._document.blocks[: self._number]):
            if not wanted:
                break
            span = Span(block.start, block.end)
            if block.section == tuple(wanted) and wanted[-1] == " ".join(self._text(span).split()):
                found.insert(0, span)
                wanted.pop()
        return tuple(one for one in found if self._text(one) != self._document.title)

    def heading(self) -> Excerpt:
        """A heading and what stands first under it; a heading that asks is left out."""
        own = Span(self._block.start, self._block.end)
        under, shown, total = self._introduced(self._number, level=self._block.level)
        if under and self._text(own).rstrip().endswith("?"):
            return Excerpt(self._evidence, under, under[0], shown, total)
        return Excerpt(self._evidence, (own, *under), own, shown, total)

    def item(self, asked: Collection[str], *, whole: bool) -> Excerpt:
        """An item with its lead-in; the whole list, if the question is about the lead-in."""
        lead = self._lead()
        above = stems(" ".join((*self._block.section, self._text(lead) if lead else "")))
        own = set(asked) & stems(self._text(self._span)) - above
        known = set(asked) & above
        items, shown, total = self._items(self._list_start())
        short = sum(len(self._text(one).split()) for one in items) <= _WORDS and not total
        if not (whole or short or (known and len(own) <= _OWN * len(asked))):
            items, shown, total = self._with_below(), 0, 0
        before = (lead,) if lead else ()
        return Excerpt(self._evidence, (*before, *items), self._span, shown, total)

    def code(self) -> Excerpt:
        """The block of code, or the lines around one, with the line that introduces it."""
        spans = self._code(self._number, self._span)
        before = self._before(self._number)
        if before is not None and self._document.blocks[before].kind in _TEXT:
            last = list(self._sentences(before))[-1:]
            spans = (*last, *spans)
        return Excerpt(self._evidence, tuple(spans), self._span)

    def sentence(self) -> Excerpt:
        """A sentence with what it leans on, introduces or asks, and what stands around it."""
        text = self._text(self._span).rstrip('*_ ”"')
        around = list(self._evidence.passage.sentences)
        place = next((n for n, one in enumerate(around) if one.end > self._span.start), 0)
        block_end = place + 1 >= len(around) or around[place + 1].start >= self._block.end
        if text.endswith(":") and block_end:
            under, shown, total = self._introduced(self._number)
            return Excerpt(self._evidence, (self._span, *under), self._span, shown, total)
        if text.endswith("?"):
            return self._answered(around[place + 1 :], self._span)
        first = self._first_needed(around, place)
        first, last = self._window(around, first, place)
        parts: tuple[Span, ...] = (Span(around[first].start, around[last].end),)
        if first == 0:
            parts = (*self._leaned_on(parts[0].start), *parts)
        return Excerpt(self._evidence, parts, self._span)

    def _window(self, around: list[Span], first: int, place: int) -> tuple[int, int]:
        """The first and last sentence of a passage to show around one, within so many words."""
        last = place
        words = sum(len(self._text(one).split()) for one in around[first : last + 1])
        for step in (*(1,) * _AFTER, -1):
            there = last + 1 if step > 0 else first - 1
            if not 0 <= there < len(around):
                continue
            words += len(self._text(around[there]).split())
            if words > _WORDS or self._stands_alone(around[there], max(place, there)):
                break
            first, last = min(first, there), max(last, there)
        return first, last

    def _stands_alone(self, span: Span, later: int) -> bool:
        """Whether a neighbour is an item or a clause of its own, begins after one that is, or
        stands on another page, slide or sheet.
        """
        kind = self._document.blocks[block_at(self._document, span.start)].kind
        own = self._text(self._evidence.passage.sentences[later])
        if kind == "item" != self._block.kind or _CLAUSE.match(own) is not None:
            return True
        return self._sheets(span) != self._sheets(self._span)

    def _sheets(self, span: Span) -> list[tuple[str, int, int]]:
        place = self._document.place(span.start, span.end)
        units = place.units if place is not None else ()
        return [(one.kind, one.first, one.last) for one in units if one.kind in _SHEETS]

    def _first_needed(self, around: list[Span], place: int) -> int:
        """The sentence with which the excerpt begins, so that nothing leans on what is left out."""
        at = place
        while at > max(0, place - _BEFORE):
            before = self._text(around[at - 1]).rstrip()
            if not (leans(self._text(around[at])) or before.endswith(("?", ":"))):
                break
            at -= 1
        return at

    def _leaned_on(self, start: int) -> tuple[Span, ...]:
        """The last sentence of the block before, if the block's first one leans on it or answers
        it.
        """
        number = block_at(self._document, start)
        inside = [one for one in self._sentences(number) if one.end <= start]
        if inside:  # a passage may begin in the middle of a paragraph
            return tuple(inside[-1:]) if leans(self._document.text[start : start + 80]) else ()
        before = self._before(number)
        if before is None or self._document.blocks[before].kind not in (*_TEXT, "item"):
            return ()
        last = list(self._sentences(before))[-1:]
        if not last:
            return ()
        told = self._text(last[0]).rstrip()
        leaning = leans(self._document.text[start : self._document.blocks[number].end])
        return tuple(last) if leaning or told.endswith(("?", ":")) else ()

    def _answered(self, rest: list[Span], question: Span) -> Excerpt:
        """A question and what answers it: the rest of its block, or what comes after."""
        if rest:
            end = self._within(rest)
            answer: tuple[Span, ...] = (Span(rest[0].start, end),)
        else:
            answer, _, _ = self._introduced(self._number)
        return Excerpt(self._evidence, (question, *answer), answer[0] if answer else question)

    def _within(self, found: list[Span]) -> int:
        """Where about as many words of these sentences end as may be shown."""
        words, end = 0, found[0].end
        for one in found:
            words += len(self._text(one).split())
            if words > _WORDS and one is not found[0]:
                break
            end = one.end
        return end

    def _introduced(self, number: int, level: int = 0) -> tuple[tuple[Span, ...], int, int]:
        """What a heading, a question or a colon introduces, and how much of a list that is."""
        blocks = self._document.blocks
        after = number + 1
        if after < len(blocks) and level and blocks[after].kind == "heading":
            if blocks[after].level <= level:
                return (), 0, 0
            under, shown, total = self._introduced(after, level=blocks[after].level)
            return (Span(blocks[after].start, blocks[after].end), *under), shown, total
        if after >= len(blocks) or blocks[after].kind == "heading":
            return (), 0, 0
        block = blocks[after]
        if block.kind in ("item", "row"):
            return self._items(after)
        if block.kind == "code":
            return tuple(self._code(after, None)), 0, 0
        found = list(self._sentences(after))
        if not found:
            return (), 0, 0
        span = Span(found[0].start, self._within(found))
        if self._text(span).rstrip().endswith(":"):
            under, shown, total = self._introduced(after)
            return (span, *under), shown, total
        return (span,), 0, 0

    def _items(self, first: int) -> tuple[tuple[Span, ...], int, int]:
        """The items of a list or the rows of a table, from the first on."""
        blocks = self._document.blocks
        kind, section = blocks[first].kind, blocks[first].section
        found: list[Block] = []
        for block in blocks[first:]:
            if block.kind != kind or block.section != section:
                break
            found.append(block)
        if len(found) <= MAX_ITEMS:
            return tuple(Span(one.start, one.end) for one in found), 0, 0
        shown = found[:MAX_ITEMS]
        return tuple(Span(one.start, one.end) for one in shown), MAX_ITEMS, len(found)

    def _list_start(self) -> int:
        blocks, at = self._document.blocks, self._number
        while (
            at and blocks[at - 1].kind == "item" and blocks[at - 1].section == self._block.section
        ):
            at -= 1
        return at

    def _with_below(self) -> tuple[Span, ...]:
        """The item, what it stands under, and the items below it."""
        blocks, found = self._document.blocks, [self._block]
        for block in blocks[self._number + 1 :]:
            if block.kind != "item" or block.level <= self._block.level:
                break
            found.append(block)
        above: list[Block] = []
        level = self._block.level
        for block in reversed(blocks[self._list_start() : self._number]):
            if block.level < level:
                above.insert(0, block)
                level = block.level
        return tuple(Span(one.start, one.end) for one in (*above, *found))

    def _lead(self) -> Span | None:
        """What introduces the list: the last sentence of it; a heading is shown anyhow."""
        number = self._block.lead
        if number is None or self._document.blocks[number].kind == "heading":
            return None
        last = list(self._sentences(number))[-1:]
        return last[0] if last else None

    def _code(self, number: int, line: Span | None) -> tuple[Span, ...]:
        """A block of code, or the lines of a long one around this."""
        block = self._document.blocks[number]
        text = self._document.text[block.start : block.end]
        lines = text.splitlines(keepends=True)
        if len(lines) <= _LINES:
            return (Span(block.start, block.start + len(text.rstrip())),)
        starts = [block.start]
        for one in lines:
            starts.append(starts[-1] + len(one))
        at = 0 if line is None else max(0, bisect_right(starts, line.start) - 1)
        first = max(0, min(at - _LINES // 2, len(lines) - _LINES))
        shown = "".join(lines[first : first + _LINES]).rstrip()
        return (Span(starts[first], starts[first] + len(shown)),)

    def _before(self, number: int) -> int | None:
        """The block before, in the same section."""
        blocks = self._document.blocks
        same = number > 0 and blocks[number - 1].section == blocks[number].section
        return number - 1 if same and blocks[number - 1].kind != "heading" else None

    def _sentences(self, number: int) -> list[Span]:
        block = self._document.blocks[number]
        return sentences(self._document.text, block.start, block.end)

    def _text(self, span: Span) -> str:
        return self._document.text[span.start : span.end]
