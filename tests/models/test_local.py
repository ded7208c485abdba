"""A real model of 98 MB, which rambles; what it says is no matter."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from assistant.errors import ModelFailed, ModelUnavailable
from assistant.models.catalog import SMOLLM2
from assistant.models.llm.call import LocalModel, Message
from assistant.models.llm.client import Writer
from assistant.models.llm.files import find
from assistant.models.llm.llama import local_llm
from assistant.models.llm.local import Engine, _refusal, cores
from assistant.models.llm.worker_process import Process
from assistant.settings import Settings

RULES = Message("system", "Answer from the numbered sentences alone, and cite each by number. " * 6)
ASKED = [RULES, Message("user", "What are pears?")]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Computes with one thread: on busy cores two wait for each other."""
    settings = Settings(offline=True, model_path=None)
    if not (settings.models_dir / SMOLLM2.name).is_dir():
        pytest.skip("the model is not here: run `assistant models fetch smollm2-135m`")
    made = Engine(lambda: find(SMOLLM2.name, settings), threads=1)
    yield made
    made.close()


@pytest.fixture(scope="module")
def writer(engine: Engine) -> Writer:
    name = SMOLLM2.name
    faults = LocalModel(name)
    return Writer(
        partial(local_llm, engine, name), name, timeout=None, faults=faults, limit="max_tokens"
    )


def pid_of(engine: Engine) -> int:
    assert engine.pid is not None
    return engine.pid


def test_it_writes_and_tells_what_it_took(writer: Writer) -> None:
    writing = writer.write(ASKED, max_tokens=8)
    assert "".join(writing) == writing.text != ""
    assert writing.ending in ("complete", "length")
    usage = writing.usage
    assert 1 <= usage.tokens <= 8
    assert usage.prompt_tokens is not None
    assert usage.prompt_tokens > 80


def test_the_rules_are_read_once(writer: Writer) -> None:
    list(writer.write(ASKED, max_tokens=2))
    again = writer.write([RULES, Message("user", "Who grows apples?")], max_tokens=2)
    list(again)
    read, cached = again.usage.prompt_tokens, again.usage.cached_tokens
    assert read is not None
    assert cached is not None
    assert read - 20 < cached < read


def test_the_same_question_gets_the_same_text(writer: Writer) -> None:
    one, other = ("".join(writer.write(ASKED, max_tokens=6)) for _ in "ab")
    assert one == other


def test_it_stops_within_a_second(writer: Writer) -> None:
    stop = threading.Event()
    writing = writer.write([Message("user", "Count to a thousand.")], stop, max_tokens=2000)
    next(writing)
    began = time.monotonic()
    stop.set()
    assert list(writing) == []
    assert time.monotonic() - began < 1.0
    # The engine is free, too: the next text is written at once and not after the first.
    follow = writer.write(ASKED, max_tokens=1)
    list(follow)
    assert follow.usage.tokens == 1


def test_threads_take_turns(writer: Writer) -> None:
    texts = [writer.write(ASKED, max_tokens=4) for _ in range(3)]
    assert len({"".join(text) for text in texts}) == 1


def test_who_waits_for_a_turn_can_leave(writer: Writer) -> None:
    stop = threading.Event()
    first = writer.write([Message("user", "Count to a thousand.")], max_tokens=2000)
    next(first)
    second = writer.write(ASKED, stop)
    stop.set()
    assert list(second) == []
    assert second.ending == "stopped"
    first.close()


def test_too_long_a_prompt_is_refused(writer: Writer) -> None:
    with pytest.raises(ModelFailed, match=r"longer than its 4,096 tokens: ask for less"):
        list(writer.write([Message("user", "word " * 5000)]))


def test_what_the_engine_says_is_not_repeated() -> None:
    told = _refusal({"error": {"message": "bad token hunter2"}})
    assert told == "The language model failed: ask again, or choose another one."
    assert "longer than its 4,096 tokens" in _refusal({"error": "exceeds the context: hunter2"})


def test_signals_stay_with_the_program(writer: Writer, engine: Engine) -> None:
    list(writer.write(ASKED, max_tokens=1))  # it is loaded
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    # Ctrl-C in a terminal goes to all of its session.
    assert os.getsid(pid_of(engine)) != os.getsid(0)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux lists its ports there")
