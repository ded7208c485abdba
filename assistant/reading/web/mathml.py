"""Formulas in MathML as one line of text."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reading.document import Span
from assistant.reading.runs import Run, loose
from assistant.reading.superscript import superscript
from assistant.reading.web.markup import Markup, Node

_LEFT_OUT = frozenset(("annotation", "annotation-xml", "mphantom"))
_RAISED = frozenset("0123456789+−-")


def raised(runs: list[Run]) -> Iterator[Run]:
    """What a format marks as superscript: digits and signs become Unicode superscripts."""
    text = "".join(run.text for run in runs)
    shown = superscript(text)
    at = 0
    for run in runs:
        part = shown[at : at + len(run.text)]
        at += len(run.text)
        if part == run.text:
            yield run
        elif len(run.text) != run.end - run.start:
            yield Run(run.start, run.end, part)
        else:
            yield from (Run(run.start + n, run.start + n + 1, char) for n, char in enumerate(part))


def formula(markup: Markup, node: Node | Span) -> Iterator[Run]:
    """A formula as runs: "x²", "(a+b)/c"."""
    if isinstance(node, Span):
        if not markup.text[node.start : node.end].isspace():
            yield from markup.span_runs(node)
        return
    name = node.tag.rpartition(":")[2]
    parts = [list(formula(markup, each)) for each in node.elements]
    if name in _LEFT_OUT:
        return
    if name == "mfrac" and len(parts) == 2:
        yield from grouped(parts[0])
        yield loose("/")
        yield from grouped(parts[1])
    elif name in ("msup", "msubsup", "mover") and len(parts) >= 2:
        for part in parts[:-1]:
            yield from part
        yield from power(parts[-1])
    elif name == "msqrt":
        yield loose("√")
        yield from grouped([run for part in parts for run in part])
    else:
        for child in node.children:
            yield from formula(markup, child)


def power(exponent: list[Run]) -> Iterator[Run]:
    """What is raised: digits and signs as superscripts, other exponents behind a "^"."""
    text = "".join(run.text for run in exponent).strip()
    if text and set(text) <= _RAISED:
        yield from raised(exponent)
    elif text:
        yield loose("^")
        yield from grouped(exponent)


def grouped(runs: list[Run]) -> Iterator[Run]:
    """Runs in brackets, where they are more than a number or a name."""
    text = "".join(run.text for run in runs).strip()
    if text.isalnum() or _is_enclosed(text):
        yield from runs
    else:
        yield loose("(")
        yield from runs
        yield loose(")")


def _is_enclosed(text: str) -> bool:
    """Whether one pair of brackets stands around all of it: not "(a+b)(c+d)"."""
    depth = 0
    for at, char in enumerate(text):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth <= 0:
            return char == ")" and at == len(text) - 1
    return False
