"""Questions about the documents themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.documents import Documents, Told
from assistant.answering.references import mask
from assistant.reading.document import Source
from assistant.retrieval.retriever import Searcher

BEES = document(
    "bees.md",
    "# Keeping bees in the city\n\nWritten by Marit Solberg. Last revised on 3 May 2024.\n\n"
    "## Hives\n\nHives need morning sun and a windbreak in every season of the year. "
    "Bees fly out of hives towards the sun.\n\n"
    "## Food\n\nA colony of bees eats about 18 kg of honey over the winter months.\n",
    title="Keeping bees in the city",
)
TYRES = document(
    "tyres.md",
    "# Winter tyres\n\nWinter tyres are fitted from October to Easter on all of our cars.\n\n"
    "## 1.2.0 (2023-01-09)\n\nFirst.\n\n## 1.10.0 (2024-02-03)\n\nSecond.\n",
    title="Winter tyres",
)


@pytest.fixture(scope="module")
def documents() -> Documents:
    embedder = HashEmbedder()
    return Documents(Searcher(MemoryIndex([BEES, TYRES], embedder), embedder))


def quotes(told: Told | None) -> list[str]:
    assert told is not None
    return [one.document.text[span.start : span.end] for one, span in told.places]


def test_documents_are_listed_and_counted(documents: Documents) -> None:
    told = documents.answer("How many documents do you have?", [BEES, TYRES])
    assert quotes(told) == ["Keeping bees in the city", "Winter tyres"]
    assert told is not None
    assert told.lead == "2 documents:"


def test_only_documents_that_are_asked_are_listed(documents: Documents) -> None:
    assert quotes(documents.answer("What documents do you have?", [TYRES])) == ["Winter tyres"]


def test_a_document_is_found_by_its_subject(documents: Documents) -> None:
    asked = "Which document is about bees?"
    assert quotes(documents.answer(asked, [BEES, TYRES])) == ["Keeping bees in the city"]


@pytest.mark.parametrize(
    "question", ["What is the document tyres.md about?", "Summarise the document about tyres."]
)
def test_an_overview_quotes_the_document_meant(documents: Documents, question: str) -> None:
    told = documents.answer(question, [BEES, TYRES])
    assert told is not None
    assert {one.document.name for one, _ in told.places} == {"tyres.md"}
    assert quotes(told)[0].startswith("Winter tyres are fitted")


def test_an_overview_of_several_names_each(documents: Documents) -> None:
    told = documents.answer("Compare the two documents", [BEES, TYRES])
    assert told is not None
    assert [one.document.name for one, _ in told.places][-1] == "tyres.md"
    assert told.lead == "What each document says:"


def test_the_line_with_the_author_is_quoted(documents: Documents) -> None:
    told = documents.answer("Who wrote the document about bees, and when?", [BEES, TYRES])
    assert "Written by Marit Solberg." in " ".join(quotes(told))
    assert "3 May 2024" in " ".join(quotes(told))


def test_what_only_the_metadata_say_is_told_by_code() -> None:
    one = replace(
        document("guide.md", "# Onboarding guide\n\nCome at nine to the front desk.\n"),
        source=Source(title="Onboarding guide", authors="Marit Solberg", year=2021),
    )
    embedder = HashEmbedder()
    documents = Documents(Searcher(MemoryIndex([one], embedder), embedder))
    told = documents.answer("Who is the author of the onboarding guide?", [one])
    assert quotes(told) == ["Onboarding guide"]
    assert told is not None
    assert "Marit Solberg, 2021" in told.lead


@pytest.mark.parametrize(
    "question",
    [
        "What does the document say about honey?",
        "Who wrote the letter to the council?",
        "How much honey does a colony eat?",
        "When are winter tyres fitted?",
        "Which report found more bats at tall hedges?",
    ],
)
def test_questions_about_what_stands_in_documents_are_searched(
    documents: Documents, question: str
) -> None:
    assert documents.answer(question, [BEES, TYRES]) is None


def test_names_of_documents_are_put_aside(documents: Documents) -> None:
    assert mask("What is the paper about bees about?", [BEES]).text == "What is the document about"
    assert "Treaty" in mask("What is the Treaty paper about?", [BEES]).text
    assert documents.answer("Summarise tyres.md", [TYRES]) is not None


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("First release. Written by Tove Aalto.", "Written by Tove Aalto."),
        ("Revision C, 5 June 2023. Author: Dr. Lena Fuchs.", "Author: Dr. Lena Fuchs."),
        ("Kept by Ines Marquardt, season 2023.", "Kept by Ines Marquardt, season 2023."),
        ("Maths: Mr. Achterberg.", None),
        ("Keys: ask Signe.", None),
        ("The pool was built in 1971 by Carl Berg.", None),
        ("See the North Pool, too.", None),
    ],
)
def test_only_a_line_that_says_who_wrote_it_tells(line: str, named: str | None) -> None:
    made = document("pool-log.md", f"# Rules of the North Pool\n\n{line}\n", title="North Pool")
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([made], embedder), embedder))
    for question in ("Who wrote pool-log.md?", "Who wrote the pool log?"):
        found = told.answer(question, [made])
        assert (None if found is None else quotes(found)) == (None if named is None else [named])


def test_all_documents_that_mention_something_are_named(documents: Documents) -> None:
    asked = [BEES, TYRES]
    both = ["Keeping bees in the city", "Winter tyres"]
    assert quotes(documents.answer("Which document mentions winter?", asked)) == both
    assert quotes(documents.answer("Which documents mention bees?", asked)) == both[:1]
    assert documents.answer("Which documents do not mention bees?", asked) is None
    assert documents.answer("Which documents mention dragons?", asked) is None


def test_each_document_is_said_only_where_each_is_quoted() -> None:
    empty = document("empty.md", "", title="Empty")
    embedder = HashEmbedder()
    documents = Documents(Searcher(MemoryIndex([BEES, TYRES, empty], embedder), embedder))
    told = documents.answer("What are the documents about?", [BEES, TYRES, empty])
    assert told is not None
    assert not told.lead


LETTER = document(
    "letter.txt",
    "Ida Holm\n\nVisby, 22 November 2024\n\nYour atlas arrived, and the title page gives 1647. "
    "It has 40 maps and a calf binding.\n\nWith kind regards,\n\nI. Holm\n",
    title="Ida Holm",
)


def test_a_letter_is_by_who_signs_it() -> None:
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([LETTER], embedder), embedder))
    assert quotes(told.answer("Who wrote the letter?", [LETTER])) == ["I. Holm"]


def test_a_sentence_that_names_an_author_does_not_tell_the_author() -> None:
    text = "# Kilns\n\nFired since 2009.\n\nThe gas kiln is fired by Ida or Joris only.\n"
    made = replace(document("kilns.md", text, title="Kilns"), source=Source("Kilns", "Ida Holm"))
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([made], embedder), embedder))
    found = told.answer("Who wrote the kilns page?", [made])
    assert quotes(found) == ["Kilns"]
    assert found is not None
    assert "Ida Holm" in found.lead


def test_a_long_sentence_with_a_date_is_no_sure_date_of_the_document() -> None:
    long = "\nWe have mended what others broke here in this yard since 1987, come rain or shine.\n"
    made = document("yard.md", f"# The yard\n{long}", title="The yard")
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([made], embedder), embedder))
    found = told.answer("When was the yard page last changed?", [made])
    assert found is not None
    assert found.sure < 0.5


def test_the_line_that_says_revised_tells_when_rather_than_a_number_of_a_law() -> None:
    text = (
        "# Safety data sheet\n\naccording to Regulation (EC) No 1907/2006 (REACH)\n\n"
        "Product: a cleaner\n\nRevision date: 12.02.2024\n\nKeep away from children.\n"
    )
    made = document("sheet.md", text, title="Safety data sheet")
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([made], embedder), embedder))
    found = told.answer("When was the safety data sheet last revised?", [made])
    assert quotes(found) == ["Revision date: 12.02.2024"]


CHANGES = document(
    "changes.md",
    "# Lumetray – Release notes\n\n## 5.9 (2 May 2024)\n\nNew: sorting.\n\n"
    "## 5.10 (8 June 2024)\n\nFixed: sorting.\n",
    title="Lumetray – Release notes",
)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("What is the newest version of Lumetray?", "5.10 (8 June 2024)"),
        ("What was the first version?", "5.9 (2 May 2024)"),
    ],
)
def test_the_newest_version_is_a_heading(question: str, heading: str) -> None:
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([CHANGES, LETTER], embedder), embedder))
    assert quotes(told.answer(question, [CHANGES, LETTER])) == [heading]


def test_an_overview_begins_with_what_stands_first() -> None:
    parts = "".join(
        f"## {number}. Part\n\nThe equipment is hired and returned under clause {number} here.\n\n"
        for number in range(1, 9)
    )
    parties = "between Pennard Ltd, Brecon, and Mrs Prosser, a roofer in the town"
    made = document("hire.md", f"# Hire agreement\n\n{parties}\n\n{parts}", title="Hire agreement")
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([made], embedder), embedder))
    quoted = quotes(told.answer("What is the hire agreement about?", [made]))
    assert quoted[0] == parties
    assert len(quoted) == 6


def test_a_count_of_what_a_document_is_called_by_lists_no_documents() -> None:
    parts = document(
        "spare-parts.md", "# Spare parts\n\nA gasket and a wand.\n", title="Spare parts"
    )
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([BEES, parts], embedder), embedder))
    assert told.answer("How many spare parts are there?", [BEES, parts]) is None
    assert told.answer("How many documents are there?", [BEES, parts]) is not None


@pytest.mark.parametrize("end", ["Olive Oil\n\nSea Salt\n", "Kind Regards\n\nLena\n"])
def test_two_capitals_are_no_author(end: str) -> None:
    body = "Chop it, salt it, and wait. " * 9
    made = document("dish.md", f"# The dish\n\n{body}\n\n{end}", title="The dish")
    embedder = HashEmbedder()
    told = Documents(Searcher(MemoryIndex([made], embedder), embedder))
    assert told.answer("Who wrote the article?", [made]) is None
