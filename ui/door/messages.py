"""The messages that the page's scripts send to Gradio; anything else is refused."""

from __future__ import annotations

import json
import math
import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

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
    """A number that can be continued: Python reads whole ones of 4,300 digits and no more,
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


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""A session or an event, as Gradio's browser code names them."""

MALFORMED = "This is no request that the page sends: open the page again."


class Join(BaseModel):
    """An event of the page for Gradio's queue.

    data:       the function's arguments.
    event_data: what the page's scripts say about it.
    """

    model_config = ConfigDict(extra="ignore", strict=True)

    data: list[str | None]
    fn_index: int
    session_hash: Name
    trigger_id: int | None = None
    event_data: dict[str, str | int | bool | None] | None = None


class Cancel(BaseModel):
    """An event that is to end."""

    model_config = ConfigDict(extra="ignore", strict=True)

    session_hash: Name
    fn_index: int
    event_id: Name


class Reset(BaseModel):
    """An event that has ended."""

    model_config = ConfigDict(extra="ignore", strict=True)

    event_id: Name


BY_PATH: dict[str, type[Join | Cancel | Reset]] = {
    "/gradio_api/queue/join": Join,
    "/gradio_api/cancel": Cancel,
    "/gradio_api/reset": Reset,
}


def parsed(path: str, body: bytes) -> Join | Cancel | Reset:
    """The message in a body.

    Raises:
        ValueError: It is none that this path takes.
    """
    try:
        return BY_PATH[path].model_validate(read(body))
    except ValueError:  # pydantic's too
        raise ValueError(MALFORMED) from None
