"""The page "Quality" as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.table import BY_NAME
from evals.records.history import TrendPoint
from evals.records.record import Figure
from evals.reporting import trend as drawing
from evals.reporting.data import day, interval, moment, number, percent, told
from ui.markup import escape
from ui.quality.overview import (
    HEADLINE,
    KINDS,
    TRENDS,
    Compared,
    Evaluated,
    Measured,
    Overview,
    Worse,
)

NOTE = (
    "Runs over the whole set, oldest first. The band is the 95 % interval; the large dots are the "
    "last run and the baseline."
)
AS_TABLE = "The same as a table"


def trend(points: Sequence[TrendPoint], run: str, baseline: str) -> str:
    """HTML; "" with fewer than two runs."""
    charts = "".join(_chart(name, points, run, baseline) for name in TRENDS)
    if not charts:
        return ""
    return (
        f'<section class="quality-part"><h2>Over time</h2><p class="quiet small">{NOTE}</p>'
        f'<div class="quality-charts">{charts}</div>'
        f'<details class="quality-points"><summary class="link">{AS_TABLE}</summary>'
        f"{_table(points)}</details></section>"
    )


def _chart(name: str, points: Sequence[TrendPoint], run: str, baseline: str) -> str:
    drawn = drawing.trend(BY_NAME[name], points, run, baseline)
    if not drawn:
        return ""
    return (
        f'<figure class="quality-chart sheet"><figcaption>{HEADLINE[name].title}</figcaption>'
        f"{drawn}</figure>"
    )


def _table(points: Sequence[TrendPoint]) -> str:
    titles = "".join(f'<th scope="col">{HEADLINE[name].title}</th>' for name in TRENDS)
    rows = "".join(_row(point) for point in reversed(points))
    return (
        '<div class="quality-table" role="region" tabindex="0" aria-label="Over time"><table>'
        f'<thead><tr><th scope="col">Run</th>{titles}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(point: TrendPoint) -> str:
    when = escape(f"{day(point.started)}, {point.started:%H:%M}")
    cells = "".join(f"<td>{_value(point, name)}</td>" for name in TRENDS)
    return f'<tr><th scope="row">{when}</th>{cells}</tr>'


def _value(point: TrendPoint, name: str) -> str:
    if name not in point.values:
        return "–"
    mean, low, high = point.values[name]
    if low is None or high is None:
        return percent(mean)
    return f"{percent(mean)} ({interval(BY_NAME[name], low, high)})"


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


TITLE = "Quality"
ABOUT = (
    "How good the answers are, measured with questions whose right answers are known. The "
    "interval behind a figure says how far chance could have moved it: with other questions of "
    "the same sort, 95 of 100 such intervals hold the true value."
)
NOTHING = (
    "No evaluation was run here yet, and there is no accepted baseline. Run "
    "<code>assistant eval</code> in a terminal: it asks the gold questions of the workspace and "
    "scores the answers, in a minute or two. Then open this page again."
)
BASELINE_ONLY = (
    "No evaluation was run on this computer yet: these are the figures of the accepted baseline. "
    "Run <code>assistant eval</code> in a terminal to measure the assistant as it is here."
)
IS_BASELINE = "This run is the accepted baseline."
UNSEEN = "Questions that nobody looked at while building"
FEW = "Few questions make wide intervals: read the smaller rows with care."
NO_TREND = "A line over time appears once the whole set was run twice on this computer."


def page(found: Overview) -> str:
    """The whole view."""
    parts = [f"<h1>{TITLE}</h1>", f'<p class="quality-about quiet">{ABOUT}</p>']
    if found.problem:
        parts.append(f'<p class="notice bad" role="alert">{escape(found.problem)}</p>')
    latest = found.latest
    if latest is None:
        parts.append(f'<p class="empty">{NOTHING}</p>')
    else:
        if not found.any_run:
            parts.append(f'<p class="notice">{BASELINE_ONLY}</p>')
        parts += [
            _when(latest, found.is_baseline and found.any_run),
            _headline(latest),
            comparison(found.compared) if found.compared else "",
            _kinds(latest),
            trend(found.trend, latest.id, found.compared.baseline if found.compared else "")
            or _section("Over time", f'<p class="quiet">{NO_TREND}</p>'),
        ]
    return f'{parts[0]}<div class="quality">{"".join(parts[1:])}</div>'


def _section(title: str, inside: str) -> str:
    return f'<section class="quality-part"><h2>{title}</h2>{inside}</section>'


def _when(run: Evaluated, accepted: bool) -> str:
    asked = (
        f"{run.questions:,} questions, {run.unanswerable:,} of them not answered by the documents"
    )
    way = "answers in a language model’s words" if run.composed else "answers as quotes"
    lines = [f"{escape(moment(run.started))} · {asked} · {way}"]
    if run.chosen:
        lines.append(f"Only some questions were asked: {escape(run.chosen)}.")
    if accepted:
        lines.append(IS_BASELINE)
    return "".join(f'<p class="quality-when quiet small">{line}</p>' for line in lines)


def _headline(run: Evaluated) -> str:
    tiles = "".join(_tile(one) for one in run.headline)
    time = (
        '<div class="quality-tile sheet"><h2>Time</h2>'
        f'<p class="quality-value">{number(run.median)} s</p>'
        f'<p class="small">is the middle of all answering times; 95 of 100 answers came within '
        f"{number(run.slow)} s.</p></div>"
    )
    return f'<div class="quality-tiles">{tiles}{time}</div>'


def _tile(one: Measured) -> str:
    words = HEADLINE[one.now.metric]
    lines = [f'<p class="small">{words.about}</p>']
    if one.unseen is not None and one.unseen.mean is not None:
        lines.append(
            f'<p class="small quiet">{UNSEEN}: {percent(one.unseen.mean)}{_between(one.unseen)}</p>'
        )
    change = _change(one)
    if change:
        lines.append(f'<p class="small">{change} than the baseline</p>')
    return (
        f'<div class="quality-tile sheet"><h2>{words.title}</h2>'
        f'<p class="quality-value">{percent(one.now.mean)}'
        f'<span class="quality-interval small quiet">{_between(one.now)}</span></p>'
        f"{''.join(lines)}</div>"
    )


def _between(figure: Figure) -> str:
    """The interval, with its name for those who listen; "" where it has no width."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    between = interval(BY_NAME[figure.metric], figure.low, figure.high)
    return f' <span class="spoken-only">95 % interval</span>({between})'


