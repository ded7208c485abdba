"""Whether a hyphen at a line's end belongs to the word.

"in-" + "flammatory" is one word; "anti-" + "inflammatory" keeps its hyphen. Decided by the
document's own spelling elsewhere, then by the parts that English writes with a hyphen.
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BROKEN = re.compile(r"(?<!\S)\S++(?<=\S-)[^\S\n]*+\n\s*+\S++")
_LEFT = re.compile(r"(?<![^\W_])([^\W_]++(?:-[^\W_]++){0,9})-$")
_RIGHT = re.compile(r"([^\W_]+(?:-[^\W_]+)*)")
_ABBREVIATION = re.compile(r"[^\W\d_]{0,2}[A-Z\dα-ω]{2,}s?|[α-ω\d]|[A-Z]")  # MSC, iPSCs, TNF-α
_LONG = 5  # letters

# First parts that are almost always followed by a hyphen in scientific English. Short prefixes
# that also begin plain words ("pre-vious", "re-ported", "co-lumn") are not among them.
_KEEPS_AFTER = frozenset(
    """all anti bone cell cross double early end follow full graft half heavy high ill intra
    large late light long low medium mid multi near non off one open peer placebo post
    quasi real self semi short single six small soft solid stem strong third three time
    top triple two well wide year""".split()
)
# Second parts that are words of their own, joined to the one before by a hyphen.
_KEEPS_BEFORE = frozenset(
    """acting activated adherent affected aged alone analysis arm associated based binding blind
    blinded bound brain cell cells center centre class coated confirmed controlled
    deficient dependent derived destructive directed driven effect effective enhancing
    enriched expressing expression fold free grade group hematopoietic high induced
    inducing infected inflammatory label labeled labelled level like lineage linked lived
    long macrophage mediated modifying month negative old only onset oriented phase point
    positive produced producing proliferative promoting ranging rate reactive related
    remitting renewal renewing resident resistant response restricted rich risk round
    scale secreted secreting sensitive serving shaped sided site sized specific standing
    stage state step stimulating term tested therapy time to transplant transplantation
    treated treatment type up using versus wide year""".split()
)


class Hyphens:
    """Decides for one document, from the words that it writes within its lines."""

    def __init__(self, text: str) -> None:
        whole = _BROKEN.sub(" ", text)  # "logical" of "neuro-\nlogical" is no word
        self._words = Counter(_WORD.findall(whole.lower()))

    def belongs(self, left: str, right: str) -> bool:
        """Whether the hyphen between a line ending in "left-" and one starting with right stays."""
        before, after = _LEFT.search(left), _RIGHT.match(right)
        if before is None or after is None:
            return True
        first, second = before.group(1), after.group(1)
        last, head = first.rsplit("-", 1)[-1], second.split("-", 1)[0]
        if not second[0].islower() or _ABBREVIATION.fullmatch(last):
            return True
        joined, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
        if self._words[joined] != self._words[hyphenated]:
            return self._words[hyphenated] > self._words[joined]
        return last.lower() in _KEEPS_AFTER or head in _KEEPS_BEFORE or self._is_word(last, head)

    def _is_word(self, last: str, head: str) -> bool:
        """Whether both parts are long, and the second stands alone elsewhere in the document."""
        return len(last) >= _LONG and len(head) > _LONG and self._words[head] > 1
