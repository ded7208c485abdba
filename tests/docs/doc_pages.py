"""The pages of the documentation, and what stands in them."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "examples").glob("*.md"),
        *(path for path in (ROOT / "evals").rglob("*.md") if "runs" not in path.parts),
    ]
)
GUIDES = [
    path
    for path in PAGES
    if path.parent.name not in ("decisions", "models")
    and (path == ROOT / "CONTRIBUTING.md" or path.is_relative_to(ROOT / "docs"))
]
"""Pages that tell people what to do."""

MADE = {"docs/reference/command-line.md"}
"""Pages that building makes."""

CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    """Path in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def prose(path: Path) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", path.read_text("utf-8"))


def blocks(path: Path, *languages: str) -> list[str]:
    """Its blocks of code in these languages."""
    found = _FENCE.findall(path.read_text("utf-8"))
    return [text for language, text in found if language in languages]


@cache
def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings."""
    titles = re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE)
    words = (re.sub(r"[^\w\s-]", "", title).strip().lower() for title in titles)
    return {re.sub(r"[-\s]+", "-", title) for title in words}


def tables(path: Path, heading: str) -> list[list[list[str]]]:
    """The cells of the rows of each table under a heading."""
    text = re.split(rf"^#+ {re.escape(heading)}$", path.read_text("utf-8"), flags=re.MULTILINE)[1]
    under = re.split(r"^#+ ", text, flags=re.MULTILINE)[0]
    found = re.findall(r"^\|.*\n\|[-|: ]+\|\n((?:\|.*\n)+)", under, re.MULTILINE)
    return [[_cells(row) for row in rows.splitlines()] for rows in found]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def named(table: list[list[str]]) -> set[str]:
    """The names in a table's first column."""
    return {one for row in table for one in CODE.findall(row[0])}


def program(of: str) -> ModuleType:
    """A module that stands beside the pages."""
    spec = importlib.util.spec_from_file_location(f"docs_{of}", ROOT / "docs" / f"{of}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
