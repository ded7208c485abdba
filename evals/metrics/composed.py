"""What a language model made of the quotes: whether its words lead, and what of them is shown.

The verdicts are those of `assistant.verification`, which has its own measure (`python -m
evals.verification`); the numbers here are looked up by other code.
"""

from __future__ import annotations

from assistant.answering.answer import Composition
from assistant.verification.verdict import Verdict
from evals.metrics.citations import missing_numbers, numbers
from evals.metrics.facts import found_in
from evals.metrics.outcome import Outcome, Score


def leads(outcome: Outcome) -> Score | None:
    """1 if the composed text stands before the quotes; of what was composed."""
    composed = outcome.answer.composed
    return None if composed is None else Score(float(composed.leads))


def withheld(outcome: Outcome) -> Score | None:
    """Share of the written sentences that no reader sees."""
    composed = outcome.answer.composed
    if composed is None or not composed.sentences:
        return None
    return Score(1 - len(composed.shown) / len(composed.sentences))


def partly(outcome: Outcome) -> Score | None:
    """Share of the shown sentences that are marked as held up only partly."""
    led = _led(outcome)
    if led is None:
        return None
    return Score(sum(one.verdict is Verdict.PARTLY for one in led.shown) / len(led.shown))


def numbers_quoted(outcome: Outcome) -> Score | None:
    """Share of the numbers in the shown text that stand in a quote that its sentence cites."""
    led = _led(outcome)
    if led is None:
        return None
    quotes = {citation.marker: citation.quote for citation in outcome.answer.citations}
    total = missing = 0
    for sentence in led.shown:
        cited = " ".join(quotes[marker] for marker in sentence.markers)
        total += len(numbers(sentence.text))
        missing += len(missing_numbers(sentence.text, cited))
    return Score(1 - missing / total) if total else None


def facts_lost(outcome: Outcome) -> Score | None:
    """Facts found in the quotes less those in the composed text alone that stands before them."""
    if _led(outcome) is None or not outcome.case.answerable:
        return None
    case = outcome.case
    lead = outcome.answer.composed.text if outcome.answer.composed else ""
    return Score(found_in(outcome.answer.quoted, case) - found_in(lead, case))


def first_word(outcome: Outcome) -> Score | None:
    """Seconds from asking the model to its first word."""
    composed = outcome.answer.composed
    if composed is None or composed.first_word is None:
        return None
    return Score(composed.first_word)


def tokens_per_second(outcome: Outcome) -> Score | None:
    """While writing."""
    composed = outcome.answer.composed
    if composed is None or composed.first_word is None or not composed.tokens:
        return None
    writing = composed.seconds - composed.first_word
    return Score((composed.tokens - 1) / writing) if writing > 0 else None


def _led(outcome: Outcome) -> Composition | None:
    composed = outcome.answer.composed
    return composed if composed is not None and composed.leads else None
