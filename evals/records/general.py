"""A question of the general collections, as asked and scored."""

from __future__ import annotations

from dataclasses import dataclass

from evals.records.record import Line

MEASURES = ("facts", "right", "refused", "answered")


@dataclass(frozen=True, slots=True)
class GeneralLine:
    """A question, and what its documents are.

    collection: its name. field, kind: see `evals.general_gold.About`; the half is `line.split`.
    talk:       whether it is of the further follow-ups, which means leave out: they came later.
    """

    collection: str
    field: str
    kind: str
    line: Line
    talk: bool = False

    @property
    def key(self) -> str:
        """The question and the hash of all that is asked and expected: a changed one is new."""
        return f"{self.line.id} {self.line.digest}"

    @property
    def scores(self) -> dict[str, float]:
        """By measure, where it applies."""
        found = {name: self.line.scores.get(name) for name in MEASURES}
        return {name: value for name, value in found.items() if value is not None}
