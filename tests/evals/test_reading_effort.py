from __future__ import annotations

from assistant.chunking.chunks import Passage
from assistant.reading.document import Document, Span
from assistant.reading.text.plain import read_plain
from evals.benchmarks.measures import (
    FileWords,
    answer_words,
    first_words,
    words_of,
    words_of_excerpt,
    words_to_answer,
)


def _document(text: str) -> Document:
    structure = read_plain(text)
    return Document("a.txt", structure.text, "", blocks=structure.blocks, origin=structure.origin)


def _whole(document: Document) -> Passage:
    span = Span(0, len(document.text))
    return Passage("id", document, span.start, span.end, (), (span,))


def _one_to_one(first: int, last: int) -> list[frozenset[int]]:
    return [frozenset({number}) for number in range(first, last)]


def test_words_are_touched_by_any_of_their_characters() -> None:
    file = FileWords("one two  three")
    assert list(file.touched(0, 3)) == [0]
    assert list(file.touched(2, 5)) == [0, 1]
    assert list(file.touched(3, 4)) == []
    assert list(file.touched(7, 99)) == [2]


def test_the_words_of_a_passage_lead_back_to_the_file() -> None:
    text = "The trans-\nplantation of cells was  safe. It was also quick to do.\n"
    document = _document(text)
    assert "transplantation" in document.text
    words = words_of(_whole(document), FileWords(text))
    assert words[:3] == [{0}, {1, 2}, {3}]
    assert words[-1] == {12}


def test_the_words_of_an_excerpt_lead_back_to_the_file() -> None:
    file = FileWords("one two  three four")
    assert words_of_excerpt("wo  three", 5, file) == [range(1, 2), range(2, 3)]


def test_an_answer_is_reached_with_the_word_that_makes_it_most() -> None:
    passages = [("b.txt", _one_to_one(0, 4)), ("a.txt", _one_to_one(0, 10))]
    # Words 2 to 6; the third of these five is the 60 %.
    assert words_to_answer(passages, {"a.txt": [range(2, 7)]}) == 4 + 5


def test_who_gives_up_before_does_not_reach_it() -> None:
    passages = [("b.txt", _one_to_one(0, 4)), ("a.txt", _one_to_one(0, 10))]
    assert words_to_answer(passages, {"a.txt": [range(2, 7)]}, limit=9) == 9
    assert words_to_answer(passages, {"a.txt": [range(2, 7)]}, limit=8) == float("inf")


def test_the_halves_of_an_answer_may_come_from_two_passages() -> None:
    passages = [("a.txt", _one_to_one(5, 10)), ("a.txt", _one_to_one(0, 5))]
    assert words_to_answer(passages, {"a.txt": [range(3, 8)]}) == 3
    assert words_to_answer(passages, {"a.txt": [range(1, 7)]}) == 5 + 3


def test_words_of_another_document_do_not_count() -> None:
    passages = [("b.txt", _one_to_one(0, 10))]
    assert words_to_answer(passages, {"a.txt": [range(2, 7)]}) == float("inf")


def test_the_first_of_several_answers_counts() -> None:
    passages = [("a.txt", _one_to_one(0, 10)), ("b.txt", _one_to_one(0, 10))]
    assert words_to_answer(passages, {"a.txt": [range(8, 9), range(1, 2)]}) == 2
    assert words_to_answer(passages, {"a.txt": [range(20, 21)], "b.txt": [range(3, 4)]}) == 14


def test_a_word_that_is_read_twice_counts_once() -> None:
    passages = [("a.txt", _one_to_one(0, 1) * 5)]
    assert words_to_answer(passages, {"a.txt": [range(2)]}) == float("inf")


def test_the_span_of_an_answer_is_turned_into_words() -> None:
    assert answer_words(FileWords("a bb ccc dd"), Span(2, 8)) == range(1, 3)


def test_the_first_words_may_come_from_several_texts() -> None:
    assert first_words(["one  two", "three\nfour five"], 4) == "one two three four"
    assert first_words(["one"], 4) == "one"
