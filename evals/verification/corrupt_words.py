"""Corruptions of ordinary words: negation, direction, cause, quantifier, similar word."""

from __future__ import annotations

import re

from evals.verification.corruptions import Scene


def _both_ways(pairs: str) -> dict[str, str]:
    """Each word of "one/other two/other …" to the first that it stands beside."""
    found: dict[str, str] = {}
    for pair in pairs.split():
        one, other = pair.split("/")
        found.setdefault(one, other)
        found.setdefault(other, one)
    return found


_OPPOSITE = _both_ways(
    "increase/decrease increases/decreases increased/decreased increasing/decreasing "
    "higher/lower more/less "
    "greater/smaller improve/worsen improves/worsens improved/worsened improving/worsening "
    "improvement/worsening improvements/deteriorations enhance/weaken enhances/weakens "
    "enhanced/weakened "
    "enhancing/weakening promote/hinder promotes/hinders promoting/hindering before/after "
    "superior/inferior beneficial/harmful favorable/unfavorable reduction/increase longer/shorter "
    "rose/fell rise/fall fewer/more better/worse upregulated/downregulated inhibit/promote "
    "inhibits/promotes inhibiting/promoting suppress/stimulate suppressing/stimulating "
    "reduce/increase reduces/increases reduced/increased reducing/increasing lower/raise "
    "smaller/larger safe/unsafe effective/ineffective decline/rise prevent/promote "
    "prevents/promotes "
    "exacerbate/alleviate stimulates/suppresses stimulate/suppress slows/speeds extended/shortened"
)
_OPPOSITE["lower"] = "higher"
# Written without looking at `assistant/nlp/word_relations.py`: some of these it knows, some not.
_LIKE = _both_ways(
    "mice/rats mouse/rat mice/dogs animals/volunteers patients/donors women/men female/male "
    "intravenous/oral intravenously/subcutaneously intrathecal/intramuscular brain/liver "
    "neurons/astrocytes neurons/hepatocytes axons/dendrites lesions/tumors serum/urine "
    "blood/saliva inflammation/infection inflammatory/allergic fever/nausea headache/vomiting "
    "fatigue/insomnia bladder/bowel muscle/skin strength/speech vision/hearing walking/swallowing "
    "adipose/placental fetal/adult embryonic/fetal neural/cardiac spinal/optic marrow/spleen "
    "daily/weekly monthly/weekly severe/mild acute/chronic primary/secondary northern/southern "
    "antibodies/hormones cytokines/hormones lymphocytes/platelets relapse/fracture "
    "disability/depression myelin/collagen remyelination/angiogenesis sclerosis/dystrophy "
    "children/adults viral/bacterial peripheral/central"
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|can|could|may|might|has been|have been|will|should|had"
    r"|would)\b(?! (?:not|no|only)\b)"
)
_SHOWED = re.compile(
    r"\b(?:showed|shows|reported|demonstrated|found|revealed|observed|experienced|had) "
    r"(?=(?:a |an )?(?:significant|sustained|notable|better|increase|decrease|improvement"
    r"|reduction))"
)
_NOT = re.compile(
    r"\b(?:(?:did|does|do) not (?P<verb>\w+)|(?P<not>not (?!only|solely|yet|been)\w)"
    r"|(?P<no>no (?!longer)\w)|without (?P<without>\w))"
)
_QUANTIFIERS = (
    ("some", "all"),
    ("several", "all"),
    ("many", "all"),
    ("most", "all"),
    ("various", "all"),
    ("a few", "all"),
    ("the majority of", "all"),
    ("often", "always"),
    ("typically", "always"),
    ("usually", "always"),
    ("mainly", "only"),
    ("primarily", "exclusively"),
    ("mostly", "exclusively"),
    ("predominantly", "exclusively"),
    ("all", "few"),
    ("most of", "few of"),
    ("among the most", "the most"),
    ("numerous", "all"),
    ("sometimes", "always"),
    ("may", "always"),
    ("multiple", "all"),
    ("Many", "All"),
    ("Some", "All"),
    ("Several", "All"),
    ("Most", "All"),
)
_NOUNS = r"(?P<{0}>(?:[\w+/β-]+ ){{0,5}}?[\w+/-]+)"
_CAUSE = re.compile(
    r"(?:^|(?<=, )|(?<=that )|(?<=; )|(?<=and ))"
    + _NOUNS.format("a")
    + r" (?P<verb>causes?|leads? to|led to|results? in|resulted in|induces?|induced|triggers?"
    r"|increases?|increased|promotes?|inhibits?"
    r"|reduces?|reduced|improves?|improved|stimulates?|stimulated|enhances?|contributes? "
    r"to|influences?|affects?"
    r"|may improve|can reduce|can inhibit|may slow|is more effective than|may be more "
    r"effective than"
    r"|might work better than|outperformed|facilitates?|(?:can )?differentiate into"
    r"|secrete|prevents?|regulates?|is caused by|destroys|repress"
    r"|(?:was|were|is|are) (?:reduced|inhibited|increased|induced|mediated|attributed) "
    r"(?:by|to)|are made from|, because of|due to|because of) "
    + _NOUNS.format("b")
    + r"(?=[,.;(]| and | in | by | after | of | with | within | through | from | when | during )"
)
_NO_NOUN = re.compile(r"\b(?:may|can|is|are|was|were|to|that|which|be|not)\b|^of\b|\bThe$")
_ADDED = re.compile(r"(?:(?<!\s)\s++)?[\[(][^\])]{0,400}[\])]|[.]\s*$")


