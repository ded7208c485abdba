"""Shows the numbers of spreadsheets as their formats say: dates, shares, currencies."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""By id; the dates that programs show as the user's country does (14, 22) as ISO 8601 says."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,255})"|\\(?P<escaped>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]-]{0,20})(?:-[^\]]{0,40})?\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>(?:[<>]=?|<>|=)-?\d{1,20}(?:\.\d{1,20})?)\]|\[[^\]]{0,80}\]|(?P<ampm>AM/PM|A/P)|(?P<exponent>E[+-]0+)"
    r"|(?P<general>General)|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*"
    r"|\.[0#?]+)|(?P<rest>.)",
    re.IGNORECASE | re.DOTALL,
)
_SYSTEM_DATE = re.compile(r"\[\$-F(?:800|400)\]", re.IGNORECASE)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_UNKNOWN_IN_DATES = frozenset("abcfgijklnopqrtuvwxzABCFGIJKLNOPQRTUVWXZ%")
_LAST_DAY = 2_958_465  # 9999-12-31
_LONGEST = 255


class Token(NamedTuple):
    """A part of a format: its kind and its text."""

    kind: str
    text: str


def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """A number as a spreadsheet shows it; as it is stored where the format cannot be followed."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    if not code or code.lower() == "general":
        return general(number)
    section = _section(_sections(code[:_LONGEST]), number)
    if section is None:
        return general(number)
    written = _followed(*section, since_1904=since_1904)
    return general(number) if written is None else written


def _followed(tokens: Sequence[Token], number: Decimal, *, since_1904: bool) -> str | None:
    """A number as a part of a format says; None where it cannot be followed."""
    kinds = {token.kind for token in tokens}
    marks = {token.text for token in tokens if token.kind == "rest"}
    if kinds & {"date", "elapsed", "ampm"}:
        dated = not marks & _UNKNOWN_IN_DATES and all(
            token.kind not in ("digits", "general") or token.text.startswith(".")
            for token in tokens
        )
        return (_date(tokens, number, since_1904=since_1904) or None) if dated else None
    if "general" in kinds:
        return _general(tokens, number) if "digits" not in kinds and "%" not in marks else None
    if "digits" in kinds:
        return _number(tokens, number) if "/" not in marks else None
    if kinds <= {"quoted", "escaped", "rest", "currency"} and "@" not in marks:
        return "".join(token.text for token in tokens).strip()
    return None


def _general(tokens: Sequence[Token], number: Decimal) -> str:
    parts = (general(abs(number)) if each.kind == "general" else each.text for each in tokens)
    return ("-" if number < 0 else "") + "".join(parts).strip()


def general(number: Decimal) -> str:
    """Up to ten digits that count, and no others."""
    if number == number.to_integral_value() and abs(number) < Decimal("1e15"):
        return str(int(number))
    written = f"{float(number):.10g}"
    return written.upper() if "e" in written else written


@functools.lru_cache(maxsize=512)
def _sections(code: str) -> Sequence[tuple[Token, ...]]:
    if _SYSTEM_DATE.search(code):
        code = "yyyy-mm-dd" if "f800" in code.lower() else "h:mm:ss"
    found: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind is None:  # colours, conditions, widths
            continue
        if kind == "rest" and match.group() == ";":
            found.append([])
        else:
            found[-1].append(Token(kind, match.group(kind)))
    return tuple(tuple(section) for section in found)


def _section(
    sections: Sequence[tuple[Token, ...]], number: Decimal
) -> tuple[tuple[Token, ...], Decimal] | None:
    """The part of a format for a number, and the number that it is to show."""
    if any(token.kind == "condition" for section in sections for token in section):
        return _conditional(sections, number)
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _conditional(
    sections: Sequence[tuple[Token, ...]], number: Decimal
) -> tuple[tuple[Token, ...], Decimal] | None:
    """The first part whose condition holds, or else the one without; None where it is not sure."""
    for at, section in enumerate(sections):
        limits = [token.text for token in section if token.kind == "condition"]
        if not limits and at + 1 < min(len(sections), 3):
            return None  # this part has a condition that is not written
        if all(_holds(number, limit) for limit in limits):
            kept = tuple(token for token in section if token.kind != "condition")
            return (kept, number) if number >= 0 else None
    return None


def _holds(number: Decimal, condition: str) -> bool:
    operator = condition.rstrip("-.0123456789")
    limit = Decimal(condition[len(operator) :])
    return (
        ("<" in operator and number < limit)
        or (">" in operator and number > limit)
        or ("=" in operator and number == limit)
    )


