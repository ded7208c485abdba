"""What other people's programs may rely on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import assistant
from assistant import Answer, Assistant, Settings, Turn, UsageError, WorkspaceMissing, ask
from assistant.workspace import Workspace

ROOT = Path(__file__).parents[1]
NAMES = [
    "Answer",
    "Assistant",
    "AssistantError",
    "Citation",
    "Document",
    "DocumentRefused",
    "Filter",
    "Hit",
    "Holding",
    "IndexBusy",
    "IndexDamaged",
    "IndexMissing",
    "IndexOutOfDate",
    "IndexReport",
    "IndexUnusable",
    "ModelFailed",
    "ModelUnavailable",
    "NameTaken",
    "Outdated",
    "Passage",
    "Receipt",
    "Settings",
    "Source",
    "Statement",
    "Timings",
    "Turn",
    "UnreadableDocument",
    "UnreadableReceipt",
    "UsageError",
    "Verification",
    "Workspace",
    "WorkspaceMissing",
    "ask",
    "verify",
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small documents."""
    root = Workspace.create(tmp_path_factory.mktemp("public") / "workspace").root
    (root / "corpus" / "doses.md").write_text(
        "# Doses\n\nA dose of 30 mg of exosomes was given to twelve mice every morning. "
        "They gained weight.\n\n# Risks\n\nNo tumours were seen in any of the mice.\n",
        "utf-8",
    )
    (root / "corpus" / "pigs.txt").write_text("Pigs were fed with apples and pears.\n", "utf-8")
    (root / "corpus" / "sources.yaml").write_text(
        "- file: doses.md\n  title: Doses of exosomes\n  year: 2020\n", "utf-8"
    )
    return root


@pytest.fixture(scope="module")
def opened(workspace: Path) -> Assistant:
    made = Assistant(workspace, settings=Settings(offline=True))
    made.index()
    return made


def run(code: str, folder: Path) -> str:
    """What a fresh Python prints in a folder of somebody else's."""
    command = [sys.executable, "-W", "error", "-c", code]
    environment = {"PYTHONPATH": f"{folder}:{ROOT}", "PATH": "", "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_names() -> None:
    assert assistant.__all__ == NAMES
    assert dir(assistant) == NAMES
    for name in NAMES:
        assert getattr(assistant, name).__name__ == name


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        assistant.nothing  # noqa: B018


def test_importing_is_light(tmp_path: Path) -> None:
    loaded = run("import sys, assistant; print(*sys.modules)", tmp_path).split()
    heavy = {"torch", "chromadb", "llama_index", "gradio", "numpy", "sentence_transformers"}
    assert not heavy & {name.split(".")[0] for name in loaded}
    assert not {"pydantic", "yaml", "sqlite3"} & set(loaded)


def test_the_door_itself_is_light(tmp_path: Path) -> None:
    code = "import sys; from assistant import Assistant, ask, Turn; print(*sys.modules)"
    loaded = {name.split(".")[0] for name in run(code, tmp_path).split()}
    heavy = {"torch", "chromadb", "llama_index", "gradio", "sentence_transformers", "sqlalchemy"}
    assert not heavy & loaded


def test_files_of_the_user_do_not_get_in_the_way(tmp_path: Path) -> None:
    for name in ("index", "corpus", "ui", "evals", "reading", "searching", "models", "settings"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong file')\n", "utf-8")
    code = (
        "from assistant import ask, Assistant, Settings, Workspace, Answer, Hit, IndexReport; "
        "import assistant.answering.pipeline, assistant.indexing.build; print(ask.__module__)"
    )
    assert run(code, tmp_path).strip() == "assistant.assistant"


def test_search(opened: Assistant) -> None:
    hits = opened.search("What dose of exosomes was given?", limit=2)
    assert len(hits) == 2
    assert 0 < hits[0].score <= 1
    passage = hits[0].passage
    assert passage.text.startswith("A dose of 30 mg")
    assert passage.document.text[passage.start : passage.end] == passage.text
    assert passage.section == ("Doses",)


def test_ask(opened: Assistant) -> None:
    answer = opened.ask("What dose of exosomes was given to the mice?")
    assert isinstance(answer, Answer)
    assert answer.found
    assert "30 mg" in str(answer)
    assert "[1]" in str(answer)
    for c in answer.citations:
        assert c.document.text[c.start : c.end] == c.quote
    first = answer.citations[0]
    assert first.marker == 1
    assert first.document.name == "doses.md"
    assert first.document.title == "Doses of exosomes"
    assert first.document.source.year == 2020
    assert first.section == "Doses"
    assert 0 <= answer.confidence <= 1
    assert answer.searched == answer.question == "What dose of exosomes was given to the mice?"
    assert answer.hits
    assert answer.timings.total == answer.timings.search + answer.timings.answer > 0


def test_ask_with_a_history(opened: Assistant) -> None:
    question = "What dose of exosomes was given to the mice?"
    history = [Turn(question=question, answer=str(opened.ask(question)))]
    answer = opened.ask("Did they cause tumours?", history=history)
    assert answer.question == "Did they cause tumours?"
    assert "exosomes" in answer.searched


def test_only_some_documents(opened: Assistant) -> None:
    assert {hit.passage.document.name for hit in opened.search("mice", documents=["pigs.txt"])} == {
        "pigs.txt"
    }
    assert opened.search("mice", documents="pigs.txt") == opened.search(
        "mice", documents=["pigs.txt"]
    )
    answer = opened.ask("What were the pigs fed with?", documents=["pigs.txt"])
    assert {citation.document.name for citation in answer.citations} == {"pigs.txt"}


def test_documents(opened: Assistant) -> None:
    assert [document.name for document in opened.documents] == ["doses.md", "pigs.txt"]


def test_indexing_again_changes_nothing(opened: Assistant) -> None:
    report = opened.index()
    assert not report.changed
    assert report.documents == 2
    assert report.unchanged == ("doses.md", "pigs.txt")
    assert str(report).startswith("Nothing changed: 2 documents")


def test_ask_of_the_module_answers_from_the_default_workspace(
    opened: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(opened.workspace.root))
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    answer = ask("What dose of exosomes was given to the mice?")
    assert str(answer) == str(opened.ask("What dose of exosomes was given to the mice?"))
    follow = ask("Was it safe?", history=[Turn(question="What dose of exosomes was given?")])
    assert "exosomes" in follow.searched


def test_errors_of_use(opened: Assistant, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        opened.ask("")
    with pytest.raises(UsageError):
        opened.search("x" * 4001)
    with pytest.raises(UsageError, match="at least 1"):
        opened.search("dose", limit=0)
    with pytest.raises(UsageError, match=r"gone\.txt"):
        opened.ask("What dose?", documents=["gone.txt"])
    with pytest.raises(WorkspaceMissing, match="assistant init"):
        Assistant(tmp_path)


def test_nothing_indexed_yet_says_what_to_do(tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "new").root
    with pytest.raises(assistant.IndexMissing, match="assistant index"):
        Assistant(root, settings=Settings(offline=True)).ask("What is MS?")


def test_a_receipt_of_an_answer_verifies(opened: Assistant, workspace: Path) -> None:
    answer = opened.ask("What dose of exosomes was given to the mice?", documents=["doses.md"])
    receipt = opened.receipt(answer, documents=["doses.md"])
    assert receipt.corpus.asked == ("doses.md",)
    assert [quote.quote for quote in receipt.quotes] == [c.quote for c in answer.citations]
    found = assistant.verify(receipt, workspace)
    assert found.holds, str(found)
