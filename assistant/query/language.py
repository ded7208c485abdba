"""Tell which language a question is asked in, where that is certain."""

from __future__ import annotations

import json
import re
from pathlib import Path

from assistant.reading.languages import classify

_FEWEST = 4  # words; of fewer, or of names, nobody can tell
_FEWEST_WIDE = 6  # characters of Chinese, Japanese or Korean
_FEWEST_UNSPACED = 15  # letters of scripts that put no spaces between words
_SURE, _LIKELY = 0.8, 0.5
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
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
    wide = len(_WIDE.findall(text)) >= _FEWEST_WIDE
    unspaced = len(_UNSPACED.findall(text)) >= _FEWEST_UNSPACED
    if len(words) < _FEWEST and not wide and not unspaced:
        return ""
    language, confidence = classify(question)
    language = _SAME.get(language, language)
    if language not in _NAMES or language == "en":
        return ""
    least = _LIKELY if _bears_out(language, question, words) else _SURE
    return language if confidence >= least else ""


def _bears_out(language: str, question: str, words: list[str]) -> bool:
    """Whether more than the detector speaks for a language: its script, letters or small words."""
    letters = [char for char in question.lower() if char.isalpha()]
    if sum(_LATIN.match(char) is not None for char in letters) < len(letters) / 2:
        return True
    return bool(_ACCENTED.search(question) or _SMALL.get(language, frozenset()) & {*words})
