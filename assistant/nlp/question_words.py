"""Function words and common verbs of questions."""

from __future__ import annotations

from assistant.nlp.tokens import stem, tokens

AUXILIARIES = frozenset(
    """is are was were be been being am do does did done has have had having can could should
    will would must might may isn't aren't wasn't weren't don't doesn't didn't can't won't
    there's what's it's that's who's""".split()
)
ASKING = frozenset("what which who whom whose when where why how".split())
PREPOSITIONS = frozenset(
    """of in with after before for from at on by under without against into onto during between
    through to than about over within via among towards toward besides like per as since
    until once when while if that because out up off down around behind along""".split()
)
DETERMINERS = frozenset("the a an this these those their its his her our my your".split())
OTHERS = frozenset(
    """any some each every both no all several it they them he she him itself themselves there
    here one ones and or but so also then not ever yet many much more most other others another
    same else only just very too well still long often old far ago later earlier afterwards
    instead anybody anyone anything somebody someone something everybody nobody me us you we i
    please such exactly really however though okay ok yes really actually i'm i've i'd now today
    first second third last latter former else possible different""".split()
)
POINTING = frozenset(
    """one ones other others another else rest instead former latter first second third fourth fifth
    last""".split()
)
"""Words by which a follow-up means something of the talk before it: they name nothing."""

_VERBS = """
    achieve act allow appear apply ask avoid become became begin began bring brought buy bought
    call called carry choose chose come came compare consider consist contain contribute create
    decide define depend describe determine develop die differ discover discuss eat enable ensure
    exist explain fail feel felt fill find found fit follow get got give gave given go went gone
    happen happens help identify include involve keep kept know knew known lead led learn learnt
    leave let lie live lose lost make made matter mean meant meet met need obtain occur offer owe
    pay paid prevent produce propose provide publish put reach receive recommend reduce remain
    require run ran say said see saw seen seem send sent set show sit speak spend spent stand stood
    start stay stop suffer suggest take took taken talk tell told think thought try turn use
    wait want wear win won work write wrote written
"""


def _forms(verb: str) -> tuple[str, ...]:
    root = verb.removesuffix("e")
    third = f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"
    if verb.endswith(("s", "x", "ch", "sh", "o")):
        third = f"{verb}es"
    return verb, third, f"{root}ing", f"{root}ed", f"{root}{root[-1]}ed", f"{root}{root[-1]}ing"


VERBS = frozenset(form for verb in _VERBS.split() for form in _forms(verb))
"""Verbs that questions of any field are asked with; a form that no one writes does no harm."""

FRAMING = frozenset(
    stem(word)
    for word in """
    according agree all altogether among amongst answer aside ask assess available average base
    belong big both brief by came carried carry combined come complete concern conduct contain
    currently deal describe differ difference discuss done each either entire entry evaluate
    every example exist existing explain explicitly fact find form found full get give given go
    going got happen held help important include involve itself kind know large like list listed
    live lived locate long look made make many may me mean meant measure mention might much must
    name number occur often overall own perform phrase place plainly please point present ran
    reach reason record row run said same say see show stand sum supposed table take tell term
    test text than think title together took total type understand us use very want way whole
    within word wording work you
    """.split()
)
"""Stems of words that ask rather than name: nothing has to hold them."""


def asks(text: str) -> bool:
    """Whether it has a word that asks or an auxiliary verb, and is no mere piece of a question."""
    return not (AUXILIARIES | ASKING).isdisjoint(word.lower() for word in tokens(text))
