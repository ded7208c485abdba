"""Texts of any length that a pattern or a loop may take too long over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ambiguity import pumps

Text = Callable[[int], str]
"""A text of about so many characters."""


def repeated(pump: str, before: str = "", after: str = "") -> Text:
    """One piece again and again."""

    def text(length: int) -> str:
        return before + pump * (length // len(pump)) + after

    return text


_REPEATED = {
    "spaces": " ", "tabs": "\t", "newlines": "\n", "blank lines": " \n", "line feeds": "\r\n",
    "form feeds": "\f", "no-break spaces": "\xa0", "wide spaces": "\u3000", "invisible": "\u200b",
    "byte marks": "\ufeff", "soft hyphens": "\xad", "letters": "a", "capitals": "A", "mixed": "aA",
    "digits": "1", "underscores": "_", "dashes": "-", "en dashes": "–", "hyphened": "a-",
    "words": "a ", "Words": "Ab ", "WORDS": "AB ", "dotted": "a.b.", "full stops": ".",
    "sentences": "A b. ", "questions": "a? ", "numbers": "1 ", "decimals": "1.",
    "thousands": "111,",
    "ranges": "1–2, ", "percents": "5 % ", "commas": ",", "items": "a, ", "spelled": "a , ",
    "semicolons": "; ", "colons": "a: ", "slashes": "/", "quotes": '"', "apostrophes": "a'",
    "curly": "“a” ", "opened": "(", "opened words": "(a ", "opened square": "[",
    "opened marks": "[1",
    "marks": "[1] ", "angles": "<", "opened tags": "<a ", "braces": "{", "bars": "|",
    "cells": "a | ", "rules": "|---", "spaced rules": "- ", "hashes": "#", "headings": "# a\n",
    "stars": "*", "emphasis": "*a", "backticks": "`", "tildes": "~", "backslashes": "\\",
    "dollars": "$", "at signs": "a@", "addresses": "http://a.b/", "combining": "e\u0301",
    "combined": "\u0301", "ligatures": "\ufb01", "Greek": "α-", "Chinese": "中。",
    "surrogates": "\ud800",
    "broken": "a-\n", "broken words": "inflam-\nmatory ", "numbered": "1. A b\n",
    "bullets": "• a\n",
    "figures": "Figure 1. A\n\n", "tables": "Table 1. A\n\nNo. B\n\n1 a\n",
    "pages": "a Page 1 of 2\n\f", "the": "the ", "the first": "the first one ", "and": "a and ",
    "pairs": "a and b, ", "or": "a or ", "that": "that ", "what": "what is ", "than": "less than ",
    "how many": "how many ", "of": "a of ", "et al": "Ab et al. ", "negations": "not ",
    "trials": "NCT01377870 ", "sections": "section on a ", "such as": "a such as b, ",
}  # fmt: skip
_ENCLOSED = {
    "heading of spaces": ("# a", " ", "b"),
    "heading of hashes": ("# ", "#", "b"),
    "rule of spaces": ("a|b\n", " ", "x\n"),
    "rule of dashes": ("a|b\n", "-", "x\n"),
    "row of words": ("a|b\n-|-\n", "a ", "|b\n"),
    "row of cells": ("a|b\n-|-\n", "a|", "b\n"),
    "picture": ("![a](data:image/png;base64,", "iVBORw0KG-", ")\n"),
    "link": ("[", "a ", "](b)"),
    "bracket": ("a (", "b ", ")"),
    "unended": ("A", " b", ""),
}
HOSTILE: dict[str, Text] = {
    **{name: repeated(pump) for name, pump in _REPEATED.items()},
    **{name: repeated(pump, before, after) for name, (before, pump, after) in _ENCLOSED.items()},
}
HOSTILE["long lines"] = lambda length: "\n".join(["word " * (length // 50)] * 10)
HOSTILE["one long heading"] = lambda n: f"# {'a ' * (n // 4)}\n\n" + "A b.\n\n" * (n // 12)
HOSTILE["deep headings"] = lambda n: "".join(f"{'#' * (i % 6 + 1)} a{i}\n\n" for i in range(n // 9))
HOSTILE["different words"] = lambda n: " ".join(f"w{i}" for i in range(n // 6))
HOSTILE["different numbers"] = lambda n: ", ".join(f"{i}" for i in range(n // 6))


def word(number: int) -> str:
    """A word of its own for every number, without a digit, which a running header would share."""
    letters = ""
    while number:
        number, letter = divmod(number, 26)
        letters += chr(ord("a") + letter)
    return f"b{letters}"


def nested_headings(length: int) -> str:
    """Headings right under one another, and text."""
    words = [word(number) for number in range(length // 100)]
    text = [f"The {'beam carries load ' * 5}{one}." for one in words]
    return "\n".join([*(one.capitalize() for one in words), *text])


def table_captions(length: int) -> str:
    """Captions at the beginning of pages, and a row now and then."""
    begins = ("7" if number % 11 == 0 else "Table 1" for number in range(length // 15))
    return "Intro\n" + "\n".join(f"\f{one} {word(at)} x" for at, one in enumerate(begins))


def wide_row(length: int) -> str:
    """A table of two rows, each with half of all cells."""
    count = length // 4
    return f"{'|a' * count}|\n|-|\n{'|b' * count}|\n"


def wide_table(length: int) -> str:
    """As many columns as rows, which have a single cell."""
    count = length // 4
    return f"{'|a' * count}|\n|-|\n" + "b|\n" * (count // 2)


def wide_columns(length: int) -> str:
    """As many columns as rows, in plain text."""
    count = length // 13
    rows = "\n".join(f"{number} x{word(number)}" for number in range(1, count))
    return f"Prices.\n\nTable 1. Prices\n\n{'Ab  ' * count}\n\n{rows}"


def table_cell(pump: str) -> Text:
    """A table in plain text with one long cell, where two cells may stand on a line."""

    def text(length: int) -> str:
        return (
            "Table 1. A\n\nNo.  Name  Place  Number\n\n1 a\n\nJordan\n\nNCT01377870 a\n\n"
            f"2 , {pump * (length // len(pump))}\n\nNCT01377871 b\n"
        )

    return text


HOSTILE["nested headings"] = nested_headings
HOSTILE["table captions"] = table_captions
HOSTILE["wide row"] = wide_row
HOSTILE["wide table"] = wide_table
HOSTILE["wide columns"] = wide_columns
HOSTILE["cell of words"] = table_cell("ab ")
HOSTILE["cell of capitals"] = table_cell("AB ")


def against(pattern: re.Pattern[Any], scanning: bool) -> dict[str, Text]:
    """Texts for one pattern: what each of its endless parts reads, again and again."""
    made: dict[str, Text] = {}
    for fault in pumps(pattern, scanning):
        for before, pump in ((fault.prefix, fault.pump), ("", fault.prefix + fault.pump)):
            if pump:
                made[f"{before!r} {pump!r} {fault.suffix!r}"] = repeated(pump, before, fault.suffix)
    return made
