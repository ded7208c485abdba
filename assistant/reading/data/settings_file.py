"""Read files of settings (.ini, .toml, .cfg, .conf, .properties): sections, and a line a value."""

from __future__ import annotations

import re

from assistant.reading.outline import Outline
from assistant.reading.runs import Run
from assistant.reading.structure import Structure

_LINE = re.compile(r"[^\r\n]+")
_SECTION = re.compile(r"\[{1,2}\s*+([^\[\]\n]{1,200}?)\s*+\]{1,2}\s*+(?:[#;].*)?")
_COMMENT = re.compile(r"(?:[#;!]|//)+\s*+")
_VALUE = re.compile(r"[^\s=:#;][^=:\n]{0,200}?\s*+[=:]")


def read_settings(text: str) -> Structure:
    """Structure settings: sections are headings, values fields, comments paragraphs."""
    outline = Outline(text)
    value: list[Run] = []
    opened = 0  # brackets of a list that goes on
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if not bare:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        run = Run(start, start + len(bare), bare)
        open_still = opened > 0 or (value and value[-1].text.endswith("\\"))
        if value and (line[0] in " \t" or open_still) and not _COMMENT.match(bare):
            value += [Run(start, start, " "), run]
            opened += _depth(bare)
            continue
        outline.add("field", value)
        value, opened = [], 0
        if section := _SECTION.fullmatch(bare):
            at = start + section.start(1)
            outline.enter()
            outline.heading(1, [Run(at, at + len(section[1]), section[1])])
        elif comment := _COMMENT.match(bare):
            at = start + comment.end()
            outline.add("paragraph", [Run(at, run.end, text[at : run.end])])
        elif _VALUE.match(bare):
            value, opened = [run], _depth(bare) if "=" in bare else 0
        else:
            outline.add("paragraph", [run])
    outline.add("field", value)
    return outline.structure()


def _depth(text: str) -> int:
    return text.count("[") - text.count("]")
