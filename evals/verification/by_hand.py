"""Judge the sentences that were labelled by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assistant.nlp.tokens import stems
from assistant.types import Verdict
from assistant.verification.verifier import Checker
from evals.training.entailment import HELD
from evals.verification.labelled import Labelled, labelled, written


@dataclass(frozen=True, slots=True)
class Judgement:
    """A labelled sentence and the verdict on it."""

    case: Labelled
    verdict: Verdict
    reason: str

    @property
    def is_wrong(self) -> bool:
        """A true sentence that is hidden or marked, or a false one that is shown."""
        return self.case.true != (self.verdict is Verdict.SUPPORTED)


def judged_by_hand(checker: Checker, split: str) -> list[Judgement]:
    """All labelled sentences of a half, judged."""
    found = []
    for case in labelled(split):
        checked = checker.check(case.sentence, case.supports)
        found.append(Judgement(case, checked.verdict, checked.reason))
    return found


def by_hand(checker: Checker, split: str) -> str:
    """A table: verdicts by truth, by where the quotes come from and by why it is false."""
    rows = judged_by_hand(checker, split)
    groups: dict[str, list[Judgement]] = {}
    for one in rows:
        truth = "true" if one.case.true else "false"
        place = "reviews" if one.case.source.startswith("the two") else "other fields"
        groups.setdefault(f"**{truth}**", []).append(one)
        groups.setdefault(f"{truth}, {place}", []).append(one)
        if one.case.why:
            groups.setdefault(one.case.why, []).append(one)
    lines = [
        f"Labelled by hand, half: {split}.",
        "",
        "| sentences | n | supported | partly | unsupported |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in sorted(groups, key=lambda one: (one.split(",")[0].strip("*") == one, one)):
        counts = [sum(one.verdict is verdict for one in groups[name]) for verdict in Verdict]
        lines.append(f"| {name} | {len(groups[name])} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


_NEAR, _FAR = 0.8, 0.5  # shares of a sentence's words that its quotes have


def by_others(checker: Checker) -> str:
    """A table of the sentences that others wrote and no model was trained on, by how near their
    words are to the quotes.
    """
    groups: dict[str, Counter[Verdict]] = {}
    for case in written():
        if case.source not in HELD:
            continue
        verdict = checker.check(case.sentence, case.supports).verdict
        words = stems(case.sentence)
        share = len(words & stems(" ".join(case.quotes))) / (len(words) or 1)
        near = f"≥ {_NEAR}" if share >= _NEAR else f"≥ {_FAR}" if share >= _FAR else f"< {_FAR}"
        truth = "true" if case.true else "false"
        for name in (f"**{truth}**", f"{truth}, {near} of its words in the quotes"):
            groups.setdefault(name, Counter())[verdict] += 1
    lines = ["| sentences | n | supported | partly | unsupported |", "|---|---:|---:|---:|---:|"]
    for name in sorted(groups):
        counts = " | ".join(str(groups[name][verdict]) for verdict in Verdict)
        lines.append(f"| {name} | {groups[name].total()} | {counts} |")
    return "\n".join(lines)
