"""The command as a process: what only a real one shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from stepping_assistant import SCRIPT

TESTS = Path(__file__).parents[1]
ASSISTANT = "from ui.cli.app import main; main()"
FAKE = f"""
import sys; sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from fake_assistant import FakeAssistant
from ui.cli import app, options
options.open_assistant = lambda workspace, progress: FakeAssistant(Path('.'))
app.main()
"""

STEPPING = f"""
import sys; sys.path.insert(0, {str(TESTS)!r})
from stepping_assistant import SteppingAssistant
from ui.cli import app, options
options.open_assistant = lambda workspace, progress: SteppingAssistant(workspace)
app.main()
"""


def run(
    program: str, *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ask", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import atexit, sys\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'numpy', 'rich', 'llama_index'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules))))\n" + ASSISTANT
    )
    done = run(program, *arguments)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_help_names_every_command_and_exit_code() -> None:
    shown = run(ASSISTANT, "--help").stdout.decode()
    for word in ("index", "search", "ask", "chat", "init", "Exit codes", "ASSISTANT_WORKSPACE"):
        assert word in shown


def test_init_makes_a_workspace_and_says_what_is_next(tmp_path: Path) -> None:
    done = run(ASSISTANT, "init", str(tmp_path / "neu é"))
    assert done.returncode == 0
    assert (tmp_path / "neu é" / "corpus").is_dir()
    assert (tmp_path / "neu é" / "index").is_dir()
    assert "assistant add --workspace" in done.stdout.decode()


def test_a_missing_workspace_is_one_line(tmp_path: Path) -> None:
    done = run(ASSISTANT, "search", "x", "--workspace", str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stderr.decode().startswith("assistant: ")
    assert done.stderr.decode().count("\n") == 1


def test_text_of_any_script_is_printed() -> None:
    done = run(FAKE, "ask", "--json", "survival Überleben 生存率 🧠 \u202e")
    assert done.returncode == 0
    assert "Überleben 生存率 🧠" in done.stdout.decode("utf-8")


def test_a_terminal_without_the_characters_ends_nothing() -> None:
    done = run(FAKE, "ask", "survival 生存率", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert b"line 3 (characters 24?83)" in done.stdout


def test_bytes_that_are_no_text_end_nothing() -> None:
    done = run(FAKE, "ask", stdin=b"survival \xff\xfe\nattack \x80\n")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    pipe = subprocess.Popen(
        [sys.executable, "-c", FAKE, "ask", "survival"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert pipe.stdout is not None
    assert pipe.stderr is not None
    pipe.stdout.close()
    with pipe.stderr:
        assert pipe.stderr.read() == b""
    pipe.wait(timeout=30)


def test_an_interrupt_at_a_line_of_input_is_quiet() -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-c", FAKE, "ask"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as talk:
        assert talk.stdin is not None
        assert talk.stdout is not None
        assert talk.stderr is not None
        talk.stdin.write(b"survival\n")
        talk.stdin.flush()
        assert b"[1]" in talk.stdout.readline()
        talk.send_signal(signal.SIGINT)
        assert talk.wait(timeout=30) == 130
        assert talk.stderr.read() == b""


@pytest.mark.parametrize("why", ["", "The disk is full: make room, then try again."])
def test_an_interrupt_while_the_documents_are_first_read_ends_in_order(
    tmp_path: Path, why: str
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / SCRIPT).write_text("150 600 Embedding\n", "utf-8")
    command = [sys.executable, "-c", STEPPING, "chat", "--port", "0", "-w", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as chat:
        assert chat.stderr is not None
        url = chat.stderr.readline().partition("at ")[2].partition(" ")[0]
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            while client.get("/api/ready?now").json()["indexing"]["step"] != "sentences":
                pass
            with (tmp_path / SCRIPT).open("a", encoding="utf-8") as script:
                script.write(f"fail {why}\n" if why else "450 600 Embedding\n")
            if why:
                assert why in chat.stderr.readline()
                assert client.get("/api/ready?now").json()["indexing"]["problem"] == why
        chat.send_signal(signal.SIGINT)
        assert chat.wait(timeout=30) == 130
        said = chat.stderr.read()
    assert "Traceback" not in said
    assert "Cancel" not in said
