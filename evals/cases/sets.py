"""Read gold files: one case a line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import UsageError
from evals.cases.case import Case, Split

GOLD = "reviews"
CALIBRATION = "calibration"
"""The set that refusals are fitted on: never evidence of how good they are."""


def load_file(path: Path) -> list[Case]:
    """The cases of one file, in order.

    Raises:
        UsageError: the file cannot be read or a line does not fit the schema; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): give a file of gold cases.") from error
    cases: list[Case] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(Case.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "case"
            raise UsageError(
                f"{path.name}, line {number}: {where}: {first['msg']}: correct the line."
            ) from error
    return cases


def load(folder: Path, name: str = GOLD) -> list[Case]:
    """The cases of a set: of `<folder>/<name>.jsonl`, or of all files in `<folder>/<name>/`.

    Raises:
        UsageError: there is no such set, a line does not fit, or an id occurs twice.
    """
    single = folder / f"{name}.jsonl"
    paths = [single] if single.is_file() else sorted((folder / name).glob("*.jsonl"))
    if not paths:
        raise UsageError(f"No gold cases in {folder / name}: put JSONL files of cases there.")
    cases = [case for path in paths for case in load_file(path)]
    twice = [name for name, count in Counter(case.id for case in cases).items() if count > 1]
    if twice:
        raise UsageError(f"The id {twice[0]} is used twice in the set: give each case its own.")
    return cases


def split_of(case: Case, name: str) -> Split:
    """Which half a case of a set belongs to."""
    return "tune" if name == CALIBRATION else case.split
