"""Which mark of an item comes after another."""

import pytest

from assistant.reading.text.list_marks import follows


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("(b) who owed a duty; and", "(c) what is due."),
        ("1. Johann, b. 1761", "2. Franz, b. 1764"),
        ("1. Johann, b. 1761", "1.1 Josef, b. 1789"),
        ("1.2 Katharina", "1.2.1 Alois"),
        ("1.2.2 Maria", "1.3 Melchior"),
        ("1.3 Melchior", "2. Franz"),
        ("(i) first", "(ii) second"),
        ("iii. third", "iv. fourth"),
        ("h) eighth", "i) ninth"),
        ("A. Scope", "B. Terms"),
    ],
)
def test_the_next_mark(before: str, line: str) -> None:
    assert follows(before, line)


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("1. Mix the flour with", "3 eggs"),
        ("1. See the section", "2 and the next"),
        ("2. The section before says in", "2.1 what to do"),
        ("(b) who owed a duty", "c) what is due"),
        ("(a) one", "(c) three"),
        ("1. One", "1. One again"),
        ("No mark", "1. One"),
        ("I saw", "it come"),
        ("A dog", "B side"),
    ],
)
def test_what_is_not_the_next_mark(before: str, line: str) -> None:
    assert not follows(before, line)
