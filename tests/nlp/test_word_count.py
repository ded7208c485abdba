"""How many words a text has, as word processors count them."""

import pytest

from assistant.nlp.tokens import word_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Two words", 2),
        ("a – b", 3),
        ("图书馆周一闭馆。", 7),
        ("每人可借 7 本书，为期 14 天。", 11),
        ("図書館は12時に開く", 9),
        ("도서관 이용 안내", 3),
    ],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert word_count(text) == count
