"""Formulas of Office documents as one line of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.reading.office.package import Element, attribute, child, children
from assistant.reading.superscript import superscript

_RAISED = frozenset("0123456789+-−")


def formula(element: Element) -> str:
    """A formula: "x² + (a + b)/c" for what is shown so."""
    shape = _SHAPES.get(element.tag)
    if shape is not None:
        return shape(element)
    if element.tag == "m:t":
        return element.text or ""
    return "".join(map(formula, element))


def raised(base: str, exponent: str) -> str:
    """A power: digits and signs as superscripts, other exponents behind a "^"."""
    if exponent and set(exponent) <= _RAISED:
        return base + superscript(exponent)
    return f"{base}^{grouped(exponent)}" if exponent else base


def grouped(text: str) -> str:
    """In brackets where it is more than a number or a name."""
    return text if text.isalnum() or not text else f"({text})"


def _part(element: Element, name: str) -> str:
    found = child(element, name)
    return formula(found) if found is not None else ""


def _fraction(element: Element) -> str:
    return f"{grouped(_part(element, 'm:num'))}/{grouped(_part(element, 'm:den'))}"


def _power(element: Element) -> str:
    return raised(_part(element, "m:e") + _part(element, "m:sub"), _part(element, "m:sup"))


def _root(element: Element) -> str:
    degree = _part(element, "m:deg")
    return f"{superscript(degree)}√{grouped(_part(element, 'm:e'))}"


def _delimited(element: Element) -> str:
    properties = child(element, "m:dPr")
    begin = attribute(child(properties, "m:begChr"), "m:val", "(")
    end = attribute(child(properties, "m:endChr"), "m:val", ")")
    return begin + "|".join(map(formula, children(element, "m:e"))) + end


def _operator(element: Element) -> str:
    sign = attribute(child(element, "m:naryPr", "m:chr"), "m:val", "∫")
    below, above = _part(element, "m:sub"), _part(element, "m:sup")
    bounds = (f"_{grouped(below)}" if below else "") + (f"^{grouped(above)}" if above else "")
    return f"{sign}{bounds} {_part(element, 'm:e')}"


_SHAPES: Mapping[str, Callable[[Element], str]] = {
    "m:f": _fraction,
    "m:sSup": _power,
    "m:sSub": _power,
    "m:sSubSup": _power,
    "m:rad": _root,
    "m:d": _delimited,
    "m:nary": _operator,
}
