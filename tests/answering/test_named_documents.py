"""Which documents a question names, in collections of many fields."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from assistant.answering.references import Scope, scope
from assistant.reading.document import Document, Source

PAPERS = [
    Document("old.txt", "", "", Source(title="Bees in towns", authors="Shokati et al.", year=2021)),
    Document("new.txt", "", "", Source(title="Bees and lime", authors="Wu and Li", year=2024)),
    Document("bare.txt", "", "", Source(title="Bees")),
]
OFFICE = [
    Document("travel-policy-2023.pdf", "", "", Source(title="Travel policy", year=2023)),
    Document("travel-policy-2025.pdf", "", "", Source(title="Travel policy", year=2025)),
    Document("minutes.docx", "", "", Source(title="Minutes of the works council")),
]
EACH = Scope(each=True)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is a hive?", ()),
        ("What does Wu’s paper say of hives?", ("new.txt",)),
        ("What do Shokati and co-authors say?", ("old.txt",)),
        ("Which hives does the 2024 paper name?", ("new.txt",)),
        ("What happened in 2024?", ()),
        ("What stands in bare.txt?", ("bare.txt",)),
        ("What does the wu mean?", ()),
    ],
)
def test_papers_by_authors_year_and_file(question: str, names: tuple[str, ...]) -> None:
    assert scope(question, PAPERS) == Scope(names)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does the 2025 policy allow?", ("travel-policy-2025.pdf",)),
        ("What did the council minutes record?", ("minutes.docx",)),
        ("What is in travel-policy-2023.pdf?", ("travel-policy-2023.pdf",)),
        ("May I travel by train?", ()),
    ],
)
def test_office_files_by_title_year_and_file(question: str, names: tuple[str, ...]) -> None:
    assert scope(question, OFFICE) == Scope(names)


def test_two_that_are_named_are_asked_each() -> None:
    asked = "How do the 2023 policy and the 2025 policy differ?"
    found = scope(asked, OFFICE)
    assert found == Scope(("travel-policy-2023.pdf", "travel-policy-2025.pdf"), each=True)
    assert found.without_names(asked).split() == "How do the policy and the policy differ?".split()


SLOPES = [
    Document("north.md", "", "", Source(title="Lease of the north slope")),
    Document("south.md", "", "", Source(title="Lease of the south slope")),
    Document("choir.md", "", "", Source(title="Handbook of the choir")),
]


def test_ordinary_words_name_documents_where_they_tell_two_apart() -> None:
    asked = "How does the notice period differ between the north and the south slope?"
    found = scope(asked, SLOPES)
    assert found == Scope(("north.md", "south.md"), each=True)
    assert not {"north", "south"} & {*found.without_names(asked).split()}
    assert scope("Which way is north?", SLOPES) == Scope()


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("What does the 2025 policy allow?", "What does the policy allow?"),
        ("May I travel by train in 2025?", "May I travel by train in 2025?"),
    ],
)
def test_a_document_is_read_without_its_name(asked: str, read: str) -> None:
    """Its sentences hardly repeat what it is called; a year that calls none stays."""
    assert scope(asked, OFFICE).without_names(asked).split() == read.split()


def test_a_name_alone_is_left() -> None:
    named = Scope(("birch.md",), called=frozenset({"birch"}))
    assert named.without_names("Birch?") == "Birch?"


@pytest.mark.parametrize("question", ["What do both papers say?", "Do the reports agree?"])
def test_each_of_all(question: str) -> None:
    assert scope(question, PAPERS) == EACH


@pytest.mark.parametrize("question", ["What do both parents do?", "Do the bees agree on it?"])
def test_other_things_are_no_documents(question: str) -> None:
    assert scope(question, OFFICE) == Scope()


def test_all_documents_named_is_each_of_them() -> None:
    assert scope("Do Wu and Shokati agree?", PAPERS[:2]) == EACH


def test_one_document_has_nothing_to_tell_apart() -> None:
    assert scope("What do both papers of Wu say?", PAPERS[1:2]) == Scope()


def test_the_other_document_is_not_the_one_that_the_talk_is_about() -> None:
    here = {"travel-policy-2023.pdf"}
    asked = "What does the other policy allow?"
    assert scope(asked, OFFICE, here).documents == ("travel-policy-2025.pdf", "minutes.docx")
    assert scope(asked, OFFICE).documents == scope("What does the policy allow?", OFFICE).documents
    assert scope("What other trains are there?", OFFICE, here) == Scope()


def test_a_deed_is_a_document() -> None:
    deed = Document("deed.txt", "", "", Source(title="Deed of gift"))
    assert scope("What does the deed say?", [*OFFICE, deed]) == Scope(("deed.txt",))


REVIEWS = [
    Document(
        "shokati-2021-msc.txt",
        "# Abstract\n\nTreatment by MSCs. The study of Wu is recent.\n",
        "",
        Source(title="MSC as a treatment", authors="Shokati et al.", year=2021),
    ),
    Document(
        "wu-2024-stem.txt",
        "# 1 Background\n\nMSCs are one treatment among others; see Shokati (2021) on the tool.\n",
        "",
        Source(title="Stem cell therapies", authors="Wu et al.", year=2024),
    ),
    Document("notes.txt", "MSC, Shokati and Wu in 2021 and 2024.", "", Source(title="Notes")),
]


@pytest.mark.parametrize(
    "question",
    [
        "How many patients did the MSC studies include?",
        "What does the study of treatment measure?",
        "Which one records the frequency of harm?",
    ],
)
def test_words_that_other_texts_hold_too_name_no_document(question: str) -> None:
    assert scope(question, REVIEWS).documents == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does the 2024 review say?", ("wu-2024-stem.txt",)),
        ("What does the Shokati review say?", ("shokati-2021-msc.txt",)),
        ("What does “MSC as a treatment” say?", ("shokati-2021-msc.txt",)),
        ("What does shokati-2021-msc.txt say?", ("shokati-2021-msc.txt",)),
    ],
)
def test_authors_years_and_whole_titles_name_one_though_others_hold_them(
    question: str, names: tuple[str, ...]
) -> None:
    assert scope(question, REVIEWS) == Scope(names)


def test_the_second_of_two_is_named_by_its_year_alone() -> None:
    asked = "What does it do to T cells in the 2024 review and to B cells in the 2021 one?"
    assert scope(asked, REVIEWS) == Scope(("shokati-2021-msc.txt", "wu-2024-stem.txt"), each=True)


def test_texts_of_many_documents_are_not_read_for_a_question() -> None:
    # By their texts, no word would surely call one.
    many = [
        Document(f"{place}.txt", "place7 place8", "", Source(title=f"Rules of {place}"))
        for place in (f"place{number}" for number in range(150))
    ]
    asked: list[tuple[str, tuple[str, ...]]] = []

    def elsewhere(word: str, names: Collection[str]) -> bool:
        asked.append((word, tuple(names)))
        return word == "place8"

    question = "What does the place7 policy say?"
    assert scope(question, many, elsewhere=elsewhere) == Scope(("place7.txt",))
    assert scope("What does the place8 policy say?", many, elsewhere=elsewhere) == Scope()
    assert ("place7", ("place7.txt",)) in asked
