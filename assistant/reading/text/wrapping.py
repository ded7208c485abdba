"""Tell which lines of typed text go on with the line before, and which begin something."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.text import chat_log
from assistant.reading.text import line_forms as forms
from assistant.reading.text import speech_forms as speech
from assistant.reading.text.lines import Line, body_width, indent_of
from assistant.reading.text.list_marks import follows
from assistant.reading.text.typed_headings import FULL, WRAPPED_WIDTH

_WRAPPED_WIDE = 20  # Chinese or Japanese characters, which are twice as wide
_MAX_WIDTH = 200  # characters; where lines are longer, each is a paragraph
_WRAPS = 0.4  # of the lines that follow another begin small, where paragraphs are broken


@dataclass(slots=True)
class Wrapping:
    """What the lines of one text have in common, and what it says of each.

    width:    of its full lines.
    wraps:    its paragraphs are broken into lines.
    speakers: who takes turns in it.
    stamped:  lines begin with a time, as those of a log.
    pairs:    it has questions with their answers.
    """

    file_text: str
    width: float = 0.0
    wraps: bool = False
    speakers: frozenset[str] = frozenset()
    stamped: bool = False
    pairs: bool = False

    @classmethod
    def of(cls, file_text: str, lines: list[Line]) -> Wrapping:
        """What the lines of a text have in common."""
        texts = [line.text for line in lines]
        width = body_width(lines)
        after = [line for _, line in pairwise(lines) if not line.after_blank]
        small = sum(line.text[:1].islower() for line in after)
        return cls(
            file_text,
            width,
            wraps=width <= _MAX_WIDTH and small >= len(after) * _WRAPS and bool(after),
            speakers=speech.speakers(texts),
            stamped=chat_log.are_stamped(texts),
            pairs=any(speech.asks(a) and speech.answers(b) for a, b in pairwise(texts)),
        )

    def end(self, group: Sequence[Line], at: int) -> int:
        """The line after the part that begins at a line of a group."""
        end = at + 1
        while (
            end < len(group)
            and self.goes_on(group, end)
            and not follows(group[at].text, group[end].text)
        ):
            end += 1
        return end

    def goes_on(self, group: Sequence[Line], at: int) -> bool:
        """Whether a line of a group belongs to the part of the line before it."""
        before, line = group[at - 1].text, group[at].text
        if self._is_apart(group, at):
            return False
        if forms.is_broken(before):
            return True
        if line[:1].islower() and not self._begins_small(line, before):
            return True
        if self._is_among_fields(group, at):
            return False
        ended = forms.ends_sentence(before) or before.endswith((":", ";"))
        full = len(before) >= max(self.width, WRAPPED_WIDTH) * FULL
        if len(before) >= _WRAPPED_WIDE and unicodedata.east_asian_width(before[-1]) == "W":
            full = full or not ended
        if self._begins(line) and (ended or not full):
            return False
        if not ended and self._indent(group[at]) > self._indent(group[at - 1]):
            return True
        return full or (self.wraps and not (ended and len(before) < self.width * FULL))

    def underlines(self, group: Sequence[Line], at: int) -> bool:
        """Whether a line of a group is a title with a line of signs right below it."""
        if at + 1 >= len(group):
            return False
        rule, title = group[at + 1].text, group[at].text
        same = len(set(rule)) == 1 and forms.RULE.fullmatch(rule) is not None
        return same and len(rule) * 2 >= len(title) and forms.is_title(title)

    def _is_apart(self, group: Sequence[Line], at: int) -> bool:
        """Whether a line surely begins something, whatever stands before it."""
        before, line = group[at - 1].text, group[at].text
        if self.width > _MAX_WIDTH or forms.RULE.fullmatch(line) or forms.BULLET.match(line):
            return True
        if self.underlines(group, at) or speech.speaker(line) in self.speakers:
            return True
        if forms.has_leader(before) or (forms.has_cells(before) and forms.has_cells(line)):
            return True
        return self.stamped and chat_log.is_stamped(line)

    def _is_among_fields(self, group: Sequence[Line], at: int) -> bool:
        """Whether a line is a label with its value, and so is the line before or after it."""
        if not forms.field_end(group[at].text):
            return False
        beside = (group[at - 1].text, group[at + 1].text if at + 1 < len(group) else "")
        return any(map(forms.field_end, beside))

    def _begins(self, line: str) -> bool:
        """Whether a line looks like the beginning of a part."""
        if self.pairs and (speech.asks(line) or speech.answers(line)):
            return True
        return forms.begins_part(line)

    def _begins_small(self, line: str, before: str) -> bool:
        """Whether it is an item "a) …" or "iv. …" after something that ended."""
        return bool(forms.item_start(line)) and (
            before.endswith((".", ",", ";", ":", "and", "or")) or bool(forms.item_start(before))
        )

    def _indent(self, line: Line) -> int:
        return indent_of(self.file_text, line)
