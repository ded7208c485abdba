"""Verify every case, take the time, and print the figures as Markdown."""

from __future__ import annotations

import statistics
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass

from assistant.models.reranker import CrossEncoder
from assistant.types import Verdict
from assistant.verification.verifier import Checker
from evals.verification.cases import NUMBERS_AND_NAMES, OTHERS, Case, Material, Split, cases


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and the verdict on it.

    seconds: of one processor, that the check took, reading the quotes included; other programs
             on the machine do not count.
    """

    case: Case
    verdict: Verdict
    reason: str
    seconds: float

    @property
    def is_wrong(self) -> bool:
        """A true sentence that is not let through whole, or a corrupted one that is."""
        return (self.case.kind == "true") != (self.verdict is Verdict.SUPPORTED)


def judge(checker: Checker, case: Case) -> Judged:
    """Check one case."""
    begin = time.process_time()
    found = checker.check(case.text, case.supports)
    return Judged(case, found.verdict, found.reason, time.process_time() - begin)


def measure(
    split: Split, material: Material | None = None, entailment: CrossEncoder | None = None
) -> list[Judged]:
    """Judge all cases of a half, by the rules or with a model of entailment beside them."""
    material = material or Material()
    checker = Checker(material.lexicon, entailment)
    return [judge(checker, case) for case in cases(material) if case.split == split]


def report(judged: Sequence[Judged], split: str) -> str:
    """The confusion table, the targets and the time."""
    lines = [
        f"Half: {split}, {len(judged)} cases.",
        "",
        "| sentences | n | supported | partly | unsupported | caught |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for origin in ("verbatim", "paraphrase"):
        lines.append(_row(f"true, {origin}", _true(judged, origin), caught=False))
    for kind in (*NUMBERS_AND_NAMES, *OTHERS):
        lines.append(_row(kind, [one for one in judged if one.case.kind == kind]))
    lines.append(_row("**numbers and names**", corrupted(judged, NUMBERS_AND_NAMES)))
    lines.append(_row("**others**", corrupted(judged, OTHERS)))
    for origin in ("verbatim", "paraphrase"):
        for name, group in (("numbers and names", NUMBERS_AND_NAMES), ("others", OTHERS)):
            rows = [one for one in corrupted(judged, group) if one.case.origin == origin]
            lines.append(_row(f"{name}, of {origin}", rows))
    times = sorted(1000 * one.seconds for one in judged)
    lines += [
        "",
        f"True sentences withheld: {withheld(judged):.3f} of all, "
        f"{withheld(_true(judged, 'paraphrase')):.3f} of the paraphrases.",
        f"Processor time for a sentence and five quotes never read before: median "
        f"{statistics.median(times):.1f} ms, "
        f"95th percentile {times[int(0.95 * len(times))]:.1f} ms.",
    ]
    return "\n".join(lines)


def corrupted(judged: Sequence[Judged], kinds: Container[str]) -> list[Judged]:
    """The cases of some kinds of corruption."""
    return [one for one in judged if one.case.kind in kinds]


def caught(judged: Sequence[Judged]) -> float:
    """Share that is not let through as supported."""
    return sum(one.verdict is not Verdict.SUPPORTED for one in judged) / max(1, len(judged))


def withheld(judged: Sequence[Judged]) -> float:
    """Share of the true sentences that a reader would not see."""
    true = [one for one in judged if one.case.kind == "true"]
    return sum(one.verdict is Verdict.UNSUPPORTED for one in true) / max(1, len(true))


def _true(judged: Sequence[Judged], origin: str) -> list[Judged]:
    return [one for one in judged if one.case.kind == "true" and one.case.origin == origin]


def _row(name: str, rows: Sequence[Judged], *, caught: bool = True) -> str:
    counts = [sum(one.verdict is verdict for one in rows) for verdict in Verdict]
    share = f"{1 - counts[0] / len(rows):.2f}" if caught and rows else ""
    return f"| {name} | {len(rows)} | {' | '.join(map(str, counts))} | {share} |"
