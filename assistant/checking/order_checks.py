"""Whether what acts and what is acted on have changed places: "A causes B", "B causes A"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.alignment import Alignment
from assistant.checking.fault import Fault
from assistant.checking.wording import Kind, Word, Wording
from assistant.searching.words import stem

_REACH = 8
_RELATIONS = frozenset(
    stem(word)
    for word in (
        "cause lead result induce trigger promote inhibit suppress reduce increase decrease improve "
        "enhance prevent produce secrete release stimulate activate alleviate mitigate ameliorate "
        "outperform exceed affect influence regulate modulate express contain include differentiate "
        "than due because compared contribute derive protect replace stabilize exert support "
        "facilitate decline diminish downregulate upregulate counteract thereby surpass hinder impair "
        "eliminate attenuate from before after by through via"
    ).split()
)
_FLIPPED = frozenset("by".split())


def order_faults(alignment: Alignment) -> Iterator[Fault]:
    """Relations of which the quote has the two sides exchanged."""
    for word in alignment.sentence.words:
        if word.stem not in _RELATIONS and word.exact not in _RELATIONS:
            continue
        places = [
            there
            for there in alignment.quote.at.get(word.stem, ())
            if alignment.quote.words[there].stem == word.stem
            and _is_noun(alignment.sentence, word.place) == _is_noun(alignment.quote, there)
        ]
        if not places:
            continue
        verdicts = [_sides(word, there, alignment) for there in places]
        direct, turned = max(verdicts, key=lambda sides: max(sides))
        if turned > 1.3 * direct + 0.5:
            yield Fault(f"the two sides of “{word.text}” may be exchanged", False, word.place)
            return


def _sides(word: Word, there: int, alignment: Alignment) -> tuple[float, float]:
    """How well both sides fit as they stand, and exchanged; each needs both sides."""
    fits = {(side, where): 0.0 for side in (-1, 1) for where in (-1, 1)}
    for other in alignment.sentence.words[max(0, word.place - _REACH) : word.place + _REACH + 1]:
        if other.place == word.place or other.kind is Kind.STOP:
            continue
        side = 1 if other.place > word.place else -1
        near = [p for p in alignment.places[other.place] if 0 < abs(p - there) <= _REACH + 2]
        if len({p > there for p in near}) != 1:
            continue  # on neither side, or on both: it tells nothing
        where = 1 if near[0] > there else -1
        fits[side, where] += alignment.weights[other.place]
    if _passive(alignment.sentence, word.place) != _passive(alignment.quote, there):
        fits = {(side, -where): value for (side, where), value in fits.items()}
    direct = fits[-1, -1] + fits[1, 1]
    turned = fits[-1, 1] + fits[1, -1] if fits[-1, 1] and fits[1, -1] else 0.0
    return direct, turned


def _passive(text: Wording, place: int) -> bool:
    """Whether a verb is followed by "by" or "from": its subject stands behind it."""
    return any(word.exact == "by" for word in text.words[place + 1 : place + 3])


def _is_noun(text: Wording, place: int) -> bool:
    """Whether a word of a relation is its noun: "an increase in", "improvements"."""
    word = text.words[place].exact
    after = text.words[place + 1].exact if place + 1 < len(text.words) else ""
    return after in ("in", "of") or word.endswith(("ment", "ments", "tion", "tions", "sion"))
