"""Find the noun phrases and names of a text by its function words, and compare their kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.nlp.question_words import (
    ASKING,
    AUXILIARIES,
    DETERMINERS,
    OTHERS,
    PREPOSITIONS,
    VERBS,
)
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, stem, tokens

_WORD = re.compile(
    r"[A-Z][a-z]{0,2}\.(?= [A-Z])|\d{1,9}(?:[.,]\d{1,9}){1,9}"
    r"|[^\W_]+(?:[-–'’./+][^\W_]+)*\+?|[^\w\s]"
)
_GAP = re.compile(
    r"\s*+(?:,\s*+(?:(?:and|or)\s++)?|(?:and|or|vs\.?|versus)\s++)(?:(?:the|an?)\s++)?"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")
_LABEL = re.compile(r"\W{0,9}([^|:]{2,60}?)\s?(?:\||:\s|\s[–—-]\s)")
_LETTERED = re.compile(r"(?<!\w)[a-z\d]\) ([^,;()\n]{2,60})")  # "a) the committee, b) the auditors"
_SUBJECTS = frozenset("i you we they he she it who to".split())  # a verb stands after these
_LONGEST = 5  # words of a phrase; of a longer run the last are its head
_ALIKE = 0.55  # the least similarity of two ordinary words that name things of one kind
_PIECE = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase at `text[start:end]` of the text it is from, without article."""

    text: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it holds a word that is a name by its form."""
        return any(is_name(word) for word in tokens(self.text)[self.start == 0 :]) or (
            self.start == 0 and self.text[1:2].isupper()
        )


def phrases(text: str, *, verbs: bool = False) -> list[NounPhrase]:
    """The noun phrases of a text, in order; with its verbs if these are wanted too."""
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[NounPhrase] = []
    run: list[int] = []
    for place in range(len(words) + 1):
        if place < len(words) and not _breaks(words, place, run, verbs):
            run.append(place)
            continue
        if run:
            run = run[-_LONGEST:]
            start, end = words[run[0]][1], words[run[-1]][2]
            if any(char.isalnum() for char in text[start:end]):
                found.append(NounPhrase(text[start:end], start, end))
        run = []
    return found


def _breaks(
    words: Sequence[tuple[str, int, int]], place: int, run: Sequence[int], verbs: bool
) -> bool:
    """Whether no phrase goes on over a word: a function word, a verb, a comma."""
    word = words[place][0]
    lower = word.lower().replace("’", "'")
    before = words[place - 1][0].lower() if place else ""
    if not word[0].isalnum():
        return True
    if word[0].isupper() and place and len(word) > 1:
        return False
    if lower in AUXILIARIES | ASKING | PREPOSITIONS | DETERMINERS | OTHERS or is_stop(word):
        return True
    if verbs:
        return False
    if before in _SUBJECTS or (before == "how" and lower not in ("many", "much")):
        return True
    return lower in VERBS and (before not in DETERMINERS | PREPOSITIONS or bool(run))


def listed(text: str) -> list[str]:
    """The things of the first list of a text: the labels of its rows and lines ("Hotel: 14 rooms"),
    or "A, B and C"; none if there is no list.
    """
    rows = [one for one in text.split("\n") if "|" in one]  # "K. Sund" in one ends no sentence
    lines = rows if len(rows) > 1 else sentences(text)
    labels = [label[1] for one in lines if (label := _LABEL.match(one))]
    for several in (labels, _LETTERED.findall(text)):
        if len(several) > 1:
            return several
    found: list[str] = []
    there = phrases(text)
    for one, other in pairwise(there):
        between = text[one.end : other.start]
        if _GAP.fullmatch(between):
            found = [*(found or [one.text]), other.text]
        elif found:
            break
    return found


def sentences(text: str) -> list[str]:
    """The sentences and lines of a few words; a number or letter before one is none."""
    return [one for one in _SENTENCE.split(text) if len(tokens(one)) > 1]


def is_name(token: str) -> bool:
    """Whether a word is a name by its form: it has a capital or a digit."""
    return any(char.isupper() or char.isdigit() for char in token)


def of_one_kind(one: str, other: str, *, loosely: bool = True) -> bool:
    """Whether two different phrases name things of one kind, of which one may be asked about
    after the other: "the Alder agreement" and "the Birch agreement", "DH-12" and "20".

    loosely: whether two names of one form will do, and words of like meaning.
    """
    ones, others = tokens(one), tokens(other)
    if not ones or not others or [stem(w) for w in ones] == [stem(w) for w in others]:
        return False
    head, other_head = ones[-1], others[-1]
    if stem(head) == stem(other_head):
        return True
    if is_name(head) != is_name(other_head):
        return False
    digits = [has_digit(word) for word in (head, other_head)]
    if any(digits) or not loosely:
        return all(digits)
    if is_name(head):
        return _form(head) == _form(other_head)
    return thesaurus().similarity(head, [other_head]) >= _ALIKE


def has_digit(token: str) -> bool:
    """Whether it is a number or a code."""
    return any(char.isdigit() for char in token)


def _form(token: str) -> str:
    """The form of a name: "MSCs" and "NSCs" are of one form, "Alder" is of another."""
    return _PIECE.sub(lambda m: "A" if sum(c.isupper() for c in m[0]) > 1 else "a", token)


_NOT_PLURAL = re.compile(r"(?:ss|us|is|['’]s)$|^[A-Z]*S$")
_MANY = frozenset("people men women children mice feet teeth".split())


def is_plural(word: str) -> bool:
    """Whether a noun looks like a plural; "MSCs" does, "MS" and "analysis" do not."""
    return word.lower() in _MANY or (word.endswith("s") and _NOT_PLURAL.search(word) is None)
