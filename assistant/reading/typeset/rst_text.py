"""The words of reStructuredText without the marks around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.runs import Run, loose, text_of
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
    r"|(?<![\w|])\|(?P<substitution>[^|\s](?:[^|\n]{0,78}[^|\s])?)\|(?:_{1,2}|(?![\w|]))"
)
_DEFINED = re.compile(
    r"^[ \t]{0,40}\.\.[ \t]{1,9}\|(?P<name>[^|\n]{1,80})\|[ \t]{1,9}(?P<how>replace|unicode)::"
    r"[ \t]{0,9}(?P<said>[^\r\n]*+(?:\r?\n[ \t]++[^\s][^\r\n]*+){0,50})",
    re.MULTILINE,
)
_CODE = re.compile(r"(?:0x|x|\\x|U\+|u|\\u|&#x)([0-9a-fA-F]{1,6});?")
_ROOM = 100_000  # characters that substitutions may put in, beside ten times the file
_DEEPEST = 30
_SHOWN = ("literal", "text", "bare", "strong", "emphasis", "reference")


class RstText:
    """Reads ranges of a file as running text, with the substitutions that the file defines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._room = _ROOM + 10 * len(text)
        self._defined: dict[str, re.Match[str]] = {}
        for match in _DEFINED.finditer(text):
            self._defined.setdefault(_key(match["name"]), match)
        self._said: dict[str, str] = {}
        self._depth = 0  # of substitutions within substitutions

    def inline(self, within: tuple[int, int]) -> list[Run]:
        """A range as running text."""
        return list(self._runs(*within))

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        at = start
        for match in _MARKED.finditer(self.text, start, end):
            if at < match.start():
                yield Run(at, match.start(), self.text[at : match.start()])
            if match["substitution"] is None:
                yield from _shown(match, self.text)
            else:
                yield Run(*match.span(), self._substitute(match))
            at = match.end()
        if at < end:
            yield Run(at, end, self.text[at:end])

    def _substitute(self, match: re.Match[str]) -> str:
        """What stands for a name; the name itself where the file does not say."""
        key = _key(match["substitution"])
        said = self._said.get(key)
        if said is None:
            self._said[key] = match.group()  # should its text name it again
            said = self._value(self._defined[key]) if key in self._defined else match.group()
            self._said[key] = said
        self._room -= len(said)
        return said if self._room >= 0 else match.group()

    def _value(self, defined: re.Match[str]) -> str:
        if defined["how"] == "unicode":
            parts = defined["said"].partition(" .. ")[0].split()
            return "".join(_character(part) for part in parts)
        if self._depth > _DEEPEST:
            return f"|{defined['name']}|"
        self._depth += 1
        said = text_of(self.inline(defined.span("said")))
        self._depth -= 1
        return said


def _key(name: str) -> str:
    return " ".join(name.split()).lower()


def _character(code: str) -> str:
    match = _CODE.fullmatch(code)
    number = int(match.group(1), 16) if match else 0
    is_character = 32 <= number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_character else code


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
