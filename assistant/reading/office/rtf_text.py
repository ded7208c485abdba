"""The characters of RTF: control words, groups, code pages, and what each run looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.reading.office.symbol_fonts import in_font
from assistant.reading.runs import Run
from assistant.reading.superscript import superscript

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2}[\r\n]{0,2})+)"
    r"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|.",
    re.DOTALL,
)
_CODE_PAGES = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
"""By the character set of a font; others take the file's."""
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
    "qmspace": " ",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
# Groups whose contents are not text of the document.
_LEFT_OUT = frozenset(
    """fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr
    footerf object themedata colorschememapping listtable listoverridetable revtbl rsidtbl
    generator filetbl xe tc annotation atnid atnauthor atnref ftnsep ftnsepc aftnsep nonshppict
    shprslt sp bkmkstart bkmkend pgdsctbl latentstyles datastore xmlnstbl mmathPr fldinst pn
    pnseclvl private template operator comment do falt""".split()
)
_TRANSPARENT = frozenset(("shpinst", "shptxt", "listtext", "pntext", "footnote", "fldrslt", "cs"))
"""Groups that may be marked as unknown to old programs, and are read."""

Part = Literal["text", "label", "footnote", "box", "none"]


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for the characters of a group. part: where its text goes."""

    part: Part = "text"
    raised: bool = False
    bold: bool = False
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    inserted: bool = False
    skipped: int = 1  # characters behind a Unicode one that stand for it in old programs
    font: int = -1
    size: int = 24  # half points
    group: str = ""  # the control word that the group begins with


@dataclass
class Fonts:
    """The code pages of a file and of its fonts."""

    page: str = "cp1252"
    pages: dict[int, str] = field(default_factory=dict)

    names: dict[int, str] = field(default_factory=dict)

    def name(self, font: int, text: str) -> None:
        """Take a part of a font's name, which ends with a semicolon."""
        known = self.names.get(font, "")
        if not known.endswith(";"):
            self.names[font] = known + text

    def shown(self, text: str, font: int) -> str:
        """The characters that text shows in a font."""
        return in_font(self.names.get(font, "").strip("; "), text)

    def decode(self, written: str, font: int) -> str:
        """Bytes written as hexadecimal numbers."""
        data = bytes.fromhex("".join(re.findall(r"\\'(..)", written)))
        return data.decode(self.pages.get(font, self.page), "replace")


@dataclass(frozen=True, slots=True)
class Word:
    """A control word that is none of a character's, with its number; "}" ends a group."""

    name: str
    number: int | None
    look: Look
    at: int


