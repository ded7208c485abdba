"""Articles that are typeset again, and questions to several formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading.document import Source
from assistant.reading.reader import read_bytes
from evals.reading.documents import write_all
from evals.reading.report import told_beside
from evals.reading.reviews import article_of
from evals.reading.same_article import Said, SameArticle
from evals.reading.speed import Cost
from evals.reading.writers.layout import Layout
from evals.reading.writers.typst import document

MARKDOWN = """# Trials

Two trials were found.

Table 1 Trials

| No | Place | Number |
|---|---|---|
| 1 | Amman | NCT01 |
| 2 | Ohio | NCT02 |

## Outlook

More will follow.
"""


def test_a_document_is_typeset_with_its_table() -> None:
    source = Source(title="On trials", authors="Wu et al.", year=2024)
    article = article_of(read_bytes("trials.md", MARKDOWN.encode(), source))
    assert (article.title, article.authors, article.year) == ("On trials", ("Wu et al.",), 2024)
    kinds = [part.kind for part in article.parts]
    assert kinds.count("table") == 1
    table = article.parts[kinds.index("table")]
    assert table.columns == ("No", "Place", "Number")
    assert table.rows == (("1", "Amman", "NCT01"), ("2", "Ohio", "NCT02"))
    levels = [part.level for part in article.parts if part.kind == "heading"]
    assert levels == [1, 2]
    assert '"NCT02"' in document(article, Layout(columns=2, wide="pages"))


def said(*quotes: str) -> list[Said]:
    return [Said(found=bool(quote), quote=quote, right=True) for quote in quotes]


def test_formats_agree_where_the_same_words_are_quoted() -> None:
    answers = SameArticle({"pdf": said("ab", "cd", "x"), "md": said("abc", "cd", "y")})
    assert answers.agree("pdf", "md") == 2
    assert answers.pairs() == [("pdf", "md", 2)]
    assert answers.right("pdf") == 3
    assert answers.refused("md") == 0


def test_what_is_not_said_is_no_agreement() -> None:
    answers = SameArticle({"pdf": said(""), "md": said("ab")})
    assert answers.agree("pdf", "md") == 0


def test_speed_and_differences_are_told() -> None:
    lines = told_beside({"assistant": Cost(2.0, 30.0)}, None, {"facts": (0.7, 0.69)})
    assert "2.0 s" in lines
    assert "-1.0 points" in lines


def test_a_document_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert list(write_all(tmp_path, ["leaflet.odt"])) == [
        ("leaflet.odt", "FileNotFoundError: soffice")
    ]
