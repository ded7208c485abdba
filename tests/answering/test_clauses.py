"""The parts of a question."""

from __future__ import annotations

import pytest
from assistant.answering.decompose import clauses


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How do whales breathe?", ()),
        ("Which fish and whales live in warm and cold seas?", ()),
        (
            "How many whales were seen in spring, and which boats did they follow home?",
            (
                "How many whales were seen in spring?",
                "which boats did they follow home?",
            ),
        ),
        (
            "Whales in spring: what do they eat at first, and where do they go then?",
            (
                "Whales in spring: what do they eat at first?",
                "Whales in spring: where do they go then?",
            ),
        ),
        (
            "In cold seas, how long do whales sleep, and how deep can seals dive?",
            ("In cold seas, how long do whales sleep?", "In cold seas, how deep can seals dive?"),
        ),
        (
            "Milk of whales versus milk of seals: which is richer?",
            ("Milk of whales : which is richer?", "milk of seals : which is richer?"),
        ),
        (
            "Are they afraid of sharks? I mean both the blue whales and the small seals.",
            (
                "Are they afraid of sharks? I mean  the blue whales .",
                "Are they afraid of sharks? I mean  the small seals .",
            ),
        ),
        (
            "How deep are whale dives compared with those of seals?",
            ("How deep are whale dives?", "How deep are those of seals?"),
        ),
        (
            "Which are better at diving, whales or grey seals?",
            ("Which are better at diving,  whales ?", "Which are better at diving,  grey seals ?"),
        ),
        (
            "Whales or seals: does one of them dive deeper?",
            ("Whales : does one of them dive deeper?", "seals : does one of them dive deeper?"),
        ),
        (
            "How do the teeth differ between whales and seals?",
            (
                "How do the teeth differ between  whales ?",
                "How do the teeth differ between  seals ?",
            ),
        ),
        ("What lives between rocks and reefs?", ()),
        ("Is it safe for whales, or not?", ()),
        ("In cold seas, do whales sing or not?", ()),
        ("In cold seas, do whales or seals dive deeper?", ()),
        ("Yes or no: are there whales in Germany?", ()),
        ("What was the difference in weight between 6 and 12 months?", ()),
    ],
)
def test_parts(question: str, parts: tuple[str, ...]) -> None:
    assert clauses(question) == parts


def test_a_part_of_few_words_is_none() -> None:
    assert clauses("Who saw the first whale, and when was it?") == ()