def _number(tokens: Sequence[Token], number: Decimal) -> str | None:
    parts = [token.text for token in tokens if token.kind == "digits"]
    digits = parts[-1]
    thousands = len(digits) - len(digits.rstrip(","))
    whole, _, fraction = digits.rstrip(",").partition(".")
    percent = sum(token.kind == "rest" and token.text == "%" for token in tokens)
    number = number.scaleb(2 * percent - 3 * thousands)
    exponent = any(token.kind == "exponent" for token in tokens)
    if len(parts) > 1:
        if exponent or any(mark in part for part in (*parts[:-1], whole) for mark in ",."):
            return None
        bodies = _parted([*parts[:-1], whole], fraction, number)
    elif exponent:
        mantissa, _, power = f"{abs(number):.{len(fraction)}e}".partition("e")
        bodies = [f"{mantissa}E{int(power):+03d}"]
    else:
        bodies = [_fixed(number, whole, fraction)]
    sign = "-" if number < 0 and "".join(bodies).strip("0.,") else ""
    rest = iter(bodies)
    written = [
        next(rest) if token.kind == "digits" else token.text
        for token in tokens
        if token.kind != "exponent"
    ]
    return sign + "".join(written).strip()


def _parted(parts: Sequence[str], fraction: str, number: Decimal) -> list[str]:
    """The digits for each part of a format with marks between them, as in "000-0000"."""
    pattern = "".join(parts)
    left, dot, right = _fixed(number, "0", fraction).partition(".")
    least = len(pattern) - pattern.find("0") if "0" in pattern else 0
    left = left.lstrip("0").zfill(least)
    bodies: list[str] = []
    for part in reversed(parts[1:]):
        cut = max(0, len(left) - len(part))
        bodies.append(left[cut:])
        left = left[:cut]
    bodies.append(left)
    bodies[0] += dot + right
    return bodies[::-1]


def _fixed(number: Decimal, whole: str, fraction: str) -> str:
    step = Decimal(1).scaleb(-len(fraction))
    rounded = abs(number).quantize(step, rounding=ROUND_HALF_UP)
    comma = "," if "," in whole else ""
    body = f"{rounded:{comma}.{len(fraction)}f}"
    left, _, right = body.partition(".")
    least = len(fraction.rstrip("#?"))
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    zeros = whole.replace(",", "").lstrip("#?").count("0")
    left = left.zfill(zeros) if not comma else left
    if left == "0" and not zeros and (right or not whole.strip("?")):
        left = ""  # of "??" too: accounts show "-" for nothing
    return f"{left}.{right}" if right else left


def _date(tokens: Sequence[Token], number: Decimal, *, since_1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return ""
    days = int(number) + (1462 if since_1904 else 0)
    seconds = (number - int(number)) * 86400
    places = max((len(each.text) - 1 for each in tokens if each.text.startswith(".0")), default=0)
    seconds = seconds.quantize(Decimal(1).scaleb(-min(6, places)), rounding=ROUND_HALF_UP)
    # Spreadsheets count a 29 February 1900 that never was.
    start = datetime(1899, 12, 30) if days > 59 else datetime(1899, 12, 31)
    try:
        moment = start + timedelta(days=days, seconds=float(seconds))
    except OverflowError:
        return ""
    twelve = any(token.kind == "ampm" for token in tokens)
    written: list[str] = []
    for at, token in enumerate(tokens):
        if token.kind == "date":
            text = token.text.lower()
            minutes = text[0] == "m" and len(text) < 3 and _is_minutes(tokens, at)
            written.append(_date_part(moment, "n" * len(text) if minutes else text, twelve=twelve))
        elif token.kind == "elapsed":
            total = float(number) * 24 * {"h": 1, "m": 60, "s": 3600}[token.text[0].lower()]
            written.append(str(int(total + 1e-6)).zfill(len(token.text)))
        elif token.kind == "ampm":
            written.append("AM" if moment.hour < 12 else "PM")
        elif token.kind == "digits" and token.text.startswith("."):
            written.append(f".{moment.microsecond:06d}"[: len(token.text)])
        else:
            written.append(token.text.replace("@", ""))
    return "".join(written).strip()


def _is_minutes(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "m" is of minutes: hours stand before it, or seconds behind it."""
    units = [
        (place, token.text[0].lower())
        for place, token in enumerate(tokens)
        if token.kind in ("date", "elapsed")
    ]
    place = next(number for number, (where, _) in enumerate(units) if where == at)
    before = units[place - 1][1] if place else ""
    after = units[place + 1][1] if place + 1 < len(units) else ""
    return before == "h" or after == "s"


def _date_part(moment: datetime, part: str, *, twelve: bool) -> str:
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    values = {
        "y": f"{moment.year % 100:02}", "e": str(moment.year), "m": str(moment.month),
        "mm": f"{moment.month:02}", "mmm": _MONTHS[moment.month - 1][:3],
        "mmmm": _MONTHS[moment.month - 1], "mmmmm": _MONTHS[moment.month - 1][0],
        "d": str(moment.day), "dd": f"{moment.day:02}", "ddd": _DAYS[moment.weekday()][:3],
        "dddd": _DAYS[moment.weekday()], "h": str(hour), "hh": f"{hour:02}",
        "n": str(moment.minute), "nn": f"{moment.minute:02}", "s": str(moment.second),
        "ss": f"{moment.second:02}", "yy": f"{moment.year % 100:02}",
    }  # fmt: skip
    return values.get(part, str(moment.year) if part[0] == "y" else part)
