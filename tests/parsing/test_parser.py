"""What a file can do to the process that reads it, and what that costs: this file and no other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cutting.cut import cut
from assistant.cutting.passage import CutDocument
from assistant.errors import AssistantError, UnreadableDocument
from assistant.parsing.parser import Limits, Parser
from assistant.parsing.wire import Reply, reply_from_bytes, reply_of, reply_to_bytes
from assistant.reading.discovery import CorpusFile, discover
from assistant.reading.document import Source
from assistant.reading.reader import read

HOSTILE = "hostile_readers"
MEMORY = 256 * 2**20
TEXT = "# Cells\n\nCells divide. They are small.\n\n| Name | Size |\n|---|---|\n| Egg | 0.1 mm |\n"


@pytest.fixture
def parser() -> Iterator[Parser]:
    with Parser() as parser:
        yield parser


@pytest.fixture
def hostile() -> Iterator[Parser]:
    with Parser(Limits(memory=MEMORY), HOSTILE) as parser:
        yield parser


def a_file(folder: Path, name: str, content: str | bytes = "Some words.") -> CorpusFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return CorpusFile(name, path, "listed", Source(title="A title"))


def test_it_gives_what_reading_here_gives(parser: Parser, tmp_path: Path) -> None:
    file = a_file(tmp_path, "cells.md", TEXT)
    document = read(file)
    assert parser.parse(file) == CutDocument(document, cut(document))
    assert document.file.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_the_reviews_are_read_as_here(parser: Parser) -> None:
    for file in discover(Path(__file__).parents[2] / "corpus").files:
        document = read(file)
        assert parser.parse(file) == CutDocument(document, cut(document))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.txt", "the file is empty"),
        ("binary.txt", "the file is binary, not text"),
        ("gone.txt", "No such file or directory"),
    ],
)
def test_a_refusal_has_its_reason(parser: Parser, tmp_path: Path, name: str, reason: str) -> None:
    a_file(tmp_path, "empty.txt", "")
    a_file(tmp_path, "binary.txt", b"\0\1\2\0")
    file = CorpusFile(name, tmp_path / name, "listed", Source())
    with pytest.raises(UnreadableDocument, match=reason):
        parser.parse(file)
    with pytest.raises(UnreadableDocument, match=reason):
        parser.examine(file.path)


def test_a_file_that_hangs_its_reader_is_given_up(tmp_path: Path) -> None:
    limits = Limits(seconds=1.0, memory=MEMORY)
    with Parser(limits, HOSTILE) as parser:
        with pytest.raises(UnreadableDocument, match=r"longer than 1 s: .* ASSISTANT_READING_SECO"):
            parser.parse(a_file(tmp_path, "bad.hang"))
        with pytest.raises(UnreadableDocument, match="longer than 1 s"):
            parser.examine(a_file(tmp_path, "again.hang").path)
    with Parser(Limits(memory=MEMORY), HOSTILE) as parser:
        assert parser.parse(a_file(tmp_path, "good.txt")).document.text == "Some words."


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.take", "needs more than 256 MB of memory: split it"),
        ("a.crash", "broke the reading process (it was ended by SIGABRT)"),
        ("a.stop", "broke the reading process (it ended with 3)"),
        ("a.recurse", "reading it failed (RecursionError)"),
        ("a.connect", "reading it failed (PermissionError)"),
        ("a.start", "reading it failed (PermissionError)"),
        ("a.surrogate", "it holds characters that are not Unicode text"),
    ],
)
def test_a_fault_costs_its_file_alone(
    hostile: Parser, tmp_path: Path, name: str, reason: str
) -> None:
    assert hostile.parse(a_file(tmp_path, "before.txt")).passages
    with pytest.raises(UnreadableDocument) as error:
        hostile.parse(a_file(tmp_path, name))
    assert str(error.value).startswith(reason) or reason in str(error.value)
    assert hostile.parse(a_file(tmp_path, "after.txt")).passages


def test_nothing_is_written(hostile: Parser, tmp_path: Path) -> None:
    target = tmp_path / "written.txt"
    with pytest.raises(UnreadableDocument, match="PermissionError"):
        hostile.parse(a_file(tmp_path, "a.write", str(target)))
    assert not target.exists()


def test_what_a_reader_prints_is_no_reply(hostile: Parser, tmp_path: Path) -> None:
    assert hostile.parse(a_file(tmp_path, "a.chatter")).document.text == "Some words."


def test_the_process_is_told_no_secrets(
    hostile: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_ENDPOINT_KEY", "secret")
    text = hostile.parse(a_file(tmp_path, "a.secrets")).document.text
    assert "PYTHONPATH" in text
    assert "ASSISTANT" not in text


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(parser: Parser, tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes on this system")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableDocument, match="not a regular file"):
        parser.parse(CorpusFile("pipe.txt", tmp_path / "pipe.txt", "listed", Source()))


def test_threads_take_turns(parser: Parser, tmp_path: Path) -> None:
    files = [a_file(tmp_path, f"{n}.txt", f"File number {n} is here.") for n in range(8)]
    found: dict[str, str] = {}

    def parse(file: CorpusFile) -> None:
        found[file.name] = parser.parse(file).document.text

    threads = [threading.Thread(target=parse, args=[file]) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {f"{n}.txt": f"File number {n} is here." for n in range(8)}


def test_a_process_that_does_not_start_is_no_fault_of_the_file(tmp_path: Path) -> None:
    with Parser(worker="no_such_module") as parser, pytest.raises(AssistantError) as error:
        parser.parse(a_file(tmp_path, "a.txt"))
    assert not isinstance(error.value, UnreadableDocument)


@pytest.mark.skipif(not hasattr(os, "setsid"), reason="this system has no alarms")
def test_a_hanging_process_ends_without_its_program() -> None:
    program = (
        "import struct, sys\n"
        "from assistant.parsing.wire import Order, order_to_bytes, write_frame\n"
        "from assistant.reading.document import Source\n"
        "order = order_to_bytes(Order('a.hang', Source(), False, 0.5))\n"
        "write_frame(sys.stdout.buffer, order)\n"
        "write_frame(sys.stdout.buffer, b'Some words.')\n"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    frames = subprocess.run(
        [sys.executable, "-c", program], env=here, capture_output=True, check=True
    ).stdout
    # Nobody ends it, and its pipe stays open.
    with subprocess.Popen(
        [sys.executable, "-m", HOSTILE, str(MEMORY)],
        env=here,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        process.stdin.write(frames)
        process.stdin.flush()
        assert process.wait(60) < 0


def test_a_reply_is_not_trusted(tmp_path: Path) -> None:
    document = read(a_file(tmp_path, "cells.md", TEXT))
    good = reply_to_bytes(reply_of(CutDocument(document, cut(document))))
    assert reply_from_bytes(good).document == document
    end = max(block.end for block in document.blocks)
    for lie in (
        good.replace(f'"end":{end}'.encode(), f'"end":{end + 1}'.encode()),
        good.replace(b'"table":0', b'"table":7'),
        good.replace(b'"kind":"row"', b'"kind":"code"'),
        b"{}" + good,
    ):
        assert lie != good
        with pytest.raises(ValueError, match=r"outside|no table|no reply|no block"):
            reply_from_bytes(lie)
    assert reply_from_bytes(reply_to_bytes(Reply("why"))) == Reply("why")
