"""Read JSON and YAML: names of parts as headings, values as fields, like records as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from assistant.reading.data import json_nodes, yaml_nodes
from assistant.reading.data.comments import Comments
from assistant.reading.data.messages import is_conversation, write_messages
from assistant.reading.data.nodes import Mapping, Node, Scalar, Sequence, TooMuchError
from assistant.reading.office.grid import Cell
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.structure import Structure

_DAMAGED = "It could not be read as {format} ({reason}), so it was read as plain text."
_NAMES = ("name", "title", "label", "id", "key", "summary", "description")
_FEWEST_ROWS = 2
_LIKE = 0.5  # of the names of like records, those that at least each has
_MOST_COLUMNS = 40
_LONGEST_CELL = 300  # characters
_LONGEST_FIELD = 300


def read_json(text: str) -> Structure:
    """Structure JSON; what is none is read as plain text."""
    return _read(text, "JSON", json_nodes.parse)


def read_yaml(text: str) -> Structure:
    """Structure YAML; what is none is read as plain text."""
    return _read(text, "YAML", yaml_nodes.parse)


def _read(text: str, name: str, parse: Callable[[str], Node]) -> Structure:
    from assistant.reading.text.plain import read_plain

    try:
        node = parse(text)
    except (ValueError, TooMuchError) as error:
        reason = "it is too large" if isinstance(error, TooMuchError) else "it is damaged"
        plain = read_plain(text)
        notes = (*plain.report.notes, _DAMAGED.format(format=name, reason=reason))
        return replace(plain, report=replace(plain.report, notes=notes))
    outline = Outline(text)
    _Writer(outline, Comments(text) if name == "YAML" else None).value([], node, 1)
    return outline.structure()


class _Writer:
    """Writes values below the names that lead to them."""

    def __init__(self, outline: Outline, comments: Comments | None) -> None:
        self._outline, self._comments = outline, comments

    def value(self, name: list[Run], node: Node, level: int) -> None:
        """Write a value. name: of it; [] where it has none. level: of its heading."""
        said = self._comments.before(name[0].start) if self._comments and name else ()
        if isinstance(node, Scalar) or not node.items:
            for comment in said:
                self._outline.add("paragraph", comment)
            self._field(name, node)
            return
        if name:
            self._outline.heading(level, name)
            level += 1
        for comment in said:
            self._outline.add("paragraph", comment)
        above = self._outline.path
        if isinstance(node, Mapping):
            self._mapping(node, level)
        elif is_conversation(node):
            write_messages(self._outline, node)
        elif columns := _columns(node):
            self._table(node, columns)
        else:
            self._sequence(node, level)
        self._outline.enter(above)

    def _field(self, name: list[Run], node: Node) -> None:
        if not isinstance(node, Scalar):
            self._outline.add("field", [*name, loose(":")] if name else ())
            return
        behind = self._comments.behind(node.runs[-1].end) if self._comments and node.runs else []
        if len(node.text) > _LONGEST_FIELD and name:  # a text of its own
            self._outline.add("paragraph", [*name, loose(":")])
            self._outline.add("paragraph", node.runs)
            return
        runs = [*name, loose(": "), *node.runs] if name else node.runs
        self._outline.add("field", [*runs, *behind])

    def _mapping(self, node: Mapping, level: int) -> None:
        """Values first, then what has parts: below these, they would seem to be of the last."""
        above = self._outline.path
        parts = [(key, value) for key, value in node.items if not isinstance(value, Scalar)]
        for key, value in node.items:
            if isinstance(value, Scalar):
                self.value(key.runs, value, level)
        for key, value in parts:
            self.value(key.runs, value, level)
            self._outline.enter(above)

    def _sequence(self, node: Sequence, level: int) -> None:
        above = self._outline.path
        for number, one in enumerate(node.items, 1):
            if isinstance(one, Scalar):
                for comment in self._comments.before(one.runs[0].start) if self._comments else ():
                    self._outline.add("paragraph", comment)
                self._outline.item(1, one.runs)
            else:
                name = _name_of(one) or [loose(str(number))]
                self.value(name if len(node.items) > 1 else [], one, level)
                self._outline.enter(above)

    def _table(self, node: Sequence, columns: list[str]) -> None:
        first: dict[str, list[Run]] = {}
        rows: list[list[Cell]] = []
        for record in node.items:
            if isinstance(record, Mapping):
                for key, _ in record.items:
                    first.setdefault(key.text, key.runs)
                cells = {key.text: value for key, value in record.items}
                rows.append([Cell(_cell_runs(cells.get(name))) for name in columns])
        self._outline.table([[Cell(first[name]) for name in columns], *rows], (), 1)


def _cell_runs(node: Node | None) -> list[Run]:
    """A value in a cell; several are parted by commas."""
    if isinstance(node, Scalar):
        return node.runs
    runs: list[Run] = []
    for one in node.items if isinstance(node, Sequence) else ():
        if isinstance(one, Scalar):
            runs += [loose(", "), *one.runs] if runs else one.runs
    return runs


def _name_of(node: Node) -> list[Run]:
    """What a record in a list is called."""
    if not isinstance(node, Mapping):
        return []
    found = next((one for one in node.scalars(*_NAMES) if one.text.strip()), None)
    return found.runs if found and len(found.text) <= _LONGEST_CELL else []


def _columns(node: Sequence) -> list[str]:
    """Names of the columns, where the records are much alike and hold plain values; else []."""
    records = [one for one in node.items if isinstance(one, Mapping) and one.items]
    if len(records) < max(_FEWEST_ROWS, len(node.items)):
        return []
    if not all(_is_cell(value) for record in records for _, value in record.items):
        return []
    counts = Counter(key.text for record in records for key, _ in record.items)
    if len(counts) > _MOST_COLUMNS or min(len(one.items) for one in records) < len(counts) * _LIKE:
        return []
    return list(counts)


def _is_cell(node: Node) -> bool:
    if isinstance(node, Scalar):
        return len(node.text) <= _LONGEST_CELL
    return isinstance(node, Sequence) and all(isinstance(one, Scalar) for one in node.items)
