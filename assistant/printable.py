"""Make text safe to display: remove what a terminal or browser would act on.

Documents and questions are data. A control character in them could move a terminal's cursor,
change its colours or its title; a lone surrogate cannot be written as UTF-8 at all.
"""

from __future__ import annotations

import json
import re

# C0 and C1 but newline and tab, DEL, and the embeddings, overrides and isolates that reorder
# the line around them (a name that reads "exe.txt" and is "txt.exe").
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# `json` escapes C0 itself; these it would write as they are.
_UNESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` without control characters; a lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", _OBEYED.sub("", text))


def one_line(text: str) -> str:
    """`printable(text)` with every run of white space made one space."""
    return " ".join(printable(text).split())


def json_text(value: object, indent: int | None = 2) -> str:
    """`value` as readable JSON that a terminal can print; nothing of it is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
