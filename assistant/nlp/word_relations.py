"""Relations of words: inflections, opposites, and words close in meaning but never the same."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from assistant.nlp.tokens import stem

_DENYING = ("un", "in", "im", "non", "non-", "ir", "dis", "mal", "anti", "anti-")


def negates(one: str, other: str) -> bool:
    """Whether a word is the other with a denying prefix: "likely" and "unlikely"."""
    if one == other:
        return False
    if one.endswith(other):
        return one[: -len(other)] in _DENYING
    return other.endswith(one) and other[: -len(one)] in _DENYING


def same_family(one: str, other: str) -> bool:
    """Whether two words share a long beginning: "migrate" and "migration"."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 5 and shared >= 0.6 * max(len(one), len(other))


_AXES: dict[str, tuple[str, str]] = {
    "amount": (
        "increase increased increasing rise rose risen raise raised elevate elevated elevation "
        "higher greater larger longer upregulate upregulated upregulation boost grow growth "
        "enhance enhancement expand expansion stimulate promote induce augment heighten "
        "uptick faster accelerate highest up gain surge above maximal high enhanced",
        "decrease decreased decreasing reduce reduction reduced decline declined lower lessen "
        "lessened diminish diminution fall fell drop dropped fewer smaller shorter "
        "downregulate downregulated downregulation suppress suppression inhibit inhibition "
        "attenuate attenuation mitigate mitigation alleviate curb curtail prevent hinder slow "
        "decelerate delay slower lowest down weaken impede repress shrink below minimal "
        "limit restrict low block few constrain halt deactivate",
    ),
    "degree": (
        "more most higher greater larger longer stronger faster many",
        "less least lower fewer smaller shorter weaker slower few",
    ),
    "quality": (
        "improve improvement improved better ameliorate benefit beneficial favorable superior "
        "enhance enhancement recover recovery outperform safe effective gain positive",
        "worsen worsening worse exacerbate deteriorate deterioration aggravate impair harm harmful "
        "inferior unfavorable underperform unsafe ineffective negative",
    ),
    "goodness": ("good favorable", "bad badly poor poorly unfavorable"),
    "time": (
        "before prior previously earlier pre preceding",
        "after following post subsequent later subsequently thereafter",
    ),
    "kind": ("autologous autologously own", "allogeneic allogenic allogeneically donor"),
    "inflammation": ("pro-inflammatory proinflammatory", "anti-inflammatory antiinflammatory"),
    "side": ("proximal", "distal"),
    "course": ("acute", "chronic"),
    "place": ("vitro", "vivo"),
    "commonness": (
        "common frequent often usual frequently commonly",
        "rare uncommon rarely seldom",
    ),
    "size": ("large major", "small minor"),
    "certainty": ("known clear elucidated understood", "unknown unclear unelucidated"),
    "sufficiency": ("sufficient adequate enough", "insufficient inadequate"),
    "completeness": ("complete completely fully", "incomplete partially incompletely partial"),
    "likelihood": ("likely", "unlikely"),
    "significance": ("significant significantly", "insignificant nonsignificant insignificantly"),
    "strength": ("strong stronger strongly potent", "weak weaker weakly"),
    "breadth": ("broad widespread extensive", "narrow limited"),
    "youth": ("young immature early", "elderly old mature late"),
    "ease": ("easy easily simple", "difficult hard"),
    "cost": ("cheap cheaper", "expensive costly"),
    "outcome": ("success successful successfully succeed", "failure unsuccessful fail"),
}
NEGATIONS = frozenset(
    "not no never without neither nor none cannot lack lacks lacked lacking fail fails failed "
    "unable absence absent n't free nobody nothing devoid hardly".split()
)


@lru_cache(maxsize=1)
def _signs() -> dict[str, tuple[tuple[str, int], ...]]:
    signs: dict[str, dict[str, int]] = {}
    for axis, (up, down) in _AXES.items():
        for sign, words in ((1, up), (-1, down)):
            for word in words.split():
                signs.setdefault(stem(word), {}).setdefault(axis, sign)
                signs.setdefault(word, {}).setdefault(axis, sign)
    return {word: tuple(axes.items()) for word, axes in signs.items()}


