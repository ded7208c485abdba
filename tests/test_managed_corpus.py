"""Documents that come and go while the assistant is asked."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from assistant import (
    Assistant,
    DocumentRefused,
    Filter,
    IndexMissing,
    NameTaken,
    Settings,
    UsageError,
)
from assistant.workspace import Workspace

DOSES = b"# Doses\n\nA dose of 30 mg of exosomes was given to twelve mice every morning.\n"
PIGS = b"# Pigs\n\nThe pigs were fed with apples and pears. A dose of 9 mg was given to them.\n"
DOSE = "What dose of exosomes was given to the mice?"
FOOD = "What were the pigs fed with?"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    workspace = Workspace.create(tmp_path / "workspace")
    made = Assistant(workspace.root, settings=Settings(offline=True))
    made.add("doses.md", io.BytesIO(DOSES))
    made.add("pigs.md", io.BytesIO(PIGS))
    return made


def states(assistant: Assistant) -> dict[str, str]:
    return {holding.name: holding.state for holding in assistant.holdings()}


def test_documents_come_and_go(assistant: Assistant) -> None:
    assert states(assistant) == {"doses.md": "waiting", "pigs.md": "waiting"}
    assert assistant.documents == ()
    assistant.index()
    assert states(assistant) == {"doses.md": "indexed", "pigs.md": "indexed"}
    before = assistant.ask(DOSE)
    assert "30 mg" in str(before)

    # One goes: at once it is quoted no longer, by nothing.
    assistant.remove("doses.md")
    assert states(assistant)["doses.md"] == "leaving"
    assert [document.name for document in assistant.documents] == ["pigs.md"]
    for answer in (assistant.ask(DOSE), assistant.ask(DOSE, documents=["doses.md", "pigs.md"])):
        assert "30 mg" not in str(answer)
        assert {citation.document.name for citation in answer.citations} <= {"pigs.md"}
    assert {hit.passage.document.name for hit in assistant.search(DOSE)} == {"pigs.md"}
    with pytest.raises(UsageError, match="were removed: choose others"):
        assistant.ask(DOSE, documents=["doses.md"])
    assert "apples" in str(assistant.ask(FOOD))
    suggested = [*assistant.first_questions(), *assistant.next_questions(before)]
    assert not any("exosomes" in question or "mice" in question for question in suggested)

    # The last one goes too.
    assistant.remove("pigs.md")
    for _ in range(2):  # before the index follows, and after
        assert assistant.documents == ()
        with pytest.raises(IndexMissing):
            assistant.ask(FOOD)
        with pytest.raises(IndexMissing):
            assistant.search(FOOD)
        with pytest.raises(IndexMissing):
            assistant.first_questions()
        assistant.index(may_be_empty=True)
    assert states(assistant) == {}
    for path in assistant.workspace.index.rglob("*"):
        assert path.is_dir() or b"apples" not in path.read_bytes()

    # It comes back, under the same name.
    assistant.add("pigs.md", io.BytesIO(PIGS))
    assistant.index()
    assert "apples" in str(assistant.ask(FOOD))
    assert [document.name for document in assistant.documents] == ["pigs.md"]


def test_another_file_of_the_name_does_not_bring_the_old_text_back(assistant: Assistant) -> None:
    assistant.index()
    assistant.remove("doses.md")
    assistant.add("doses.md", io.BytesIO(DOSES.replace(b"30 mg", b"80 mg")))
    assert [document.name for document in assistant.documents] == ["pigs.md"]
    assert "30 mg" not in str(assistant.ask(DOSE))
    assistant.index()
    assert "80 mg" in str(assistant.ask(DOSE))

    # The same text may be quoted at once: the index needs no change.
    assistant.remove("doses.md")
    assistant.add("doses.md", io.BytesIO(DOSES.replace(b"30 mg", b"80 mg")))
    assert "80 mg" in str(assistant.ask(DOSE))


def test_a_corpus_that_is_away_was_not_emptied(assistant: Assistant) -> None:
    assert assistant.emptied  # there is no index to lose
    assistant.index()
    assistant.remove("doses.md")
    (assistant.workspace.corpus / "pigs.md").unlink()
    assert not assistant.emptied
    (assistant.workspace.corpus / "pigs.md").write_bytes(PIGS)
    assistant.remove("pigs.md")
    assert assistant.emptied


def test_an_empty_corpus_is_an_error_unless_it_may_be(assistant: Assistant) -> None:
    for name in ("doses.md", "pigs.md"):
        assistant.remove(name)
    with pytest.raises(UsageError, match="No documents in"):
        assistant.index()
    report = assistant.index(may_be_empty=True)
    assert (report.documents, report.changed) == (0, False)


def test_what_a_killed_adding_left_goes_when_indexing(assistant: Assistant) -> None:
    draft = assistant.workspace.corpus / ".adding-0123456789abcdef.md"
    draft.write_bytes(b"half a doc")
    os.utime(draft, (0, 0))
    assistant.remove("doses.md")
    assistant.remove("pigs.md")
    with pytest.raises(UsageError, match="No documents in"):
        assistant.index()
    assert not draft.exists()


def test_what_is_refused(assistant: Assistant) -> None:
    with pytest.raises(NameTaken):
        assistant.add("pigs.md", io.BytesIO(DOSES + b"More."))
    with pytest.raises(DocumentRefused, match=r"it is the same file as “doses\.md”"):
        assistant.add("pigs.md", io.BytesIO(DOSES))
    with pytest.raises(DocumentRefused, match="binary"):
        assistant.add("binary.txt", io.BytesIO(b"a\0b"))
    assert assistant.add("pigs.md", io.BytesIO(DOSES), "keep both") == "pigs (2).md"
    with pytest.raises(UsageError, match="look at the list"):
        assistant.remove("../index")


def test_an_answer_tells_that_a_cited_file_has_changed(assistant: Assistant) -> None:
    assistant.index()
    assert assistant.ask(DOSE).outdated == ()
    file = assistant.workspace.corpus / "doses.md"
    file.write_bytes(DOSES.replace(b"30 mg", b"45 mg"))
    answer = assistant.ask(DOSE)
    assert "30 mg" in str(answer)
    assert [(one.document, one.change) for one in answer.outdated] == [("doses.md", "changed")]
    assistant.index()
    answer = assistant.ask(DOSE)
    assert "45 mg" in str(answer)
    assert answer.outdated == ()


def test_only_what_a_filter_lets_through_is_asked(assistant: Assistant) -> None:
    corpus = assistant.workspace.corpus
    (corpus / "sources.yaml").write_text(
        "- file: pigs.md\n  title: Pigs\n  year: 2019\n  tags: [farm]\n", "utf-8"
    )
    assistant.index()
    for chosen in (Filter(tags=("farm",)), Filter(years=(2019, 2022)), Filter(names=("p*",))):
        answer = assistant.ask(DOSE, documents=chosen)
        assert "30 mg" not in str(answer)
        assert answer.not_asked == 1
        found = assistant.search(DOSE, documents=chosen)
        assert {hit.passage.document.name for hit in found} == {"pigs.md"}
    with pytest.raises(UsageError, match=r"No document is tagged zoo\. There are: tags farm\."):
        assistant.ask(DOSE, documents=Filter(tags=("zoo",)))
    assert assistant.receipt(answer, Filter(tags=("farm",))).corpus.asked == ("pigs.md",)
