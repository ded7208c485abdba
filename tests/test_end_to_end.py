"""The two reviews, indexed with the real model: asked, searched, refused, followed up."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from real_documents import NAMES, SHOKATI, WU

from assistant import Answer, Assistant, Settings, Turn
from assistant.workspace import Workspace


@pytest.fixture
def copy(reviews: Assistant, tmp_path: Path) -> Assistant:
    """The same workspace, to be changed."""
    shutil.copytree(reviews.workspace.root, tmp_path / "copy")
    return Assistant(tmp_path / "copy", settings=Settings(offline=True))


def check(answer: Answer) -> Answer:
    for citation in answer.citations:
        text = citation.document.text
        assert text[citation.start : citation.end] == citation.quote
    return answer


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("What was the five-year survival rate after aHSCT?", "98.8%"),
        ("Which clinical subtypes of MS are recognised?", "primary progressive MS (PPMS)"),
        ("Is there a cure for multiple sclerosis?", "cure"),
        ("What happened to the concentration of IL-23?", "IL-23"),
        ("Who first isolated embryonic stem cells from mice?", "Evans"),
        ("What are the most vital dangers of MSCs?", "fibrosis"),
    ],
)
def test_questions_that_the_reviews_answer(reviews: Assistant, question: str, held: str) -> None:
    answer = check(reviews.ask(question))
    assert answer.found
    assert held in str(answer)
    assert 1 <= len(answer.statements) <= 3


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "How do I renew my passport?",
        "Which trials took place in Germany?",
        "What did NCT99999999 find?",
        "Who won the football world cup in 2010?",
    ],
)
def test_questions_that_they_do_not(reviews: Assistant, question: str) -> None:
    answer = check(reviews.ask(question))
    assert not answer.found
    assert answer.text.startswith(("I found nothing in", "No row of Table 1 matches"))
    assert answer.citations


def test_rows_of_the_table(reviews: Assistant) -> None:
    answer = check(reviews.ask("Which trials took place in Jordan?"))
    assert [citation.quote.split(".")[0] for citation in answer.citations] == ["5", "15", "28"]


def test_search(reviews: Assistant) -> None:
    hits = reviews.search("What was the five-year survival after aHSCT?", limit=5)
    assert len(hits) == 5
    assert any("98.8%" in hit.passage.text for hit in hits[:2])
    assert all(0 <= hit.score <= 1 for hit in hits)
    named = reviews.search("survival", documents=[SHOKATI])
    assert {hit.passage.document.name for hit in named} == {SHOKATI}


def test_a_typo_is_mended(reviews: Assistant) -> None:
    answer = reviews.ask("What are the risks of mesenchimal stem cells?")
    assert "mesenchymal" in answer.searched


def test_a_follow_up(reviews: Assistant) -> None:
    first = reviews.ask("Which trials took place in Jordan?")
    second = check(reviews.ask("And in Spain?", [Turn(first.question, str(first))]))
    assert second.searched == "And in Spain? (about: trials took place)"
    assert len(second.statements) == 6
    third = reviews.ask("What about Iran?", [Turn("Which trials took place in Spain?")])
    assert "Iran" in third.searched


def test_two_workspaces_at_once(reviews: Assistant, tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "other").root
    (root / "corpus" / "tea.txt").write_text(
        "Green tea is brewed at 80 degrees. It is drunk hot.\n", "utf-8"
    )
    other = Assistant(root, settings=Settings(offline=True))
    other.index()
    answers: dict[str, Answer] = {}

    def put(key: str, assistant: Assistant, question: str) -> None:
        answers[key] = assistant.ask(question)

    threads = [
        threading.Thread(target=put, args=(f"{name}{n}", assistant, question))
        for n in range(3)
        for name, assistant, question in (
            ("tea", other, "At how many degrees is green tea brewed?"),
            ("jordan", reviews, "Which trials took place in Jordan?"),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    for key, answer in answers.items():
        names = {citation.document.name for citation in check(answer).citations}
        assert names == ({"tea.txt"} if key.startswith("tea") else {SHOKATI})


def test_a_new_document_is_asked_after_indexing(copy: Assistant) -> None:
    question = "At how many degrees is green tea brewed?"
    assert not copy.ask(question).found
    tea = copy.workspace.corpus / "tea.txt"
    tea.write_text("Green tea is brewed at 80 degrees for two minutes.\n", "utf-8")
    assert not copy.ask(question).found
    report = copy.index()
    assert report.added == ("tea.txt",)
    assert report.unchanged == NAMES
    assert report.embedded == 1
    answer = check(copy.ask(question))
    assert answer.found
    assert "80 degrees" in str(answer)
    tea.write_text("Green tea is brewed at 70 degrees for two minutes.\n", "utf-8")
    assert copy.index().updated == ("tea.txt",)
    assert "70 degrees" in str(copy.ask(question))


def test_a_removed_document_is_not_found_again(copy: Assistant) -> None:
    assert {hit.passage.document.name for hit in copy.search("aHSCT survival", 20)} >= {WU}
    (copy.workspace.corpus / WU).unlink()
    report = copy.index()
    assert report.removed == (WU,)
    assert report.embedded == 0
    assert {hit.passage.document.name for hit in copy.search("aHSCT survival", 20)} == {SHOKATI}
    assert [document.name for document in copy.documents] == [SHOKATI]


def test_an_index_made_by_another_is_seen(copy: Assistant) -> None:
    assert not copy.ask("At how many degrees is green tea brewed?").found
    tea = copy.workspace.corpus / "tea.txt"
    tea.write_text("Green tea is brewed at 80 degrees.\n", "utf-8")
    Assistant(copy.workspace.root, settings=Settings(offline=True)).index()
    assert copy.ask("At how many degrees is green tea brewed?").found
