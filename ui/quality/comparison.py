"""What changed since the accepted baseline, and which answers got worse."""

from __future__ import annotations

from evals.reporting.words import moment
from ui.markup import escape
from ui.quality.data import Compared, Worse
from ui.quality.words import KINDS

_SHOWN = 12  # answers that got worse


def comparison(found: Compared) -> str:
    """The section "Against the baseline"."""
    count = len(found.worse) + found.hidden
    said = (
        f"Compared with the accepted baseline of {escape(moment(found.accepted))} over "
        f"{found.paired:,} questions that both were asked: {found.better} answers got better, "
        f"{count} got worse."
    )
    listed = "".join(_worse(one) for one in found.worse[:_SHOWN])
    left = len(found.worse) - _SHOWN
    more = [f"{left} more are in the run’s report."] if left > 0 else []
    if found.hidden:
        more.append(
            f"{found.hidden} of those that got worse are in the half that is only scored: its "
            "questions stay unread, so that nobody mends just those."
        )
    after = "".join(f'<p class="quiet small">{one}</p>' for one in more)
    return (
        '<section class="quality-part quality-compared"><h2>Against the baseline</h2>'
        f"<p>{said}</p>{listed}{after}</section>"
    )


def _worse(one: Worse) -> str:
    return (
        f'<details class="quality-worse sheet"><summary dir="auto">{escape(one.question)}'
        f' <span class="quiet small">{escape(KINDS.get(one.kind, one.kind))}</span></summary>'
        f"<dl><dt>Before</dt>{_answer(one.before)}<dt>Now</dt>{_answer(one.now)}</dl></details>"
    )


def _answer(text: str) -> str:
    return f'<dd dir="auto">{escape(text) or "No answer."}</dd>'
