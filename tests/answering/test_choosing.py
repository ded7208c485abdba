"""Which excerpts an answer has, over evidence made by hand."""

from __future__ import annotations

import pytest
from evidence_samples import evidence
from memory_index import document

from assistant.answering.choosing import MOST, choose, only_asks, says_the_same
from assistant.answering.excerpts import excerpt

FARM = """# Barn

Owls nest under the roof in spring and raise their young there.

# Field

The field is ploughed in March before the wheat is sown by hand.

# Pond

Newts live in the pond and the pond freezes in most winters.

# Orchard

Apples are picked in September and pressed in the old mill.
"""


def chosen(
    text: str,
    scores: dict[str, float],
    *,
    each: bool = False,
    every: bool = False,
) -> list[str]:
    found = evidence(document("a.md", text), scores)
    return [one.text for one in choose(found, set(), each=each, every=every)]


def test_nothing_from_nothing() -> None:
    assert choose([], set()) == []


def test_the_best_comes_first() -> None:
    found = chosen(FARM, {"Owls": 4.0, "Newts": 5.0})
    assert [text.split()[0] for text in found] == ["Newts", "Owls"]


def test_weak_evidence_is_left_out() -> None:
    assert len(chosen(FARM, {"Owls": 9.0, "Newts": 2.0})) == 1


def test_at_most_so_many() -> None:
    found = chosen(FARM, dict.fromkeys(["Owls", "The field", "Newts", "Apples"], 5.0))
    assert len(found) == MOST


def test_more_where_all_of_something_is_asked_for() -> None:
    scores = {"Owls": 9.0, "The field": 8.0, "Newts": 7.0, "Apples": 6.5}
    assert len(chosen(FARM, scores)) == 2
    assert len(chosen(FARM, scores, every=True)) == 4
    assert len(chosen(FARM, scores | {"Apples": 5.0}, every=True)) == 3


def test_what_says_the_same_is_quoted_once() -> None:
    text = (
        "# Notice\n\nThe pool is closed on Mondays for cleaning by the staff.\n\n"
        "# Again\n\nThe pool is closed for cleaning by the staff on Mondays.\n"
    )
    assert len(chosen(text, {"The pool is closed on": 5.0, "The pool is closed for": 5.0})) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The fee is 40 euros a year.", "The fee is 40 euros a year.", True),
        ("The fee is 40 euros a year.", "The fee is 50 euros a year.", False),
        ("Dogs are allowed in the hall.", "Dogs are not allowed in the hall.", False),
        ("The train stops at Bern today.", "The train stops at Chur today.", False),
        ("You can park here overnight.", "You can’t park here overnight.", False),
        ("The tenant pays for repairs.", "Salt the water before the pasta.", False),
    ],
)
def test_says_the_same(one: str, other: str, *, same: bool) -> None:
    assert says_the_same(one, other) is same
    assert says_the_same(other, one) is same


def test_questions_alone_are_no_answer() -> None:
    text = "# Quiz\n\nWho built the bridge?\n\n# Bridge\n\nA mason from Bath built the bridge.\n"
    found = chosen(text, {"Who built": 9.0, "A mason": 6.0})
    assert found == ["A mason from Bath built the bridge."]
    (one,) = evidence(document("a.md", "# Quiz\n\nWho built it? Who paid?\n"), {"Who built": 1.0})
    assert only_asks(excerpt(one, set())) is True


def test_excerpts_that_share_text_become_one() -> None:
    text = (
        "# Deliveries\n\nThose to Acme take four days. Those to Meyer take nine days. "
        "Those to Bergmann take two days.\n"
    )
    found = chosen(text, {"Those to Bergmann": 5.0, "Those to Acme": 4.5})
    assert found == [text.split("\n\n")[1].strip()]


def test_an_excerpt_that_another_holds_is_not_quoted_again() -> None:
    text = "# Backup\n\n## Making one\n\nRun this as root:\n\n    vault push\n"
    found = chosen(text, {"Run this": 5.0, "Making one": 4.5})
    assert found == ["Backup\nMaking one\nRun this as root:\nvault push"]
