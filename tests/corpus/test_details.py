from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder

from assistant.corpus.details import Details, Heading, details
from assistant.corpus.names import matching
from assistant.corpus.status import Listing
from assistant.errors import UnknownDocument
from assistant.indexing.build import build
from assistant.workspace import Workspace

TEXT = "# Lease\n\nThe rent is 900 euros. It is due monthly.\n\n## Deposit\n\nTwo months.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "workspace")
    (made.corpus / "flat").mkdir()
    (made.corpus / "flat" / "lease.md").write_text(TEXT, "utf-8")
    (made.corpus / "annex.md").write_text("The annex is short.", "utf-8")
    return made


def of(workspace: Workspace, name: str) -> Details:
    return details(workspace, Listing(workspace).holdings(), name)


def test_a_file_that_is_indexed(workspace: Workspace) -> None:
    build(workspace, FakeEmbedder())
    found = of(workspace, "flat/lease.md")
    assert found == of(workspace, "lease.md")
    assert found.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert found.path == workspace.corpus / "flat" / "lease.md"
    assert found.document is not None
    assert found.document.text[found.outline[1].start :].startswith("Deposit")
    assert [(one.title, one.depth) for one in found.outline] == [("Lease", 1), ("Deposit", 2)]
    assert (found.passages > 0, found.sentences >= 3) == (True, True)
    assert isinstance(found.outline[0], Heading)


def test_a_file_that_is_not_indexed_or_gone(workspace: Workspace) -> None:
    found = of(workspace, "annex.md")
    assert (found.holding.state, found.document, found.outline) == ("waiting", None, ())
    build(workspace, FakeEmbedder())
    (workspace.corpus / "annex.md").unlink()
    gone = of(workspace, "annex.md")
    assert (gone.holding.state, gone.sha256) == ("leaving", "")
    assert gone.document is not None


def test_a_name_that_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(UnknownDocument, match=r"did you mean 'annex\.md'"):
        of(workspace, "anex.md")
    with pytest.raises(UnknownDocument, match="look at the list"):
        of(workspace, "zzz")
    (workspace.corpus / "lease.md").write_text("Other words.", "utf-8")
    (workspace.corpus / "old").mkdir()
    (workspace.corpus / "old" / "annex.md").write_text("More words.", "utf-8")
    assert of(workspace, "lease.md").holding.name == "lease.md"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a.md", ["a.md"]),
        ("old", ["old/a.md", "old/in/b.txt"]),
        ("old/", ["old/a.md", "old/in/b.txt"]),
        ("*.txt", ["old/in/b.txt"]),
        ("[x].md", ["[x].md"]),
        ("?.md", ["a.md"]),
        ("A.md", []),
    ],
)
def test_what_a_pattern_matches(pattern: str, found: list[str]) -> None:
    assert matching(pattern, ["[x].md", "a.md", "old/a.md", "old/in/b.txt", "x.md"][:4]) == found
