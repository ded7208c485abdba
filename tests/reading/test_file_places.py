"""Where words stand in the file itself: its lines, its characters, and how that is said."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_documents import CORPUS, NAMES
from test_offsets import TEXTS

from assistant.chunking.chunks import cut
from assistant.errors import UnreadableDocument
from assistant.reading.document import Document, Source
from assistant.reading.places import FilePlace, in_words, lines_in_words
from assistant.reading.reader import read_bytes


def read(name: str, text: str) -> Document:
    return read_bytes(name, text.encode(), Source())


def letters(text: str) -> str:
    """What reading may neither add nor take away."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def lines_of(text: str) -> list[str]:
    """The lines of a file as Python counts them, and editors do."""
    return io.StringIO(text, newline="").readlines()


def check(document: Document, file: str, start: int, end: int) -> None:
    """The place's characters hold the words and nothing else, and its lines hold the place."""
    place = document.place(start, end)
    words = letters(document.text[start:end])
    if place is None:
        assert not words
        return
    if len(place.characters) == 1:
        assert letters("".join(file[a:b] for a, b in place.characters)) == words
    found = "".join(sorted(letters("".join(file[a:b] for a, b in place.characters))))
    assert found == "".join(sorted(words))
    lines = lines_of(file)
    assert len(place.lines) == len(place.characters)
    for (first, last), (begin, stop) in zip(place.lines, place.characters, strict=True):
        before = sum(map(len, lines[: first - 1]))
        assert before <= begin < before + len(lines[first - 1])
        after = sum(map(len, lines[:last]))
        assert after - len(lines[last - 1]) < stop <= after


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@given(file=TEXTS, data=st.data())
def test_a_place_holds_the_words_and_nothing_else(
    name: str, file: str, data: st.DataObject
) -> None:
    try:
        document = read_bytes(name, file.encode(), Source())
    except (UnreadableDocument, UnicodeEncodeError):
        return
    decoded = file.removeprefix("\ufeff")
    edges = sorted({edge for piece in document.origin.pieces for edge in piece[:2]})
    start = data.draw(st.sampled_from(edges))
    end = data.draw(st.sampled_from(edges))
    if start < end:
        check(document, decoded, start, end)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_and_passage_of_the_reviews_has_its_place(name: str) -> None:
    data = (CORPUS / name).read_bytes()
    document, file = read_bytes(name, data, Source()), data.decode("utf-8-sig")
    parts = []
    for passage in cut(document):
        for span in (passage, *passage.sentences):
            check(document, file, span.start, span.end)
            place = document.place(span.start, span.end)
            assert place is not None
            parts.append(len(place.characters))
    assert parts.count(1) > 0.95 * len(parts)  # lines that are joined make no parts


def test_what_stands_between_is_in_no_part() -> None:
    pages = ("Cells act", "on other cells, which are", "many and go on to", "die.")
    file = "".join(f"\fThe Journal 7\n\n{page}\n" for page in pages)
    document = read("a.txt", file)
    assert document.text == "Cells act on other cells, which are many and go on to die."
    two = document.place(document.text.index("many"), len(document.text))
    assert two is not None
    assert str(two) == "lines 9 and 12 (characters 84–101 and 118–122)"
    assert [file[start:end] for start, end in two.characters] == ["many and go on to", "die."]
    assert str(document.place(0, len(document.text))) == "within lines 3–12 (characters 16–122)"


def test_a_hyphen_and_line_ends_make_no_parts() -> None:
    document = read("a.txt", "The in-\r\nflammatory cells\r\n  act.\r\n")
    assert document.text == "The inflammatory cells act."
    assert str(document.place(0, 27)) == "lines 1–3 (characters 0–33)"
    assert str(document.place(4, 16)) == "lines 1–2 (characters 4–19)"
    assert str(document.place(17, 22)) == "line 2 (characters 20–25)"


def test_a_byte_order_mark_is_no_character() -> None:
    document = read_bytes("a.txt", "One.\nTwo came.\n".encode("utf-16"), Source())
    assert str(document.place(document.text.index("Two"), len(document.text))).startswith(
        "line 2 ("
    )
    assert str(document.place(0, 4)) == "line 1 (characters 0–4)"


def test_a_document_without_a_file_has_no_places() -> None:
    document = read("a.txt", "One.\n")
    assert Document("a.txt", "One.", "").place(0, 4) is None
    assert replace(document, file=type(document.file)()).place(0, 4) is None


def test_what_only_reading_put_in_has_no_place() -> None:
    document = read("a.md", "# A\n\nOne came.\n")
    assert document.text[1:3] == "\n\n"
    assert document.place(1, 3) is None


@pytest.mark.parametrize(
    ("place", "words", "lines"),
    [
        (((34280, 34473),), "line 412 (characters 34,280–34,473)", ((412, 412),)),
        (((34280, 34473),), "lines 412–414 (characters 34,280–34,473)", ((412, 414),)),
        (((0, 9), (20, 29)), "lines 1 and 3–4 (characters 0–9 and 20–29)", ((1, 1), (3, 4))),
        (
            ((0, 9), (20, 29), (40, 49)),
            "within lines 1–7 (characters 0–49)",
            ((1, 1), (3, 4), (7, 7)),
        ),
        (((0, 9),), "characters 0–9", ()),
        (((0, 9), (20, 29), (40, 49)), "within characters 0–49", ()),
    ],
)
def test_places_in_words(
    place: tuple[tuple[int, int], ...], words: str, lines: tuple[tuple[int, int], ...]
) -> None:
    said = FilePlace(place, lines)
    assert in_words(said) == str(said) == words
    assert lines_in_words(said) == (words.partition(" (")[0] if lines else "")
