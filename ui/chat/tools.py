"""What stands under an answer: where it is kept, how sure it is, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from assistant.messages import Phrases
from ui.answer_view import ShownAnswer

HIGH, MEDIUM = 0.75, 0.5
"""The least confidence that these words stand for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a turn is kept. rating: the controls to rate it."""

    conversation: str
    receipt: bool = False
    rating: Markup = field(default_factory=Markup)


def confidence_in_words(confidence: float, phrases: Phrases) -> str:
    """The words for a confidence in [0, 1]: high, medium or low."""
    if confidence >= HIGH:
        return phrases.high_confidence
    return phrases.medium_confidence if confidence >= MEDIUM else phrases.low_confidence


def steps(answer: ShownAnswer, phrases: Phrases) -> list[str]:
    """What was done for an answer and how long each took: searched, quoted, written and checked."""
    took = dict(answer.seconds)
    said = []
    if "search" in took:
        said.append(phrases.step_searched.format(seconds=_duration(took["search"])))
    if "answer" in took and answer.found:
        count = len({one.marker for one in answer.statements})
        phrase = phrases.step_quoted_one if count == 1 else phrases.step_quoted_many
        said.append(phrase.format(count=count, seconds=_duration(took["answer"])))
    text = answer.composed
    if text is not None and not text.writing and "compose" in took and text.sentences:
        kept, count = len(text.held_up), len(text.sentences)
        took_so_long = _duration(took["compose"])
        said.append(phrases.step_checked.format(kept=kept, count=count, seconds=took_so_long))
    if text is not None and text.model and text.sentences:
        said.append(phrases.written_by.format(model=text.model))
    return said


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"
