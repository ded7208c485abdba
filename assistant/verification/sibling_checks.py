"""Whether a sentence has a sibling of what the quote says: "rats" where that has "mice"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.nlp.siblings import are_siblings, families
from assistant.verification.alignment import Alignment
from assistant.verification.issue import Fault
from assistant.verification.wording import Kind, Word


def sibling_faults(alignment: Alignment) -> Iterator[Fault]:
    """Words that the quote does not have, and in their place a sibling."""
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or not families(word.exact) or alignment.places[word.place]:
            continue
        rival = _rival(word, alignment)
        if rival:
            yield Fault("opposite", True, word.place, word.text, rival.text)
        elif not alignment.in_context(word):
            yield Fault("unsaid", False, word.place, word.text)


def _rival(word: Word, alignment: Alignment) -> Word | None:
    """A sibling in the quote that the sentence does not have itself."""
    own = {other.stem for other in alignment.sentence.words}
    return next(
        (
            other
            for other in alignment.quote.words
            if other.stem not in own and are_siblings(word.exact, other.exact)
        ),
        None,
    )
