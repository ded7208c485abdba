"""Kill processes that keep turns, and see that nothing is lost: `python tests/history/crash.py`.

Each trial starts a process that adds turns and reports each one once `add` has returned, and kills
it with SIGKILL after a random time. Every turn that was reported must be in the database, whole and
in order, and the next process must be able to go on. The database is never mended in between.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kept_turns import new_turn

from assistant.history.history import FILE, Archive
from assistant.settings import Settings
from assistant.workspace import Workspace

Turn = tuple[str, int, str]
"""A conversation's id, the turn's number, its question."""


def keep_adding(root: Path, trial: int) -> None:
    """Until killed: a new conversation every eight turns, each turn on a line when it is kept."""
    archive, conversation, count = Archive(Settings(), Workspace(root)), None, 0
    while True:
        question = f"Question {count} of trial {trial}?"
        kept = archive.add(conversation if count % 8 else None, new_turn(question, "word " * 400))
        conversation, count = kept.conversation, count + 1
        os.write(1, f"{kept.conversation}\t{kept.number}\t{question}\n".encode())


def killed(root: Path, trial: int, seconds: float) -> list[Turn]:
    """What a process reported that was killed so long after its first report."""
    command = [sys.executable, __file__, "--add", str(root), str(trial)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        reported = os.read(process.stdout.fileno(), 65_536)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([process.stdout], [], [], left)[0]:
                reported += os.read(process.stdout.fileno(), 65_536)
        process.send_signal(signal.SIGKILL)
        reported += process.stdout.read()
    if process.returncode != -signal.SIGKILL:
        raise SystemExit("a process ended by itself")
    # What was cut off in the middle of its line was never reported.
    lines = [line.split("\t") for line in reported.decode().split("\n")[:-1]]
    return [(conversation, int(number), question) for conversation, number, question in lines]


def lost(archive: Archive, reported: list[Turn]) -> list[Turn]:
    """Those that are not there as they were reported; a conversation with a hole is refused."""
    there: set[Turn] = set()
    for kept in {conversation for conversation, _, _ in reported}:
        found = archive.conversation(kept)
        turns = found.turns if found else ()
        if [turn.number for turn in turns] != list(range(1, len(turns) + 1)):
            raise SystemExit(f"a hole in conversation {kept}")
        there |= {
            (kept, turn.number, turn.question) for turn in turns if turn.text == "word " * 400
        }
    return [turn for turn in reported if turn not in there]


def main() -> None:
    """Kill so many processes, then look for every turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--add", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.add:
        keep_adding(Path(options.add[0]), int(options.add[1]))
    seed = options.seed if options.seed is not None else random.randrange(10**6)  # noqa: S311
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(folder)
        archive = Archive(Settings(), workspace)
        reported: list[Turn] = []
        for trial in range(options.kills):
            new = killed(workspace.root, trial, chance.uniform(0, 0.3))
            if missing := lost(archive, new):
                raise SystemExit(f"lost after kill {trial + 1} (seed {seed}): {missing}")
            reported += new
        missing = lost(archive, reported)
        archive.close()
        with closing(sqlite3.connect(workspace.root / FILE)) as database:
            (sound,) = database.execute("PRAGMA integrity_check").fetchone()
            (there,) = database.execute("SELECT count(*) FROM turn").fetchone()
    sys.stdout.write(
        f"{options.kills} kills (seed {seed}): {len(reported)} turns reported as kept, "
        f"{there} there, lost {len(missing)}; database: {sound}\n"
    )
    sys.exit(1 if missing or sound != "ok" else 0)


if __name__ == "__main__":
    main()
