"""Run the unit tests as other machines would: `make test-conditions`.

Each round changes what a test must not depend on: the number of threads, the order of sets, the
order of the tests, the language, the time zone, the home folder, a port that is taken, what the
round before left, the network and (where this is run by root) being root.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
NOBODY = "65534"
AS_NOBODY = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    # It may read what root has installed, and write nothing of it.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)
WITHOUT_NETWORK = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


@dataclass(frozen=True)
class Round:
    """One run of the tests. as_nobody, offline: where this is run by root, else left out."""

    name: str
    environment: Mapping[str, str]
    as_nobody: bool = False
    offline: bool = False
    options: tuple[str, ...] = field(default=())


ROUNDS = (
    Round(
        "one thread, plain C locale, far time zone, no home, no network, an ordinary user",
        {
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "1",
            "LC_ALL": "C",
            "TZ": "Pacific/Kiritimati",
            "HOME": "/nonexistent",
        },
        as_nobody=True,
        offline=True,
    ),
    Round(
        "eight threads, another time zone, in random order",
        {
            "OMP_NUM_THREADS": "8",
            "PYTHONHASHSEED": "2",
            "LC_ALL": "C.UTF-8",
            "TZ": "America/St_Johns",
        },
        options=("--random-order",),
    ),
    Round("again, in another order", {"PYTHONHASHSEED": "3"}, options=("--random-order",)),
)


def main() -> int:
    """Run all rounds; returns 1 where one fails."""
    failed = [one.name for one in ROUNDS if not passes(one)]
    say("\n".join(f"Failed: {name}" for name in failed) or "All rounds passed.")
    return int(bool(failed))


def passes(one: Round) -> bool:
    """Run the tests once."""
    say(f"== {one.name}")
    with tempfile.TemporaryDirectory() as folder, taken_port():
        environment = {
            **os.environ,
            "ASSISTANT_MODELS_DIR": str(Settings().models_dir),
            "TMPDIR": folder,
            **one.environment,
        }
        root = os.geteuid() == 0
        without_network = one.offline and root and shutil.which("unshare")
        as_nobody = one.as_nobody and root and shutil.which("setpriv")
        command = [
            *(WITHOUT_NETWORK if without_network else ()),
            *(AS_NOBODY if as_nobody else ()),
            *(sys.executable, "-m", "pytest", "--ignore", "tests/web", "--quiet", *one.options),
        ]
        place = copied(Path(folder)) if as_nobody else ROOT
        environment["PYTHONPATH"] = str(place)
        return subprocess.run(command, cwd=place, env=environment, check=False).returncode == 0


def copied(folder: Path) -> Path:
    """A checkout of what is here, which that user owns, and its folder for temporary files."""
    place = folder / "checkout"
    ignored = shutil.ignore_patterns(".git", ".venv*", "__pycache__", "generations", "vectors")
    shutil.copytree(ROOT, place, ignore=ignored)
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", folder], check=True)
    return place


def say(line: str) -> None:
    """Print a line at once, before what the tests print."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def taken_port() -> Iterator[None]:
    """Hold the port that `assistant chat` takes by itself, unless it is taken already."""
    with closing(socket.socket()) as listener:
        try:
            listener.bind(("127.0.0.1", 7860))
            listener.listen()
        except OSError:
            pass
        yield


if __name__ == "__main__":
    sys.exit(main())
