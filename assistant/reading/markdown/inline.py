"""Read the inline marks of Markdown, and say where in its source each character stands.

markdown-it says which marks there are, but not where. So its parser is given a state that notes
where each token begins; what a token shows is then a range of the source, or replaces one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from assistant.reading.markdown.hidden import Hidden
from assistant.reading.superscript import superscript

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*+)([^<>]*+)")
_MAX_CHARACTERS = 100_000  # of a block whose marks are read: what is longer is no paragraph
_MARKER_RUN = re.compile(r"~+")


class Shown(NamedTuple):
    """What stands at `source[start:end]`: the same text, or `text` where that is not None."""

    start: int
    end: int
    text: str | None = None


class Break(NamedTuple):
    """A line end of the source, or a `<br>`."""

    start: int


class _State(StateInline):
    """Notes as `meta["at"]` of each token where in the source it begins."""

    _begin = 0  # of the text that is not a token yet
    _marker_at = -1  # where the last run of marks begins
    _marker_next = 0  # where the next mark of it does

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._begin = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        token = super().pushPending()
        token.meta["at"] = self._begin
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self._next_marker() if ttype == "text" else self.pos
        return token

    def _next_marker(self) -> int:
        """Marks of one run are pushed one by one, those of strikethrough in twos."""
        width = 2 if self.src.startswith("~", self.pos) else 1
        if self.pos != self._marker_at:
            self._marker_at = self._marker_next = self.pos
            run = _MARKER_RUN.match(self.src, self.pos)
            if run and (run.end() - run.start()) % 2:
                width = 1
        at = self._marker_next
        self._marker_next += width
        return at


class InlineParser(ParserInline):
    """Parses as markdown-it does, and leaves the tokens apart as they were found."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of an inline source, in its order, each with its place as `meta["at"]`."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        state.tokens.sort(key=lambda token: int(token.meta.get("at", 0)))
        return state.tokens


class Inline(NamedTuple):
    """The inline content of a block.

    only_images: nothing is shown but images' descriptions; linked: and all of them are links.
    """

    parts: tuple[Shown | Break, ...]
    only_images: bool
    linked: bool


def read_inline(md: MarkdownIt, source: str, env: EnvType, hidden: Hidden | None = None) -> Inline:
    """What a block's source shows, in order: text without marks, images by their descriptions.

    hidden: what a block before has begun that is not shown; it is followed here.
    """
    if len(source) > _MAX_CHARACTERS:
        return Inline((Shown(0, len(source)),), only_images=False, linked=False)
    tokens = md.inline.parse(source, md, env, [])
    walk = _Walk(source)
    walk.hidden = hidden or Hidden()
    parts = tuple(walk.parts(tokens))
    texts = [token for token in tokens if token.content.strip()]
    images = [token for token in texts if token.type == "image"]
    only_images = any(token.type == "image" for token in tokens) and len(images) == len(texts)
    return Inline(parts, only_images, _all_linked(tokens))


def _all_linked(tokens: Sequence[Token]) -> bool:
    depth, free = 0, False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            depth += token.nesting
        elif token.type == "image":
            free = free or depth == 0
    return not free


class _Walk:
    """Follows the tokens of one source."""

    def __init__(self, source: str, offset: int = 0) -> None:
        self.source = source
        self.offset = offset
        self.raised = False  # inside <sup>
        self.hidden = Hidden()
        self.struck = False  # inside ~~
        self.ends: dict[str, int] = {}  # of elements: where the last end tag stands
        self.autolink = False

    def parts(self, tokens: Sequence[Token]) -> Iterator[Shown | Break]:
        for token in tokens:
            tag = _TAG.match(token.content) if token.type == "html_inline" else None
            if tag and tag.group(1):
                self.ends[tag.group(2).lower()] = int(token.meta.get("at", 0))
        for token in tokens:
            at = int(token.meta.get("at", 0))
            if token.type in ("s_open", "s_close"):
                self.struck = token.type == "s_open"
            for part in self._token(token, at):
                if isinstance(part, Break) or not (self.struck or self.hidden.tag):
                    yield part

    def _token(self, token: Token, at: int) -> Iterator[Shown | Break]:
        match token.type:
            case "text" if token.content and not self.autolink:
                yield from self._text(at, len(token.content))
            case "text_special":
                yield from self._special(token, at)
            case "code_inline":
                yield from self._code(token, at)
            case "softbreak" | "hardbreak":
                yield Break(self.offset + at)
            case "link_open" if token.markup == "autolink":
                self.autolink = True
                yield from self._text(at + 1, self.source.index(">", at) - at - 1)
            case "link_close":
                self.autolink = False
            case "image":
                yield from _Walk(token.content, self.offset + at + 2).parts(token.children or [])
            case "html_inline":
                yield from self._html(token, at)
            case "em_open" | "em_close" | "strong_open" | "strong_close":
                yield from self._operator(token, at)

    def _text(self, at: int, length: int) -> Iterator[Shown]:
        start = self.offset + at
        if not self.raised:
            yield Shown(start, start + length)
            return
        for place, char in enumerate(self.source[at : at + length], start):
            high = superscript(char)
            yield Shown(place, place + 1, None if high == char else high)

    def _operator(self, token: Token, at: int) -> Iterator[Shown]:
        """A mark between letters or digits is no emphasis but part of them: 2*3*4, 2**10."""
        first = at - 1 if token.type == "strong_open" else at
        before = self.source[max(0, first - 1) : first]
        last = first + len(token.markup)
        after = self.source[last : last + 1]
        if all(char.isascii() and char.isalnum() for char in (before, after)):
            yield from self._text(first, len(token.markup))

    def _special(self, token: Token, at: int) -> Iterator[Shown]:
        length = len(token.markup)
        if token.info == "escape":
            yield from self._text(at + length - len(token.content), len(token.content))
        else:
            start = self.offset + at
            yield Shown(start, start + length, token.content)

    def _code(self, token: Token, at: int) -> Iterator[Shown]:
        begin = at + len(token.markup)
        length = len(token.content)
        if self.source[begin : begin + length].replace("\n", " ") != token.content:
            begin += 1  # one space at each end is part of the mark
        yield from self._text(begin, length)

    def _html(self, token: Token, at: int) -> Iterator[Break]:
        tag = _TAG.match(token.content)
        name = tag.group(2).lower() if tag else ""
        ended = self.ends.get(name, -1) >= at  # "<s>" alone may be a word
        if tag and ended and self.hidden.follow(name, tag.group(3), closes=bool(tag.group(1))):
            return
        if name == "sup":
            self.raised = not tag.group(1) if tag else False
        elif name == "br":
            yield Break(self.offset + at)
