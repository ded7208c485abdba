"""What headings say: which are more than a title, and which begin a list of references."""

from __future__ import annotations

import re
from itertools import pairwise

_ENDS = re.compile(r"[.!?。！？]['\")\]”’»]*$")
_ABBREVIATED = re.compile(r"\b(?:etc|al|Inc|Ltd|Co|Corp|vs|No|Jr|Sr|St|[A-Z])\.$")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?:[§(]?\s*)?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})(?:\.\d{1,3}){0,5}[.):]?\s+")
_LONG = 14  # words
_CLAUSE = 4  # words, of one with a verb
_SENTENCE = 3  # words, of one that ends in a full stop

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|janv|févr|avr|juin|juil"
    r"|août|déc|mär|mai|okt|dez)[^\W\d_]{0,7}\.?"
)
_WEEKDAY = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun|mon|diens|donners|frei|sams|sonn)(?:day|tag)"
    r"|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|mo|di|mi|do|fr|sa|so)\b\.?"
    r"|\b(?:mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes"
    r"|miércoles|jueves|viernes|sábado|domingo)"
)
_DATE = re.compile(
    rf"(?<!\d)(?:(?:{_WEEKDAY}),?\s)?(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)?"
    rf"\s(?:de\s|of\s)?{_MONTH},?\s(?:de\s)?\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})"
    r"(?!\d)",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[^\W\d_][^:=]{1,60}(?P<sign>:|=|\s[–—-])\s.{0,80}\d")  # "Maximum load: 40 kg"
_FACT = re.compile(
    r"\b\d{1,2}:\d\d\b|\b\d{1,2}\s?[ap]\.?m\b|[€£$¥]\s?\d|\d\s?(?:€|£|%)", re.IGNORECASE
)
# Forms that are hardly nouns, so that a title with one of them is a sentence.
_FINITE = frozenset(
    """is are was were has had must cannot may can shall should would could does did do don't isn't
    aren't doesn't won't will goes go opens closes begins starts ends runs takes comes leaves
    arrives applies belongs becomes means contains includes requires pays gets gives keeps knows
    says lies stands happens exists remains consists depends ist sind war waren hat haben muss
    darf kann soll wird werden est sont doit peut son está debe puede è sono deve può""".split()
)
_ASKS = frozenset(
    """how what when where which who whom whose why whether if is are can could do does did will
    would should may must shall has have was were wie was wann wo welche wer warum comment que quoi
    quand où qui pourquoi quel quelle cómo qué cuándo dónde quién""".split()
)
_REFERENCES = re.compile(
    r"(?:references?(?: list| and notes| cited)?|list of references|bibliography"
    r"|(?:works|literature|sources) cited|cited (?:works|literature)|literatur(?:verzeichnis)?"
    r"|quellen(?:verzeichnis)?|références(?: bibliographiques)?|bibliographie|referencias"
    r"(?: bibliográficas)?|bibliografía|bibliografia|riferimenti(?: bibliografici)?|referências"
    r"(?: bibliográficas)?|literatura|referenties|список литературы|литература|参考文献|參考文獻)",
    re.IGNORECASE,
)


def states_something(title: str) -> bool:
    """Whether a heading is more than a title, and so is to be quoted too.

    That is a whole sentence, a long line, and what may stand nowhere else: a full date, a value.
    """
    if len(_WORD.findall(title)) >= _LONG:
        return True
    if not _ends_sentence(title) and (_DATE.search(title) or _VALUE.match(bare(title))):
        return True
    return says_something(title)


def says_something(title: str) -> bool:
    """Whether what is marked as a heading is a sentence or a value, and so is to be quoted too.

    A date or many words make no sentence: such a heading names what stands below it.
    """
    if _ends_sentence(title):
        words = _WORD.findall(title)
        return len(words) >= _SENTENCE and not title.rstrip("'\")]”’»").endswith(("?", "？"))
    undated = without_dates(title)
    value = _VALUE.match(bare(undated))
    if _FACT.search(undated) or (value and value.group("sign") in ":="):
        return True
    return _has_finite_verb(_WORD.findall(bare(title)))


def _ends_sentence(title: str) -> bool:
    return _ENDS.search(title) is not None and not _ABBREVIATED.search(title)


def dated_year(text: str) -> int | None:
    """The year of the first full date of a text."""
    match = _DATE.search(text)
    years = re.findall(r"\d{4}", match.group()) if match else []
    return int(years[0]) if years else None


def without_dates(text: str, instead: str = "") -> str:
    """A text with something else in the place of its full dates."""
    return _DATE.sub(instead, text)


def _has_finite_verb(words: list[str]) -> bool:
    """Whether a title in lower case has a verb inside; one that asks has not, nor a capital one."""
    if len(words) < _CLAUSE or words[0].lower() in _ASKS:
        return False
    return any(
        word in _FINITE and before not in _ASKS  # "who does what"
        for before, word in pairwise(words[:-1])
    )


def bare(title: str) -> str:
    """A title without its number."""
    number = _NUMBER.match(title)
    return title[number.end() :] if number else title


def begins_references(title: str) -> bool:
    """Whether what stands below a heading are the works that a document cites."""
    return _REFERENCES.fullmatch(bare(title).strip(" :.*_")) is not None
