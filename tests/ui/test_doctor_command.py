"""`assistant doctor` and `assistant stats`: what they print, and how they end."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant
from typer.testing import Result

from assistant.diagnosis import checks
from assistant.diagnosis import statistics as module
from assistant.diagnosis.finding import Finding, note, ok, problem
from assistant.diagnosis.statistics import Statistics
from assistant.errors import IndexMissing
from assistant.workspace import Workspace
from ui.cli import doctor
from ui.cli.commands import COMMANDS
from ui.local import address
from ui.local.server import LocalServer

Run = Callable[..., Result]

FOUND = [
    ok("program", "assistant 0.2.0, Python 3.12.3, Linux x86_64"),
    problem("models", "all-MiniLM-L6-v2 is not here (/models): run `assistant models fetch …`."),
    note("corpus", "1 file changed since (\x1b[31mnew.txt): run `assistant index`."),
    note("ports", "port 7860 is taken: `assistant chat` will use 7861."),
]

STATISTICS = Statistics(
    documents=98,
    passages=8_123,
    sentences=14_900,
    words=412_345,
    vectors=14_900,
    dimension=384,
    recall=0.9987,
    exact=False,
    model=("all-MiniLM-L6-v2", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
    built=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    sizes={"record": 61_000_000, "vector search": 41_200_000, "other files": 5_000},
    corpus=2_612_345,
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What every part finds, in place of a look at this machine."""
    findings = list(FOUND)
    monkeypatch.setattr(doctor, "findings", lambda *_: iter(findings))
    return findings


def test_findings_are_printed_one_a_line(run: Run, found: list[Finding]) -> None:
    assert len(found) == 4
    result = run("doctor")
    assert result.exit_code == 1
    assert result.stdout == (
        "ok       program   assistant 0.2.0, Python 3.12.3, Linux x86_64\n"
        "problem  models    all-MiniLM-L6-v2 is not here (/models): "
        "run `assistant models fetch …`.\n"
        "note     corpus    1 file changed since ([31mnew.txt): run `assistant index`.\n"
        "note     ports     port 7860 is taken: `assistant chat` will use 7861.\n"
        "\n"
        "1 problem, 2 notes.\n"
    )


def test_notes_alone_are_no_failure(run: Run, found: list[Finding]) -> None:
    found[:] = [FOUND[0], FOUND[2]]
    result = run("doctor")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 note.")
    found[:] = [FOUND[0]]
    result = run("doctor")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "All is well.")


def test_findings_as_json(run: Run, found: list[Finding]) -> None:
    result = run("doctor", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {"part": one.part, "level": one.level, "text": one.text} for one in found
    ]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(address, "folder", lambda: tmp_path / "run")
    return Workspace.create(tmp_path / "papers")


def test_every_part_is_looked_at(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "models_of", lambda *_: iter([ok("models", "here")]))
    result = run("doctor", "--json", "--port", "1024", "-w", str(workspace.root))
    parts = [one["part"] for one in json.loads(result.stdout)]
    assert list(dict.fromkeys(parts)) == [
        *("program", "settings", "models", "workspace", "corpus", "index", "disk", "ports")
    ]
    problems = [one["text"] for one in json.loads(result.stdout) if one["level"] == "problem"]
    assert "No index here yet: run `assistant index`." in problems


def test_settings_that_cannot_be_used_end_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_READING_SECONDS", "soon")
    result = run("doctor")
    assert result.exit_code == 1
    assert "problem  settings  ASSISTANT_READING_SECONDS" in result.stdout
    assert result.stdout.endswith("\n1 problem.\n")


def test_no_workspace_is_a_problem(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "models_of", lambda *_: iter(()))
    result = run("doctor", "-w", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "problem  workspace " in result.stdout


def test_a_port_that_is_taken_is_told(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = doctor.ports_of(workspace, port)
    assert (found.level, found.text.partition(":")[0]) == ("note", f"port {port} is taken")
    assert doctor.ports_of(workspace, port) == ok("ports", f"port {port} is free")


@pytest.mark.skipif(not address.supported(), reason="no Unix sockets here")
def test_a_server_of_the_workspace_is_found(workspace: Workspace) -> None:
    server = LocalServer(FakeAssistant(workspace.root), COMMANDS)  # type: ignore[arg-type]
    assert server.start()
    assert "is served" in doctor.ports_of(workspace, 7860).text
    server.close()
    assert "is served" not in doctor.ports_of(workspace, 7860).text


def test_statistics_are_printed_as_a_table(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "statistics", lambda *_: STATISTICS)
    result = run("stats", "-w", str(workspace.root))
    assert result.exit_code == 0
    assert result.stdout == (
        "documents        98 (2.6 MB, 412,345 words)\n"
        "passages         8,123\n"
        "sentences        14,900\n"
        "vectors          14,900 of 384 dimensions, 99.9% of the nearest are found\n"
        "model            all-MiniLM-L6-v2, sha256 53aa51172d14…\n"
        "built            2026-03-01 12:30 UTC\n"
        "on disk          102.2 MB, 6,859 bytes a sentence\n"
        "  record         61.0 MB\n"
        "  vector search  41.2 MB\n"
        "  other files    0.0 MB\n"
    )


def test_statistics_as_json(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "statistics", lambda *_: STATISTICS)
    result = run("stats", "--json", "-w", str(workspace.root))
    assert json.loads(result.stdout) == {
        "documents": 98,
        "words": 412_345,
        "passages": 8_123,
        "sentences": 14_900,
        "vectors": {"count": 14_900, "dimension": 384, "recall": 0.9987, "exact": False},
        "model": {"name": "all-MiniLM-L6-v2", "sha256": STATISTICS.model[1]},
        "built": "2026-03-01T12:30:00+00:00",
        "bytes": {
            "corpus": 2_612_345,
            "index": 102_205_000,
            "parts": {"record": 61_000_000, "vector search": 41_200_000, "other files": 5_000},
        },
    }


def test_statistics_of_nothing_are_an_error_in_one_line(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> Statistics:
        raise IndexMissing("No index here yet: run `assistant index`.")

    monkeypatch.setattr(module, "statistics", missing)
    result = run("stats", "-w", str(workspace.root))
    assert result.exit_code == 1
    assert result.stderr == "assistant: No index here yet: run `assistant index`.\n"
