"""JSON that somebody sent, read so that nothing in it surprises whoever uses it."""

from __future__ import annotations

import json
import math
import re

LARGEST = 2**53 - 1
"""The largest whole number that a browser can send exactly."""

_LONGEST = len(str(LARGEST)) + 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(content: bytes | str, *, lenient: bool = False) -> object:
    """What the JSON says; half a character (a lone surrogate) becomes U+FFFD.

    lenient: a number that cannot be used is None, and spoils nothing else.

    Raises:
        ValueError: It is no JSON in UTF-8, is nested too deeply, or holds a number that is none
            (NaN), is infinite, or is whole and beyond `LARGEST`.
    """
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    number = _or_none if lenient else _number
    try:
        value = json.loads(text, parse_int=number, parse_float=number, parse_constant=number)
        # Only an escape can stand for half a character.
        return _mended(value) if "\\u" in text else value
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _number(written: str) -> float:
    """A number that can be gone on with: Python reads whole ones of 4,300 digits and no more,
    SQLite and Gradio far smaller ones.
    """
    if len(written) <= _LONGEST and written.removeprefix("-").isdecimal():
        number: float = int(written)
        usable = abs(number) <= LARGEST
    else:
        number = float(written)
        usable = math.isfinite(number) and not written.removeprefix("-").isdecimal()
    if not usable:
        raise ValueError("a number that cannot be used")
    return number


def _or_none(written: str) -> float | None:
    try:
        return _number(written)
    except ValueError:
        return None


def _mended(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_SURROGATE.sub("\ufffd", key): _mended(one) for key, one in value.items()}
    return value
