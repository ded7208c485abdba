"""Writing the cleaned text piece by piece, keeping where each piece came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from assistant.reading.document import Span
from assistant.reading.hyphens import Hyphens
from assistant.reading.offsets import OffsetMap, Piece

BULLET = "•"
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# From Hebrew on, without the blocks of punctuation and signs in between.
_JOINED = (
    r"[\u0590-\u1cff\u2190-\u2bff\u3040-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc"
    r"\U00010000-\U000e007f]"
)
_REWRITTEN = re.compile(
    r"(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<bullet>^\ufffd(?=\s))"  # a bullet whose glyph the extractor did not know
    # Not \v, \f and \x1c to \x1f, which part words and are white space below.
    r"|(?P<invisible>[\u00ad\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f]+"
    # Joiners and zero-width spaces mean something between letters of scripts that need them and
    # between emoji; elsewhere, as in "Auf\u200clage", they are typesetters' hints.
    rf"|(?<!{_JOINED})[\u200b-\u200d]+|[\u200b-\u200d]+(?!{_JOINED}))"
    r"|(?P<stray>(?<=[a-z]{3}) (?=[a-z]\[\d))"  # "molecule s[22]": the last letter came loose
    r"|(?P<space>[^\S ]\s*|\s{2,})"
    r"|(?P<accent>[^\W\d_][\u0300-\u036f]+)"  # a letter and its accent as two characters
)


class Assembly:
    """Grows the cleaned text of one file; `lines` are ranges of the file, joined when added."""

    def __init__(self, file_text: str) -> None:
        self._file = file_text
        self._hyphens = Hyphens(file_text)
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self.length = 0

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._parts)

    @property
    def origin(self) -> OffsetMap:
        """The way back to the file for all that was added so far."""
        return OffsetMap(tuple(self._pieces))

    def since(self, start: int) -> str:
        """The text from an offset on; quick where little was added since."""
        parts: list[str] = []
        length = self.length
        for part in reversed(self._parts):
            if length <= start:
                break
            length -= len(part)
            parts.append(part)
        return "".join(reversed(parts))[max(0, start - length) :]

    def ends_with(self, ending: str) -> bool:
        """Whether the last piece added ends so."""
        return bool(self._parts) and self._parts[-1].endswith(ending)

    def separate(self, separator: str) -> None:
        """Put in characters that are not in the file; nothing at the very start."""
        if self.length:
            self._put(separator)

    def add_lines(self, lines: Iterable[Span]) -> Span:
        """Add ranges of the file as one running text; returns where it stands now."""
        start, previous = self.length, ""
        for line in lines:
            text = self._file[line.start : line.end]
            if not text.strip():
                continue
            if previous and not self._join(previous, text):
                self._put(" ")
            self._add(line)
            previous = text.rstrip()
        return Span(start, self.length)

    def _join(self, left: str, right: str) -> bool:
        """Take out a line-end hyphen that is not the word's own. True where no space belongs."""
        if left.endswith("\u00ad"):
            return True
        if not left.endswith("-") or not left[-2:-1].isalnum() or not right[:1].isalnum():
            return False
        if re.match(r"(?:and|or|to)\b", right):  # "pre- and post-treatment", "bone marrow- or"
            return False
        if not self._hyphens.belongs(left, right):
            self._drop_last()
        return True

    def _add(self, span: Span) -> None:
        at = span.start
        raw = self._file[span.start : span.end]
        for match in _REWRITTEN.finditer(raw):
            begin, end = span.start + match.start(), span.start + match.end()
            self._copy(at, begin)
            self._put(_replacement(match), (begin, end))
            at = end
        self._copy(at, span.end)

    def _copy(self, begin: int, end: int) -> None:
        if begin < end:
            self._put(self._file[begin:end], (begin, end))

    def _put(self, text: str, origin: tuple[int, int] | None = None) -> None:
        if not text:
            return
        if origin is not None:
            self._pieces.append(Piece(self.length, self.length + len(text), *origin))
        self._parts.append(text)
        self.length += len(text)

    def _drop_last(self) -> None:
        self._parts[-1] = self._parts[-1][:-1]
        last = self._pieces[-1]
        self._pieces[-1] = last._replace(end=last.end - 1, origin_end=last.origin_end - 1)
        if not self._parts[-1]:
            del self._parts[-1], self._pieces[-1]
        self.length -= 1


def _replacement(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind == "ligature":
        return _LIGATURES[text]
    if kind == "bullet":
        return BULLET
    if kind == "space":
        return " "
    return unicodedata.normalize("NFC", text) if kind == "accent" else ""
