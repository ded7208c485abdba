"""Words that are near in meaning and never say the same: "mice" and "rats", "daily" and "weekly".

Vectors of words put such siblings nearer to each other than many synonyms, so that likeness alone
would let "nausea" hold up "vomiting".
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from assistant.nlp.tokens import stem

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
