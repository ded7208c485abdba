"""The same article in several formats: does the assistant answer alike, whatever the file?"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from assistant import Answer, Assistant
from assistant.workspace import Workspace
from evals.gate.degraded import never_refusing
from evals.gold_cases import holds
from evals.reading.readers import can_read
from evals.reading.scoring.located import fold
from evals.reading.sources.handwritten import questions

ARTICLE = "bridge"
FORMATS = ("pdf", "docx", "html", "xml", "md", "txt")
GOAL = 19
"""Of the twenty questions, so many are to be answered alike by each pair of formats."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to a question.

    found: whether it was answered, or refused.
    quote: what is quoted where no answer is refused, folded.
    right: whether that holds the known answer.
    """

    found: bool
    quote: str
    right: bool


@dataclass(frozen=True, slots=True)
class SameArticle:
    """All that was said, by format and in the order of the questions."""

    said: dict[str, list[Said]]

    def right(self, name: str) -> int:
        """How many answers hold what is known."""
        return sum(one.right for one in self.said[name])

    def refused(self, name: str) -> int:
        """How many questions were not answered."""
        return sum(not one.found for one in self.said[name])

    def agree(self, one: str, other: str) -> int:
        """How many questions are answered by the same words, and refused in both formats or none.

        One of two quotes may go on before or after the other: paragraphs end where the format
        says so.
        """
        return sum(map(_alike, self.said[one], self.said[other]))

    def pairs(self) -> list[tuple[str, str, int]]:
        """Each pair of formats, and on how many questions it agrees; the least first."""
        found = [(a, b, self.agree(a, b)) for a, b in combinations(self.said, 2)]
        return sorted(found, key=lambda pair: pair[2])

    def differing(self, one: str, other: str) -> list[str]:
        """The questions on which two formats do not agree."""
        pairs = zip(questions(), self.said[one], self.said[other], strict=True)
        return [asked["q"] for asked, a, b in pairs if not _alike(a, b)]


def ask_all(folder: Path) -> SameArticle:
    """Ask the article's questions of each format that was written to a folder and can be read."""
    said = {}
    for suffix in FORMATS:
        path = folder / f"{ARTICLE}.{suffix}"
        if path.is_file() and can_read(path.name):
            said[suffix] = _ask(path)
    return SameArticle(said)


def _ask(path: Path) -> list[Said]:
    with tempfile.TemporaryDirectory() as place:
        workspace = Workspace(Path(place))
        workspace.corpus.mkdir()
        (workspace.corpus / path.name).write_bytes(path.read_bytes())
        assistant = Assistant(place)
        assistant.index()
        always = never_refusing(assistant)
        return [
            _said(assistant.ask(one["q"], answers="quoted").found, always.ask(one["q"]), one["a"])
            for one in questions()
        ]


def _said(found: bool, answer: Answer, known: str) -> Said:
    quotes = [_NUMBER.sub("", citation.quote) for citation in answer.citations]
    right = any(holds(quote, known) for quote in quotes)
    return Said(found, fold(" ".join(quotes)), right)


_NUMBER = re.compile(r"^\d+(?:\.\d+)* (?=[^\W\d_])", re.MULTILINE)
"""Of a heading: only some formats write it."""


def _alike(one: Said, other: Said) -> bool:
    if not one.quote or not other.quote or one.found != other.found:
        return False
    return one.quote in other.quote or other.quote in one.quote
