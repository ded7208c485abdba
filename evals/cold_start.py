"""Measure how long `assistant ask` takes from nothing, and beside a running page:
`python -m evals.cold_start`; takes half a minute.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import Assistant
from assistant.workspace import Workspace
from evals.speed import Row, fill, table

_PROCESSES = 7
_QUESTION = "What was the five-year survival after aHSCT?"
_COMMAND = (sys.executable, "-c", "from ui.cli.app import main; main()")
_ROOT = Path(__file__).parent.parent
_PATIENCE = 120.0  # seconds for the page to load its models
_IMPORT = re.compile(r"import time: +\d+ \| +(\d+) \| +(\w+)$", re.MULTILINE)
_TOLD = 5  # imports


def rows(workspace: Workspace) -> list[Row]:
    """A question in a fresh process, the page not running and running; what is imported for it."""
    alone, work, output = _asked(workspace)
    with _served(workspace):
        beside, less, same = _asked(workspace)
    how = f"a whole process, median of {_PROCESSES}, files in the system's memory"
    is_same = "the same output" if same == output else "ANOTHER OUTPUT"
    return [
        Row("`assistant ask`, from nothing", f"{alone:.2f} s", f"{work:.2f} s of processor; {how}"),
        Row("`assistant ask`, the page running", f"{beside:.2f} s", f"{less:.2f} s; {is_same}"),
        _imports(workspace),
    ]


def _asked(workspace: Workspace) -> tuple[float, float, bytes]:
    """Seconds, seconds of the processor, and what is printed."""
    seconds: list[float] = []
    work: list[float] = []
    output = b""
    for _ in range(_PROCESSES):
        begin, before = time.perf_counter(), os.times()
        output = _run("ask", "-w", str(workspace.root), _QUESTION).stdout
        seconds.append(time.perf_counter() - begin)
        after = os.times()
        work.append(sum(after[2:4]) - sum(before[2:4]))  # of the processes that it started
    return statistics.median(seconds), statistics.median(work), output


@contextmanager
def _served(workspace: Workspace) -> Iterator[None]:
    """While the page of a workspace runs, its models loaded."""
    command = [*_COMMAND, "chat", "--port", "0", "-w", str(workspace.root)]
    page = subprocess.Popen(command, cwd=_ROOT, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        until = time.monotonic() + _PATIENCE
        while not _is_served(workspace):
            if time.monotonic() > until or page.poll() is not None:
                raise RuntimeError("The page does not answer the command line.")
            time.sleep(0.5)
        yield
    finally:
        page.terminate()
        page.wait()


def _is_served(workspace: Workspace) -> bool:
    code = (
        "import sys; from pathlib import Path; from ui.local.client import is_served; "
        "sys.exit(not is_served(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(workspace.root)]
    return subprocess.run(command, cwd=_ROOT, check=False).returncode == 0  # noqa: S603


def _imports(workspace: Workspace) -> Row:
    """The packages that take longest to import, with what they import; measuring slows them."""
    command = [sys.executable, "-X", "importtime", *_COMMAND[1:]]
    told = subprocess.run(  # noqa: S603
        [*command, "ask", "-w", str(workspace.root), _QUESTION],
        cwd=_ROOT,
        check=False,
        capture_output=True,
        text=True,
    ).stderr
    found = {name: int(micro) / 1e6 for micro, name in _IMPORT.findall(told)}
    slowest = sorted(found.items(), key=lambda item: -item[1])[:_TOLD]
    shown = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in slowest)
    return Row("imports of it", shown, "`python -X importtime`, libraries, with what they import")


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [*_COMMAND, *arguments]
    return subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)  # noqa: S603


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        workspace = Workspace.create(Path(temporary, "reviews"))
        fill(workspace, None)
        Assistant(workspace.root).index()
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
        print(table(rows(workspace)))


if __name__ == "__main__":
    main()
