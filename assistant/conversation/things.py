"""What a question is about: its noun phrases, found by rules.

There is no parser here: a noun phrase is a run of words that are neither function words nor the
question's verb, and what "of" joins to it. That is enough to know what "it" and "they" may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


_WORD = re.compile(r"[^\W_]+(?:[-–'’./+][^\W_]+)*\+?|[^\w\s]")
AUXILIARIES = frozenset(
    """is are was were be been being am do does did done has have had having can could should will
    would must might may isn't aren't wasn't weren't don't doesn't didn't can't""".split()
)
ASKING = frozenset("what which who whom whose when where why how".split())
_PREPOSITIONS = frozenset(
    """of in with after before for from at on by under without against into onto during between
    through to than about over within via among towards toward besides like per as since until
    once when while if that because out up off down around behind along""".split()
)
_DETERMINERS = frozenset("the a an".split())
_OTHERS = frozenset(
    """this these those their its his her our my your any some each every both no all several it
    they them he she him itself themselves there here one ones and or but so also then not ever yet
    many much more most other others same else only just very too well still long often old far
    ago later earlier afterwards instead anybody anyone anything somebody someone something
    everybody nobody me us you we i please such give tell name list explain describe good better best
    bad worse worst late early unclear clear true possible special certain particular exactly really
    however though okay ok""".split()
)


def _forms(verb: str) -> tuple[str, ...]:
    """A verb as it may stand in a question. A stem would not do: "survival" is no verb."""
    root = verb[:-1] if verb.endswith(("e", "y")) else verb
    return verb, f"{verb}s", f"{verb}es", f"{verb}d", f"{root}ed", f"{root}ied", f"{root}ies", (
        f"{root}ing"
    ), f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing", f"{verb}ing"


_VERBS = frozenset(
    form
    for word in """act affect allow appear apply ask assess assessed become began begin begun block
    bring brought buy call called carry carried cause caused change changed check damage choose chose come
    came compare compared conduct conducted consist contain contribute cost cure cut decide
    decrease define deliver depend derive describe detect determine develop die differ differentiate
    discover discovered discuss drop enhance enroll enrolled evaluate examine examined exert exhibit
    exist experience explain express fail fall fell fare fight file find found follow followed form fund
    gain gave generate get give given go goes went gone grow grew happen harm help helped hold held
    identify improve improved include increase increased induce influence inhibit inject injected
    integrate investigate isolate keep kept kill know known lead led leave left lie live look lose
    lost lower made maintain make mean meant measure measured migrate modulate need notice observe
    observed obtain obtained occur offer pay perform performed play prevent produce promote propose
    protect prove provide publish put raise reach receive received recommend reduce reduced regulate
    release remain repair replace report reported require respond reveal rise rose run ran say said
    secrete see seen saw seem serve set shield show showed shown slow spread stand start stay stop
    studied study suffer suggest support suppress survive switch take taken took tell tolerate matter shield test tested
    think thought transform transplant treat treated trigger try tried turn undergo underwent use
    used want wear work worked worsen write wrote""".split()
    for form in _forms(word)
)
_TAKES = frozenset("take takes took taken taking".split())
_FORMS = re.compile(r"(?:ed|ing|ied)$")
_PEOPLE_AND_KIN = frozenset("people women men children mice rats humans cattle data media".split())


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase at `question[start:end]`.

    before: the preposition that it follows, in lower case; "" where it follows none.
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
        head = re.split(r"\s+of\s+", self.text)[0].split()[-1]
        return is_plural(head)


def is_plural(word: str) -> bool:
    """Whether a noun looks like a plural; "MSCs" does, "MS" and "analysis" do not."""
    if word.lower() in _PEOPLE_AND_KIN:
        return True
    return word.endswith("s") and not re.search(r"(?:ss|us|is|['’]s)$|^[A-Z]*S$", word)


def things(question: str) -> list[Thing]:
    """The noun phrases of a question, in order; those joined by "of" are one."""
    found: list[Thing] = []
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(question)]
    verbs = _verbs([word for word, _, _ in words])
    run: list[int] = []
    before, asked, asking, at_once = "", False, False, False

    def close() -> None:
        nonlocal run, before, asked, at_once
        while run and words[run[-1]][0].lower() in _DETERMINERS:
            run.pop()
        if run:
            start, end = words[run[0]][1], words[run[-1]][2]
            joined = at_once and bool(found) and bool(before)
            if joined and before == "of" and not found[-1].asked:
                last = found.pop()
                found.append(
                    Thing(
                        question[last.start : end], last.start, end, last.before, joined=last.joined
                    )
                )
            else:
                found.append(Thing(question[start:end], start, end, before, asked, joined))
            at_once, asked, before = True, False, ""
        run = []

    for place, (word, _, _) in enumerate(words):
        lower = word.lower()
        if lower in ASKING:
            close()
            asking, at_once, before = lower in ("which", "what", "how", "whose"), False, ""
        elif lower in AUXILIARIES or place in verbs or not word[0].isalnum():
            close()
            asking = False
            at_once, before = False, ""
        elif lower in _PREPOSITIONS:
            close()
            before = lower
        elif lower in ("part", "place") and words[place - 1][0].lower() in _TAKES:
            close()
            at_once, before = False, ""
        elif lower in _OTHERS:
            close()
            if lower not in ("many", "much", "more", "most"):
                at_once = False
        else:
            if not run:
                asked = asking and lower not in _DETERMINERS
                asking = False
            elif lower in _DETERMINERS:
                close()
            run.append(place)
    close()
    return found


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
        elif lower in _DETERMINERS or not word[0].isalpha():
            pass
        elif word[0].islower() and lower in _VERBS and len(word) > 2:
            previous = words[place - 1].lower() if place else ""
            if previous in AUXILIARIES and lower not in ("study", "work", "use", "need", "change"):
                places.add(place)
                main = True
            elif previous in _DETERMINERS or (previous in _PREPOSITIONS and previous != "to"):
                content += 1
            elif (_FORMS.search(lower) and not _modifies(words, place)) or (
                not main and (content or previous in ("who", "what", "to", "they", "it", "i"))
            ):
                places.add(place)
                main = True
            else:
                content += 1
        elif lower not in _PREPOSITIONS | _OTHERS | ASKING or lower in (
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
        _PREPOSITIONS | _OTHERS | ASKING | AUXILIARIES | _DETERMINERS
    )
    return is_noun and (previous in _DETERMINERS or previous in _PREPOSITIONS)


def is_verb(word: str) -> bool:
    """Whether a word is one of the verbs that questions are asked with."""
    return word.islower() and word in _VERBS
