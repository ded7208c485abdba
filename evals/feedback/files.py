"""Where drafts lie until they are finished, and the gold file that takes them up.

Both are in the workspace: `evals/gold/drafts/ID.json`, then a line of `evals/gold/reviews/`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError
from evals.cases.comparing import Folded, fold
from evals.cases.sets import GOLD, load
from evals.feedback.candidate import Candidate, Draft
from evals.validate import problems

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from evals.cases.case import Case

FILE = "readers.jsonl"
"""Of the gold set: cases that readers' words brought."""


@dataclass(frozen=True, slots=True)
class Files:
    """The gold set of a workspace."""

    folder: Path

    @classmethod
    def of(cls, workspace: Workspace) -> Files:
        """Those of a workspace; nothing is made."""
        return cls(workspace.root / "evals" / "gold")

    @property
    def gold(self) -> Path:
        """The file that new cases are added to."""
        single = self.folder / f"{GOLD}.jsonl"
        return single if single.is_file() else self.folder / GOLD / FILE

    def draft_of(self, candidate: Candidate) -> Path:
        """Where a candidate's draft lies, if it has one."""
        return self.folder / "drafts" / f"{candidate.rating}.json"

    def write_draft(self, candidate: Candidate, draft: Draft) -> Path:
        """Write what is known, and what is to do, for a person to edit."""
        path = self.draft_of(candidate)
        said = {"good": candidate.good, "reason": candidate.reason, "comment": candidate.comment}
        content = {
            "to do": draft.to_do,
            "case": draft.case,
            "the reader said": said,
            "the answer was": candidate.answer,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
        return path

    def read_draft(self, candidate: Candidate) -> dict[str, Any]:
        """The case of an edited draft.

        Raises:
            UsageError: The file is no draft any more.
        """
        path = self.draft_of(candidate)
        try:
            case = json.loads(path.read_text("utf-8"))["case"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path} is no draft: correct it, or delete it for a new one."
            ) from error
        if not isinstance(case, dict):
            raise UsageError(f"{path} holds no case: correct it, or delete it for a new one.")
        return case

    def add(self, case: Case, texts: Mapping[str, Folded]) -> Path:
        """Add a case to the gold set, if it belongs there; returns the file.

        texts: of the documents, by name.

        Raises:
            UsageError: A quote is not in its document, a fact is in no quote, or it is there.
        """
        if found := list(problems(case, texts)):
            raise UsageError(f"The case is not right: {found[0]}; correct it and accept it again.")
        path = self.gold
        there = load(self.folder, GOLD) if self._any() else []
        asked = (fold(case.question).text, case.history)
        for other in there:
            if other.id == case.id or (fold(other.question).text, other.history) == asked:
                raise UsageError(
                    f"The gold set has this question already ({other.id}): reject the candidate."
                )
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            if file.tell() and not _ends_its_line(path):
                file.write(b"\n")
            file.write(case.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return path

    def _any(self) -> bool:
        return self.gold.is_file() or any((self.folder / GOLD).glob("*.jsonl"))


def _ends_its_line(path: Path) -> bool:
    return path.read_bytes().endswith(b"\n")
