from __future__ import annotations

import pytest

from ui.chat.conversation import Context, context


def test_what_the_browser_sends_is_read() -> None:
    given = context('{"conversation": "c", "answers": "quoted", "editing": 2, "theme": "dark"}')
    assert given == Context(conversation="c", answers="quoted", editing=2)


@pytest.mark.parametrize(
    "odd",
    [
        '"passages": 400',
        '"passages": NaN',
        '"passages": 1e999',
        f'"editing": {"9" * 4_301}',
        '"documents": [1, 2]',
        '"documents": null',
        '"answers": "sung"',
        '"withheld": "perhaps"',
        '"editing": -1',
    ],
)
def test_one_odd_choice_does_not_cost_the_conversation(odd: str) -> None:
    assert context(f'{{"conversation": "c", {odd}}}') == Context(conversation="c")


@pytest.mark.parametrize("text", [None, "", "[]", "null", "{", "\x00"])
def test_what_is_no_context_chooses_nothing(text: str | None) -> None:
    assert context(text) == Context()
