"""The tutorial's commands and what it says that they print.

    python tests/docs/tutorial_console.py

runs them anew and writes what they print now into the tutorial.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from ui.cli import app

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
HOME = "/home/me"
"""The folder that the tutorial is in, as it says."""

_FILE = re.compile(r'^```markdown title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\n\$ assistant (.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TIME = re.compile(r"\(\d+\.\d MB\) in \d+\.\d s")


def written(text: str) -> list[tuple[str, str]]:
    """Each command, and what the tutorial says that it prints."""
    return [(match[1], match[2]) for match in _CONSOLE.finditer(text)]


def printed(text: str, folder: Path) -> list[tuple[str, str]]:
    """Each command, and what it prints, run one after the other in an empty folder."""
    for match in _FILE.finditer(text):
        (folder / match[1]).write_text(match[2], "utf-8")
    found = []
    with contextlib.chdir(folder):
        here = str(Path.cwd())
        for command, _ in written(text):
            result = CliRunner().invoke(app.app, shlex.split(command), prog_name="assistant")
            found.append((command, result.stdout.replace(here, HOME)))
    return found


def untimed(outputs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same without sizes and times."""
    return [(command, _TIME.sub("", output)) for command, output in outputs]


def main() -> None:
    """Write what the commands print into the tutorial."""
    text = TUTORIAL.read_text("utf-8")
    os.environ["ASSISTANT_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        outputs = dict(printed(text, Path(folder)))
    said = dict(written(text))

    def renewed(match: re.Match[str]) -> str:
        output = outputs[match[1]]
        if _TIME.sub("", output) == _TIME.sub("", said[match[1]]):
            return match[0]
        return f"```console\n$ assistant {match[1]}\n{output}```"

    TUTORIAL.write_text(_CONSOLE.sub(renewed, text), "utf-8")


if __name__ == "__main__":
    main()
