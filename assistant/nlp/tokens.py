"""Tokens and stems, the forms in which words are compared."""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from pathlib import Path

_TOKEN = re.compile(r"[^\W_]+(?:[-–'’./][^\W_]+)*\+?")
_PART = re.compile(r"[^\W_]+")

# Han, kana and Hangul, which are written without spaces, or with few.
_UNSPACED = re.compile(
    r"[\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_COUNTED = re.compile(
    r"[\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
# Characters that carry no content alone; nor does a pair with one of them.
_FUNCTION = frozenset(
    "的了是在和与及或而也都就不没有这那哪什么谁吗呢吧啊之其以于为从到被把给对由向个们你我他她它很更最"
    "的なのはがをにへとでもやかねよさせれるたてだですますまいうえおあこそどらりくけしきちつせん"
)

STOP_WORDS = frozenset(
    """a about above after again all also am an and any are aren't as at be because
    been before being below between both but by can can't could couldn't did didn't do does
    doesn't doing don't hasn't haven't hadn't wasn't weren't won't wouldn't shouldn't down during
    each few for from further had has have having he her here hers him his how i if in into is
    isn't it its itself just let me more most my no nor not now of off on once only or other our
    out over own per please same she should so some such than that the their them then there these
    they this those through to too under until up us very was we were what when where which while
    who whom whose why will with would you your""".split()
)

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}


def tokens(text: str) -> list[str]:
    """Words as written; compounds such as "graft-versus-host" and "IL-17" stay whole.

    What is written without spaces gives its pairs of characters, and its Han characters alone.
    """
    found = _TOKEN.findall(text)
    if text.isascii() or not _UNSPACED.search(text):
        return found
    return [piece for token in found for piece in _by_script(token)]


def _by_script(token: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    for match in _UNSPACED.finditer(token):
        pieces += _TOKEN.findall(token[at : match.start()])
        pieces += _grams(match.group())
        at = match.end()
    return pieces + _TOKEN.findall(token[at:])


def _grams(run: str) -> list[str]:
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return [*pairs, *_HAN.findall(run)] if pairs else [run]


def word_count(text: str) -> int:
    """How many words a text has: each Han or kana character is one, as word processors count."""
    if text.isascii() or not _COUNTED.search(text):
        return len(text.split())
    rest = _COUNTED.sub(" ", text).split()
    return len(_COUNTED.findall(text)) + sum(_PART.search(piece) is not None for piece in rest)


def spaced(text: str) -> str:
    """A text for a full-text index that parts words at spaces: pairs of characters, and each."""
    if text.isascii():
        return text
    return _UNSPACED.sub(lambda match: f" {' '.join(_grams(match.group()))} ", text)


def parts(token: str) -> list[str]:
    """The pieces of a compound, as a full-text index sees them."""
    return _PART.findall(token)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The form in which words are compared: Porter's stem; a number word as digits.

    Plural abbreviations lose their s ("MSCs" equals "MSC").
    """
    word = bare(word).rstrip("+")
    if re.fullmatch(r"[a-zα-ω]{0,3}[A-Z][A-Z\d]+s", word):
        word = word[:-1]
    lower = word.lower()
    if word.isupper() and len(word) > 1:  # an abbreviation: the s of "MS" is no ending
        return lower
    if lower in _NUMBERS:
        return _NUMBERS[lower]
    return str(_stemmer().stemWord(lower))  # type: ignore[no-untyped-call]


def stems(text: str) -> set[str]:
    """Stems of all words of a text, of compounds and of their parts."""
    found: set[str] = set()
    for token in tokens(text):
        found.add(stem(token))
        pieces = parts(bare(token))
        if len(pieces) > 1:
            found.update(stem(piece) for piece in pieces)
    return found


def word_lists(file: Path) -> dict[str, frozenset[str]]:
    """Lists of words that are kept as data: an object of JSON; in each, spaces between words."""
    kept: dict[str, str] = json.loads(file.read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in kept.items()}


def bare(token: str) -> str:
    """A token without the ending of a possessive: "Danbour’s" is "Danbour"."""
    return token[:-2] if token[-2:] in ("'s", "’s") else token


def is_stop(word: str) -> bool:
    """Whether a word carries no content of its own."""
    if word.isupper() and len(word) > 1 and word.isalpha():
        return False  # "US" is a country, "IT" a field
    if len(word) < 3 and not _FUNCTION.isdisjoint(word):
        return True
    lower = word.lower().replace("’", "'")
    return lower in STOP_WORDS or bare(lower) in STOP_WORDS


# A stemmer works on its own fields: two threads in one would mix up their words, and the cache
# would keep what came of it.
_thread = threading.local()


def _stemmer():  # type: ignore[no-untyped-def]  # noqa: ANN202 - snowballstemmer has no types
    if not hasattr(_thread, "stemmer"):
        import snowballstemmer

        _thread.stemmer = snowballstemmer.stemmer("porter")
    return _thread.stemmer
