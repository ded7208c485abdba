"""HTML inside Markdown: what it shows, as pieces of its blocks, without its tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.reading.markdown.hidden import Hidden
from assistant.reading.markdown.inline import Break, Shown
from assistant.reading.superscript import superscript

_MARK = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][\w:-]*+)(?P<attributes>[^<>]*+)>|(?P<comment><!--)|<[!?/][^<>]*+>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)|\n"
)
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset
    figcaption figure footer form header hr html legend li main nav ol p pre section summary table
    tbody td tfoot th thead tr ul""".split()
)


@dataclass
class Piece:
    """What stands between two tags that begin or end blocks. tag: the innermost open one."""

    tag: str
    parts: list[Shown | Break] = field(default_factory=list)


def read_html(source: str, hidden: Hidden | None = None) -> Iterator[Piece]:
    """The blocks of a fragment of HTML in order, in time linear in its length.

    hidden: what an earlier fragment has begun that is not shown; it is followed here.
    """
    return _Fragment(source, hidden or Hidden()).pieces()


class _Fragment:
    def __init__(self, source: str, hidden: Hidden) -> None:
        self.source = source
        self.open: list[str] = []  # blocks
        self.raised = False
        self.hidden = hidden
        self.piece = Piece("")

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while match := _MARK.search(self.source, at):
            self._show(at, match.start())
            at = match.end()
            if match.group("comment"):
                at = self._after_comment(at)
            elif match.group("tag"):
                name, closes = match.group("tag").lower(), bool(match.group("close"))
                if not self.hidden.follow(name, match.group("attributes"), closes=closes):
                    yield from self._tag(name, closes=closes)
            elif match.group("entity"):
                if not self.hidden.tag:
                    text = html.unescape(match.group())
                    self.piece.parts.append(Shown(match.start(), match.end(), text))
            elif match.group() == "\n":
                self.piece.parts.append(Break(match.start()))
        self._show(at, len(self.source))
        yield from self._end()

    def _after_comment(self, at: int) -> int:
        end = self.source.find("-->", at)
        return end + 3 if end >= 0 else len(self.source)

    def _show(self, start: int, end: int) -> None:
        if self.hidden.tag or start == end:
            return
        if not self.raised:
            self.piece.parts.append(Shown(start, end))
            return
        for at in range(start, end):
            char = self.source[at]
            high = superscript(char)
            self.piece.parts.append(Shown(at, at + 1, None if high == char else high))

    def _tag(self, name: str, *, closes: bool) -> Iterator[Piece]:
        if name == "sup":
            self.raised = not closes
        elif name == "br":
            self.piece.parts.append(Break(0))
        elif name in _BLOCKS or _HEADING.fullmatch(name):
            yield from self._end()
            self._nest(name, closes=closes)
            self.piece = Piece(self.open[-1] if self.open else "")
            if closes and name in ("tr", "table"):
                yield Piece("/" + name)

    def _nest(self, name: str, *, closes: bool) -> None:
        if not closes:
            if name != "hr" and len(self.open) < 100:
                self.open.append(name)
        elif name in self.open:
            while self.open.pop() != name:
                pass

    def _end(self) -> Iterator[Piece]:
        if any(isinstance(part, Shown) for part in self.piece.parts):
            yield self.piece
        self.piece = Piece(self.open[-1] if self.open else "")