def _change(one: Measured) -> str:
    """Words like "2.1 points better"; "" where nothing changed or nothing is known.

    Coloured only beyond the loss that the gate forgives: less may well be chance.
    """
    if one.before is None or one.now.mean is None:
        return ""
    measure, change = BY_NAME[one.now.metric], one.now.mean - one.before
    said = escape(told(measure, change))
    if said in ("", "unchanged"):
        return ""
    if abs(change) <= (measure.margin or 0.0):
        return said
    kind = "good" if said.endswith("better") else "bad"
    return f'<span class="quality-{kind}">{said}</span>'


def _kinds(run: Evaluated) -> str:
    rows = "".join(_kind(name, one) for name, one in sorted(run.kinds, key=_best_first))
    compared = any(one.before is not None for _, one in run.kinds)
    last = '<th scope="col">Since the baseline</th>' if compared else ""
    table = (
        '<div class="quality-table" role="region" tabindex="0" aria-label="By kind of question">'
        '<table><thead><tr><th scope="col">Kind of question</th><th scope="col">Questions</th>'
        f'<th scope="col">Wholly right (95 % interval)</th>{last}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return _section("By kind of question", f'<p class="quiet small">{FEW}</p>{table}')


def _best_first(entry: tuple[str, Measured]) -> tuple[float, str]:
    return -(entry[1].now.mean or 0.0), entry[0]


def _kind(name: str, one: Measured) -> str:
    figure = one.now
    share = 100 * (figure.mean or 0.0)
    change = ""
    if one.before is not None:
        change = f"<td>{_change(one) or 'unchanged'}</td>"
    return (
        f'<tr><th scope="row">{escape(KINDS.get(name, name))}</th><td>{figure.scored}</td>'
        f'<td><span class="bar" aria-hidden="true"><span style="width:{share:.1f}%"></span></span>'
        f"{percent(figure.mean)}{_between(figure)}</td>{change}</tr>"
    )
