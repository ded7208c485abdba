"""The whole report as one HTML page.

Questions, answers and documents are data: the template escapes all of them, and the page's policy
lets it load nothing and run nothing but its own style and script, named by their hashes.
"""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from evals.reporting import data, plots
from evals.reporting.data import Measure, ReportData
from evals.reporting.differences import Difference, differences
from evals.reporting.general import section
from evals.reporting.histogram import histogram
from evals.reporting.questions import question
from evals.reporting.tables import group_tables, metric_rows
from evals.reporting.templates import environment, own, policy
from evals.reporting.trend import trend

STATUS = {
    "worse": ("▼", "got worse"),
    "better": ("▲", "got better"),
    "same": ("=", "scores the same"),
    "new": ("+", "not in the baseline"),
    "edited": ("+", "changed since the baseline"),
    "short": ("•", "below full score"),
    "full": ("✓", "full score"),
}


def render(report: ReportData) -> str:
    """The report as HTML, ready to be written as UTF-8."""
    style, script = (own(name) for name in ("report.css", "report.js"))
    found = differences(report.run, report.baseline, report.metrics)
    rows = metric_rows(report)
    by_name = {row.measure.name: row for family in rows.values() for row in family}
    return (
        environment()
        .get_template("report.html.jinja")
        .render(
            report=report,
            header=report.run.header,
            end=report.run.end,
            style=style,
            script=script,
            policy=policy(style, script),
            verdict=_verdict(report),
            headline=[by_name[measure.name] for measure in report.main],
            families=rows,
            titles={measure.name: measure for measure in report.metrics},
            trends=_trends(report),
            tables=group_tables(report),
            general=section(report.general) if report.general is not None else None,
            plots=plots,
            histograms=_histograms(report),
            questions=[question(one, report.metrics, bool(report.baseline)) for one in found],
            kinds=sorted({one.now.kind for one in found}),
            counts=_counts(found),
            dropped=_dropped(report),
            status=STATUS,
            words=data,
        )
    )


def _verdict(report: ReportData) -> tuple[str, str, str]:
    """Its class, its word, and why."""
    titles = {measure.name: measure.title for measure in report.metrics}
    comparison = report.comparison
    worse = report.general.worse if report.general is not None else []
    if worse and (comparison is None or not comparison.failed):
        names = ", ".join(one.title for one in worse)
        why = f"The general collections are answered worse beyond the margin: {names}."
        return "failed", "Regression", why
    if report.problems and (comparison is None or not comparison.failed):
        return "failed", "Incomplete", "Not everything that should be checked could be."
    if comparison is None and report.accepted:
        why = (
            f"This run was not compared with the accepted one, {report.accepted}: "
            "`assistant eval --compare baseline` does so, over the questions that both were asked."
        )
        return "none", "Not compared", why
    if comparison is None:
        return "none", "No baseline", "There is no accepted run to compare this one with."
    against = f"compared with {comparison.baseline} over {comparison.paired} shared questions"
    if comparison.failed:
        names = ", ".join(titles.get(one.metric, one.metric) for one in comparison.failed)
        also = " The general collections are answered worse, too." if worse else ""
        return "failed", "Regression", f"Worse beyond the margin: {names}; {against}.{also}"
    return "passed", "Passed", f"No loss beyond the margins, {against}."


def _trends(report: ReportData) -> tuple[list[tuple[Measure, Markup]], ...]:
    """The headline's measures, and the others; those that have been measured at least twice."""
    accepted = report.baseline.header.id if report.baseline else ""
    drawn = [
        (measure, svg)
        for measure in report.metrics
        if (svg := trend(measure, report.trend, report.run.header.id, accepted))
    ]
    main = [pair for name in report.main for pair in drawn if pair[0] is name]
    return main, [pair for pair in drawn if pair not in main]


def _histograms(report: ReportData) -> list[tuple[str, Markup]]:
    lines = report.run.lines
    titles = ("To the first evidence", "To the whole answer")
    values = ([one.search_seconds for one in lines], [one.seconds for one in lines])
    return [(title, histogram(title, some)) for title, some in zip(titles, values, strict=True)]


def _counts(found: list[Difference]) -> Counter[str]:
    counts: Counter[str] = Counter(one.status for one in found)
    counts["text"] = sum(one.rewritten for one in found)
    return counts


def _dropped(report: ReportData) -> list[str]:
    """Ids of the baseline's questions that this run was not asked."""
    if report.baseline is None:
        return []
    return sorted(report.baseline.by_id().keys() - report.run.by_id().keys())
