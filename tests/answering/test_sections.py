"""Which sections a question names, in a lease, a manual and a paper."""

from __future__ import annotations

import pytest
from memory_index import document

from assistant.answering.references import sections
from assistant.chunking.chunks import cut

WHALES = (
    "# Abstract\n\nWhales sing.\n\n# 1 Background\n\nThey always did.\n\n"
    "# 2 Food of whales\n\nFish.\n\n## 2.1 Hunting\n\nAt night.\n\n# Conclusions\n\nNone.\n"
)
LEASE = (
    "# 1. Rent\n\nIt is due on the first.\n\n# 2. Keeping pets\n\nOne cat.\n\n"
    "# 12. Ending the lease\n\nThree months.\n"
)
MANUAL = "# Cleaning the filter\n\nRinse it.\n\n# Cleaning the case\n\nWipe it.\n"


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (WHALES, "Do whales sing?", set()),
        (WHALES, "What does the section on hunting tell of whales?", {"2.1 Hunting"}),
        (WHALES, "Who is named in chapter 2?", {"2 Food of whales", "2.1 Hunting"}),
        (WHALES, "What is told in section 2.1?", {"2.1 Hunting"}),
        (WHALES, "How many whales took part in it?", set()),
        (LEASE, "What does clause 2 say?", {"2. Keeping pets"}),
        (LEASE, "What does clause 12 say?", {"12. Ending the lease"}),
        (LEASE, "What does clause 7 say?", set()),
        (LEASE, "What stands in the part about pets?", {"2. Keeping pets"}),
        (MANUAL, "What does the section on cleaning the case say?", {"Cleaning the case"}),
        (MANUAL, "What does the section on batteries say?", set()),
    ],
)
def test_sections(text: str, question: str, expected: set[str]) -> None:
    found = sections(question, cut(document("a.md", text)))
    assert {one[-1] for one in found} == expected
