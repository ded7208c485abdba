"""Turn a statement into a question about its object, means or place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.nlp.tokens import is_stop, stem
from assistant.suggestions.candidate import Made
from assistant.suggestions.clauses import CHANGING, FORMS, GIVING, STAYING, WITH_PREPOSITION, Clause
from assistant.suggestions.patterns import A_NUMBER, CUT, QUANTITY, SUCH_AS
from assistant.suggestions.phrasing import POINTING, is_object

_MEANS = re.compile(
    r"^(?P<object>.+?),? (?:mainly |partly |primarily )?(?:by(?: \w+ly)? \w+ing|through|via)\b"
)
_CAUSE = re.compile(r"^(?P<object>.*?),? (?:because|due to|owing to|since)\b")
_ADJUNCT = re.compile(
    rf" in an? | with | and (?:also )?(?:\w+ly )?(?={'|'.join(sorted(FORMS))}\b)"
    r"| during | after | over "
)
_WITH_PARTICIPLES = (
    "derived isolated obtained harvested collected extracted produced recovered:from"
    "|made composed:of|characterized characterised caused triggered mediated driven regulated"
    " controlled influenced affected limited hampered accompanied induced followed defined"
    " determined restricted transmitted explained:by|used:for,to,in,as|associated treated:with"
    "|linked attributed related:to|based:on|divided classified:into|known defined:as"
    "|approved recommended indicated suited responsible:for|involved implicated:in"
)
_PARTICIPLES = {
    (word, preposition)
    for group in _WITH_PARTICIPLES.split("|")
    for word in group.split(":")[0].split()
    for preposition in group.split(":")[1].split(",")
}
_PLACES = frozenset("found located situated seen stored kept".split())
_WHEN = re.compile(
    r"^(?:first |originally |initially )?(?P<how>\w+(?:ed|wn|ilt|un))\b(?P<more>[^,;:]{0,60}?)"
    r" (?:in|on|since) (?:\w+ (?:\d{1,2}, )?)?(?:1[5-9]|20)\d\d\b"
)
_EVALUATIVE = re.compile(
    r"\b(?:important|key|vital|major|critical|promising|essential|potential|effective|good|common"
    r"|crucial|attractive|viable|significant|main|central|notable|appealing|primary|useful|plentiful"
    r"|available|challenge|concern|limitation|advantage|well-known|popular|great|topic|way"
    r"|fundamental|new)\b"
)
_LINKED = re.compile(
    r"^(?:[\w-]+ ){1,5}(?:that|which|derived|found|capable|characterized|consisting)\b"
)
_TO_DO = re.compile(r"^been (?P<how>shown|reported|found|known|suggested) to (?P<do>[a-z]+)\b")
_ABLE = re.compile(r"^the (?:ability|capability|capacity|potential) to (?P<do>[a-z]+)\b")
_DIFFERENT = re.compile(r"^(?:[\w-]+ )?differences (?:in|between)\b")
_DATE = re.compile(
    r"(?:\d{4}|January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b"
)
_PERHAPS = ("may", "might", "must")
_TAKES_A_CLAUSE = ("cause", "induce", "trigger", "enable")
_NO_OBJECT = frozenset("to by in from that for with and as".split())
_JOINING = ("and", "or", "to")
_TERM = 4  # words of a term that can be defined


def turned(found: Clause) -> Iterator[Made]:
    """The questions that a parsed sentence answers, usually one at most."""
    if found.verb == "be":
        yield from _when(found) or _passive(found) or _valued(found) or _defined(found)
    elif found.verb == "have":
        yield from _perfect(found)
    elif found.verb:
        yield from _how(found) or _placed(found) or _objects(found)


def _asked(found: Clause) -> str:
    return f"{found.helper} {found.subject}"


def _how(found: Clause) -> list[Made]:
    """How, or why."""
    for pattern, word in ((_MEANS, "How"), (_CAUSE, "Why")):
        match = pattern.match(found.rest)
        if match and is_object(match["object"]) and not _has_verb(match["object"]):
            text = f"{word} {_asked(found)} {found.verb} {match['object']}{found.tail}?"
            return [Made(text, "how")]
    return []


def _placed(found: Clause) -> list[Made]:
    """Questions about where something is, and about the object of a verb with a preposition."""
    first, _, after = found.rest.partition(" ")
    if _leans(found.rest):
        return []
    if found.verb in STAYING and first in ("in", "at", "on", "within"):
        return [Made(f"Where {_asked(found)} {found.verb}{found.tail}?", "what")]
    if match := _ABLE.match(found.rest):
        be = {"do": "are", "does": "is", "did": "were"}.get(found.helper)
        if be and match["do"] in FORMS:
            return [Made(f"What {be} {found.subject} able to do{found.tail}?", "what")]
        return []
    if f"{found.verb}:{first}" in WITH_PREPOSITION and after[:1].isalpha():
        return [Made(f"What {_asked(found)} {found.verb} {first}{found.tail}?", "what")]
    return []


def _objects(found: Clause) -> list[Made]:
    """What is changed, given, or named as an instance of something."""
    if _leans(found.rest) or _ABLE.match(found.rest):
        return []
    such = SUCH_AS.match(found.rest)
    things = such["what"] if such else ""
    if things.lower().startswith(("the ", "a ", "an ", "its ", "their ")):
        things = ""
    if is_object(things) and not _has_verb(things) and not re.search(r" (?:in|to|by) ", things):
        return [Made(f"Which {things} {_asked(found)} {found.verb}{found.tail}?", "what")]
    if " and " in found.subject and _DIFFERENT.match(found.rest):
        return [Made(f"How {_asked(found)} differ{found.tail}?", "effect")]
    if found.helper in _PERHAPS:
        return []
    whole = CUT.split(found.rest, maxsplit=1)[0]
    if found.verb in CHANGING:
        changed = _ADJUNCT.split(whole, maxsplit=1)[0]
        if is_object(changed) and not _has_verb(changed) and " " in changed:
            return [Made(f"What effect {_asked(found)} have on {changed}{found.tail}?", "effect")]
        return []
    a_clause = found.verb in _TAKES_A_CLAUSE and " to " in whole
    given = whole and whole.split()[0].lower() not in _NO_OBJECT
    told = {stem(word) for word in whole.split()} & {stem(word) for word in found.subject.split()}
    again = any(not is_stop(word) for word in told)  # "treatment requires a treatment strategy"
    if found.verb in GIVING and given and not (a_clause or again):
        return [Made(f"What {_asked(found)} {found.verb}{found.tail}?", "what")]
    return []


def _perfect(found: Clause) -> list[Made]:
    """What something has been shown to do, or has led to."""
    if match := _TO_DO.match(found.rest):
        form = FORMS.get(match["do"])
        if form and form.tense == "base":
            text = f"What {_asked(found)} been {match['how']} to do{found.tail}?"
            return [Made(text, "what")]
    elif found.rest.startswith("led to "):
        return [Made(f"What {_asked(found)} led to{found.tail}?", "what")]
    return []


def _being(found: Clause) -> str:
    """The subject after a form of to be: "are MSCs", "can MSCs be"."""
    asked = _asked(found)
    return asked if found.helper in ("is", "are", "was", "were") else f"{asked} be"


def _when(found: Clause) -> list[Made]:
    match = _WHEN.match(found.rest)
    if match and found.helper in ("was", "were") and " by " not in match["more"]:
        return [Made(f"When {_being(found)} {match['how']}{match['more']}?", "value")]
    return []


def _passive(found: Clause) -> list[Made]:
    """How or by what something is done, and what a participle with a preposition wants."""
    words = found.rest.split()
    if len(words) <= 2 or _leans(found.rest):
        return []
    done, preposition, then = words[:3]
    be, form = _being(found), FORMS.get(done)
    if form and form.tense == "past":
        if preposition in ("through", "via") or (preposition == "by" and then.endswith("ing")):
            return [Made(f"How {be} {done}{found.tail}?", "how")]
        if preposition == "by" and found.helper not in ("was", "were"):
            return [Made(f"What {be} {done} by{found.tail}?", "what")]
    if (done, preposition) in _PARTICIPLES and not _DATE.match(then):
        wants = "for" if (done, preposition) == ("used", "to") else preposition
        return [Made(f"What {be} {done} {wants}{found.tail}?", "what")]
    placed = done in _PLACES and preposition in ("in", "at", "on", "between")
    if placed and not A_NUMBER.match(then):
        return [Made(f"Where {be} {done}{found.tail}?", "what")]
    return []


def _valued(found: Clause) -> list[Made]:
    """What a quantity is."""
    head = re.split(r" (?:of|in|for|after|with) ", found.subject)[0]
    if QUANTITY.search(head) and A_NUMBER.match(found.rest):
        return [Made(f"What {_being(found)}{found.tail}?", "value", " of " in found.subject)]
    return []


def _defined(found: Clause) -> list[Made]:
    """What a term means: "X is a Y", where Y is more than praise."""
    subject = found.subject.lower()
    if found.helper not in ("is", "are") or len(subject.split()) > _TERM or found.tail:
        return []
    if " of " in subject or " and " in subject or subject.startswith("the ") or _leans(found.rest):
        return []
    beginning = " ".join(found.rest.split()[:5])
    if _EVALUATIVE.search(beginning) or beginning.startswith(("one of", "the ")):
        return []
    of_several = found.helper == "are" and _LINKED.match(found.rest)
    if re.match(r"an? \w", found.rest) or of_several:
        return [Made(f"What {_asked(found)}?", "meaning")]
    return []


def _leans(rest: str) -> bool:
    """Whether what follows the verb says what it does only together with earlier sentences."""
    return bool(POINTING & {*CUT.split(rest, maxsplit=1)[0].lower().split()})


def _has_verb(phrase: str) -> bool:
    """Whether something in a phrase is a verb of its own: "growth and inhibit others"."""
    words = phrase.lower().split()
    after = [word for before, word in pairwise(words) if before in _JOINING]
    verbs = {"is", "are", "was", "were", "can", "could", "may", "which", "that"}
    return any(word in FORMS for word in after) or bool(verbs & {*words})