def direction(word: str) -> tuple[tuple[str, int], ...]:
    """The axes on which a word stands, each with its sign; () for most words."""
    lower = word.lower()
    if lower.startswith(("pre-", "post-")):  # "post-aHSCT" is after it
        return _signs()[lower.partition("-")[0]]
    return _signs().get(lower) or _signs().get(stem(word), ())


def agreement(one: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...]) -> int:
    """1 where two words point the same way on an axis, -1 if only opposite ways, else 0."""
    theirs = dict(other)
    products = [sign * theirs[axis] for axis, sign in one if axis in theirs]
    if not products:
        return 0
    return max(products)


# A family in each line; between bars what excludes each other, together what says the same.
_FAMILIES = """
mouse mice murine | rat rats | rabbit | dog canine | cat feline | pig porcine swine | sheep ovine \
| monkey macaque marmoset | hamster | horse equine | zebrafish
man men male | woman women female
boy boys | girl girls
adult | child children pediatric paediatric
adult | infant newborn neonate neonatal
adult | adolescent teenager
intravenous intravenously iv | intrathecal intrathecally | intraventricular \
| intramuscular intramuscularly | intraperitoneal intraperitoneally | intranasal intranasally \
| subcutaneous subcutaneously | oral orally | topical topically
serum | plasma | urine | saliva | cerebrospinal csf
hourly | daily | weekly | monthly | annual annually yearly
liver hepatic | lung pulmonary | kidney renal | heart cardiac | brain cerebral | skin dermal | \
muscle muscular | spleen splenic | thymus thymic | pancreas pancreatic | stomach gastric | bladder \
| bone | cartilage | eye ocular
placenta placental | umbilical | amniotic amnion | adipose | dental
mild | moderate | severe
systolic | diastolic
arterial | venous
bacterial | viral | fungal
benign | malignant
primary | secondary | tertiary
vision visual eyesight | hearing auditory | speech
nausea | vomiting | fever | headache | fatigue | rash | diarrhea diarrhoea | dizziness
depression | anxiety
tremor | spasticity | numbness | weakness
january | february | april | june | july | august | september | october | november | december
monday | tuesday | wednesday | thursday | friday | saturday | sunday
spring | summer | autumn | winter
north northern | south southern | east eastern | west western
left | right
neuron neuronal | astrocyte | microglia microglial | oligodendrocyte
neutrophil | lymphocyte | monocyte | platelet | erythrocyte
diabetes | stroke | asthma | epilepsy | arthritis | leukemia leukaemia | lymphoma | tuberculosis
white | gray grey
"""


def are_siblings(one: str, other: str) -> bool:
    """Whether two words are of one family and never say the same."""
    pairs = list(product(families(one.lower()), families(other.lower())))
    same_family = [(mine, theirs) for mine, theirs in pairs if mine[0] == theirs[0]]
    return bool(same_family) and all(mine != theirs for mine, theirs in same_family)


@lru_cache(maxsize=1 << 16)
def relation(one: str, other: str) -> int:
    """1 for words that mean the same, -1 for those that never do (opposites, siblings), else 0."""
    agreed = agreement(direction(one), direction(other))
    if agreed < 0 or negates(one, other) or are_siblings(one, other):
        return -1
    shared_place = set(families(one)) & set(families(other))
    return int(bool(agreed > 0 or shared_place or same_family(one, other)))


@lru_cache(maxsize=4096)
def families(word: str) -> tuple[tuple[int, int], ...]:
    """Family and place in it of a word; () for most words."""
    return _by_stem().get(stem(word), ())


@lru_cache(maxsize=1)
def _by_stem() -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, dict[tuple[int, int], None]] = {}
    for family, line in enumerate(_FAMILIES.strip().splitlines()):
        for place, words in enumerate(line.split("|")):
            for word in words.split():
                found.setdefault(stem(word), {})[family, place] = None
    return {key: tuple(places) for key, places in found.items()}
