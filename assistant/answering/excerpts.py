"""Excerpts: what is quoted together, long enough to be understood alone.

An excerpt grows around the sentence, row, item or heading that decides: what it leans on comes
before it, what it introduces after it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, takewhile

from assistant.answering.evidence import Evidence
from assistant.chunking.chunks import MAX_SENTENCE, Passage, block_sentences
from assistant.nlp.discourse import leans
from assistant.nlp.tokens import stems
from assistant.reading.document import Block, Document, Span

MAX_ITEMS = 20
"""The most items or rows of a list that are shown."""

_BEFORE = 2  # sentences that one may lean on
_AFTER = 2  # sentences that are shown after one, if there is room
_WORDS = 60  # about as many around a sentence, or below a heading or a colon
_LONG = 15  # words of an item that is a paragraph: a step of a procedure
_LINES = 12  # of code
_OWN = 0.15  # share of the question's words that only the item itself holds
_SHORT = (5, 25)  # words that say little without the heading above, of the first level or others
_FEW = 10  # words that say little without all of them
_SHEETS = ("page", "slide", "sheet")  # a quote over two of them is hard to check
_TEXT = ("paragraph", "quotation", "turn", "field", "footnote")
_CLAUSE = re.compile(r"\W{0,3}(?:§|\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|\([a-z\d]{1,3}\))\s")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place that an answer quotes.

    parts:    in order, of one document: a lead-in and its items are several.
    deciding: inside one of the parts.
    total:    items of a list that was cut to `MAX_ITEMS`, else 0.
    """

    evidence: Evidence
    parts: tuple[Span, ...]
    deciding: Span
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


def excerpt(
    evidence: Evidence, asked: Collection[str], *, whole: bool = False, steps: bool = False
) -> Excerpt:
    """What is to be quoted around a sentence.

    asked: stems of the question's words.
    whole: whether the question asks for all of a list.
    steps: whether it asks how something is done: then all steps of a procedure may be quoted.
    """
    around = _Around(evidence, asked, whole=whole, steps=steps)
    kind = "row" if evidence.passage.kind == "row" else around.block.kind
    if kind == "row":
        return Excerpt(evidence, (*around.above(), evidence.span), evidence.span)
    if kind == "heading":
        return around.heading()
    made = {"item": around.item, "code": around.code}.get(kind, around.sentence)()
    words, deep = len(made.text.split()), len(around.block.section) > 1
    shown = words <= _SHORT[deep] or around.replies(made.parts[0])
    above = around.above()[-1 if words > _FEW else 0 :] if shown else ()
    return replace(made, parts=(*above, *made.parts))


def block_at(document: Document, place: int) -> int:
    """The number of the block in which a place of the text lies."""
    return max(0, bisect_right(document.blocks, place, key=lambda block: block.start) - 1)


def _alike(one: Block, other: Block) -> bool:
    """Whether two blocks are of one kind and stand in one section."""
    return one.kind == other.kind and one.section == other.section


