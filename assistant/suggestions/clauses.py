"""Find the subject, verb and rest of a sentence."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from assistant.suggestions.phrasing import POINTING, fits, is_subject, lowered

Tense = Literal["base", "third", "past"]

CHANGING = frozenset(
    """inhibit suppress prevent reduce decrease increase enhance promote stimulate improve delay
    downregulate upregulate repress activate block accelerate alleviate ameliorate attenuate
    boost diminish disrupt hinder impair lower mitigate modulate raise slow strengthen
    weaken worsen limit""".split()
)
"""Verbs that change their object: "What effect do X have on Y?"."""

GIVING = frozenset(
    """secrete produce release express contain comprise generate encode synthesize require
    need provide recommend cause induce trigger create involve encompass entail incorporate
    include deliver eliminate enable""".split()
)
"""Verbs whose object can be asked for: "What do X secrete?"."""

_DOING = frozenset(
    """affect alter regulate protect restore repair support influence facilitate maintain
    preserve remove replace cross enter reach recruit attract evade avoid infect kill
    destroy damage treat detect measure identify recognize calculate estimate form transform convert
    control change achieve exert exhibit display possess demonstrate
    constrain modify reprogram save store send translate
    transmit protect""".split()
)

WITH_PREPOSITION = frozenset(
    """depend:on rely:on consist:of lead:to result:in differentiate:into migrate:to belong:to
    contribute:to bind:to respond:to develop:into turn:into arise:from stem:from originate:from
    suffer:from focus:on refer:to correlate:with interfere:with interact:with account:for
    transdifferentiate:into spread:to""".split()
)
"""Verb and preposition: "What does X depend on?"."""

STAYING = frozenset("reside occur live grow accumulate localize nest breed hibernate".split())
"""Verbs whose subject's place can be asked for: "Where do HSCs reside?"."""

REPORTING = frozenset(
    """show report find demonstrate observe suggest propose describe investigate evaluate
    conclude reveal discover indicate confirm examine assess note""".split()
)
"""What the authors of a study do: "What did Kim et al. show?"."""

_IRREGULAR = {
    "found": "find", "shown": "show", "led": "lead", "arose": "arise", "bound": "bind",
    "spread": "spread", "sent": "send",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb."""

    base: str
    tense: Tense


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeou" else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeou":
        return f"{base[:-1]}ied"
    if base in ("control", "transmit", "refer"):
        return f"{base}{base[-1]}ed"
    return f"{base}ed"


def _forms() -> dict[str, Form]:
    pairs = {pair.split(":")[0] for pair in WITH_PREPOSITION}
    forms: dict[str, Form] = {}
    for base in CHANGING | GIVING | _DOING | STAYING | REPORTING | pairs:
        forms[_past(base)] = Form(base, "past")
        forms[_third(base)] = Form(base, "third")
        forms[base] = Form(base, "base")
    return forms | {form: Form(base, "past") for form, base in _IRREGULAR.items()}


FORMS = _forms()
"""Word to the form of a verb that it is."""


_BE = frozenset("is are was were".split())
_MODAL = frozenset("can could may might must will would should".split())
_HAVE = frozenset("has have had".split())
_ADVERB = re.compile(r"\w{2,}ly|also|then|further|often|now|still|thus|therefore|even|usually")
_FRONTED = re.compile(
    r"^(?P<tail>(?:In|To|During|After|Among|Within|At|For|Following|Under) [^,;:]{3,70}),"
    r" (?P<rest>.+)$"
)
_MOST = 13  # words of a subject and one
_TIGHT = frozenset(
    "the a an of in on for with by from to into and or as at its their no this that".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence taken apart.

    subject: as it stands inside a sentence.
    helper:  the word before the subject in a question: "do", "did", "can", "is".
    verb:    its base form; "be" for any form of it, as "have".
    rest:    what follows the verb.
    tail:    what preceded the subject, in a form that can end a question: " in the EAE model"; "".
    """

    subject: str
    helper: str
    verb: str
    rest: str
    tail: str = ""


def clause(text: str, in_lower_case: Container[str]) -> Clause | None:
    """The parts of a plain sentence; None if it cannot be parsed, or its subject is unclear."""
    if not text or not text[0].isalpha():
        return None
    tail = ""
    if match := _FRONTED.match(text):
        if POINTING & {*match["tail"].lower().split()} or "," in match["tail"]:
            return None
        tail = f" {match['tail'][0].lower()}{match['tail'][1:]}"
        if not fits(tail):
            return None
        text = match["rest"]
    words = text.split()
    for place in range(1, min(len(words), _MOST)):
        found = _at(words, place)
        if found is None:
            continue
        helper, verb, after = found
        subject = words[:place]
        while len(subject) > 1 and _ADVERB.fullmatch(subject[-1].lower()):
            subject.pop()
        phrase = " ".join(subject)
        if not (fits(phrase) and is_subject(phrase)):
            return None
        while after < len(words) and _ADVERB.fullmatch(words[after].lower()):
            after += 1
        rest = " ".join(words[after:])
        return Clause(lowered(phrase, in_lower_case), helper, verb, rest, tail)
    return None


def _at(words: list[str], place: int) -> tuple[str, str, int] | None:
    """The helper, the verb, and the place after it, if the finite verb stands there."""
    word, before = words[place], words[place - 1].lower()
    if word in _BE:
        return word, "be", place + 1
    if word in _HAVE:
        return word, "have", place + 1
    after = place + 1
    if word in _MODAL:
        while after < len(words) and _ADVERB.fullmatch(words[after].lower()):
            after += 1
        if after >= len(words) or (words[after] not in FORMS and words[after] != "be"):
            return None if after >= len(words) else (word, "", after)
        base = "be" if words[after] == "be" else FORMS[words[after]].base
        return word, base, after + 1
    form = FORMS.get(word)
    if form is None or before in _TIGHT or (before.endswith(("ly", ",")) and place == 1):
        return None
    while place > 1 and _ADVERB.fullmatch(before):
        place -= 1
        before = words[place - 1].lower()
    if form.tense == "past":
        following = words[after] if after < len(words) else ""
        # "cells derived from …", "cells treated with …": no finite verb
        return (
            None
            if following in ("by", "with", "in", "from", "to", "on", "as")
            else ("did", form.base, after)
        )
    several = _is_plural(words[:place])
    if several == (form.tense == "base"):
        return ("do" if several else "does"), form.base, after
    return None


def _is_plural(subject: list[str]) -> bool:
    """Whether a verb that follows has its plural form: by "and", or the head noun's ending."""
    head: list[str] = []
    for word in subject:
        if word in ("and",):
            return True
        if word.lower() in _TIGHT and head and word.lower() not in ("the", "a", "an"):
            break
        head.append(word)
    last = head[-1] if head else ""
    if last.lower() in ("people", "mice", "children", "men", "women", "bacteria", "data", "media"):
        return True
    return last.endswith("s") and not last.endswith(("ss", "is", "us")) and not (last.isupper())
