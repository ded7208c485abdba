"""Judge every case, and take the time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from assistant.verification.verdict import Verdict
from assistant.verification.verifier import Checker
from evals.verification.cases import Case, cases
from evals.verification.material import Material, Split


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
    begin = time.thread_time()
    found = checker.check(case.text, case.supports)
    return Judged(case, found.verdict, found.reason, time.thread_time() - begin)


def measure(split: Split, material: Material | None = None) -> list[Judged]:
    """Judge all cases of a half."""
    material = material or Material()
    checker = Checker(material.lexicon)
    return [judge(checker, case) for case in cases(material) if case.split == split]
