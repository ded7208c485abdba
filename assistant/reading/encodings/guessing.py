"""Detect legacy encodings, but only when sure.

`likelihood` says how well the letters of each reading follow one another in some language;
`plausible` says whether letters and signs stand where people put them. Both are asked about the
words with bytes beyond ASCII, since all readings share the others. An encoding is taken only where
every other reading is odd, or plainly less likely, or the same text. Measured in
`tests/reading/test_decoding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.reading.encodings.likelihood import MANY_BYTES, likelihood
from assistant.reading.encodings.plausible import Look, look
from assistant.reading.encodings.western_names import WESTERN_NAMES

NAMES: Mapping[str, str] = {
    "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251",
    "cp1253": "Windows-1253", "cp1254": "Windows-1254", "cp1255": "Windows-1255",
    "cp1256": "Windows-1256", "cp1257": "Windows-1257", "iso8859-1": "ISO-8859-1",
    "iso8859-2": "ISO-8859-2", "iso8859-5": "ISO-8859-5", "iso8859-6": "ISO-8859-6",
    "iso8859-7": "ISO-8859-7", "iso8859-8": "ISO-8859-8", "iso8859-9": "ISO-8859-9",
    "iso8859-13": "ISO-8859-13", "iso8859-15": "ISO-8859-15", "mac-roman": "Mac OS Roman",
    "mac-cyrillic": "Mac OS Cyrillic", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U",
    "cp866": "IBM866", "cp874": "Windows-874", "gb18030": "GB 18030", "big5hkscs": "Big5",
    "cp932": "Shift JIS", "euc_jis_2004": "EUC-JP", "cp949": "EUC-KR",
}  # fmt: skip
"""The encodings that are told apart: Python's name to the usual one. Of those that give the same
text, the first is named."""

RIVALS = tuple(
    """cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp860 cp861 cp862 cp863 cp864 cp865 cp869 cp1125
    cp1258 iso8859-3 iso8859-4 iso8859-10 iso8859-14 iso8859-16 mac-latin2 mac-greek mac-turkish
    mac-iceland mac-croatian mac-romanian big5 johab koi8-t ptcp154 kz1048""".split()
)
"""Encodings so seldom met that none is read; but a text that may be in one is in no other for
certain."""

SAMPLE = 64 * 1024
"""Bytes that are looked at of a larger file, besides the surroundings of rare bytes."""

# What English borrows with letters in which the code pages differ: a few such words prove no other
# language, but are likelier than words of none.
_BORROWED = frozenset(
    """ångström ångströms behçet bête blasé crème crêpe déjà façade façades fête fêted fiancé
    fiancée garçon jalapeño ménière naïf naïve naïvely naïveté naïvety niña niño piñata pièce
    protégé señor señora señorita soupçon são tête-à-tête vis-à-vis voilà zoë español españa
    mañana françois français curaçao provençal genève première molière mère père très après liège
    haïti thaïs citroën rhône côte cortège ørsted søren jørgen bjørn århus åland skåne""".split()
)
_KNOWN = _BORROWED | WESTERN_NAMES
_RARE = frozenset({"mac-roman", "mac-cyrillic"})  # taken where there is more to go by
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15", "mac-roman")
_ODDEST = 0.15  # of the characters beyond ASCII, in a reading that may be right
_ODD_COSTS = 2  # times its share of odd characters is taken off a reading's confidence
_FEW, _SOME = 4, 10  # different words
_OF_A_WORD = 3  # characters, where white space does not tell
# Times the confidence: for a rare encoding nobody doubts where it is no likelier than this.
_AS_LIKELY, _LESS_LIKELY = 1.05, 0.85
_FAR_LESS = 0.2  # times the confidence: of one word in two kinds of encodings
_FAINT = 0.06  # confidence that says nothing against signs that stand where they belong
_CONTROLS = re.compile("[\x7f-\x9f\ue000-\uf8ff]")
# Different characters of several bytes: fewer prove nothing; or only where they are likely ones.
_PROVING, _TELLING = 4, 12
_LIKELY = 0.1  # confidence
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u3040-\uffef]")  # than Latin: words of it are no English
_CHUNK = 2048  # bytes
_ASCII = frozenset(map(chr, range(0x80)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as one encoding has it. sample: its words with characters beyond ASCII."""

    name: str
    sample: str
    look: Look
    likely: float  # chardet's confidence less what is odd
    language: str = ""
    fluent: float = 0.0  # chardet's confidence in the whole sample
    foreign: bool = False  # the text is in another language than English, and not a word of it

    @property
    def is_plausible(self) -> bool:
        return self.look.total < 0.5 or self.look.rate <= _ODDEST

    @property
    def may_be_right(self) -> bool:
        return self.look.total < 1 or self.look.rate <= _ODDEST


