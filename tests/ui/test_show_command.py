from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from fake_assistant import REVIEW, FakeAssistant
from typer.testing import Result

from assistant.corpus.details import Details
from assistant.corpus.status import Holding
from assistant.errors import UsageError
from assistant.indexing.document_rows import DocumentFacts
from assistant.reading.document import Block, ReadingReport
from ui.cli import watch

Run = Callable[..., Result]

REPORT = ReadingReport(
    3, 1, 812, 3, 2, (4, 5), (7,), (8, 9), notes=("Table 2 on page 4 is kept as lines.",)
)
DOCUMENT = replace(
    REVIEW,
    report=REPORT,
    blocks=(Block("heading", 0, 13, ("Part",)), Block("heading", 14, 22, ("Part", "Chapter"))),
)
FACTS = DocumentFacts(9_360, (("page", 12),), REVIEW.source, ("title",), "en", "", "", REPORT)


@pytest.fixture
def known(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2024, 5, 3, 12).astimezone()
    holding = Holding(REVIEW.name, "indexed", "", 71_010, noon, REVIEW.source, FACTS)
    found = Details(holding, Path("/corpus") / REVIEW.name, "abc", DOCUMENT, 120, 400)
    monkeypatch.setattr(fake, "details", lambda _: found)


@pytest.mark.usefixtures("known")
def test_everything_that_is_known(run: Run) -> None:
    assert run("show", "review").output.splitlines() == [
        "Stem cell therapies: a new era  [indexed]",
        "  file       /corpus/review-2024.txt",
        "  sha256     abc",
        "  size       71,010 bytes",
        "  changed    2024-05-03 12:00",
        "  title      Stem cell therapies: a new era (guessed)",
        "  authors    Wu et al.",
        "  year       2024",
        "  journal    Frontiers in Neurology 15:1389697",
        "  DOI        10.3389/fneur.2024.1389697",
        "  language   en",
        "  has        12 pages",
        "  words      9,360",
        "  passages   120, with 400 sentences",
        "Reading",
        "  2 columns",
        "  3 tables read as rows, 1 kept as lines",
        "  812 numbers, 3 of them not read",
        "  pages that hold a picture and no text: 4, 5",
        "  pages whose words were recognised from a picture: 7",
        "  pages whose fonts do not say which letters they draw, so some may be lost: 8, 9",
        "  Table 2 on page 4 is kept as lines.",
        "Sections",
        "  The five-year  (line 3 (characters 24–37))",
        "    survival  (line 3 (characters 38–46))",
    ]


@pytest.mark.usefixtures("known")
def test_as_json(run: Run) -> None:
    found = json.loads(run("show", "review", "--json").output)
    assert (found["passages"], found["units"], found["guessed"]) == (120, {"page": 12}, ["title"])
    assert found["reading"]["unread_pages"] == [4, 5]
    assert [one["depth"] for one in found["sections"]] == [1, 2]


def test_a_name_that_is_not_there(run: Run) -> None:
    assert run("show", "gone.md").exit_code == 2


def test_watching_goes_on_whatever_happens(
    run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changes(corpus: Path, *, poll: bool) -> Iterator[object]:
        assert (corpus, poll) == (fake.workspace.corpus, True)
        yield {}
        fake.indexing_error = UsageError("No documents: put some there.")
        yield {}
        fake.indexing_error = None
        yield {}
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "changes", changes)
    ended = run("watch", "--poll")
    assert ended.exit_code == 0
    assert fake.indexed == 4
    assert "No documents: put some there." in ended.stderr
    assert ended.stderr.endswith("Stopped.\n")
