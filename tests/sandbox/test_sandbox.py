"""What the reading process does to files, and files to it."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from real_documents import CORPUS

from assistant.chunking.chunks import cut
from assistant.errors import AssistantError, UnreadableDocument
from assistant.reading.discovery import discover
from assistant.reading.document import Source
from assistant.reading.reader import read
from assistant.sandbox import protocol, sandbox, worker
from assistant.sandbox.sandbox import Limits, Sandbox
from assistant.settings import Settings

LIMITS = Limits(seconds=3, megabytes=512)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="held on Linux alone")
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(scope="module")
def hostile() -> Iterator[Sandbox]:
    with Sandbox(LIMITS, "hostile_worker") as made:
        yield made


def text(hostile: Sandbox, suffix: str) -> str:
    # Padded, since no text may be longer than its file.
    return hostile.read_bytes(f"a{suffix}", b"Some words." + b" " * 4000, Source()).document.text


def reason(hostile: Sandbox, suffix: str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        text(hostile, suffix)
    assert text(hostile, ".txt") == "Some words."  # the next file is read
    return str(caught.value)


def process(hostile: Sandbox) -> int:
    return int(re.findall(r"\d+", text(hostile, ".who"))[0])


def test_it_reads_and_cuts_as_this_process_does() -> None:
    with Sandbox() as made:
        for file in discover(CORPUS).files:
            document = read(file)
            got = made.read(file)
            assert got.document == document
            assert got.passages == cut(document)
            assert got.passages[0].document is got.document


def test_it_is_found_where_an_import_hook_finds_this_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = Path(__file__).resolve().parents[2]  # on no path where it is installed for editing
    monkeypatch.setattr(sys, "path", [one for one in sys.path if Path(one).resolve() != root])
    with Sandbox() as reading:
        assert reading.read_bytes("a.txt", b"Some words.", Source()).document.text == "Some words."


def test_one_process_reads_many_files(hostile: Sandbox) -> None:
    assert process(hostile) == process(hostile) != os.getpid()


@pytest.mark.parametrize("suffix", [".hang", ".wait"])
def test_a_file_that_hangs_is_left_out(hostile: Sandbox, suffix: str) -> None:
    before = process(hostile)
    assert reason(hostile, suffix) == (
        "reading it took longer than 3 s: split it, or allow more by ASSISTANT_READING_SECONDS"
    )
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


@linux
def test_a_file_that_fills_the_memory_is_left_out(hostile: Sandbox) -> None:
    assert reason(hostile, ".fill") == (
        "reading it needed more than 512 MB of memory: split it, or allow more by "
        "ASSISTANT_READING_MEGABYTES"
    )


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (".descend", "it is nested too deeply to be read"),
        (".abort", "the reader crashed on it (SIGABRT): report the file"),
        (".killed", "the reader crashed on it (SIGKILL): report the file"),
        (".exit", "the reader crashed on it (exit code 3): report the file"),
        (".fail", "the reader failed on it (IndexError): report the file"),
        (".refuse", "it is ? odd"),
        (".half", "it holds characters that are not Unicode text"),
    ],
)
@posix
def test_each_end_is_one_line(hostile: Sandbox, suffix: str, expected: str) -> None:
    assert reason(hostile, suffix) == expected


def test_what_a_reader_prints_disturbs_nothing(hostile: Sandbox) -> None:
    assert text(hostile, ".print") == "Some words."


@posix
def test_a_reader_may_do_nothing_but_read(hostile: Sandbox) -> None:
    assert text(hostile, ".escape") == "Escaped by: []."


def test_a_reader_knows_no_secrets(hostile: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ENDPOINT_KEY", "secret")
    hostile.close()
    told = text(hostile, ".tell")
    assert "ASSISTANT" not in told
    assert told.endswith(f"in {os.path.abspath(os.sep)}.")


@posix
def test_an_interrupt_in_the_terminal_is_for_the_program(hostile: Sandbox) -> None:
    number, session = re.findall(r"\d+", text(hostile, ".who"))
    assert number == session != str(os.getsid(0))


def test_a_process_that_ended_while_idle_is_replaced(hostile: Sandbox) -> None:
    first = process(hostile)
    os.kill(first, signal.SIGTERM)
    assert process(hostile) != first


def test_one_that_ends_while_it_is_handed_a_file_is_replaced(
    hostile: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, sent = protocol.send_request, []

    def lost(*request: object) -> None:
        if not sent:
            sent.append(request)
            raise BrokenPipeError
        send(*request)  # type: ignore[arg-type]

    monkeypatch.setattr(protocol, "send_request", lost)
    assert text(hostile, ".txt") == "Some words."


def test_a_process_is_replaced_before_its_memory_creeps_up(
    hostile: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile.close()
    monkeypatch.setattr(sandbox, "_MOST_FILES", 2)
    first = process(hostile)
    assert process(hostile) == first != process(hostile)
    monkeypatch.setattr(sandbox, "_MOST_BYTES", 5)
    assert process(hostile) != process(hostile)


def test_an_interrupted_reading_leaves_nothing_behind(
    hostile: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = process(hostile)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(protocol, "receive_answer", interrupted)
        with pytest.raises(KeyboardInterrupt):
            text(hostile, ".txt")
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert text(hostile, ".txt") == "Some words."


def test_threads_wait_for_each_other(hostile: Sandbox) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(text(hostile, ".txt"))) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Some words."] * 5


def test_an_answer_has_a_greatest_size(hostile: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "_MOST_ANSWER", 10)
        with pytest.raises(UnreadableDocument, match="too large: split it"):
            text(hostile, ".txt")
    assert text(hostile, ".txt") == "Some words."


def test_without_a_process_there_is_one_clear_line() -> None:
    with Sandbox(module="no_such_module") as made, pytest.raises(AssistantError) as caught:
        made.examine("a.txt", b"Some words.")
    assert "the process for it does not start" in str(caught.value)
    assert not isinstance(caught.value, UnreadableDocument)


def test_examining_reads_and_says_nothing() -> None:
    with Sandbox() as made:
        made.examine("a.md", b"# Words")
        with pytest.raises(UnreadableDocument, match="the file is empty"):
            made.examine("a.md", b"")


def test_limits_are_settings() -> None:
    settings = Settings(reading_seconds=2.5, reading_megabytes=300)
    assert Limits.of(settings) == Limits(2.5, 300)
    assert Limits.of(Settings()) == Limits() == Limits(30, 1024)


PROGRAM = """
import sys
from assistant.reading.document import Source
from assistant.sandbox.sandbox import Limits
from assistant.sandbox.sandbox import Sandbox