class _Around:
    """What stands around one sentence."""

    def __init__(
        self, evidence: Evidence, asked: Collection[str], *, whole: bool, steps: bool
    ) -> None:
        self._evidence, self._asked, self._whole, self._steps = evidence, set(asked), whole, steps
        self._span = evidence.span
        self._document = evidence.passage.document
        self._blocks = self._document.blocks
        self._number = block_at(self._document, evidence.span.start)
        self.block = self._blocks[self._number]

    def above(self) -> tuple[Span, ...]:
        """The headings under which the block stands, but for the document's title."""
        wanted, found = self.block.section, list[Span]()
        for one in reversed(self._blocks[: self._number]):
            if wanted and one.kind == "heading" and one.section == wanted:
                found.insert(0, Span(one.start, one.end))
                wanted = wanted[:-1]
        return tuple(one for one in found if self._text(one) != self._document.title)

    def replies(self, part: Span) -> bool:
        """Whether a part follows at once on a heading that asks: "In May" is no answer alone."""
        before = self._blocks[max(0, block_at(self._document, part.start) - 1)]
        asks = before.kind == "heading" and self._text(Span(before.start, before.end)).endswith("?")
        alone = before.end <= part.start and not self._text(Span(before.end, part.start)).strip()
        return asks and alone and before.section == self.block.section

    def heading(self) -> Excerpt:
        """A heading and what stands first under it, which decides where the heading asks."""
        own = Span(self.block.start, self.block.end)
        under, total = self._introduced(self._number, level=self.block.level)
        deciding = under[0] if under and self._ends(own, "?") else own
        return Excerpt(self._evidence, (own, *under), deciding, total)

    def item(self) -> Excerpt:
        """An item with its lead-in; the whole list, if the question is about the lead-in."""
        lead, beyond = self._lead(self._number), self._beyond(self._number)
        own, of_lead = beyond & stems(self._text(self._span)), len(self._asked) - len(beyond)
        items, total = self._items(self._list_start(), () if self._whole else beyond)
        held = any(one.start <= self._span.start < one.end for one in items)
        words = sum(len(self._text(one).split()) for one in items)
        short, long = words <= _WORDS and not total, words > max(2 * _WORDS, _LONG * len(items))
        most = max(of_lead, len(self._asked) / 2) if short else _OWN * len(self._asked)
        told = held and len(own) <= most and (short or of_lead) and (self._steps or not long)
        if not self._whole and not told:
            items, total = self._with_below(), 0
        return Excerpt(self._evidence, (*lead, *items), self._span, total)

    def code(self) -> Excerpt:
        """The block of code, or the lines around one, with the line that introduces it."""
        before = self._blocks[self._number - 1] if self._number else self.block
        told = before.section == self.block.section and before.kind in _TEXT
        lead = self._sentences(self._number - 1)[-1:] if told else []
        parts = (*lead, *self._code(self._number, self._span.start))
        return Excerpt(self._evidence, parts, self._span)

    def sentence(self) -> Excerpt:
        """A sentence with what it leans on, introduces or asks, and what stands around it."""
        around = self._running()
        place = next((n for n, one in enumerate(around) if one.end > self._span.start), 0)
        around[place : place + 1] = [self._span]
        rest = [one for one in around[place + 1 :] if one.start < self.block.end]
        if self._ends(self._span, ":") and not rest:
            under, total = self._introduced(self._number)
            return Excerpt(self._evidence, (self._span, *under), self._span, total)
        if self._ends(self._span, "?"):
            answer = self._within(rest) if rest else self._introduced(self._number)[0]
            deciding = answer[0] if answer else self._span
            return Excerpt(self._evidence, (self._span, *answer), deciding)
        first = place
        while first > max(0, place - _BEFORE) and (
            leans(self._text(around[first])) or self._ends(around[first - 1], "?:")
        ):
            first -= 1
        first, last = self._window(around, first, place)
        told = Span(around[first].start, around[last].end)
        return Excerpt(self._evidence, (told,), self._span)

    def _running(self) -> list[Span]:
        """The sentences of the running text around: of one section, and of one kind of block."""
        at, near = self._number, _AFTER + 1
        alike = partial(_alike, self.block)
        before = takewhile(alike, reversed(self._blocks[max(0, at - near) : at]))
        after = takewhile(alike, self._blocks[at + 1 : at + 1 + near])
        low, high = self._span.start - MAX_SENTENCE, self._span.end + MAX_SENTENCE
        found: list[Span] = []
        for one in (*reversed(list(before)), self.block, *after):
            start, end = max(one.start, low), min(one.end, high)  # a block may be a whole book
            told = [*block_sentences(self._document.text, replace(one, start=start, end=end))]
            found += told[start > one.start : len(told) - (end < one.end)]
        return found

    def _window(self, around: Sequence[Span], first: int, place: int) -> tuple[int, int]:
        """The first and last sentence to show around one; the next paragraph follows one alone."""
        last, several = place, self.block.end - self.block.start > len(self._text(self._span)) + 1
        words = sum(len(self._text(one).split()) for one in around[first : last + 1])
        for step in (*(1,) * _AFTER, -1):
            there = last + 1 if step > 0 else first - 1
            if not 0 <= there < len(around):
                continue
            if several and around[there].start >= self.block.end:
                continue
            words += len((text := self._text(around[there])).split())
            clause = _CLAUSE.match(self._text(around[max(place, there)]))
            alone = self._ends(around[there], ":") if step > 0 else leans(text)
            apart = self._sheets(around[there]) != self._sheets(self._span)
            if words > _WORDS or clause or alone or apart:
                break
            first, last = min(first, there), max(last, there)
        return first, last

    def _sheets(self, span: Span) -> list[tuple[str, int, int]]:
        place = self._document.place(span.start, span.end)
        units = place.units if place is not None else ()
        return [(one.kind, one.first, one.last) for one in units if one.kind in _SHEETS]

    def _within(self, found: Sequence[Span]) -> tuple[Span, ...]:
        """As many of these sentences as may be shown, as one; () of none."""
        words = list(accumulate(len(self._text(one).split()) for one in found))
        count = max(1, bisect_right(words, _WORDS))
        return (Span(found[0].start, found[:count][-1].end),) if found else ()

    def _introduced(self, number: int, level: int = 0) -> tuple[tuple[Span, ...], int]:
        """What a heading, a question or a colon introduces; of a list that was cut, how long."""
        after = number + 1
        block = self._blocks[after] if after < len(self._blocks) else None
        if block is None or (block.kind == "heading" and not 0 < level < block.level):
            return (), 0
        if block.kind == "heading":
            under, total = self._introduced(after, level=block.level)
            return (Span(block.start, block.end), *under), total
        if block.kind in ("item", "row"):
            return self._items(after, () if self._whole else self._beyond(after))
        if block.kind == "code":
            return self._code(after, block.start), 0
        told = self._within(self._sentences(after))
        under, total = self._introduced(after) if told and self._ends(told[0], ":") else ((), 0)
        return (*told, *under), total

    def _beyond(self, item: int) -> set[str]:
        """What is asked and does not stand above the items of a list."""
        above = (*self._blocks[item].section, *map(self._text, self._lead(item)))
        return self._asked - stems(" ".join(above))

    def _items(self, first: int, own: Collection[str] = ()) -> tuple[tuple[Span, ...], int]:
        """The items of a list or the rows of a table, from the first on. own: stems; of what is
        too long, those that hold any.
        """
        inside = takewhile(partial(_alike, self._blocks[first]), self._blocks[first:])
        found = [Span(one.start, one.end) for one in inside]
        if len(found) > MAX_ITEMS:
            found = [one for one in found if stems(self._text(one)).intersection(own)] or found
        return tuple(found[:MAX_ITEMS]), len(found) if len(found) > MAX_ITEMS else 0

    def _list_start(self) -> int:
        before = takewhile(partial(_alike, self.block), reversed(self._blocks[: self._number]))
        return self._number - sum(1 for _ in before)

    def _with_below(self) -> tuple[Span, ...]:
        """The item, what it stands under, and the items below it."""
        level = self.block.level
        shown = [self.block]
        for block in reversed(self._blocks[self._list_start() : self._number]):
            if block.level < shown[0].level:
                shown.insert(0, block)
        after = self._blocks[self._number + 1 :]
        shown += takewhile(lambda one: one.kind == "item" and one.level > level, after)
        return tuple(Span(one.start, one.end) for one in shown)

    def _lead(self, item: int) -> tuple[Span, ...]:
        """What introduces a list: the last sentence of it; a heading is shown anyhow."""
        number = self._blocks[item].lead
        if number is None or self._blocks[number].kind == "heading":
            return ()
        return tuple(self._sentences(number)[-1:])

    def _code(self, number: int, place: int) -> tuple[Span, ...]:
        """A block of code, or the lines of a long one around a place."""
        block = self._blocks[number]
        text = self._document.text[block.start : block.end]
        lines = text.splitlines(keepends=True)
        at = text.count("\n", 0, max(0, place - block.start))
        first = max(0, min(at - _LINES // 2, len(lines) - _LINES))
        start = block.start + sum(map(len, lines[:first]))
        return (Span(start, start + len("".join(lines[first : first + _LINES]).rstrip())),)

    def _sentences(self, number: int) -> list[Span]:
        return list(block_sentences(self._document.text, self._blocks[number]))

    def _ends(self, span: Span, marks: str) -> bool:
        return self._text(span).rstrip('*_ ”"\n').endswith(tuple(marks))

    def _text(self, span: Span) -> str:
        return self._document.text[span.start : span.end]
