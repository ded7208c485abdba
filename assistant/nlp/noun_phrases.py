"""Find the noun phrases of a question by rules, and compare their kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.nlp.question_words import (
    ASKING,
    AUXILIARIES,
    DETERMINERS,
    OTHERS,
    PREPOSITIONS,
    TAKES,
    VERBS,
)
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import stem, tokens

_WORD = re.compile(r"[^\W_]+(?:[-–'’./+][^\W_]+)*\+?|[^\w\s]")
_ACTORS = frozenset("who what to they it i that".split())  # after these stands a verb
_NOUNS = frozenset("study work use change test increase decrease report cause cost result".split())
_OF = re.compile(r"(?<!\s)\s++of\s++")
_FORMS = re.compile(r"(?:ed|ing|ied)$")
_PEOPLE_AND_KIN = frozenset("people women men children mice rats humans cattle data media".split())


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase at `question[start:end]`.

    before: the preposition that it follows, in lower case; "" if it follows none.
    asked:  whether it is what a "which" or "how many" asks for.
    joined: whether it continues the phrase before it ("survival after aHSCT").
    """

    text: str
    start: int
    end: int
    before: str = ""
    asked: bool = False
    joined: bool = False

    @property
    def plural(self) -> bool:
        """Whether its head is a plural: the last word before "of"."""
        head = before_of(self.text).split()[-1]
        return is_plural(head)


def before_of(phrase: str) -> str:
    """A phrase without what "of" joins to it: "survival" of "survival of patients"."""
    return _OF.split(phrase, maxsplit=1)[0]


def is_plural(word: str) -> bool:
    """Whether a noun looks like a plural; "MSCs" does, "MS" and "analysis" do not."""
    if word.lower() in _PEOPLE_AND_KIN:
        return True
    return word.endswith("s") and not re.search(r"(?:ss|us|is|['’]s)$|^[A-Z]*S$", word)


def things(question: str) -> list[Thing]:
    """The noun phrases of a question, in order; those joined by "of" are one."""
    return _Reader(question).read()


