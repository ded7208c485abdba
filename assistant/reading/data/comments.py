"""Comments of YAML, which its parsers leave out, at the values that they stand above or behind."""

from __future__ import annotations

import re

from assistant.reading.runs import Run, loose

_LINE = re.compile(r"[^\r\n]+")
_COMMENT = re.compile(r"[ \t]{0,200}#+[ \t]{0,99}")
_MARKS = re.compile(r"[ \t]{0,200}(?:-[ \t]{1,99}){0,9}[\"']?")
_BEHIND = re.compile(r"[\"']?[ \t]{1,200}(#[^\r\n]*)")


class Comments:
    """The comments of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._above: dict[int, list[list[Run]]] = {}
        waiting: list[list[Run]] = []
        for match in _LINE.finditer(text):
            if comment := _COMMENT.match(text, match.start(), match.end()):
                if comment.end() < match.end():
                    said = Run(comment.end(), match.end(), text[comment.end() : match.end()])
                    waiting.append([said])
            elif waiting and match.group().strip():
                marks = _MARKS.match(text, match.start(), match.end())
                self._above[marks.end() if marks else match.start()] = waiting
                waiting = []

    def before(self, start: int) -> list[list[Run]]:
        """Those in the lines above what begins at a place, once."""
        return self._above.pop(start, [])

    def behind(self, end: int) -> list[Run]:
        """The one behind a value that ends at a place, on its line."""
        match = _BEHIND.match(self._text, end)
        return [loose(" "), Run(*match.span(1), match[1])] if match else []
