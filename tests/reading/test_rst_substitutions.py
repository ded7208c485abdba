from __future__ import annotations

from itertools import pairwise
from string import ascii_lowercase

import pytest
from made_files import check, rows, texts

from assistant.reading.structure import Structure
from assistant.reading.typeset.rst import read_rst


def read(text: str) -> Structure:
    found = read_rst(text.encode())
    check(found)
    return found


@pytest.mark.parametrize(
    ("definition", "shown"),
    [
        ("replace:: 700 EUR", "The rent is 700 EUR a month."),
        ("replace:: **700**\n   EUR", "The rent is 700 EUR a month."),
        ("unicode:: U+20AC 7 .. a sign", "The rent is €7 a month."),
        ("image:: x.png", "The rent is |rent| a month."),
        ("replace:: |Rent| of it", "The rent is |rent| of it a month."),
    ],
)
def test_substitutions(definition: str, shown: str) -> None:
    text = f"The rent is |rent| a month.\n\n.. |rent| {definition}\n"
    assert texts(read(text), "paragraph") == [shown]
    assert texts(read(text.replace("\n", "\r\n")), "paragraph") == [shown]


def test_substitutions_of_substitutions_and_in_tables() -> None:
    text = ".. |a| replace:: not |b|\n.. |b| replace:: safe\n\n.. list-table::\n\n"
    text += "   * - Drug\n     - Use\n   * - X\n     - |a|\n\nIt is |a|: P(x|y) and |z|.\n"
    found = read(text)
    assert ["X", "not safe"] in rows(found)
    assert texts(found, "paragraph") == ["It is not safe: P(x|y) and |z|."]


def test_substitutions_that_grow_without_end() -> None:
    text = "|a| end.\n\n" + "".join(
        f".. |{name}| replace:: |{after}| |{after}| |{after}|\n"
        for name, after in pairwise(ascii_lowercase)
    )
    assert "end." in read(text).text
    chain = "".join(f".. |x{at}| replace:: |x{at + 1}|\n" for at in range(3_000))
    assert texts(read("It is |x0|.\n\n" + chain), "paragraph")


def test_the_body_of_a_condition_is_text() -> None:
    text = "One.\n\n.. only:: html and not draft\n\n   Do not take it.\n\n   - twice\n\nTwo.\n"
    found = read(text)
    assert texts(found, "paragraph") == ["One.", "Do not take it.", "Two."]
    assert texts(found, "item") == ["twice"]