@dataclass(slots=True)
class Guess:
    """What the bytes are most likely, Python's name; and what else they may well be.

    name: "" where nothing fits.
    """

    name: str = ""
    rivals: list[str] = field(default_factory=list)


def guess(data: bytes) -> Guess:
    """Guess the encoding of bytes that are no UTF-8; the time it takes does not grow past 1 MB."""
    sample = _sample(data)
    occurrences = [word for word in sample.split() if not word.isascii()]
    words = list(dict.fromkeys(occurrences))
    readings = _readings(sample, words)
    if not any(one.name in NAMES for one in readings):
        return Guess()
    best = _best(readings, words)
    if not best.is_plausible or (best.name in _RARE and len(words) < _FEW):
        return Guess("", [best.name])
    signs = len({*best.sample} - _ASCII) if best.name in MANY_BYTES else _TELLING
    few = signs < _PROVING or (signs < _TELLING and best.likely < _LIKELY)
    rivals = [
        other.name
        for other in readings
        if other.sample != best.sample
        and other.may_be_right
        and (few or not _is_beaten(other, best, words, occurrences))
        and _decodes(data, other.name)
    ]
    if few and not rivals:
        return Guess("", [best.name])
    if any(_is_utf_8(word, best) for word in words):  # part of the text is in another encoding
        rivals.append("utf-8")
    return Guess(best.name, rivals)


def _is_utf_8(word: bytes, best: _Reading) -> bool:
    """Whether it is a plain word in UTF-8, and none in the best reading."""
    try:
        text = word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return look(_decoded(word, best)).total >= 1 and not look(text).total


def _readings(sample: bytes, words: Sequence[bytes]) -> list[_Reading]:
    texts: dict[str, str] = {}
    for name in (*NAMES, *RIVALS):
        try:
            text = b" ".join(words).decode(name)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            texts[name] = text
    spaced = sample.split()
    mostly = 2 * sum(not word.isascii() for word in spaced) >= len(spaced)
    looks = {text: look(text) for text in set(texts.values())}
    # Of signs alone no other script is made: "1990√2000" is no Russian.
    names = [name for name in texts if looks[texts[name]].letters or name in _WESTERN]
    found = []
    for name in names:
        seen = looks[texts[name]]
        if seen.total >= 1 and seen.rate > _ODDEST:  # no text, whatever its letters
            found.append(_Reading(name, texts[name], seen, 0.0))
            continue
        likely = likelihood(texts[name], name)[0]
        score = likely * max(0.0, 1 - _ODD_COSTS * seen.rate)
        confidence, language = likelihood(sample.decode(name, "replace"), name)
        foreign = language != "en" and (mostly or not _OTHER_SCRIPT.search(texts[name]))
        found.append(_Reading(name, texts[name], seen, score, language, confidence, foreign))
    return found


def _best(readings: Sequence[_Reading], words: Sequence[bytes]) -> _Reading:
    usual = [one for one in readings if one.name in NAMES]
    if len(words) < _FEW:
        usual = [one for one in usual if one.name not in _RARE] or usual
    readings = usual
    best = max(readings, key=lambda one: (one.likely, not one.look.total))
    western = next((one for one in readings if one.name in _WESTERN), None)
    if western is not None:
        differing = [word for word in words if _decoded(word, western) != _decoded(word, best)]
        if differing and all(_is_known(word, western) for word in differing):
            return western
    if best.likely < _FAINT:
        # “so”, 5 µg, 37 °C: signs that all stand where they belong are no accident.
        for one in readings:
            if one.name in ("cp1252", "iso8859-1") and _is_of_signs(one.look):
                return one
    return best


def _is_of_signs(seen: Look) -> bool:
    return not seen.letters and not seen.total and seen.proper


def _is_beaten(
    other: _Reading, best: _Reading, words: Sequence[bytes], occurrences: Sequence[bytes]
) -> bool:
    """Whether the words that the two read differently are plainly those of the best reading."""
    differing = [word for word in words if _decoded(word, other) != _decoded(word, best)]
    if all(_is_known(word, best) for word in differing):
        return True
    mine, theirs = _compare(differing, best, other)
    if mine.of_signs != theirs.of_signs:
        return mine.of_signs and (best.name not in _RARE or other.name in RIVALS)
    if mine.odd > theirs.odd + 0.05:
        return False
    if theirs.odd >= 0.4 and mine.odd <= 0.1:
        return True
    if len(differing) >= _FEW and theirs.odd >= 0.15 and mine.odd <= 0.02:
        return True
    return _is_less_likely(other, best, differing, occurrences, (mine, theirs))


