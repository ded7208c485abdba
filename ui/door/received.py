"""JSON that somebody sent, read so that nothing in it surprises whoever uses it."""

from __future__ import annotations

import json
import math
import re

LARGEST = 2**53 - 1
"""The largest whole number that a browser can send exactly."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def read(content: bytes | str) -> object:
    """What the JSON says; half a character (a lone surrogate) becomes U+FFFD.

    Raises:
        ValueError: It is no JSON in UTF-8, is nested too deeply, or holds a number that is none
            (NaN), is infinite, or is whole and beyond `LARGEST`.
    """
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    try:
        value = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_refuse)
        # Only an escape can stand for half a character.
        return _mended(value) if "\\u" in text else value
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _whole(digits: str) -> int:
    # Python reads no more than 4,300 digits, and SQLite and Gradio far fewer.
    if len(digits) > len(str(LARGEST)) + 1 or abs(int(digits)) > LARGEST:
        raise ValueError("too large a number")
    return int(digits)


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _mended(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_SURROGATE.sub("\ufffd", key): _mended(one) for key, one in value.items()}
    return value
