"""Show what the gold set covers: `python -m evals.coverage`, cases by section, kind and split."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from assistant import Assistant
from evals.console import markdown
from evals.gold_cases import GOLD, Case, Kind, Why, fold, load, split_of
from evals.records.folder import Folder


def sections(assistant: Assistant) -> list[tuple[str, str]]:
    """(document, section) of every section with text of its own, in reading order; a table counts
    by its caption. Last ("", ""), for questions that belong to none.
    """
    found: dict[tuple[str, str], None] = {}
    for document in assistant.documents:
        for block in document.blocks:
            if block.kind == "row" and block.table is not None:
                found[document.name, document.tables[block.table].caption] = None
            elif block.kind != "heading" and block.section:
                found[document.name, block.section[-1]] = None
    return [*found, ("", "")]


def by_kind(cases: Sequence[Case], name: str) -> str:
    """Cases of each kind in each half, and why questions are not answered."""
    halves = Counter((case.kind, split_of(case, name)) for case in cases)
    whys = Counter(case.why for case in cases)
    rows = [
        [kind, *(str(halves[kind, half] or "") for half in ("tune", "check"))]
        for kind in get_args(Kind)
    ]
    reasons = [[f"not answered: {why}", str(whys[why]), ""] for why in get_args(Why) if why]
    total = Counter(split_of(case, name) for case in cases)
    last = ["all", str(total["tune"]), str(total["check"])]
    return (
        markdown(["kind", "tune", "check"], [*rows, last])
        + "\n\n"
        + markdown(["why", "cases", ""], reasons)
    )


def by_section(cases: Sequence[Case], known: Sequence[tuple[str, str]]) -> str:
    """Cases of each section, by kind. A section without any is marked."""
    rows: list[list[str]] = []
    for document, section in known:
        there = [case for case in cases if fold(case.section).text == fold(section).text]
        kinds = Counter(case.kind for case in there)
        told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        rows.append(
            [document.split("-")[0], section[:60] or "(none)", str(len(there)), told or "NONE"]
        )
    return markdown(["document", "section", "cases", "kinds"], rows)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default=GOLD, dest="name")
    parser.add_argument("--workspace", type=Path)
    options = parser.parse_args()
    assistant = Assistant(options.workspace)
    cases = load(Folder.of(assistant.workspace).gold, options.name)
    print(by_kind(cases, options.name))
    print()
    print(by_section(cases, sections(assistant)))


if __name__ == "__main__":
    main()
