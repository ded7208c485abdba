"""A language model's words on the page: above the quotes, each sentence with its markers.

What no quote holds up is not shown, only that something is withheld, and why. While the model
writes, only sentences that have been checked are there to read.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.checking.verdict import CheckedSentence, Verdict
from assistant.phrases.phrases import Phrases
from ui import markers
from ui.markup import escape


def composed(
    turn: int,
    answer: Answer,
    phrases: Phrases,
    writing: Sequence[CheckedSentence] | None,
    *,
    withheld: bool = False,
) -> str:
    """The composed part of a reply; "" where there is none. withheld: show, struck through, what
    no quote holds up.
    """
    done = answer.composed
    if writing is None and done is None:
        return ""
    sentences = done.sentences if done is not None else writing or ()
    leads = done is None or done.leads
    shown = [one for one in sentences if one.verdict is not Verdict.UNSUPPORTED]
    text = " ".join(_sentence(turn, one, answer, phrases) for one in shown) if leads else ""
    parts = [f'<p class="composed" dir="auto">{text}</p>'] if text else []
    if done is None:
        parts.append(f'<p class="pending" role="status">{escape(phrases.writing)}</p>')
    else:
        parts += [_kept_back(one, phrases, shown=withheld) for one in _withheld(sentences)]
        if done.fault:
            parts.append(_meta(done.fault))
        elif not done.leads:
            parts.append(_meta(phrases.quotes_stay))
        parts.append(_meta(phrases.written_by.format(model=done.model)))
    if leads and shown:
        parts.append(f'<h3 class="quotes-heading">{escape(phrases.quotes_heading)}</h3>')
    return f'<div class="composition">{"".join(parts)}</div>'


def _sentence(turn: int, sentence: CheckedSentence, answer: Answer, phrases: Phrases) -> str:
    by_marker = {citation.marker: citation for citation in answer.citations}
    text = escape(sentence.text)
    if sentence.verdict is Verdict.PARTLY:
        why = escape(phrases.partly.format(reason=sentence.reason))
        text = f'<span class="partly" title="{why}">{text}</span>'
    found = [
        markers.button(turn, by_marker[marker], phrases) if marker in by_marker else ""
        for marker in sentence.markers
    ]
    return text + "".join(f"&nbsp;{button}" for button in found if button)


def _withheld(sentences: Sequence[CheckedSentence]) -> list[CheckedSentence]:
    return [one for one in sentences if one.verdict is Verdict.UNSUPPORTED]


def _kept_back(sentence: CheckedSentence, phrases: Phrases, *, shown: bool) -> str:
    struck = f'<p class="meta" dir="auto"><s>{escape(sentence.text)}</s></p>' if shown else ""
    return struck + _meta(phrases.withheld.format(reason=sentence.reason))


def _meta(text: str) -> str:
    return f'<p class="meta" dir="auto">{escape(text)}</p>'
