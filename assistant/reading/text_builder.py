"""Build clean text piece by piece, recording where each piece came from."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.reading.document import OffsetMap, Piece, Span

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BROKEN = re.compile(r"(?<!\S)\S++(?<=\S-)[^\S\n]*+\n\s*+\S++")
_LEFT = re.compile(r"(?<![^\W_])([^\W_]++(?:-[^\W_]++){0,9})-$")
_RIGHT = re.compile(r"([^\W_]+(?:-[^\W_]+)*)")
_ABBREVIATION = re.compile(r"[^\W\d_]{0,2}[A-Z\dα-ω]{2,}s?|[α-ω\d]|[A-Z]")  # MSC, iPSCs, TNF-α
_LONG = 5  # letters

# First parts that are almost always followed by a hyphen in scientific English. Short prefixes
# that also begin plain words ("pre-vious", "re-ported", "co-lumn") are not among them.
_KEEPS_AFTER = frozenset(
    """all anti bone cell cross double early end follow full graft half heavy high ill intra
    large late light long low medium mid multi near non off one open peer placebo post
    quasi real self semi short single six small soft solid stem strong third three time
    top triple two well wide year""".split()
)
# Second parts that are words of their own, joined to the one before by a hyphen.
_KEEPS_BEFORE = frozenset(
    """acting activated adherent affected aged alone analysis arm associated based binding blind
    blinded bound brain cell cells center centre class coated confirmed controlled
    deficient dependent derived destructive directed driven effect effective enhancing
    enriched expressing expression fold free grade group hematopoietic high induced
    inducing infected inflammatory label labeled labelled level like lineage linked lived
    long macrophage mediated modifying month negative old only onset oriented phase point
    positive produced producing proliferative promoting ranging rate reactive related
    remitting renewal renewing resident resistant response restricted rich risk round
    scale secreted secreting sensitive serving shaped sided site sized specific standing
    stage state step stimulating term tested therapy time to transplant transplantation
    treated treatment type up using versus wide year""".split()
)


class Hyphens:
    """Decides for one document, from the words that it writes within its lines."""

    def __init__(self, text: str) -> None:
        whole = _BROKEN.sub(" ", text)  # "logical" of "neuro-\nlogical" is no word
        self._words = Counter(_WORD.findall(whole.lower()))

    def belongs(self, left: str, right: str) -> bool:
        """Whether the hyphen between a line ending in "left-" and one starting with right stays."""
        before, after = _LEFT.search(left), _RIGHT.match(right)
        if before is None or after is None:
            return True
        first, second = before.group(1), after.group(1)
        last, head = first.rsplit("-", 1)[-1], second.split("-", 1)[0]
        if not second[0].islower() or _ABBREVIATION.fullmatch(last):
            return True
        joined, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
        if self._words[joined] != self._words[hyphenated]:
            return self._words[hyphenated] > self._words[joined]
        return last.lower() in _KEEPS_AFTER or head in _KEEPS_BEFORE or self._is_word(last, head)

    def _is_word(self, last: str, head: str) -> bool:
        """Whether both parts are long, and the second stands alone elsewhere in the document."""
        return len(last) >= _LONG and len(head) > _LONG and self._words[head] > 1


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
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
_CLEANED = (
    r"(?P<ligature>[\ufb00-\ufb06])"
    # Not \v, \f and \x1c to \x1f, which part words and are white space below.
    r"|(?P<invisible>[\u00ad\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f]+"
    # Joiners and zero-width spaces mean something between letters of scripts that need them and
    # between emoji; elsewhere, as in "Auf\u200clage", they are typesetters' hints.
    rf"|(?<!{_JOINED})[\u200b-\u200d]|[\u200b-\u200d](?!{_JOINED}))"
    r"|(?P<space>[^\S ]\s*|\s{2,})"
    r"|(?P<accent>[^\W\d_][\u0300-\u036f]+)"  # a letter and its accent as two characters
)
_UNCLEAN = re.compile(_CLEANED)
_REWRITTEN = re.compile(
    r"(?P<bullet>^\ufffd(?=\s))"  # a bullet whose glyph the extractor did not know
    r"|(?P<stray>(?<=[a-z]{3}) (?=[a-z]\[\d))"  # "molecule s[22]": the last letter came loose
    rf"|{_CLEANED}"
)


def cleaned(text: str) -> Iterator[tuple[str, int, int]]:
    """Parts of a text in order, each as it is to be shown and where it stands; "" is left out.

    For text that a format gives as it was written; `Assembly` mends extracted text besides.
    """
    at = 0
    for match in _UNCLEAN.finditer(text):
        if at < match.start():
            yield text[at : match.start()], at, match.start()
        yield _replacement(match), match.start(), match.end()
        at = match.end()
    if at < len(text):
        yield text[at:], at, len(text)


def is_clean(text: str) -> bool:
    """Whether a text is shown as it was written, with no white space at its ends."""
    if not text or text[0] == " " or text[-1] == " ":
        return False
    plain = text.isascii() and text.isprintable() and "  " not in text
    return plain or _UNCLEAN.search(text) is None


class Replaced(NamedTuple):
    """A range of the file that is shown as another text: "&lt;" as "<"."""

    start: int
    end: int
    text: str


Segment = Span | Replaced
"""A part of a line: as it stands in the file, or as another text."""

WrittenLine = Span | Sequence[Segment]
"""A line: a range of the file, or segments with nothing between them."""


class Assembly:
    """Grows the cleaned text of one file; `lines` are ranges of the file, joined when added."""

    def __init__(self, file_text: str) -> None:
        self.file_text = file_text
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

    def add_lines(self, lines: Iterable[WrittenLine]) -> Span:
        """Add lines as one running text; returns where it stands now."""
        start, previous = self.length, ""
        for line in lines:
            text = self.line_text(line)
            if not text.strip():
                continue
            if previous and not self._join(previous, text):
                self._put(" ")
            for segment in (line,) if isinstance(line, Span) else line:
                self._add_segment(segment)
            previous = text.rstrip()
        return Span(start, self.length)

    def line_text(self, line: WrittenLine) -> str:
        """What a line shows, before it is cleaned."""
        if isinstance(line, Span):
            return self._shown(line)
        return "".join(map(self._shown, line))

    def _shown(self, segment: Segment) -> str:
        if isinstance(segment, Replaced):
            return segment.text
        return self.file_text[segment.start : segment.end]

    def _add_segment(self, segment: Segment) -> None:
        if isinstance(segment, Replaced):
            self._put(segment.text, (segment.start, segment.end))
        else:
            self._add(segment)

    def add_code(self, lines: Iterable[WrittenLine]) -> Span:
        """Add lines as they stand in the file, but for spaces at their ends."""
        start = self.length
        for line in lines:
            if self.length > start:
                self._put("\n")
            for segment in (line,) if isinstance(line, Span) else line:
                if isinstance(segment, Replaced):
                    self._add_segment(segment)
                else:
                    text = self.file_text[segment.start : segment.end]
                    kept = text.rstrip() if segment is line else text
                    self._copy(segment.start, segment.start + len(kept))
        return Span(start, self.length)

    def _join(self, left: str, right: str) -> bool:
        """Take out a line-end hyphen that is not the word's own. True where no space belongs."""
        if left.endswith("\u00ad") or (_UNSPACED.match(left[-1:]) and _UNSPACED.match(right)):
            return True
        if _unbroken(left[-2:], right[:1]):
            return True
        if left.endswith("\u2010") and left[-2:-1].isalpha() and right[:1].islower():
            self._drop_last()
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
        raw = self.file_text[span.start : span.end]
        for match in _REWRITTEN.finditer(raw):
            begin, end = span.start + match.start(), span.start + match.end()
            self._copy(at, begin)
            self._put(_replacement(match), (begin, end))
            at = end
        self._copy(at, span.end)

    def _copy(self, begin: int, end: int) -> None:
        if begin < end:
            self._put(self.file_text[begin:end], (begin, end))

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


WITHOUT_SPACES = re.compile(r"[\u2e80-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Chinese and Japanese, with their punctuation; Korean has spaces."""


def _unbroken(end: str, start: str) -> bool:
    """Whether no space belongs where a line ended: as in "12–15", "JAK/STAT", "日本", "12トン"."""
    sides = WITHOUT_SPACES.match(end[-1:]), WITHOUT_SPACES.match(start)
    if all(sides) or (any(sides) and (end[-1:].isdigit() or start.isdigit())):
        return True
    if end[-1:] == "–":
        return end[:1].isdigit() and start.isdigit()
    return end[-1:] == "/" and end[:1].isalnum() and start.isalnum()


def _replacement(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind == "ligature":
        return _LIGATURES[text]
    if kind == "bullet":
        return BULLET
    if kind == "space":
        return " "
    return unicodedata.normalize("NFC", text) if kind == "accent" else ""
