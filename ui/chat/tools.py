"""What stands under an answer: how sure it is, how long it took, what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.messages import Phrases
from ui.answer_view import ShownAnswer
from ui.markup import escape, icon
from ui.references.quotation import as_text

HIGH, MEDIUM = 0.75, 0.5
"""The least confidence that these words stand for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a turn is kept. rating: the controls to rate it, as HTML."""

    conversation: str
    receipt: bool = False
    rating: str = ""


def foot(
    number: int,
    question: str,
    answer: ShownAnswer | None,
    kept: Kept | None,
    phrases: Phrases,
    *,
    last: bool,
) -> str:
    """The line under a turn.

    question: what asking again asks; "" for what is too long to be asked.
    last:     whether it is the last of the conversation.
    """
    tools = []
    if last:  # an earlier one would take all later ones with it
        taken = "kept" if kept is not None else ""
        tools = [
            _tool("retry", phrases.retry, number, question) if question else "",
            _tool("undo", phrases.undo, number, taken),
        ]
    if answer is not None:
        tools.insert(0, _copy(answer, phrases))
    if kept is not None and kept.receipt:
        tools.append(_receipt(number, kept.conversation, phrases))
    rating = kept.rating if kept is not None else ""
    return (
        f'<div class="foot">{_meta(answer, phrases) if answer is not None else ""}'
        f'<div class="tools">{"".join(tools)}{rating}</div></div>'
    )


def confidence_in_words(confidence: float, phrases: Phrases) -> str:
    """The words for a confidence in [0, 1]: high, medium or low."""
    if confidence >= HIGH:
        return phrases.high_confidence
    return phrases.medium_confidence if confidence >= MEDIUM else phrases.low_confidence


def _meta(answer: ShownAnswer, phrases: Phrases) -> str:
    parts = []
    if answer.found:
        words = escape(confidence_in_words(answer.confidence, phrases))
        figure = escape(phrases.confidence_figure.format(confidence=answer.confidence))
        parts.append(f'<span title="{figure}">{words}</span>')
    parts += [escape(step) for step in steps(answer, phrases)]
    return f'<p class="meta">{" · ".join(parts)}</p>'


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


def _tool(do: str, label: str, number: int, text: str = "") -> str:
    said = escape(label)
    given = f' data-text="{escape(text)}"' if text else ""
    return (
        f'<button type="button" class="tool" data-do="{do}" data-number="{number}"{given}'
        f' aria-label="{said}" title="{said}">{icon(do)}</button>'
    )


def _copy(answer: ShownAnswer, phrases: Phrases) -> str:
    said = escape(phrases.copy_answer)
    return (
        f'<button type="button" class="tool" data-copy="{escape(as_text(answer))}"'
        f' aria-label="{said}" title="{said}">{icon("copy")}</button>'
    )


def _receipt(number: int, conversation: str, phrases: Phrases) -> str:
    said = escape(phrases.receipt)
    return (
        f'<a class="tool" href="/receipt/{escape(conversation)}/{number}" download="receipt.json"'
        f' aria-label="{said}" title="{said}">{icon("receipt")}</a>'
    )