sandbox = Sandbox(Limits(60), "hostile_worker")
print(sandbox.read_bytes("a.who", b"x" * 100, Source()).document.text, flush=True)
if sys.argv[1] != "idle":
    sandbox.read_bytes("a.hang", b"x", Source())
"""


@linux
@pytest.mark.parametrize(
    ("state", "number"),
    [
        ("idle", signal.SIGKILL),
        ("busy", signal.SIGKILL),
        ("busy", signal.SIGTERM),
        ("busy", signal.SIGINT),
    ],
)
def test_no_process_outlives_the_program(state: str, number: int) -> None:
    """Even in the middle of a regex, which no thread of its own can interrupt."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, state],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with program, program.stdout or open(os.devnull, "rb") as told:
        pid = int(re.findall(rb"\d+", told.readline())[0])
        ended = os.pidfd_open(pid)
        try:
            program.send_signal(number)
            program.wait(30)
            assert select.select([ended], [], [], 30)[0], "the reading process lives on"
        finally:
            os.close(ended)


@linux
def test_what_is_written_while_a_document_is_read_ends_nothing() -> None:
    """Who writes is told late that all was read: the signal of it may come any time after."""
    reading = sandbox._Process("hostile_worker", LIMITS)
    request = worker.Request(".more", examine=False, seconds=LIMITS.seconds)
    reading.hand_over(json.dumps(asdict(request)).encode(), b"Some words." + b" " * 4000)
    pipes = reading._popen
    assert pipes.stdin is not None
    assert pipes.stdout is not None
    while not select.select([pipes.stdout], [], [], 0.01)[0]:
        os.write(pipes.stdin.fileno(), b"x")
    assert reading.receive(10_000, LIMITS.seconds)[0] == b"a"
    reading.end()


def test_an_idle_process_ends_by_itself(hostile: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(
        worker.faulthandler, "dump_traceback_later", lambda at, **_: asked.append(at)
    )
    with open(os.devnull, "rb") as nothing:
        assert worker._receive(nothing) is None
    assert asked == [worker.IDLE_SECONDS]


def test_no_document_is_read_in_this_process() -> None:
    """Readers meet hostile files: only the worker may call them."""
    root = Path(sandbox.__file__).parents[2]
    own = root / "evals" / "reading"  # reads the documents that it makes itself
    for package in ("assistant", "ui", "evals"):
        for path in (root / package).rglob("*.py"):
            if path.is_relative_to(own):
                continue
            source = path.read_text("utf-8")
            if "reading.reader import" not in source or path.parent.name == "sandbox":
                continue
            raise AssertionError(f"{path} reads documents by itself")


def test_the_language_of_a_short_text_is_told() -> None:
    """What tells it is loaded when it is first needed."""
    text = "Die Miete der Wohnung beträgt neunhundert Euro im Monat und ist im Voraus zu zahlen."
    with Sandbox() as sandbox:
        assert sandbox.read_bytes("lease.txt", text.encode(), Source()).document.language == "de"


def test_putting_the_document_together_counts_as_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(sandbox, "_clock", lambda: now[0])
    made = sandbox.put_together

    def slow(*arguments: object) -> object:
        now[0] += 4
        return made(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox, "put_together", slow)
    with Sandbox(LIMITS) as reading:
        with pytest.raises(UnreadableDocument, match="took longer than 3 s"):
            reading.read_bytes("a.txt", b"Some words.", Source())
        now[0] = 0.0
        monkeypatch.setattr(sandbox, "put_together", made)
        assert reading.read_bytes("a.txt", b"Some words.", Source()).document.text == "Some words."
