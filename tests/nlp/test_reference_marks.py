"""Reference marks are no words of a sentence."""

import pytest

from assistant.chunking.sentences import sentences
from assistant.nlp.word_statistics import without_references


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("seen before [4, 5] and (99).", "seen before and ."),
        ("within the walls.⁹", "within the walls."),
        ("patients³,⁴ and 10⁶ cells per cm² at 5 m⁻²", "patients and 10⁶ cells per cm² at 5 m⁻²"),
    ],
)
def test_marks_are_blanked_out(text: str, left: str) -> None:
    blanked = without_references(text)
    assert len(blanked) == len(text)
    assert " ".join(blanked.split()) == left


def test_a_raised_mark_stays_with_the_sentence_before() -> None:
    text = "Few were left.⁹ After the fire, 30 came.¹²,¹³ We saw 10⁶. Next."
    found = [text[one.start : one.end] for one in sentences(text, 0, len(text))]
    assert found == ["Few were left.⁹", "After the fire, 30 came.¹²,¹³", "We saw 10⁶.", "Next."]
