"""A database that cannot be used is one line, and never shows a password."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from kept_turns import new_turn
from sqlalchemy import exc

from assistant.errors import ArchiveUnusable
from assistant.history import database
from assistant.history.history import FILE, Archive
from assistant.settings import Settings
from assistant.workspace import Workspace


def refusal(archive: Archive) -> str:
    """What adding a turn says."""
    with pytest.raises(ArchiveUnusable) as caught:
        archive.add(None, new_turn("One?"))
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert "One?" not in said
    return said


def test_a_file_that_is_no_database(archive: Archive, workspace: Workspace) -> None:
    (workspace.root / FILE).write_text("This is a letter, and no database. " * 100)
    assert "not a database" in refusal(archive)
    assert "not kept" in refusal(archive)
    with pytest.raises(ArchiveUnusable, match="not a database"):
        archive.listed()


def test_a_damaged_file(archive: Archive, workspace: Workspace) -> None:
    for number in range(20):
        archive.add(None, new_turn(f"Question {number}?", "answer " * 500))
    archive.close()
    path = workspace.root / FILE
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    kept = archive.add(None, new_turn("One?"))  # in a new file: see test_archive_damage.py
    assert [one.id for one in archive.listed()] == [kept.conversation]
    [notice] = archive.notices()
    assert "malformed): nothing of it could be saved" in notice
    [aside] = workspace.root.glob("*.damaged-*.sqlite3")
    assert aside.read_bytes()[8192:] == content[8192:]


def test_an_empty_file_is_a_new_one(archive: Archive, workspace: Workspace) -> None:
    (workspace.root / FILE).touch()
    assert archive.listed() == ()
    assert archive.add(None, new_turn("One?")).number == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(archive: Archive, workspace: Workspace) -> None:
    workspace.root.chmod(0o500)
    try:
        assert "unable to open" in refusal(archive)
    finally:
        workspace.root.chmod(0o700)


def test_a_folder_that_is_gone(workspace: Workspace) -> None:
    archive = Archive(Settings(), Workspace(workspace.root / "gone"))
    assert "unable to open" in refusal(archive)
    assert archive.listed() == ()


@pytest.mark.parametrize(("version", "advice"), [(3, "update this program"), (0, "move it away")])
def test_another_form_is_refused(
    archive: Archive, workspace: Workspace, version: int, advice: str
) -> None:
    archive.add(None, new_turn("One?"))
    archive.close()
    with sqlite3.connect(workspace.root / FILE) as database:
        database.execute("UPDATE schema_version SET version = ?", (version,))
    database.close()
    said = refusal(archive)
    assert f"have the form {version}, and this program knows 2" in said
    assert advice in said


def test_a_database_of_somebody_else_is_left_alone(archive: Archive, workspace: Workspace) -> None:
    with sqlite3.connect(workspace.root / FILE) as database:
        database.execute("CREATE TABLE conversation (x)")
    database.close()
    assert "already exists" in refusal(archive)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("hello hunter2", "is no database's address"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("nothing://user:hunter2@127.0.0.1/name", "a kind of database that is not known"),
        ("postgresql+asyncpgx://user:hunter2@127.0.0.1/name", "that is not known"),
    ],
)
def test_addresses_that_cannot_be_used(workspace: Workspace, address: str, said: str) -> None:
    archive = Archive(Settings(database_url=address), workspace)
    message = refusal(archive)
    assert said in message
    assert "hunter2" not in message
    assert not list(workspace.root.glob("*.sqlite3"))


def test_a_server_out_of_reach_keeps_the_password(workspace: Workspace) -> None:
    pytest.importorskip("psycopg")
    address = "postgres://user:hunter2@127.0.0.1:1/name"
    message = refusal(Archive(Settings(database_url=address), workspace))
    assert "user:***@127.0.0.1:1/name" in message
    assert "see to the server" in message
    assert "hunter2" not in message


class OperationalError(Exception):
    """As a driver calls what a server refuses. sqlstate: the code of its kind."""

    def __init__(self, text: str, sqlstate: str | None) -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "it cannot be reached, or does not let this user in"),
        ("28P01", "it does not accept the user or the password"),
        ("3D000", "it has no such database"),
        ("42501", "this user may not do that"),
        ("53300", "it has no room or no connection left"),
        ("XX000", "OperationalError XX000"),
    ],
)
def test_what_a_server_says_is_not_repeated(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, state: str | None, said: str
) -> None:
    told = "FATAL: no entry for user:hunter2@host, password=hunter2, one of INSERT 'One?'"

    def engine(_: object) -> None:
        raise exc.OperationalError("INSERT 'One?'", {"a": "One?"}, OperationalError(told, state))

    monkeypatch.setattr(database, "make_engine", engine)
    address = "postgresql://user:hunter2@host/name?password=hunter2&sslpassword=hunter2"
    archive = Archive(Settings(database_url=address), workspace)
    with pytest.raises(ArchiveUnusable) as caught:
        archive.add(None, new_turn("One?"))
    assert f"(postgresql+psycopg://user:***@host/name) cannot be used ({said}): " in str(
        caught.value
    )
    shown = "".join(traceback.format_exception(caught.value))
    assert "hunter2" not in shown.replace(told, "").replace(address, "")
    assert "FATAL" not in str(caught.value)


def test_the_address_is_not_shown_with_the_settings() -> None:
    assert "hunter2" not in repr(Settings(database_url="postgresql://user:hunter2@h/name"))


def test_another_file_can_be_named(workspace: Workspace, tmp_path: Path) -> None:
    archive = Archive(Settings(database_url=f"sqlite:///{tmp_path}/other.sqlite3"), workspace)
    archive.add(None, new_turn("One?"))
    assert (tmp_path / "other.sqlite3").exists()
    assert not (workspace.root / FILE).exists()


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "odd ?a=%20#name")
    Archive(Settings(), workspace).add(None, new_turn("One?"))
    assert (workspace.root / FILE).exists()


_WRITER = """
import sys
from kept_turns import new_turn
from assistant.history.history import Archive
from assistant.settings import Settings
from assistant.workspace import Workspace
archive = Archive(Settings(), Workspace.find(sys.argv[1]))
for number in range(25):
    archive.add(sys.argv[2] or None, new_turn(f"{number}?"))
"""


@pytest.mark.parametrize("begun", [False, True])
def test_several_processes_write_at_once(
    archive: Archive, workspace: Workspace, begun: bool
) -> None:
    kept = archive.add(None, new_turn("One?")).conversation if begun else ""
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(workspace.root), kept],
            env={**os.environ, "PYTHONPATH": path},
        )
        for _ in range(3)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    if not begun:
        assert len(archive.listed(limit=100)) == 75
        return
    found = archive.conversation(kept)
    assert found is not None
    assert [turn.number for turn in found.turns] == list(range(1, 77))
