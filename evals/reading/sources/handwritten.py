"""Documents written by hand, for what generated sections do not have."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evals.reading.truth import Article, Kind, Part, Sentence

Adds = Callable[[list[Part], Any], None]
"""Adds what an entry of the file describes to the parts before it."""


@cache
def _all() -> dict[str, Any]:
    path = Path(__file__).with_name("handwritten.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def handwritten(name: str) -> Article:
    """One of the documents of `handwritten.yaml`."""
    described = _all()[name]
    parts: list[Part] = []
    for entry in described["parts"]:
        for key, value in entry.items():
            _KINDS[key](parts, value)
    return Article(
        name=name,
        title=described["title"],
        authors=tuple(described.get("authors", ())),
        year=described.get("year"),
        doi=described.get("doi", ""),
        language=described.get("language", "en"),
        parts=tuple(parts),
    ).numbered()


def questions() -> list[dict[str, Any]]:
    """Questions about the article `bridge`, each with what its answer must hold."""
    found: list[dict[str, Any]] = _all()["bridge"]["questions"]
    return found


def _sentences(value: str | list[str]) -> tuple[Sentence, ...]:
    texts = [value] if isinstance(value, str) else value
    return tuple(Sentence(text=text.strip()) for text in texts)


def _heading(level: int) -> Adds:
    def add(parts: list[Part], value: str) -> None:
        parts.append(Part(kind="heading", level=level, sentences=_sentences(value)))

    return add


def _simple(kind: Kind) -> Adds:
    def add(parts: list[Part], value: str | list[str]) -> None:
        parts.append(Part(kind=kind, sentences=_sentences(value), floats=kind == "caption"))

    return add


def _list(*, ordered: bool) -> Adds:
    def add(parts: list[Part], value: list[Any]) -> None:
        introduced = bool(parts) and parts[-1].text.endswith(":")
        _items(parts, value, 1, len(parts) - 1 if introduced else None, ordered)

    return add


def _items(
    parts: list[Part], values: list[Any], level: int, lead: int | None, ordered: bool
) -> None:
    """Items; one that is a mapping has items of its own below it."""
    for number, value in enumerate(values, 1):
        text, inner = next(iter(value.items())) if isinstance(value, dict) else (value, [])
        mark = f"{number}." if ordered else ""
        parts.append(
            Part(kind="item", level=level, lead=lead, mark=mark, sentences=_sentences(text))
        )
        _items(parts, inner, level + 1, len(parts) - 1, ordered)


def _code(parts: list[Part], value: str) -> None:
    lines = tuple(Sentence(text=line) for line in value.rstrip().split("\n"))
    parts.append(Part(kind="code", sentences=lines))


def _turn(parts: list[Part], value: dict[str, str | list[str]]) -> None:
    for name, said in value.items():
        parts.append(Part(kind="turn", name=name, sentences=_sentences(said)))


def _fields(parts: list[Part], value: dict[str, str]) -> None:
    for name, filled in value.items():
        parts.append(Part(kind="field", name=name, sentences=_sentences(filled)))


def _table(parts: list[Part], value: dict[str, Any]) -> None:
    rows = tuple(tuple(str(cell) for cell in row) for row in value["rows"])
    groups = tuple((text, size) for text, size in value.get("groups", ()))
    parts.append(
        Part(
            kind="table",
            sentences=_sentences(value["caption"]),
            columns=tuple(value["columns"]),
            rows=rows,
            groups=groups,
        )
    )


def _formula(parts: list[Part], value: dict[str, str]) -> None:
    math = (value["typst"], value["tex"])
    parts.append(Part(kind="formula", math=math, sentences=_sentences(value["text"])))


_KINDS: dict[str, Adds] = {
    "h1": _heading(1),
    "h2": _heading(2),
    "h3": _heading(3),
    "p": _simple("paragraph"),
    "quote": _simple("quotation"),
    "figure": _simple("caption"),
    "list": _list(ordered=False),
    "steps": _list(ordered=True),
    "code": _code,
    "turn": _turn,
    "fields": _fields,
    "table": _table,
    "formula": _formula,
}
