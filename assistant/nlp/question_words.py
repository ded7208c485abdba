"""Function words and verbs of questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.nlp.tokens import stem

AUXILIARIES = frozenset(
    """is are was were be been being am do does did done has have had having can could should
    will would must might may isn't aren't wasn't weren't don't doesn't didn't can't""".split()
)
ASKING = frozenset("what which who whom whose when where why how".split())
PREPOSITIONS = frozenset(
    """of in with after before for from at on by under without against into onto during between
    through to than about over within via among towards toward besides like per as since
    until once when while if that because out up off down around behind along""".split()
)
DETERMINERS = frozenset("the a an".split())
OTHERS = frozenset(
    """this these those their its his her our my your any some each every both no all several
    it they them he she him itself themselves there here one ones and or but so also
    then not ever yet many much more most other others same else only just very too well
    still long often old far ago later earlier afterwards instead anybody anyone
    anything somebody someone something everybody nobody me us you we i please such give
    tell name list explain describe good better best bad worse worst late early unclear
    clear true possible special certain particular exactly really however though okay ok
    i'm i've i'd what's it's that's there's difficult common
    frequent important popular convenient effective similar known""".split()
)


_DOUBLING = re.compile(r"[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]|begin|occur")
_SIBILANT = ("s", "x", "z", "ch", "sh", "o")

_REGULAR = """
    achieve act adapt administer affect alleviate allow alter ameliorate analyse analyze appear
    apply ask assess assist attract avoid block call calm carry cause cease change check combine
    compare comprise conclude conduct confirm consider consist contain contribute convert create
    cultivate cure damage decide decrease define deliver demonstrate depend depict derive
    describe destroy detect determine develop die differ differentiate diminish discover discuss
    drop eliminate emerge employ enable encourage enhance enlarge enroll ensure establish
    estimate evaluate examine exceed exert exhibit exist expand experience explain explore
    express extend facilitate fail fare file follow form fund gain generate hamper happen harm
    help hinder identify impair imply improve include increase indicate induce influence inform
    inhibit inject integrate interact invent investigate isolate kill lessen lie live locate
    look lower maintain matter measure migrate mitigate moderate modulate monitor need notice
    observe obtain occur offer originate perform persist play possess preserve prevent produce
    promote propose protect prove provide publish pursue raise reach receive recommend recover
    recruit reduce reflect regulate release relieve rely remain repair replace report require
    reside resolve respond restore resume retain reveal reverse secrete seem select serve shield
    show simplify slow soothe stabilise stabilize start stay stimulate stop strengthen study
    substitute succeed suffer suggest support suppress surpass survive switch test tolerate
    trace transform translate transplant treat trigger try turn use verify want weaken work
    worsen
"""
_IRREGULAR = """
    arise arose arisen, become became, begin began begun, bind, bring brought, buy bought,
    choose chose chosen, come came, cost, cut, fall fell fallen, fight fought, find found, get
    got, give gave given, go went gone, grow grew grown, hold held, keep kept, know knew known,
    lead led, leave left, lose lost, make made, mean meant, overcome overcame, pay paid, put,
    rise rose risen, run ran, say said, see saw seen, set, shrink shrank shrunk, spread, stand
    stood, take took taken, tell told, think thought, undergo underwent undergone, underlie,
    understand understood, undertake undertook undertaken, wear wore, write wrote written
"""
"""Each verb with its past tense and participle, where these are no forms of another word."""


def _present(verb: str) -> tuple[str, ...]:
    """A verb, its form for "it", and its participle in -ing."""
    if verb.endswith("ie"):
        return verb, f"{verb}s", f"{verb[:-2]}ying"
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}ing" if verb.endswith("ee") else f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(_SIBILANT) else f"{verb}s"
    return verb, third, f"{_doubled(verb)}ing"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_doubled(verb)}ed"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if _DOUBLING.fullmatch(verb) else verb


def _forms() -> Iterator[str]:
    """Verbs as they may stand in a question. Stems would not do: "survival" is no verb."""
    for verb in _REGULAR.split():
        yield from (*_present(verb), _past(verb))
    for verb, *others in map(str.split, _IRREGULAR.split(",")):
        yield from (*_present(verb), *others)


VERBS = frozenset(_forms()) - {"underlying"}  # which is said of diseases and causes
TAKES = frozenset("take takes took taken taking".split())
GROUPS = "patients participants individuals people persons subjects volunteers women men".split()
ANIMALS = "mice rats animals mouse rat rodents".split()
GENERAL = frozenset(
    stem(word)
    for word in [
        *GROUPS,
        *ANIMALS,
        *"cells cell treatment therapy procedure group groups drug drugs method approach disease"
        " results result effects effect condition process protocol transplant transplantation"
        " infusion injection injections molecule factor factors cytokines trial trials ones one"
        " substance technique device scale score test tests donor donors recipients graft grafts"
        " children evidence adverse event humans drawback advantage regimen dose doses"
        " sources source side hypothesis theory idea mechanism"
        " pathway outcome outcomes findings vesicles antibody antibodies".split(),
    ]
)


def is_verb(word: str) -> bool:
    """Whether a word is one of the verbs that questions are asked with."""
    return word.islower() and word in VERBS
