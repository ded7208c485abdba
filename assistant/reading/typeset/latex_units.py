r"""Numbers, quantities and units as siunitx writes them: "\SIrange{1}{2}{\mg}" is "1 to 2 mg"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from assistant.reading.runs import Run, loose

Argument = tuple[int, int, int]
"""The range of an argument, and where it ends with its brace."""

_PART = re.compile(r"\\(?P<name>[a-zA-Z]+)\s*|(?P<other>[^\\])")
_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f",
        "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d",
        "deca": "da", "deka": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G",
        "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y",
        "ampere": "A", "candela": "cd", "kelvin": "K", "gram": "g", "kilogram": "kg",
        "metre": "m", "meter": "m", "mole": "mol", "second": "s", "becquerel": "Bq",
        "degreeCelsius": "°C", "celsius": "°C", "coulomb": "C", "farad": "F", "gray": "Gy",
        "hertz": "Hz", "henry": "H", "joule": "J", "katal": "kat", "lumen": "lm", "lux": "lx",
        "newton": "N", "ohm": "Ω", "pascal": "Pa", "radian": "rad", "siemens": "S",
        "sievert": "Sv", "steradian": "sr", "tesla": "T", "volt": "V", "watt": "W",
        "weber": "Wb", "dalton": "Da", "day": "d", "degree": "°", "decibel": "dB",
        "electronvolt": "eV", "hectare": "ha", "hour": "h", "litre": "L", "liter": "L",
        "minute": "min", "arcminute": "′", "arcsecond": "″", "neper": "Np", "tonne": "t",
        "bar": "bar", "percent": "%", "um": "µm", "ug": "µg", "ul": "µl", "uL": "µL",
        "us": "µs", "umol": "µmol", "uA": "µA", "uV": "µV", "uW": "µW", "degC": "°C",
        "per": "/", "squared": "²", "cubed": "³", "square": "²", "cubic": "³", "pm": " ± ",
        "times": "×", "cdot": "·", "of": " ", "raiseto": "^", "tothe": "^", "highlight": "",
        "numexpr": "", "ensuremath": "", "mathrm": "", "text": "", "SIUnitSymbolMicro": "µ",
    }
)  # fmt: skip
_BEFORE = frozenset(("square", "cubic"))  # they stand before the unit that is raised
_PREFIXES = frozenset(
    """quecto ronto yocto zepto atto femto pico nano micro milli centi deci deca deka hecto kilo
    mega giga tera peta exa zetta yotta""".split()
)
_CLINGING = ("°", "′", "″")

COMMANDS: Mapping[str, tuple[int, bool]] = MappingProxyType(
    {
        "SI": (1, True), "qty": (1, True), "si": (0, True), "unit": (0, True), "num": (1, False),
        "SIrange": (2, True), "qtyrange": (2, True), "numrange": (2, False),
        "SIlist": (1, True), "qtylist": (1, True), "numlist": (1, False),
        "qtyproduct": (1, True), "numproduct": (1, False), "ang": (1, False),
    }
)  # fmt: skip
"""How many numbers each command takes, and whether a unit follows them."""


def quantity(
    name: str, text: str, first: Argument, following: Callable[[int], Argument | None]
) -> tuple[list[Run], int]:
    """What a command shows, and where it ends.

    following: the braced argument that begins at a place.
    """
    count, has_unit = COMMANDS[name]
    arguments = [first]
    while len(arguments) < count + has_unit and (more := following(arguments[-1][2])):
        arguments.append(more)
    runs: list[Run] = []
    for number, (start, stop, _) in enumerate(arguments):
        if number < count:
            runs += [loose(" to ")] if number else []
            runs += _angle(text, start, stop) if name == "ang" else _number(name, text, start, stop)
            continue
        unit = list(_unit(text, start, stop))
        clings = bool(unit) and unit[0].text.startswith(_CLINGING[0]) and len(unit[0].text) == 1
        runs += [*([loose(" ")] if runs and not clings else []), *unit]
    return runs, arguments[-1][2]


def _number(name: str, text: str, start: int, stop: int) -> Iterator[Run]:
    """A number, or several that are parted by ";" or "x"."""
    for part in _PART.finditer(text, start, stop):
        begin, end = part.span()
        shown = part["other"] or _SYMBOLS.get(part["name"], part["name"])
        if name.endswith("list") and shown == ";":
            yield Run(begin, end, ", ")
        elif name.endswith("product") and shown == "x":
            yield Run(begin, end, " × ")
        elif shown not in ("{", "}"):
            yield Run(begin, end, shown)


def _angle(text: str, start: int, stop: int) -> Iterator[Run]:
    """Degrees, minutes and seconds, parted by ";"."""
    at = start
    for mark in _CLINGING:
        end = text.find(";", at, stop)
        end = stop if end < 0 else end
        if text[at:end].strip():
            yield Run(at, end, text[at:end])
            yield loose(mark)
        at = end + 1
        if at > stop:
            return


def _unit(text: str, start: int, stop: int) -> Iterator[Run]:
    """Commands of units as their symbols; others by their names."""
    raised: Run | None = None
    after_unit = False
    for part in _PART.finditer(text, start, stop):
        begin, end = part.span()
        name = part["name"]
        if name is None:
            if part["other"] not in "{}":
                yield Run(begin, end, {"~": " ", ".": " "}.get(part["other"], part["other"]))
            after_unit = False
            continue
        shown = _SYMBOLS.get(name, name)
        if name in _BEFORE:
            raised = Run(begin, end, shown)
            continue
        is_unit = shown[:1].isalpha() or shown[:1] in "°%Ω"
        if is_unit and after_unit:
            yield loose(" ")
        yield Run(begin, end, shown)
        after_unit = is_unit and name not in _PREFIXES
        if raised is not None and after_unit:
            yield raised
            raised = None
