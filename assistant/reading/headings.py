"""What headings say: which are more than a title, and which begin a list of references."""

from __future__ import annotations

import re

_ENDS = re.compile(r"[.!?。！？]['\")\]”’»]*$")
_ABBREVIATED = re.compile(r"\b(?:etc|al|Inc|Ltd|Co|Corp|vs|No|Jr|Sr|St|[A-Z])\.$")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?:[§(]?\s*)?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})(?:\.\d{1,3}){0,5}[.):]?\s+")
_LONG = 14  # words
_SENTENCE = 3  # words, of one that ends in a full stop

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|janv|févr|avr|juin|juil"
    r"|août|déc|mär|mai|okt|dez)[^\W\d_]{0,7}\.?"
)
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{1,2}}(?:\.|st|nd|rd|th)?"
    rf"\s(?:de\s|of\s)?{_MONTH},?\s(?:de\s)?\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})"
    r"(?!\d)",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[^\W\d_][^:=]{1,60}(?::|=|\s[–—-])\s.{0,80}\d")  # "Maximum load: 40 kg"
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
    words = _WORD.findall(title)
    if len(words) >= _LONG:
        return True
    if _ENDS.search(title) and not _ABBREVIATED.search(title):
        return len(words) >= _SENTENCE and not title.rstrip("'\")]”’»").endswith(("?", "？"))
    return _DATE.search(title) is not None or _VALUE.match(bare(title)) is not None


def bare(title: str) -> str:
    """A title without its number."""
    number = _NUMBER.match(title)
    return title[number.end() :] if number else title


def begins_references(title: str) -> bool:
    """Whether what stands below a heading are the works that a document cites."""
    return _REFERENCES.fullmatch(bare(title).strip(" :.*_")) is not None
