"""How much of a sentence the quote says at all."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.nlp.tokens import stem
from assistant.verification.alignment import Alignment
from assistant.verification.issue import Fault
from assistant.verification.wording import Kind

_LITTLE = 0.65
_ITSELF = 0.45  # of what is held up: the rest may come from around the quote
_RUN = 3  # neighbouring content words that the quote does not have
# What a writer says about the quotes, or to join them.
_FILLERS = frozenset(
    stem(word)
    for word in (
        "according document documents text quote source passage article review reviews "
        "study studies "
        "researchers research report reported found showed shown show finding findings "
        "results result "
        "indicate suggest conclude conclusion authors note mentioned state stated describe overall "
        "summary also however additionally furthermore moreover therefore thus including include "
        "included such example specifically respectively answer question information evidence "
        "provided provide based context called known used using use within among may can "
        "et al could might would generally particular notably further various one yes "
        "kind type form sort way thought believed considered regarded toward towards made belong "
        "occur happen develop receive undergo underwent carry take become became go went total "
        "trial whereas while"
    ).split()
)


def covered(alignment: Alignment, question: frozenset[str]) -> float:
    """Share of the sentence's content words, by weight, that the quote has; 1 if it has none."""
    total = held = 0.0
    for place, weight, held_up in _content(alignment, question):
        del place
        total += weight
        held += weight * held_up
    return held / total if total else 1.0


def coverage_faults(alignment: Alignment, question: frozenset[str]) -> Iterator[Fault]:
    """Whether too much of the sentence, or a stretch of it, is not in the quote."""
    content = list(_content(alignment, question))
    share = covered(alignment, question)
    words = alignment.sentence.words
    if _by_itself(alignment) < _ITSELF:
        yield Fault("itself", True, 0)
    missing = [words[place].text for place, _, held in content if not held]
    if share < _LITTLE:
        yield Fault("little", True, 0)
    elif missing:
        yield Fault("unsaid", False, 0, missing[0])
    run: list[int] = []
    for place, _, held in content:
        run = [] if held else [*run, place]
        if len(run) == _RUN:
            stretch = " … ".join(words[at].text for at in run)
            yield Fault("unsaid", True, run[0], stretch)
            return


def _by_itself(alignment: Alignment) -> float:
    """Share that the quote has of what the quote or its surroundings have."""
    itself = around = 0.0
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or word.place in alignment.sentence.number_places:
            continue
        if alignment.places[word.place]:
            itself += alignment.weights[word.place]
        elif word.stem not in _FILLERS and alignment.in_context(word):
            around += alignment.weights[word.place]
    return itself / (itself + around) if around else 1.0


def _content(alignment: Alignment, question: frozenset[str]) -> Iterator[tuple[int, float, float]]:
    """Place, weight and how far it is held up, of each content word that is no number."""
    numbers = alignment.sentence.number_places
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or word.place in numbers:
            continue
        weight = alignment.weights[word.place]
        if alignment.places[word.place]:
            yield word.place, weight, 1.0
        elif word.stem in _FILLERS:
            continue
        elif alignment.in_context(word) or word.stem in question:
            yield word.place, weight, 1.0
        else:
            yield word.place, weight, 0.0
