"""Which sections a question names."""

from __future__ import annotations

import pytest
from memory_index import document

from assistant.answering.scope import sections
from assistant.chunking.chunks import cut
from assistant.nlp.lexicon import Lexicon

MADE = document(
    "whales.md",
    "# Abstract\n\nWhales sing.\n\n# 1 Background\n\nThey always did.\n\n"
    "# 2 Food of whales\n\nFish.\n\n## 2.1 Hunting\n\nAt night.\n\n# Conclusions\n\nNone.\n",
)
PASSAGES = cut(MADE)
LEXICON = Lexicon([MADE.text], [passage.text for passage in PASSAGES])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Do whales sing?", set()),
        ("What does the section on hunting tell of whales?", {"2.1 Hunting"}),
        ("What does the hunting section tell?", {"2.1 Hunting"}),
        ("Who is named in chapter 2?", {"2 Food of whales", "2.1 Hunting"}),
        ("What do they say in their closing section?", {"Conclusions"}),
        ("What does the abstract of it say?", {"Abstract"}),
        ("What does the opening section say?", {"1 Background"}),
        ("How many whales took part in it?", set()),
    ],
)
def test_sections(question: str, expected: set[str]) -> None:
    found = sections(question, PASSAGES, LEXICON)
    assert {one[-1] for one in found} == expected
