"""From an outcome to the line that is kept of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Composition
from evals.cases.case import Split
from evals.kept.record import Cited, Composed, GoldPlace, Line, Piece, Written
from evals.metrics.citations import is_exact
from evals.metrics.metric import Metric
from evals.metrics.outcome import Outcome


def line_of(outcome: Outcome, split: Split, metrics: Sequence[Metric]) -> Line:
    """Score an outcome by every metric that applies."""
    case, answer = outcome.case, outcome.answer
    scores: dict[str, float | None] = {}
    unjudged: dict[str, str] = {}
    for metric in metrics:
        score = metric.scorer(outcome)
        if score is None:
            continue
        scores[metric.name] = None if score.value is None else round(score.value, 6)
        if score.value is None:
            unjudged[metric.name] = score.reason
    return Line(
        id=case.id,
        digest=case.digest,
        kind=case.kind,
        why=case.why,
        split=split,
        section=case.section,
        difficulty=case.difficulty,
        answerable=case.answerable,
        question=case.question,
        history=tuple((turn.question, turn.answer) for turn in case.history),
        standalone=case.standalone,
        reference=case.reference,
        facts=case.facts,
        gold=_gold(outcome),
        searched=answer.searched,
        found=answer.found,
        confidence=answer.confidence,
        lead=answer.lead,
        pieces=tuple(
            Piece(text=one.text, marker=one.marker, decisive=one.decisive)
            for one in answer.statements
        ),
        citations=tuple(
            Cited(
                marker=one.marker,
                document=one.document.name,
                start=one.start,
                end=one.end,
                quote=one.quote,
                section=one.section,
                exact=is_exact(one),
            )
            for one in answer.citations
        ),
        composed=_composed(answer.composed),
        scores=scores,
        unjudged=unjudged,
        search_seconds=round(answer.timings.search, 6),
        seconds=round(outcome.seconds, 6),
    )


def _composed(composed: Composition | None) -> Composed | None:
    if composed is None:
        return None
    return Composed(
        model=composed.model,
        leads=composed.leads,
        fault=composed.fault,
        sentences=tuple(
            Written(
                text=one.text, verdict=one.verdict.value, reason=one.reason, markers=one.markers
            )
            for one in composed.sentences
        ),
    )


def _gold(outcome: Outcome) -> tuple[GoldPlace, ...]:
    documents = {one.document.name: one.document.text for one in outcome.passages}
    found = [
        GoldPlace(
            document=place.document,
            start=place.start,
            end=place.end,
            quote=documents[place.document][place.start : place.end],
        )
        for place in outcome.gold
    ]
    lost = [
        GoldPlace(document=quote.document, start=-1, end=-1, quote=quote.quote)
        for quote in outcome.case.quotes
        if quote.quote in outcome.lost
    ]
    return (*found, *lost)
