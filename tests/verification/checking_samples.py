"""A checker over a few sentences, and quotes to check against."""

from __future__ import annotations

from functools import cache

from assistant.nlp.lexicon import Lexicon
from assistant.types import CheckedSentence
from assistant.verification.premise import Support
from assistant.verification.verifier import Checker

TEXT = (
    "Mesenchymal stem cells (MSCs) and neural stem cells (NSCs) are studied. Autologous "
    "hematopoietic stem cell transplantation (aHSCT) is used in multiple sclerosis (MS). "
    "Relapsing–remitting MS (RRMS) and secondary progressive MS (SPMS) are two of its forms."
)
COHORT = (
    "The study included 414 patients with RRMS and 93 with SPMS, all treated with aHSCT, and "
    "reported a 5-year survival rate of 98.8% (99)."
)
BLADDER = (
    "After MSC therapy, 70% of the participants reported enhanced muscle strength, and 50% noted "
    "improvements in bladder control [139]."
)
MARKERS = (
    "The reduction in NF-L levels was significant, but the decrease in CXCL13 levels did not "
    "reach statistical significance."
)
COMPARED = "These findings suggest that aHSCT may be more effective than alemtuzumab in MS."
HAYFLICK = (
    "Karussis et al. conducted a phase II trial in Israel in 2010, registered as NCT02166021."
)
HARMLESS = "No serious adverse events were observed in the MSC group."
CAUSE = "Severe T-cell depletion increases the risk of infections."
QUOTES = (COHORT, BLADDER, MARKERS, COMPARED, HAYFLICK, HARMLESS, CAUSE)


@cache
def checker() -> Checker:
    return Checker(Lexicon([TEXT], [TEXT, *QUOTES]))


def support(quote: str, marker: int = 1, before: str = "") -> Support:
    return Support(marker, quote, "Clinical studies", "A review", before)


def check(sentence: str, *quotes: str) -> CheckedSentence:
    """Check against quotes numbered from 1."""
    supports = [support(quote, marker) for marker, quote in enumerate(quotes, start=1)]
    return checker().check(sentence, supports)
