"""Detect the language that a document is written in, or a question is asked in."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 4_000  # characters, from the beginning, the middle and the end
_ENOUGH = 25  # letters; of fewer, nobody can tell
_SURE = 0.5
_ENGLISH = frozenset("the of and to is that for with was are be this which by from were it".split())
_MANY, _COMMON = 40, 0.2  # words; of them, those that only English has, or has so often
# What is in no language: addresses, codes, numbers, marks, and names of files and functions.
# A text without spaces is no long code because one number is in it: it ends what is noise.
_SPACELESS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uff01-\uff65"
_NOISE = re.compile(
    rf"(?<![^\s{_SPACELESS}])[^\s\d@_/\\=<>{{}}|#{_SPACELESS}]*+"
    rf"[\d@_/\\=<>{{}}|#][^\s{_SPACELESS}]*+"
)
_NOT_WIDE = re.compile(r"[^\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NORWEGIAN = {"nb": "no", "nn": "no"}


def detect(text: str) -> str:
    """The ISO 639-1 code of a text's main language; "" where it is not certain.

    Measured on a sentence of each of 27 languages: all right from 40 characters on, and 24 of them
    from 20, the others unsure. It takes a millisecond; the first time a second, and 100 MB.
    """
    sample = _NOISE.sub(" ", _parts(text))
    if _is_english(sample):
        return "en"
    letters = sum(unicodedata.category(char)[0] in "LM" for char in sample)
    wide = len(_NOT_WIDE.sub("", sample))  # a character of which is a syllable or a word
    if letters + 2 * wide < _ENOUGH:
        return ""
    language, confidence = classify(sample)
    return language if confidence >= _SURE and len(language) == 2 else ""


def classify(text: str) -> tuple[str, float]:
    """The language that a text is most likely in, ISO 639 code, and how likely, in [0, 1].

    Its model takes a second to load.
    """
    language, confidence = _identifier().classify(_NOISE.sub(" ", text))
    return _NORWEGIAN.get(language, language), float(confidence)


def _is_english(sample: str) -> bool:
    """Whether it is plain without the model, which takes a second to load."""
    words = sample.lower().split()
    common = sum(word in _ENGLISH for word in words)
    return len(words) >= _MANY and common >= len(words) * _COMMON and "the" in words


def _parts(text: str) -> str:
    """The whole of a short text; of a long one parts of everywhere."""
    if len(text) <= _SAMPLE:
        return text
    third = _SAMPLE // 3
    middle = len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


_FEWEST = 4  # words of a question; of fewer, or of names, nobody can tell
_FEWEST_WIDE = 6  # characters of Chinese, Japanese or Korean
_FEWEST_UNSPACED = 15  # letters of scripts that put no spaces between words
_SURE_OF_FEW, _LIKELY = 0.8, 0.5
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
_ACCENTED = re.compile(r"[\u00bf\u00a1]|(?<![^\W\d_])[a-z]*[\u00df-\u00f6\u00f8-\u017f]")

_KNOWN: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_name("languages.json").read_text("utf-8")
)
_NAMES = _KNOWN["names"]
# The commonest small words of languages with Latin letters; where several share one, it counts for
# each of them. Those of English are of hardly any other language.
_SMALL = {language: frozenset(words.split()) for language, words in _KNOWN["small_words"].items()}
_SAME = {"yue": "zh", "wuu": "zh", "arz": "ar", "ary": "ar"}
_NEIGHBOURS = tuple(  # which a short text does not tell apart
    frozenset(group.split())
    for group in (
        "da no sv|es gl ca an oc pt|cs sk|bs hr sr sl|id ms jv|ru uk be bg mk|nl af fy|de lb"
    ).split("|")
)


def language_name(code: str) -> str:
    """The English name of a language, by its ISO 639-1 code; "" for one that is not named here."""
    return _NAMES.get(code, "")


def is_close(one: str, other: str) -> bool:
    """Whether two languages are the same, or such that a short text does not tell them apart."""
    return one == other or any({one, other} <= group for group in _NEIGHBOURS)


def language_of(question: str) -> str:
    """ISO 639-1 code of the language that a question is asked in; "" where it is not certain.

    Certain is nothing of fewer than four words, and nothing that mixes English with another
    language. The detector is loaded only for what has no plainly English word.
    """
    text = question.lower()
    words = _WORD.findall(text)
    english = sum(word in _SMALL["en"] for word in words)
    if english:
        return "en" if english > 1 and len(words) >= _FEWEST else ""
    wide = len(_NOT_WIDE.sub("", text)) >= _FEWEST_WIDE
    unspaced = len(_UNSPACED.findall(text)) >= _FEWEST_UNSPACED
    if len(words) < _FEWEST and not wide and not unspaced:
        return ""
    language, confidence = classify(question)
    language = _SAME.get(language, language)
    if language not in _NAMES or language == "en":
        return ""
    least = _LIKELY if _bears_out(language, question, words) else _SURE_OF_FEW
    return language if confidence >= least else ""


def _bears_out(language: str, question: str, words: list[str]) -> bool:
    """Whether more than the detector speaks for a language: its script, letters or small words."""
    letters = [char for char in question.lower() if char.isalpha()]
    if sum(_LATIN.match(char) is not None for char in letters) < len(letters) / 2:
        return True
    return bool(_ACCENTED.search(question) or _SMALL.get(language, frozenset()) & {*words})


class _Memory:
    """Stands in for the module `tempfile`: 30 MB are held in memory for a moment."""

    @staticmethod
    def TemporaryFile(suffix: str) -> io.BytesIO:  # noqa: N802 - the module's name for it
        return io.BytesIO()


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import modelio
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # It unpacks its model into a temporary file, which the reading process may not make.
    modelio.tempfile = _Memory
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
