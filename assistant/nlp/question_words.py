"""Function words and verbs of questions."""

from __future__ import annotations

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


def _forms(verb: str) -> tuple[str, ...]:
    """A verb as it may stand in a question. A stem would not do: "survival" is no verb."""
    root = verb[:-1] if verb.endswith(("e", "y")) else verb
    return (
        verb,
        f"{verb}s",
        f"{verb}es",
        f"{verb}d",
        f"{root}ed",
        f"{root}ied",
        f"{root}ies",
        f"{root}ing",
        f"{verb}{verb[-1]}ed",
        f"{verb}{verb[-1]}ing",
        f"{verb}ing",
    )


VERBS = frozenset(
    form
    for word in """achieve adapt administer alleviate alter ameliorate analyse
    analyze arise assist attract avoid bind calm cease combine comprise conclude confirm consider
    convert create cultivate demonstrate depict destroy diminish eliminate emerge employ
    enable encourage enlarge ensure establish estimate exceed expand explore extend facilitate
    generate hamper hinder impair imply indicate inform interact invent isolate lessen locate
    mitigate moderate monitor obtain originate overcome persist possess preserve propose pursue
    recover recruit reflect relieve rely reside resolve restore resume retain reverse select
    shrink simplify soothe stabilise stabilize stimulate strengthen substitute succeed
    surpass tolerate trace translate underlie understand undertake verify weaken
    act affect allow appear apply ask assess assessed become began begin begun
    block bring brought buy call called carry carried cause caused change changed check damage
    choose chose come came compare compared conduct conducted consist contain contribute
    cost cure cut decide decrease define deliver depend derive describe detect determine
    develop die differ differentiate discover discovered discuss drop enhance enroll
    enrolled evaluate examine examined exert exhibit exist experience explain express
    fail fall fell fare fight file find found follow followed form fund gain gave
    generate get give given go goes went gone grow grew happen harm help helped hold
    held identify improve improved include increase increased induce influence inhibit
    inject injected integrate investigate isolate keep kept kill know known lead led
    leave left lie live look lose lost lower made maintain make mean meant measure
    measured migrate modulate need notice observe observed obtain obtained occur offer
    pay perform performed play prevent produce promote propose protect prove provide
    publish put raise reach receive received recommend reduce reduced regulate release
    remain repair replace report reported require respond reveal rise rose run ran say
    said secrete see seen saw seem serve set shield show showed shown slow spread stand
    start stay stop studied study suffer suggest support suppress survive switch take
    taken took tell tolerate matter shield test tested think thought transform
    transplant treat treated trigger try tried turn undergo underwent use used want wear
    work worked worsen write wrote""".split()
    for form in _forms(word)
)
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