class _Reader:
    """Goes through a question word by word and collects its noun phrases."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(question)]
        self._verbs = _verbs([word for word, _, _ in self._words])
        self._found: list[Thing] = []
        self._run: list[int] = []  # places of the words of the phrase being read
        self._before = ""  # the preposition just read
        self._asking = False  # "which" or "how many" was just read
        self._asked = False  # the phrase being read follows it
        self._at_once = False  # nothing but a preposition was read since the last phrase

    def read(self) -> list[Thing]:
        """All of them."""
        for place, (word, _, _) in enumerate(self._words):
            lower = word.lower()
            if self._breaks(place, lower):
                self._close()
                self._asking = lower in ("which", "what", "how", "whose")
                self._at_once, self._before = False, ""
            elif lower in PREPOSITIONS:
                self._close()
                self._before = lower
            elif lower in OTHERS and not (lower == "all" and self._run):  # "all-star game"
                self._close()
                self._at_once &= lower in ("many", "much", "more", "most")
            else:
                self._add(place, lower)
        self._close()
        return self._found

    def _breaks(self, place: int, lower: str) -> bool:
        """Whether no phrase goes on over a word: an asking word, a verb, a comma."""
        before = self._words[place - 1][0].lower() if place else ""
        if lower in ASKING or lower in AUXILIARIES or place in self._verbs:
            return True
        if before == "how" and lower not in ("many", "much"):  # "how soon"
            return True
        if lower in ("part", "place") and place and self._words[place - 1][0].lower() in TAKES:
            return True
        return not lower[0].isalnum()

    def _add(self, place: int, lower: str) -> None:
        if lower in DETERMINERS:
            self._close()
        if not self._run:
            self._asked = self._asking and lower not in DETERMINERS
            self._asking = False
        self._run.append(place)

    def _close(self) -> None:
        """End the phrase being read, if there is one."""
        while self._run and self._words[self._run[-1]][0].lower() in DETERMINERS:
            self._run.pop()
        if not self._run:
            return
        start, end = self._words[self._run[0]][1], self._words[self._run[-1]][2]
        joined = self._at_once and bool(self._found) and bool(self._before)
        if joined and self._before == "of" and not self._found[-1].asked:
            last = self._found.pop()
            text = self._question[last.start : end]
            self._found.append(replace(last, text=text, end=end))
        else:
            text = self._question[start:end]
            self._found.append(Thing(text, start, end, self._before, self._asked, joined))
        self._at_once, self._asked, self._before = True, False, ""
        self._run = []


def _verbs(words: Sequence[str]) -> set[int]:
    """Places of the verbs. A word that may be a noun too is one only where a verb has to stand:
    after what follows "do" or "can", or after the first noun of "who …" and "which … …".
    """
    places: set[int] = set()
    supported, content, main = False, 0, False
    for place, word in enumerate(words):
        lower = word.lower()
        if lower in AUXILIARIES:
            supported, main = True, False
            content = 0
        elif place and words[place - 1].lower() == "who" and word[0].islower():
            places.add(place)
            main = True
        elif lower in DETERMINERS or not word[0].isalpha():
            pass
        elif word[0].islower() and lower in VERBS and len(word) > 2:
            previous = words[place - 1].lower() if place else ""
            if previous in AUXILIARIES and lower not in (
                "study",
                "work",
                "use",
                "need",
                "change",
            ):
                places.add(place)
                main = True
            elif (
                previous in DETERMINERS
                or (previous in PREPOSITIONS and previous not in _ACTORS)
                or (lower in _NOUNS and words[place + 1 : place + 2] == ["of"])
            ):
                content += 1
            elif (_FORMS.search(lower) and not _modifies(words, place)) or (
                (not main and content) or previous in _ACTORS
            ):
                places.add(place)
                main = True
            else:
                content += 1
        elif lower not in PREPOSITIONS | OTHERS | ASKING or lower in (
            "they",
            "it",
            "he",
            "she",
            "you",
            "one",
            "ones",
            "those",
            "these",
            "that",
        ):
            content += 1
    return places if supported or places else set()


def _modifies(words: Sequence[str], place: int) -> bool:
    """Whether a participle stands before its noun: "the treated mice"."""
    previous = words[place - 1].lower() if place else ""
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    is_noun = following[:1].isalpha() and following not in (
        PREPOSITIONS | OTHERS | ASKING | AUXILIARIES | DETERMINERS
    )
    return is_noun and (previous in DETERMINERS or previous in PREPOSITIONS)


ALIKE = 0.36
"""The least similarity of two phrases that are taken to be of one kind."""
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_PERIOD = re.compile(r"\b(?:year|month|week|day|hour|minute)s?\b", re.I)


_KINDS = tuple(
    frozenset(group.split())
    for group in (
        "mice mouse rats rat primates monkeys marmosets animals dogs pigs rabbits humans rodents",
        "intravenous intrathecal intraventricular intraperitoneal intranasal oral subcutaneous"
        " intramuscular intralesional intracerebroventricular",
        "intravenously intrathecally intraventricularly intraperitoneally intranasally orally",
        "rrms spms ppms pms relapsing-remitting progressive primary-progressive"
        " secondary-progressive",
        "women men children adults",
        "autologous allogeneic xenogeneic",
    )
)


def likeness(one: str, other: str) -> float:
    """In [0, 1]: how much two noun phrases are of one kind; 0 for the same phrase."""
    ones, others = tokens(one), tokens(other)
    if not ones or not others or [stem(w) for w in ones] == [stem(w) for w in others]:
        return 0.0
    if _PERIOD.search(one) and _PERIOD.search(other):
        return 1.0
    head, other_head = _head(one), _head(other)
    if same_kind(head, other_head):
        return 1.0
    if stem(head) == stem(other_head):
        return 0.9
    if is_name(head) and is_name(other_head):
        return (
            0.95
            if form(head) == form(other_head) and _has_digit(head)
            else _names(head, other_head)
        )
    if is_name(head) or is_name(other_head):
        return 0.0
    return thesaurus().similarity(head, [other_head])


def _names(one: str, other: str) -> float:
    """Names of one form are often of one kind, more so with one ending: "MSCs" and "NSCs"."""
    if form(one) != form(other):
        return 0.3
    return 0.6 + 0.1 * min(3, same_ending(one, other))


def same_kind(one: str, other: str) -> bool:
    """Whether two different words are known to name things of one kind: animals, routes."""
    pair = {one.lower(), other.lower()}
    return len(pair) > 1 and any(pair <= kind for kind in _KINDS)


def same_ending(one: str, other: str) -> int:
    """How many characters two words have in common at their ends: 3 for "MSCs" and "NSCs"."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def form(token: str) -> str:
    """The form of a name: "IL-23" and "IL-27" are of one form."""
    return _PIECE.sub(
        lambda m: "0" if m.group().isdigit() else "A" if _is_short(m.group()) else "a", token
    )


def is_name(token: str) -> bool:
    """Whether a word is a name by its form: it has a capital or a digit."""
    return any(char.isupper() or char.isdigit() for char in token)


def _is_short(letters: str) -> bool:
    """An abbreviation, maybe in the plural or of a kind: "MSCs", "iPSCs", "hUC"."""
    return sum(char.isupper() for char in letters) > 1 or (len(letters) == 1 and letters.isupper())


def _has_digit(token: str) -> bool:
    return any(char.isdigit() for char in token)


def _head(phrase: str) -> str:
    """The last word before "of"."""
    return (tokens(before_of(phrase)) or tokens(phrase))[-1]
