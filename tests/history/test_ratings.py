"""One rating a turn, replaced by a new one, decided once."""

from __future__ import annotations

import pytest
from kept_turns import new_turn

from assistant.errors import UnknownConversation, UsageError
from assistant.history.conversation import COMMENT_LIMIT, Rating
from assistant.history.history import Archive


@pytest.fixture
def kept(archive: Archive) -> str:
    return archive.add(None, new_turn("One?")).conversation


def test_a_new_rating_replaces_the_one_before(archive: Archive, kept: str) -> None:
    first = archive.rate(kept, 1, Rating(good=True))
    archive.decide(first.id, accepted=True)
    said = Rating(good=False, reason="wrong_citation", comment="Not there.\n\x00")
    second = archive.rate(kept, 1, said)
    assert second.id != first.id
    assert second.rating.comment == "Not there.\n\ufffd"
    assert archive.ratings() == (second,)  # open again
    archive.unrate(kept, 1)
    assert archive.ratings(open_only=False) == ()


def test_a_decision_closes_it(archive: Archive, kept: str) -> None:
    archive.add(kept, new_turn("Two?"))
    one, two = (archive.rate(kept, number, Rating(good=True)) for number in (1, 2))
    archive.decide(one.id, accepted=False)
    assert archive.ratings() == (two,)
    assert [found.accepted for found in archive.ratings(open_only=False)] == [False, None]


def test_ids_are_not_given_twice(archive: Archive, kept: str) -> None:
    one = archive.rate(kept, 1, Rating(good=True))
    archive.unrate(kept, 1)
    assert archive.rate(kept, 1, Rating(good=True)).id != one.id


def test_what_cannot_be_rated(archive: Archive, kept: str) -> None:
    with pytest.raises(UnknownConversation, match=r"no longer exists|not kept"):
        archive.rate(kept, 2, Rating(good=True))
    with pytest.raises(UsageError, match="no rating 77"):
        archive.decide(77, accepted=True)
    with pytest.raises(UsageError, match="give one of wrong, wrong_citation"):
        Rating(good=False, reason="bad")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="leave the reason out"):
        Rating(good=True, reason="wrong")
    assert Rating(good=False, comment="x" * COMMENT_LIMIT)
    with pytest.raises(UsageError, match="2,000 characters"):
        Rating(good=False, comment="x" * (COMMENT_LIMIT + 1))
