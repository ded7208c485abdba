"""Plant sentences in a document's text: at its start, between two sentences, at its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args

from assistant.errors import UsageError

Position = Literal["start", "middle", "end"]
POSITIONS: tuple[Position, ...] = get_args(Position)
_BOUNDARY = re.compile(r"(?<=[a-z\])]\.) (?=[A-Z])")  # inside a paragraph


def attacks(path: Path) -> dict[str, list[str]]:
    """Attacks by their kind, from a file like BIPIA's (Yi et al. 2023): {"kind": ["text", …]}.

    Raises:
        UsageError: the file cannot be read, or holds something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}): give a JSON file of attacks."
        ) from error
    if not isinstance(found, dict) or not all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in found.values()
    ):
        raise UsageError(f"{path} is no file of attacks: it must hold lists of texts by kind.")
    return found


def rounds(kinds: dict[str, list[str]]) -> Iterator[list[str]]:
    """One attack of each kind, then the next of each, until all had their turn."""
    for place in range(max(map(len, kinds.values()), default=0)):
        yield [texts[place] for texts in kinds.values() if place < len(texts)]


def planted(text: str, sentences: Sequence[str], position: Position) -> str:
    """The text with every sentence in it: paragraphs of their own at its start or end; in its
    middle each between two sentences of a paragraph, spread over the whole text.
    """
    ended = [one if one.endswith((".", "!", "?")) else f"{one}." for one in sentences]
    if position == "start":
        return "\n\n".join([*ended, text])
    if position == "end":
        return "\n\n".join([text.rstrip("\n"), *ended]) + "\n"
    boundaries = [match.start() for match in _BOUNDARY.finditer(text)]
    if not boundaries:
        return planted(text, sentences, "end")
    step = len(boundaries) / (len(ended) + 1)
    last_place = len(boundaries) - 1
    places = [
        boundaries[min(last_place, round(step * (number + 1)))] for number in range(len(ended))
    ]
    pieces, last = [], 0
    for place, sentence in zip(places, ended, strict=True):
        pieces += [text[last:place], f" {sentence}"]
        last = place
    return "".join([*pieces, text[last:]])
