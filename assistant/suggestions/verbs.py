"""The verbs that sentences are turned into questions with, in the forms that sentences have.

A closed list, since no part of speech is known here: a word that is not in it is never taken for
the verb of a sentence, and a sentence without one gives no question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tense = Literal["base", "third", "past"]

CHANGING = frozenset(
    """inhibit suppress prevent reduce decrease increase enhance promote stimulate improve delay
    downregulate upregulate repress activate block accelerate alleviate ameliorate attenuate
    boost diminish disrupt hinder impair lower mitigate modulate raise slow strengthen
    weaken worsen limit""".split()
)
"""What they are done to is changed by it: "What effect do X have on Y?"."""

GIVING = frozenset(
    """secrete produce release express contain comprise generate encode synthesize require
    need provide recommend cause induce trigger create involve encompass entail incorporate
    include deliver eliminate enable""".split()
)
"""What they are followed by can be asked for: "What do X secrete?"."""

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
"""Where what does them is can be asked for: "Where do HSCs reside?"."""

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