def _is_less_likely(
    other: _Reading,
    best: _Reading,
    differing: Sequence[bytes],
    occurrences: Sequence[bytes],
    sides: tuple[_Side, ...],
) -> bool:
    count = len(differing)
    if best.name in MANY_BYTES:  # scripts that do not part their words
        count = max(count, len(b"".join(differing).decode(best.name, "replace")) // _OF_A_WORD)
    few = count < _FEW
    foreign = best.foreign and other.fluent <= 0.85 * best.fluent
    seldom = other.name in RIVALS or (other.name in _RARE and best.name not in _RARE)
    other_kind = (other.name in MANY_BYTES) != (best.name in MANY_BYTES)
    if few and not (foreign or seldom or other_kind):
        return False
    score, against = (
        likelihood(" ".join(_decoded(word, one) for word in differing), one.name)[0]
        * max(0.0, 1 - _ODD_COSTS * side.odd)
        for one, side in zip((best, other), sides, strict=True)
    )
    if score == 0:
        return seldom and other.name in RIVALS
    if seldom:
        return against <= score * _AS_LIKELY or other.likely <= best.likely * _LESS_LIKELY
    if few and not foreign:
        return against <= score * _FAR_LESS
    if foreign and _is_foreign(other, best, differing, occurrences, against / score):
        return True
    clear = count >= _SOME or (foreign and not few)
    return against <= score * (0.8 if clear else 0.5 if few else 0.6)


def _is_foreign(
    other: _Reading,
    best: _Reading,
    differing: Sequence[bytes],
    occurrences: Sequence[bytes],
    against: float,
) -> bool:
    """Whether the text's language is one that the other encoding is not for.

    Not by a few words, which may be foreign names in a text that could as well be in the other.
    against: chardet's confidence in the other, in the words that differ, for that in the best.
    """
    if other.fluent <= 0.2 * best.fluent:
        return against <= 1.2
    marked = set(differing)
    count = sum(word in marked for word in occurrences)
    most = count >= 8 and count >= 0.6 * len(occurrences)
    return most and len(differing) >= 3 and against <= 1.1


@dataclass(frozen=True, slots=True)
class _Side:
    """What one of two readings has where they differ: how odd, and only signs in their places?"""

    odd: float
    of_signs: bool


def _compare(words: Sequence[bytes], *readings: _Reading) -> tuple[_Side, ...]:
    texts = [" ".join(_decoded(word, reading) for word in words) for reading in readings]
    looks = [look(text) for text in texts]
    if len(texts[0]) != len(texts[1]):  # one of them has characters of several bytes
        return tuple(_Side(seen.rate, _is_of_signs(seen)) for seen in looks)
    places = [at for at, pair in enumerate(zip(*texts, strict=True)) if pair[0] != pair[1]]
    sides = []
    for text, seen in zip(texts, looks, strict=True):
        odd = sum(seen.odd[at] for at in places) / len(places)
        signs = not any(text[at].isalpha() and text[at] not in "µªº" for at in places)
        sides.append(_Side(odd, signs and seen.proper and not odd))
    return tuple(sides)


def _decoded(word: bytes, reading: _Reading) -> str:
    return word.decode(reading.name, "replace")


def _is_known(word: bytes, reading: _Reading) -> bool:
    """Whether a reading of a word, or each part of it, is a word or a name that we know."""
    bare = _bare(word, reading)
    if bare in _KNOWN:
        return True
    return not bare.isascii() and all(
        part.isascii() or part in _KNOWN for part in re.split("[-’']", bare)
    )


def _bare(word: bytes, reading: _Reading) -> str:
    """A word as a dictionary has it."""
    text = _decoded(word, reading).lower()
    letters = [at for at, char in enumerate(text) if char.isalpha()]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def _decodes(data: bytes, name: str) -> bool:
    try:
        return not _CONTROLS.search(data.decode(name))
    except UnicodeDecodeError:
        return False


def _sample(data: bytes) -> bytes:
    """The whole of a small file; of a large one parts of everywhere, with every byte in it."""
    if len(data) <= SAMPLE:
        return data
    step = len(data) // (SAMPLE // _CHUNK)
    parts = [_whole_words(data, at) for at in range(0, len(data) - _CHUNK, step)]
    seen = set(b"".join(parts))
    for byte in range(0x80, 0x100):
        if byte not in seen and (at := data.find(bytes([byte]))) >= 0:
            parts.append(_whole_words(data, max(0, at - _CHUNK // 2)))
    return b"\n".join(parts)


def _whole_words(data: bytes, at: int) -> bytes:
    """About a chunk from there on, cut where no character is cut."""
    begin = _after_gap(data, at) if at else 0
    end = _after_gap(data, at + _CHUNK)
    return data[begin:end]


def _after_gap(data: bytes, at: int) -> int:
    """The next place from there on that follows white space; at most 32 KB on."""
    match = re.compile(rb"[\x00- ]").search(data, at, at + 16 * _CHUNK)
    return match.end() if match else min(len(data), at + 16 * _CHUNK)
