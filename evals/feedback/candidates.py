"""Turn rated answers into drafts of gold cases, and finished drafts into cases."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from assistant.errors import UsageError
from assistant.reading.discovery import open_regular
from evals.gold_cases import GOLD, Case, EarlierTurn, Folded, Kind, Quote, Split, Why, fold, load
from evals.validate import problems

if TYPE_CHECKING:
    from assistant.workspace import Workspace

REFUSED = "The documents do not answer this."
"""The reference answer of a question that should be refused."""

_TURNS = 3  # before a follow-up, as many as gold cases have


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rated answer.

    rating:     its id. good, reason, comment: what the reader said.
    standalone: the question as it was searched for, where it leaned on those before; else "".
    history:    the turns before it, oldest first; only for such a question.
    found:      whether it was answered. quotes: what the answer cited; () for a refusal.
    section:    the heading above its first quote.
    """

    rating: int
    good: bool
    reason: str
    comment: str
    question: str
    standalone: str
    history: tuple[EarlierTurn, ...]
    answer: str
    found: bool
    quotes: tuple[Quote, ...]
    section: str

    @property
    def answerable(self) -> bool:
        """Whether the documents answer, as far as the reader's word tells."""
        if self.good:
            return self.found
        return self.reason != "should_have_refused"


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a gold case, not all of them filled in yet.

    to_do: what a person must still fill in or check, a line each.
    """

    case: dict[str, Any]
    to_do: tuple[str, ...]

    def finished(self) -> Case | None:
        """The case; None while anything is to do."""
        return None if self.to_do else Case.model_validate(self.case)


def draft(candidate: Candidate, split: Split) -> Draft:
    """All of the case that is known. split: the half that it goes to."""
    answerable = candidate.answerable
    quotes = candidate.quotes if answerable else ()
    kind: Kind = "fact" if answerable else "refusal"
    why: Why = "" if answerable else "near_miss"
    case = {
        "id": case_id(candidate, split),
        "question": candidate.question.strip(),
        "history": [turn.model_dump() for turn in candidate.history[-_TURNS:]],
        "standalone": candidate.standalone,
        "kind": "followup" if candidate.history else kind,
        "why": why,
        "answerable": answerable,
        "documents": sorted({quote.document for quote in quotes}),
        "quotes": [quote.model_dump() for quote in quotes],
        "facts": [],
        "items": [],
        "reference": _reference(candidate),
        "section": candidate.section if quotes else "",
        "difficulty": "medium",
    }
    return Draft(case, tuple(_to_do(candidate)))


def case_id(candidate: Candidate, split: Split) -> str:
    """An id that belongs to the half asked for: the half of a case goes by its id's hash."""
    text = "\n".join([candidate.question, *(turn.question for turn in candidate.history)])
    stem = f"reader-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    number = 0
    while True:
        name = f"{stem}-{number}" if number else stem
        if split_of_id(name) == split:
            return name
        number += 1


def split_of_id(name: str) -> Split:
    """The half that a case of this id belongs to."""
    known = {"question": "?", "kind": "refusal", "why": "absent", "answerable": False}
    return Case.model_validate({"id": name, "reference": "-", "difficulty": "easy", **known}).split


def wrong_fields(case: dict[str, Any]) -> list[str]:
    """What keeps an edited draft from being a case, a line each."""
    try:
        Case.model_validate(case)
    except ValidationError as error:
        return [
            f"{'.'.join(str(part) for part in one['loc']) or 'case'}: {one['msg']}"
            for one in error.errors()
        ]
    return []


def _reference(candidate: Candidate) -> str:
    if not candidate.answerable:
        return REFUSED
    return " ".join(quote.quote for quote in candidate.quotes) if candidate.good else ""


def _to_do(candidate: Candidate) -> Sequence[str]:
    steps: list[str] = []
    if candidate.history:
        steps.append("standalone: check that it asks the question in full, without those before")
    if not candidate.answerable:
        return steps
    if candidate.good:
        steps.append("quotes: leave only those that answer")
    else:
        steps.append("quotes: every place that answers, word for word, and `documents` with them")
        steps.append("reference: the right answer in a sentence")
        steps.append("section: the heading above the main quote")
    steps.append("facts: each a list of accepted forms, of which a right answer holds one")
    if not candidate.history:
        steps.append(f"kind: one of {', '.join(get_args(Kind))}")
    return steps


FILE = "readers.jsonl"
"""The file of the gold set with cases that came from readers' feedback."""


@dataclass(frozen=True, slots=True)
class Files:
    """The gold set of a workspace."""

    folder: Path

    @classmethod
    def of(cls, workspace: Workspace) -> Files:
        """The files of a workspace; nothing is created."""
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
            with open_regular(path) as file:
                case = json.load(file)["case"]
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