def test_no_port_is_opened(writer: Writer, engine: Engine) -> None:
    list(writer.write(ASKED, max_tokens=1))
    listening = "0A"
    inodes = {
        line.split()[9]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text("ascii").splitlines()[1:]
        if line.split()[3] == listening
    }
    for process in ("self", pid_of(engine)):
        links = [link for link in Path(f"/proc/{process}/fd").iterdir() if link.is_symlink()]
        assert links
        assert not {f"socket:[{inode}]" for inode in inodes} & {
            one.readlink().name for one in links
        }


def test_it_is_silent(writer: Writer, capfd: pytest.CaptureFixture[str]) -> None:
    writer.close()
    list(writer.write(ASKED, max_tokens=2))  # loaded anew
    assert capfd.readouterr() == ("", "")


def test_closing_ends_a_text_that_is_then_partial(writer: Writer) -> None:
    writing = writer.write([Message("user", "Count to a thousand.")], max_tokens=2000)
    next(writing)
    writer.close()
    with pytest.raises(ModelFailed, match="was closed before it was done: ask again"):
        list(writing)
    assert (writing.ending, writing.complete) == ("failed", False)
    assert writing.text


def test_what_is_no_model_does_not_load(tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    doubted: list[Path] = []
    engine = Engine(lambda: path, 1, doubted.append)
    writer = Writer(local_llm(engine, "broken"), limit="max_tokens")
    with pytest.raises(ModelUnavailable, match=r"broken\.gguf does not load: is it a GGUF file"):
        list(writer.write(ASKED))
    assert doubted == [path]  # it is read anew before the next try


def test_folders_of_killed_programs_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, new, other = (tmp_path / f"assistant-{name}" for name in ("engine-a", "engine-b", "c"))
    for folder in (old, new, other):
        folder.mkdir()
        (folder / "engine.sock").touch()
    for folder in (old, other):
        os.utime(folder, (0, 0))
    process = Process(tmp_path / "gone.gguf", 1)
    process.end()
    assert sorted(tmp_path.iterdir()) == [other, new]


def test_its_end_is_told_and_it_is_started_again(writer: Writer, engine: Engine) -> None:
    writing = writer.write([Message("user", "Count to a thousand.")], max_tokens=2000)
    next(writing)
    before = pid_of(engine)
    os.kill(before, signal.SIGKILL)
    with pytest.raises(ModelFailed, match=r"was ended by SIGKILL, perhaps .* memory: ask again\.$"):
        list(writing)
    assert writing.text
    assert "".join(writer.write(ASKED, max_tokens=2))
    assert pid_of(engine) != before


def test_closing_ends_its_process(writer: Writer, engine: Engine) -> None:
    list(writer.write(ASKED, max_tokens=1))
    before = pid_of(engine)
    writer.close()
    assert engine.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_closing_while_the_file_is_looked_for_starts_nothing() -> None:
    looking, closed = threading.Event(), threading.Event()

    def find_slowly() -> Path:
        looking.set()
        closed.wait(60)
        return Path("any.gguf")

    engine = Engine(find_slowly, 1)
    writing = Writer(local_llm(engine, "any"), "any", faults=LocalModel("any")).write(ASKED)
    looking.wait(60)
    engine.close()
    closed.set()
    with pytest.raises(ModelFailed, match="was closed before it was done"):
        list(writing)
    assert engine.pid is None


PROGRAM = """
from assistant.models.llm.configured import local
from assistant.models.llm.call import Message
from assistant.settings import Settings
import os
writer = local('smollm2-135m', Settings(offline=True))
writing = writer.write([Message('user', 'Count to a thousand.')], max_tokens=2000)
next(writing)
"""


@pytest.mark.usefixtures("engine")  # which tells whether the model is here
def test_a_program_may_end_while_it_writes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("engine")
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can wait for any process")
def test_a_killed_program_leaves_no_process_behind() -> None:
    program = PROGRAM + (
        "import sys\n"
        "from pathlib import Path\n"
        "children = [one.read_text() for one in Path('/proc/self/task').glob('*/children')]\n"
        "print(*children, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        (child,) = parent.stdout.readline().split()
        handle = os.pidfd_open(int(child))
        parent.kill()
        ended, _, _ = select.select([handle], [], [], 30)
        os.close(handle)
    assert ended


def test_cores() -> None:
    assert cores() >= 1
