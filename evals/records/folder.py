"""The evaluation's folders in a workspace: gold cases, baseline, runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from assistant.workspace import Workspace
from evals.records.record import Run, read

RUN = "run.jsonl"
REPORT = "report.html"
SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Folder:
    """`<workspace>/evals`."""

    root: Path

    @classmethod
    def of(cls, workspace: Workspace) -> Folder:
        """The evaluation folder of a workspace; it need not exist."""
        return cls(workspace.root / "evals")

    @property
    def gold(self) -> Path:
        """Sets of cases, written by people."""
        return self.root / "gold"

    @property
    def baseline(self) -> Path:
        """The run that others are compared with; kept in git."""
        return self.root / "baseline"

    @property
    def runs(self) -> Path:
        """A folder for each run; git ignores them."""
        return self.root / "runs"

    def finished(self) -> list[Path]:
        """Folders of finished runs, oldest first: their names begin with the time."""
        if not self.runs.is_dir():
            return []
        return sorted(path.parent for path in self.runs.glob(f"*/{RUN}"))

    def find(self, name: str) -> Run:
        """A run by "baseline", its id, the beginning of its id, or the path of its file.

        Raises:
            UsageError: there is none, or several begin so.
        """
        if name == "baseline":
            return self.accepted()
        path = Path(name)
        if path.is_file():
            return read(path)
        if (path / RUN).is_file():
            return read(path / RUN)
        matching = [one for one in self.finished() if name and one.name.startswith(name)]
        if len(matching) != 1:
            known = ", ".join(one.name for one in self.finished()[-3:]) or "none yet"
            raise UsageError(
                f"{len(matching) or 'No'} runs are called {name!r}: give one of the latest "
                f"({known}), `baseline`, or a run's file."
            )
        return read(matching[0] / RUN)

    def accepted(self) -> Run:
        """The baseline.

        Raises:
            UsageError: there is none.
        """
        path = self.baseline / RUN
        if not path.is_file():
            raise UsageError(
                "There is no baseline yet: run `assistant eval`, then "
                '`assistant eval baseline RUN --reason "..."`.'
            )
        return read(path)
