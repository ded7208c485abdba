"""Where the talk is: the passages near the last answer."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MESSAGES
from assistant.retrieval.conversation_boost import nearby
from assistant.retrieval.retriever import Searcher
from assistant.types import Turn

TEXT = "\n\n".join(
    f"# Study {name}\n\nThe {name} study gave {dose} to animals. {what} was seen in all of them."
    for name, dose, what in [
        ("alpha", "apples", "Relief"),
        ("beta", "bread", "Sleep"),
        ("gamma", "grapes", "Hunger"),
        ("delta", "dates", "Thirst"),
        ("epsilon", "eggs", "Joy"),
        ("zeta", "zucchini", "Relief"),
    ]
)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    embedder = HashEmbedder()
    return Searcher(MemoryIndex([document("a.md", TEXT)], embedder), embedder)


def numbers(searcher: Searcher, word: str) -> list[int]:
    return [n for n, passage in enumerate(searcher.index.passages) if word in passage.text]


def test_the_passage_of_a_quote_comes_before_its_neighbours(searcher: Searcher) -> None:
    near = nearby(
        [Turn("What was given?", "The gamma study gave grapes to animals. [1]")], searcher
    )
    [here] = numbers(searcher, "grapes")
    assert max(near, key=lambda number: near[number]) == here
    [before], [after] = numbers(searcher, "bread"), numbers(searcher, "dates")
    assert near[here] > near[before] == near[after] > 0
    assert all(0 < weight <= 1 for weight in near.values())


def test_an_earlier_turn_weighs_less(searcher: Searcher) -> None:
    turns = [
        Turn("And?", "The alpha study gave apples to animals."),
        Turn("And?", "The zeta study gave zucchini to animals."),
    ]
    near = nearby(turns, searcher)
    assert near[numbers(searcher, "zucchini")[0]] > near[numbers(searcher, "apples")[0]] > 0


@pytest.mark.parametrize(
    "answer",
    [
        "",
        MESSAGES.refusal.format(asked=MESSAGES.who_was_asked(["Alpha", "Beta"], 0))
        + "\nStudy alpha [1]",
        "Nothing of this stands in any document here.",
    ],
)
def test_an_answer_from_nowhere_is_near_to_nothing(searcher: Searcher, answer: str) -> None:
    assert nearby([Turn("What was given?", answer)], searcher) == {}


def test_the_nearer_of_two_equal_passages_answers(searcher: Searcher) -> None:
    answerer = QuotedAnswerer(searcher, threshold=0.0)
    question = "In which study was relief seen?"
    for word in ("apples", "zucchini"):
        [here] = numbers(searcher, word)
        answer = answerer.answer(question, question, near={here: 0.4})
        assert answer.hits[0].passage == searcher.index.passages[here]
        passage = searcher.index.passages[here]
        assert all(passage.start <= one.start < passage.end for one in answer.citations)


def test_without_a_place_nothing_changes(searcher: Searcher) -> None:
    query = searcher.query("In which study was relief seen?")
    assert searcher.rank(query) == searcher.rank(query, near={})


def test_a_place_outside_the_documents_asked_for_is_not_found(searcher: Searcher) -> None:
    embedder = HashEmbedder()
    both = Searcher(
        MemoryIndex([document("a.md", TEXT), document("b.md", "Bees sleep.")], embedder), embedder
    )
    last = len(both.index.passages) - 1
    ranked = both.rank(both.query("Who sleeps?"), ["a.md"], {last: 1.0})
    assert last not in {found.number for found in ranked}
