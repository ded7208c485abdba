"""Whether documents differ, over quotes made by hand."""

from __future__ import annotations

import pytest
from evidence_samples import evidence
from memory_index import document

from assistant.answering.choosing import differ
from assistant.answering.excerpts import Excerpt, excerpt
from assistant.nlp.tokens import stems

ASKED = stems("survival of the whales")


def quotes(*texts: str) -> list[Excerpt]:
    made = [document(f"{number}.md", text + "\n") for number, text in enumerate(texts)]
    return [excerpt(one, ASKED) for each in made for one in evidence(each, {"": 1.0})]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The survival of whales was 98%.", "Survival of the whales was 90%.", True),
        ("The survival of whales was 98%.", "Survival of the whales was 98%.", False),
        ("The survival of whales was 98%.", "Survival of the whales was 3 years.", False),
        ("The survival of whales was 98%.", "The weight of seals was 90%.", False),
        ("The survival of whales was 98% and 97%.", "Survival of whales was 90%.", False),
        ("The survival of whales was high.", "Survival of whales was 90%.", False),
        ("The survival of whales was 98% [12].", "Survival of the whales was 90%.", True),
    ],
)
def test_differ(one: str, other: str, *, expected: bool) -> None:
    assert differ(quotes(one, other), ASKED) is expected


def test_one_document_does_not_differ_from_itself() -> None:
    (quote,) = quotes("The survival of whales was 98%.")
    assert not differ([quote, quote], ASKED)
