"""What a second process sees of a change, and what is there after `kill -9`."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.beside.given import ADDED, LATER, STORED, articles_of
from evals.beside.processes import Failed, Talk, Task, step

_WHOLE = 1.0
_SHOWN = 90  # characters of an error


def second_process(task: Task) -> dict[str, str]:
    """A reader is open while another process adds a document and removes it again."""
    name = next(iter(articles_of(task.given, ADDED)))
    seen = {}
    with Talk(task, "read") as reader, Talk(task, "write") as writer:
        for order, what in (("add", "added"), ("remove", "removed")):
            try:
                writer.ask(f"{order} {name}")
            except Failed as error:
                seen[what] = f"writing failed: {error}"[:_SHOWN]
                break
            seen[what] = _in_words(reader.ask(f"look {name}"))
            seen[f"{what}, reopened"] = _in_words(reader.ask(f"reopen {name}"))
    return seen


def _in_words(told: dict[str, Any]) -> str:
    if "error" in told:
        return str(told["error"])[:_SHOWN]
    after = f" after {1000 * told['seconds']:.0f} ms" if told["seconds"] else ""
    knows = ", knows that it is out of date" if told["told"] else ""
    return f"{told['seen']:.0%} found{after}{knows}"


@dataclass
class Kills:
    """Counted over several kills, each of a fresh copy of one index.

    kept:     documents that were there before, or whose adding had been told.
    lost:     those of them that are not whole.
    partly:   documents of which a part is there: listed with other than all of their sentences.
    unfound:  documents that are listed and not found by each of their own sentences; an approximate
              search misses some anyway: as many as `missed` without a kill.
    unusable: indexes that do not open, cannot be searched or cannot be added to.
    """

    kills: int = 0
    kept: int = 0
    lost: int = 0
    partly: int = 0
    unfound: int = 0
    missed: int = 0
    unusable: int = 0
    errors: list[str] = field(default_factory=list)

    def rows(self) -> dict[str, str]:
        """In words."""
        lost = f"{self.lost} of {self.kept:,}"
        unfound = f"{self.unfound} ({self.missed} without a kill)"
        return {
            "documents lost": lost,
            "documents in part": str(self.partly),
            "documents not found by a sentence": unfound,
            "indexes unusable": "; ".join([f"{self.unusable} of {self.kills}", *self.errors]),
        }

    def count(self, task: Task, told: list[str]) -> None:
        """Look at an index whose writer was killed after it had told of these documents."""
        self.kills += 1
        stored, later, added = (articles_of(task.given, name) for name in (STORED, LATER, ADDED))
        sizes = {name: len(one.sentences) for name, one in (stored | later | added).items()}
        self.kept += len(stored) + len(told)
        try:
            found = step(task, "survey")
        except Failed as error:
            self.unusable += 1
            self.lost += len(stored) + len(told)
            self.errors = [*dict.fromkeys([*self.errors, str(error)[:_SHOWN]])]
            return
        held = found["held"]
        self.lost += sum(held.get(name) != sizes[name] for name in (*stored, *told))
        self.partly += sum(number != sizes[name] for name, number in held.items())
        self.unfound += sum(share < _WHOLE for share in found["found"].values())
        self.unusable += not found["goes on"]


def kill(task: Task, times: int, seconds: float) -> Kills:
    """Kill a process that adds documents one by one, somewhere in the middle of adding.

    seconds: that adding one takes; the kills are spread over them.
    """
    counted = Kills(missed=_missed(task, task.folder.with_name("unkilled")))
    names = list(articles_of(task.given, LATER))
    for number in range(times):
        copy = task.of(task.folder.with_name(f"killed-{number}"))
        shutil.copytree(task.folder, copy.folder, symlinks=True)
        counted.count(copy, _killed(copy, names, number, seconds * (number + 0.5) / times))
        shutil.rmtree(copy.folder)
    return counted


def _missed(task: Task, copy: Path) -> int:
    shutil.copytree(task.folder, copy, symlinks=True)
    found = step(task.of(copy), "survey")["found"]
    shutil.rmtree(copy)
    return sum(share < _WHOLE for share in found.values())


def _killed(task: Task, names: list[str], number: int, wait: float) -> list[str]:
    """The documents of which a writer told before it was killed."""
    finished = 1 + number % 3
    with Talk(task, "write") as writer:
        for name in names[:finished]:
            writer.ask(f"add {name}")
        writer.say(f"add {names[finished]}")
        writer.say(f"add {names[finished + 1]}")
        time.sleep(wait)
        finished += writer.kill()
    return names[:finished]
