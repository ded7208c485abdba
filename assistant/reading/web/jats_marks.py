"""Reference marks in articles that stand right behind a number or a word, as "25<xref>3</xref>".

A style sheet raises or brackets them; read as they are, "25" and "3" would be "253".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from assistant.reading.runs import Run
from assistant.reading.web.markup import Node
from assistant.reading.web.mathml import raised

_KINDS = frozenset(("bibr", "fn", "table-fn"))
_NUMBERS = re.compile(r"\s{0,9}\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}\s{0,9}")
_TAG = re.compile(r"<[^<>]{0,300}>")
_BETWEEN = re.compile(r"\s{0,9}(?:[,;–—-]|&#?\w{1,8};)\s{0,9}")
_BEFORE = 400  # characters of the file that are looked at before a mark
_ENDS = ".,;:?!"


class Marks:
    """Raises marks as they come, so that those of one group look alike."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last = 0  # where the mark before ends
        self._is_raised = False  # whether it was

    def shown(self, node: Node, runs: list[Run]) -> Iterator[Run]:
        """A reference's words, raised where these are numbers glued to what is before them."""
        if node.get("ref-type") not in _KINDS:
            yield from runs
            return
        is_near = self._last and 0 < node.start - self._last < _BEFORE
        between = _TAG.sub("", self._text[self._last : node.start]) if is_near else ""
        if not _BETWEEN.fullmatch(between):
            self._is_raised = self._is_glued(node.start)
        self._last = node.end
        if self._is_raised and _NUMBERS.fullmatch("".join(run.text for run in runs)):
            yield from raised(runs)
        else:
            yield from runs

    def _is_glued(self, start: int) -> bool:
        before = unescape(_TAG.sub("", self._text[max(0, start - _BEFORE) : start]))
        last = before[-1:]
        if last.isalnum() or (last and last in "%)”"):
            return True
        is_open = max(before.rfind("["), before.rfind("(")) > max(
            before.rfind("]"), before.rfind(")")
        )
        return bool(last) and last in _ENDS and not is_open
