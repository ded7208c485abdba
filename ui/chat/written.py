"""A language model's words: above the quotes, each sentence with its markers.

What no quote holds up is not shown, only that something is withheld, and why. While the model
writes, only sentences that have been checked are there to read.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages.phrases import Phrases
from ui import markers
from ui.answer_view import ShownAnswer, ShownSentence, ShownText
from ui.icons import icon
from ui.markup import escape


def text(
    turn: int, answer: ShownAnswer, given: ShownText, phrases: Phrases, *, withheld: bool = False
) -> str:
    """The composed part of a reply. withheld: show, struck through, what no quote holds up."""
    shown = given.held_up if given.leads else ()
    sentences = " ".join(_sentence(turn, one, answer, phrases) for one in shown)
    parts = [f'<p class="composed" dir="auto">{sentences}</p>'] if shown else []
    if not given.writing:
        parts.append(_kept_back(given.sentences, phrases, shown=withheld))
        if given.fault:
            parts.append(_remark(given.fault))
        elif given.stopped:
            parts.append(_remark(phrases.stopped))
        elif not given.leads:
            parts.append(_remark(phrases.quotes_stay if given.sentences else phrases.found_nothing))
    if shown:
        parts.append(f'<h3 class="small-heading">{escape(phrases.quotes_heading)}</h3>')
    return f'<div class="composition">{"".join(parts)}</div>'


def _sentence(turn: int, sentence: ShownSentence, answer: ShownAnswer, phrases: Phrases) -> str:
    mark = ""
    if sentence.verdict == "partly":
        why = escape(phrases.partly.format(reason=sentence.reason))
        mark = (
            f'<button type="button" class="verdict" data-tip="{why}" aria-label="{why}">'
            f"{icon('partly')}</button>"
        )
    found = markers.buttons(turn, answer, sentence.markers, phrases)
    said = f'<span class="{sentence.verdict}">{escape(sentence.text)}</span>'
    return f'<span class="sentence">{said}{mark}{found}</span>'


def _kept_back(sentences: Sequence[ShownSentence], phrases: Phrases, *, shown: bool) -> str:
    """How many sentences are withheld; opened, why each is, and where asked for what it says."""
    held = [one for one in sentences if one.verdict == "unsupported"]
    if not held:
        return ""
    count = phrases.withheld_one if len(held) == 1 else phrases.withheld_many
    items = "".join(
        f'<li dir="auto">{f"<s>{escape(one.text)}</s> " if shown else ""}'
        f"{escape(phrases.withheld.format(reason=one.reason))}</li>"
        for one in held
    )
    return (
        f'<details class="withheld"{" open" if shown else ""}>'
        f"<summary>{escape(count.format(count=len(held)))}</summary><ul>{items}</ul></details>"
    )


def _remark(said: str) -> str:
    return f'<p class="remark" dir="auto">{escape(said)}</p>'
