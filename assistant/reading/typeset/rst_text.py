"""The words of reStructuredText without the marks around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.runs import Run, loose
from assistant.reading.web.mathml import raised

_MARKED = re.compile(
    r"(?P<escape>\\(?:[\s]|[^\w\s]))"
    r"|``(?P<literal>[^`]{1,500}(?:`[^`]{1,500}){0,5})``"
    r"|(?::(?P<role>[\w:.+-]{1,40}):)?`(?P<text>[^`<]{1,500}?)(?:\s*<(?P<target>[^`<>]{1,500})>)?`_{0,2}"
    r"|`<(?P<bare>[^`<>]{1,500})>`_{0,2}"
    r"|\[(?P<note>#?[\w.-]{0,60}|\*)\]_"
    r"|(?<![\w*])\*\*(?P<strong>[^*\s](?:[^*]{0,500}[^*\s])?)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<emphasis>[^*\s](?:[^*]{0,500}[^*\s])?)\*(?![\w*])"
    r"|(?P<reference>[A-Za-z0-9][\w.-]{0,60}[A-Za-z0-9])_{1,2}(?![\w])"
)
_SHOWN = ("literal", "text", "bare", "strong", "emphasis", "reference")


def inline(text: str, within: tuple[int, int]) -> list[Run]:
    """A range of a file as running text."""
    return list(_runs(text, *within))


def _runs(text: str, start: int, end: int) -> Iterator[Run]:
    at = start
    for match in _MARKED.finditer(text, start, end):
        if at < match.start():
            yield Run(at, match.start(), text[at : match.start()])
        yield from _shown(match, text)
        at = match.end()
    if at < end:
        yield Run(at, end, text[at:end])


def _shown(match: re.Match[str], text: str) -> Iterator[Run]:
    if escaped := match["escape"]:
        if not escaped[1].isspace():
            yield Run(match.start() + 1, match.end(), escaped[1])
        return
    if match["note"] is not None:
        yield loose("[")
        yield Run(*match.span("note"), match["note"])
        yield loose("]")
        return
    group = next(name for name in _SHOWN if match[name] is not None)
    start, end = match.span(group)
    if match["role"] in ("sup", "superscript"):
        yield from raised([Run(start, end, text[start:end])])
    else:
        yield Run(start, end, text[start:end])
