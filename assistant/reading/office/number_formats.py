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
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]{0,80}\]|(?P<ampm>AM/PM|A/P)|(?P<exponent>E[+-]0+)"
    r"|(?P<general>General)|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*"
    r"|\.[0#?]+)|(?P<rest>.)",
    re.IGNORECASE | re.DOTALL,
)
_SYSTEM_DATE = re.compile(r"\[\$-F(?:800|400)\]", re.IGNORECASE)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
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
    sections = _sections(code[:_LONGEST])
    tokens, number = _section(sections, number)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "elapsed", "ampm"}:
        return _date(tokens, number, since_1904=since_1904) or general(number)
    if "digits" in kinds and not any(token.text == "/" for token in tokens):
        return _number(tokens, number)
    if kinds <= {"quoted", "escaped", "rest", "currency"} and "@" not in code:
        return "".join(token.text for token in tokens).strip()
    return general(number)


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
) -> tuple[tuple[Token, ...], Decimal]:
    """The part of a format for numbers of this sign, and the number that it is to show."""
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _number(tokens: Sequence[Token], number: Decimal) -> str:
    digits = next(token.text for token in tokens if token.kind == "digits")
    thousands = len(digits) - len(digits.rstrip(","))
    whole, _, fraction = digits.rstrip(",").partition(".")
    percent = sum(token.text == "%" for token in tokens)
    number = number.scaleb(2 * percent - 3 * thousands)
    exponent = any(token.kind == "exponent" for token in tokens)
    if exponent:
        mantissa, _, power = f"{number:.{len(fraction)}e}".partition("e")
        body = f"{mantissa}E{int(power):+03d}"
    else:
        body = _fixed(number, whole, fraction)
    sign = "-" if number < 0 and body.strip("0.,") else ""
    written, done = [sign], False
    for token in tokens:
        if token.kind == "digits":
            written.append("" if done else body.lstrip("-"))
            done = True
        elif token.kind != "exponent":
            written.append(token.text)
    return "".join(written).strip()


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
    if left == "0" and not zeros and right:
        left = ""
    return f"{left}.{right}" if right else left


def _date(tokens: Sequence[Token], number: Decimal, *, since_1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return ""
    days = int(number) + (1462 if since_1904 else 0)
    seconds = (number - int(number)) * 86400
    fraction = any(token.text.startswith(".0") for token in tokens)
    if not fraction:
        seconds = seconds.quantize(Decimal(1), rounding=ROUND_HALF_UP)
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
