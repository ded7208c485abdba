"""Bugs that were found once, each with the input that showed it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import real_documents
from memory_index import HashEmbedder, MemoryIndex
from numpy.typing import NDArray

from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.tables import Tables
from assistant.indexing.build import build
from assistant.indexing.index import open_index
from assistant.models.embedder import OnBatch
from assistant.nlp.word_statistics import abbreviations
from assistant.progress import Progress
from assistant.query.context import follow_up
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.text.plain import read_plain
from assistant.retrieval.retriever import Searcher
from assistant.types import Turn
from assistant.workspace import Workspace


class WordEmbedder(HashEmbedder):
    """`HashEmbedder`, as indexing calls it."""

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        return super().embed(texts)


@pytest.fixture(scope="module")
def reviews() -> QuotedAnswerer:
    embedder = HashEmbedder()
    documents = [real_documents.document(name) for name in real_documents.NAMES]
    return QuotedAnswerer(Searcher(MemoryIndex(documents, embedder), embedder))


@pytest.mark.parametrize("question", ["And?", "What about?", "So?", "?"])
@pytest.mark.parametrize("earlier", ["What is MS?", "", "?"])
def test_a_follow_up_of_no_words(question: str, earlier: str) -> None:
    assert follow_up(question, [Turn(earlier)]).searched


def test_a_corpus_of_one_sentence(tmp_path: Path) -> None:
    text = "Green tea is brewed at 80 degrees."
    workspace = Workspace.create(tmp_path / "tea")
    (workspace.corpus / "tea.txt").write_text(f"{text}\n", "utf-8")
    embedder = WordEmbedder()
    assert build(workspace, embedder).sentences == 1
    for _ in range(2):
        with open_index(workspace, embedder.fingerprint) as index:
            answerer = QuotedAnswerer(Searcher(index, embedder))
            for _ in range(2):
                (number, score), *others = index.nearest(embedder.embed([text])[0], 5)
                assert (number, score, others) == (0, pytest.approx(1.0, abs=1e-4), [])
                answer = answerer.answer("Is green tea brewed at 80 degrees?", text)
                assert [citation.quote for citation in answer.citations] == [text]


MARKDOWN = """\
Doses
=====

One paragraph
of two lines.

Another one.

| Drug | Phase | Place |
|------|-------|-------|
| Alpha | 2 | Peru |
| Beta | | Chile |
| | | |
| Gamma | 3 |

Risks
-----

None.
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_markdown_of_any_line_ends(line_end: str) -> None:
    read = read_markdown(MARKDOWN.replace("\n", line_end))
    assert [(block.kind, read.text[block.start : block.end]) for block in read.blocks] == [
        ("heading", "Doses"),
        ("paragraph", "One paragraph of two lines."),
        ("paragraph", "Another one."),
        ("row", "Alpha | 2 | Peru"),
        ("row", "Beta | Chile"),
        ("row", "Gamma | 3"),
        ("heading", "Risks"),
        ("paragraph", "None."),
    ]
    assert [block.section for block in read.blocks][-1] == ("Doses", "Risks")
    rows = [block for block in read.blocks if block.kind == "row"]
    assert [[read.text[cell.start : cell.end] for cell in row.cells] for row in rows] == [
        ["Alpha", "2", "Peru"],
        ["Beta", "", "Chile"],
        ["Gamma", "3", ""],
    ]


@pytest.mark.parametrize(
    "code",
    ["ChiCTR2000030261", "JPRN-UMIN000012345", "ISRCTN12345678", "2015-001234-12", "NCT04123456"],
)
def test_a_registry_s_code_in_a_table(code: str) -> None:
    other = "NCT01377870"
    read = read_plain(
        "The trials that were registered are in the table below, by number and country.\n\n"
        "Table 1 Registered trials\n\nNo Study name Country Identifier Outcome\n\n"
        f"1 Vesicles after stroke Spain {code} Safety\n"
        f"2 Vesicles in children Chile {other} Relapse rate\n\n"
    )
    rows = [block for block in read.blocks if block.kind == "row"]
    cells = [[read.text[cell.start : cell.end] for cell in row.cells] for row in rows]
    assert [row.count(code) + row.count(other) for row in cells] == [1, 1]


def test_bullets_without_full_stops() -> None:
    read = read_plain(
        "The aims are these:\n\n• safety of the cells\n• relapse rate\n• disability\n"
    )
    assert [read.text[b.start : b.end] for b in read.blocks if b.kind == "item"] == [
        "safety of the cells",
        "relapse rate",
        "disability",
    ]


@pytest.mark.parametrize(
    "question", ["Which trials took place in Germany?", "How much does HSCT cost?", "xyzzy"]
)
def test_a_refusal_names_no_place_twice(reviews: QuotedAnswerer, question: str) -> None:
    answer = reviews.answer(question, question)
    assert not answer.found
    places = [(one.document.name, one.start, one.end) for one in answer.citations]
    assert len(set(places)) == len(places) == len(answer.statements) > 0


def test_initials_come_before_letters_inside_words() -> None:
    text = "It was shown in mice with experimental autoimmune encephalomyelitis (EAE)."
    assert abbreviations([text]) == {"EAE": "experimental autoimmune encephalomyelitis"}


@pytest.mark.parametrize("text", ["\u200b", "\u200b\n", "\ufeff\u200b\n\n", "\u00ad\n"])
def test_invisible_characters_are_no_block(text: str) -> None:
    read = read_plain(text)
    assert (read.blocks, read.text) == ((), "")


@pytest.mark.parametrize("place", ["US", "USA", "United States"])
def test_a_country_by_any_of_its_names(place: str) -> None:
    documents = [real_documents.document(name) for name in real_documents.NAMES]
    found = Tables(MemoryIndex(documents, HashEmbedder()), {}).answer(
        f"How many trials took place in the {place}?"
    )
    assert found is not None
    assert len(found.rows) == 5


def test_invisible_characters_around_text_leave_nothing() -> None:
    assert read_plain("\ufeff\u200b\n\n\u2060\n").blocks == ()
    assert read_plain("\u200b a\n").text == "a"