def negation_in(scene: Scene) -> str | None:
    """A "not" or "no" put in."""
    found = [*_AUXILIARY.finditer(scene.text)]
    if found:
        spot = scene.rng.choice(found)
        at = spot.end() if " " not in spot[0] else spot.start() + spot[0].index(" ")
        return scene.text[:at] + " not" + scene.text[at:]
    if showed := _SHOWED.search(scene.text):
        rest = re.sub(r"^an? ", "", scene.text[showed.end() :])
        return scene.text[: showed.end()] + "no " + rest
    return None


def negation_out(scene: Scene) -> str | None:
    """A "not", "no" or "without" taken out."""
    found = [*_NOT.finditer(scene.text)]
    if not found:
        return None
    spot = scene.rng.choice(found)
    if spot["verb"]:
        new = spot["verb"]
    elif spot["without"]:
        new = "with " + spot["without"]
    else:
        new = spot[0].split(" ", 1)[1]
    return scene.text[: spot.start()] + new + scene.text[spot.end() :]


def direction(scene: Scene) -> str | None:
    """A direction turned round."""
    found = [spot for spot in re.finditer(r"\b\w+\b(?!-)", scene.text) if spot[0] in _OPPOSITE]
    if not found:
        return None
    spot = scene.rng.choice(found)
    return scene.text[: spot.start()] + _OPPOSITE[spot[0]] + scene.text[spot.end() :]


def like_thing(scene: Scene) -> str | None:
    """A thing of the same kind in its place, in an ordinary word: rats for mice."""
    spots = re.finditer(r"\b[a-z]+\b(?!-)", scene.text)
    found = [spot for spot in spots if spot[0] in _LIKE and _LIKE[spot[0]] not in scene.text]
    if not found:
        return None
    spot = scene.rng.choice(found)
    return scene.text[: spot.start()] + _LIKE[spot[0]] + scene.text[spot.end() :]


def cause(scene: Scene) -> str | None:
    """What acts and what is acted on exchanged."""
    spot = _CAUSE.search(scene.text)
    if not spot or spot["a"].split()[0].lower() in ("this", "they", "it", "these", "which"):
        return None
    if _NO_NOUN.search(spot["a"]) or spot["b"].split()[0] in ("by", "of", "to", "in"):
        return None
    before, after = scene.text[: spot.start("a")], scene.text[spot.end("b") :]
    return before + spot["b"] + scene.text[spot.end("a") : spot.start("b")] + spot["a"] + after


def quantifier(scene: Scene) -> str | None:
    """A quantifier that claims more than the quote, or something else."""
    for old, new in scene.rng.sample(_QUANTIFIERS, len(_QUANTIFIERS)):
        spot = re.search(rf"\b{re.escape(old)}\b", scene.text)
        if spot and not (
            old == "most" and re.match(r" \w+(?:ly|ed|al|nt|on)\b", scene.text[spot.end() :])
        ):
            if old == "may":
                new = "always"
            return scene.text[: spot.start()] + new + scene.text[spot.end() :]
    return None


def addition(scene: Scene) -> str | None:
    """A clause of another section added."""
    for _ in range(30):
        donor = scene.rng.choice(scene.far)
        clause = _ADDED.sub("", donor).split(", ")[0].strip()
        if 6 <= len(clause.split()) <= 16 and "|" not in clause and not clause.startswith("•"):
            end = scene.text.rstrip().rstrip(".")
            first = clause[0].lower() + clause[1:] if clause[1:2].islower() else clause
            return f"{end}, and {first}."
    return None
