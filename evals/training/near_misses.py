"""Make near misses: questions that ask for another number, date or name than the text has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.nlp.tokens import stems
from evals.training.examples import Example

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=\w )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")


def near_misses(examples: Sequence[Example], share: float, seed: int = 0) -> Iterator[Example]:
    """Of this share of the answerable examples, the same with one thing of the question exchanged,
    so that none of the sentences answers any longer.

    Only what stands in a sentence that answers is exchanged: from that the difference can be read.
    """
    draw = random.Random(seed)  # noqa: S311  # no secret
    names = sorted({name for one in examples for name in _NAME.findall(one.question)})
    for one in examples:
        if one.answerable and draw.random() < share and (made := _missed(one, names, draw)):
            yield made


def unanswered(examples: Sequence[Example], share: float, seed: int = 0) -> Iterator[Example]:
    """Of this share of the answerable examples, the same without the sentences that answer."""
    draw = random.Random(f"{seed} unanswered")  # noqa: S311  # no secret
    for one in examples:
        if one.answerable and draw.random() < share:
            rest = tuple(other for other in one.candidates if not other.answers)
            if rest:
                yield replace(one, candidates=rest)


def _missed(example: Example, names: Sequence[str], draw: random.Random) -> Example | None:
    held = [one.text for one in example.candidates if one.answers]
    for pattern in (_NUMBER, _NAME):
        for found in pattern.finditer(example.question):
            if not all(stems(found.group()) <= stems(text) for text in held):
                continue
            other = _other(found.group(), names, draw)
            if any(other in one.text for one in example.candidates):
                continue
            question = example.question[: found.start()] + other + example.question[found.end() :]
            wrong = tuple(replace(one, answers=False) for one in example.candidates)
            return replace(example, question=question, candidates=wrong)
    return None


def _other(thing: str, names: Sequence[str], draw: random.Random) -> str:
    """Another number of as many digits, or another name of as many words."""
    if thing[0].isdigit():
        first, rest = thing[0], thing[1:]
        later = "".join(draw.choice("0123456789") for _ in rest) if rest else ""
        made = (first if rest else draw.choice("123456789")) + later
        return made if made != thing else str(int(thing) + 1)
    alike = [one for one in names if len(one.split()) == len(thing.split()) and one != thing]
    return draw.choice(alike) if alike else f"{thing}sen"
