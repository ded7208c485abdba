"""Reference marks in quotes lead to the entries of the document's own list."""

import pytest

from assistant.reading.document import Block, Document
from assistant.reading.references import references


def listed(*entries: str, kind: str = "reference") -> Document:
    text = "\n\n".join(entries)
    blocks, at = [], 0
    for entry in entries:
        blocks.append(Block(kind, at, at + len(entry)))  # type: ignore[arg-type]
        at += len(entry) + 2
    return Document("a.pdf", text, "", blocks=tuple(blocks))


NUMBERED = listed(
    *(f"{number}. Author{number} A. A title. Journal 20{number:02}." for number in range(1, 41))
)


@pytest.mark.parametrize(
    ("quote", "marks"),
    [
        ("It was shown before [4, 5].", ["4", "5"]),
        ("It was shown before [7–9, 12].", ["7", "8", "9", "12"]),
        ("It was shown (33).", ["33"]),
        ("It was shown.⁴,⁵", ["4", "5"]),
        ("Fewer attacks³⁻⁵ were seen.", ["3", "4", "5"]),
        ("A dose of 10⁶ cells in 5 m² and 3 kg/m².", []),
        ("As often before [99].", []),
        ("From 2 to [4-400].", []),
        ("Nothing is cited.", []),
    ],
)
def test_marks_lead_to_their_entries(quote: str, marks: list[str]) -> None:
    found = references(quote, NUMBERED)
    assert [one.mark for one in found] == marks
    assert all(one.text.startswith(f"{one.mark}. ") for one in found)


def test_entries_without_numbers_are_counted() -> None:
    document = listed("Smith J. One. 2001.", "Jones K. Two. 2002.")
    assert [one.text for one in references("So [2].", document)] == ["Jones K. Two. 2002."]


def test_an_author_and_a_year_lead_to_the_one_entry_that_has_both() -> None:
    document = listed("Smith, J. (2019). One.", "Smith, J. (2020). Two.", "K. Jones. Three. 2019.")
    found = references("As Smith et al. (2019) say (Jones and Brown, 2019; Smith 1999).", document)
    assert [(one.mark, one.text[:5]) for one in found] == [
        ("Smith 2019", "Smith"),
        ("Jones 2019", "K. Jo"),
    ]
    twice = listed("Smith, J. (2019a). One.", "Smith, J. (2019b). Two.")
    assert references("So Smith (2019).", twice) == ()


def test_without_a_list_nothing_is_a_mark() -> None:
    assert references("First (1), then (2).", listed("1. One", kind="item")) == ()