class Scanner:
    """Goes through a file; gives runs with their look, and the control words between them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.fonts = Fonts()
        self._looks = [Look()]
        self._skip = 0  # characters to pass: the stand-ins of a Unicode character
        self._star = False

    def scan(self) -> Iterator[tuple[Run, Look] | Word]:
        """The runs and the control words, in order."""
        at = 0
        while at < len(self._text):
            match = TOKEN.match(self._text, at)
            if match is None:
                break
            at = match.end()
            if match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin" and number is not None:
                    at += max(0, number)
                    continue
                yield from self._word(match, match["word"], number)
            elif match["brace"]:
                yield from self._brace(match)
            elif match["bytes"] or match["text"] or match["sign"]:
                yield from self._shown(match)

    def _brace(self, match: re.Match[str]) -> Iterator[Word]:
        self._skip = 0
        if match["brace"] == "{":
            self._looks.append(replace(self._looks[-1], group=""))
        elif len(self._looks) > 1:
            ended = self._looks.pop()
            yield Word("}", None, ended, match.start())

    def _shown(self, match: re.Match[str]) -> Iterator[tuple[Run, Look]]:
        look = self._looks[-1]
        start, end = match.span()
        if match["sign"]:
            if match["sign"] == "*":
                self._star = True
                return
            text = _SIGNS.get(match["sign"], "")
            text = text if not self._skip else ""
            self._skip = max(0, self._skip - 1)
        elif match["bytes"]:
            written = match["bytes"]
            codes = list(re.finditer(r"\\'..", written))
            passed, self._skip = self._skip, max(0, self._skip - len(codes))
            written = "".join(code.group() for code in codes[passed:])
            text = self.fonts.decode(written, look.font) if written else ""
        else:
            start = min(end, start + self._skip)
            self._skip = max(0, self._skip - len(match["text"]))
            text = self._text[start:end]
        if text:
            yield from self._runs(text, start, end, look)

    def _runs(self, text: str, start: int, end: int, look: Look) -> Iterator[tuple[Run, Look]]:
        shown = self.fonts.shown(text, look.font)
        shown = superscript(shown) if look.raised else shown
        if shown != text and len(text) == end - start:
            for number, char in enumerate(shown):
                yield Run(start + number, start + number + 1, char), look
        elif len(shown) == end - start > 1 and shown != self._text[start:end]:
            yield Run(start, start + 1, shown), look
        else:
            yield Run(start, end, shown), look

    def _word(
        self, match: re.Match[str], word: str, number: int | None
    ) -> Iterator[tuple[Run, Look] | Word]:
        look = self._looks[-1]
        if not look.group:
            look = self._looks[-1] = self._grouped(word, look)
        self._star = False
        if word == "u" and number is not None:
            self._skip = look.skipped
            code = number + 0x10000 if number < 0 else number
            text = chr(code) if 0 < code < 0x110000 else ""
            if text:
                yield from self._unicode(text, match, look)
        elif word in _CHARACTERS:
            yield Run(match.start(), match.end(), _CHARACTERS[word]), look
        else:
            self._looks[-1] = _changed(look, word, number)
            if word == "ansicpg" and number is not None:
                self.fonts.page = _known_page(f"cp{number}", self.fonts.page)
            yield Word(word, number, self._looks[-1], match.start())

    _high = ""

    def _unicode(self, text: str, match: re.Match[str], look: Look) -> Iterator[tuple[Run, Look]]:
        """A character; those beyond 16 bits come as two halves."""
        if "\ud800" <= text <= "\udbff":
            self._high = text
            return
        if "\udc00" <= text <= "\udfff":
            pair = (self._high + text).encode("utf-16", "surrogatepass")
            text = pair.decode("utf-16", "replace") if self._high else "\ufffd"
        self._high = ""
        text = self.fonts.shown(text, look.font)
        yield Run(match.start(), match.end(), superscript(text) if look.raised else text), look

    def _grouped(self, word: str, look: Look) -> Look:
        """The look of a group that begins with this word."""
        if word in ("footnote",):
            return replace(look, group=word, part="footnote", raised=False)
        if word == "shptxt":
            return replace(look, group=word, part="box", hidden=False)
        if word in ("listtext", "pntext"):
            return replace(look, group=word, part="label")
        if word in _LEFT_OUT or (self._star and word not in _TRANSPARENT):
            return replace(look, group=word, part="none")
        return replace(look, group=word)


_SWITCHES: Mapping[str, Callable[[Look, bool], Look]] = {
    "b": lambda look, on: replace(look, bold=on),
    "v": lambda look, on: replace(look, hidden=on),
    "strike": lambda look, on: replace(look, struck=on),
    "striked": lambda look, on: replace(look, struck=on),
    "deleted": lambda look, on: replace(look, deleted=on),
    "revised": lambda look, on: replace(look, inserted=on),
}
"""Control words that are on until "0" follows them."""


def _changed(look: Look, word: str, number: int | None) -> Look:
    on = number != 0
    if word in _SWITCHES:
        return _SWITCHES[word](look, on)
    if word == "plain":
        plain = replace(look, raised=False, bold=False, hidden=False, struck=False)
        return replace(plain, deleted=False, inserted=False)
    if word in ("super", "up"):
        return replace(look, raised=on)
    if word in ("nosupersub", "sub"):
        return replace(look, raised=False)
    if word == "uc":
        return replace(look, skipped=max(0, min(number or 0, 9)))
    if word == "fs" and number is not None:
        return replace(look, size=number)
    if word == "f" and number is not None:
        return replace(look, font=number)
    return look


def code_page(charset: int, default: str) -> str:
    """The code page of a font's character set."""
    return _CODE_PAGES.get(charset, default)


def _known_page(name: str, default: str) -> str:
    try:
        b"a".decode(name)
    except LookupError:
        return default
    return name
