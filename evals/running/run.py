"""Run an evaluation; results are written as it goes."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from assistant import Assistant
from assistant.errors import UsageError
from assistant.progress import Progress, silent
from evals.gold_cases import GOLD, Case, Kind, Split, load, split_of
from evals.metrics.table import METRICS
from evals.records.folder import RUN, Folder
from evals.records.record import End, Header, Line, Run
from evals.running import provenance
from evals.running.outcomes import Answering, Answers, Texts, line_of, outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """Which cases are asked, and how. kinds: () for all; split: None for both."""

    set: str = GOLD
    kinds: tuple[Kind, ...] = ()
    split: Split | None = None
    answers: Literal["quoted", "composed"] = "quoted"

    def cases(self, gold: Path) -> list[Case]:
        """The chosen cases of the folder `gold`.

        Raises:
            UsageError: there is no such set, or no such case in it.
        """
        chosen = [
            case
            for case in load(gold, self.set)
            if (not self.kinds or case.kind in self.kinds)
            and self.split in (None, split_of(case, self.set))
        ]
        if not chosen:
            raise UsageError(f"The set {self.set!r} has no such case: choose other kinds.")
        return chosen


def evaluate(
    assistant: Assistant,
    plan: Plan,
    now: datetime,
    *,
    progress: Progress = silent,
    measured: Answers | None = None,
) -> Run:
    """Ask and score, and keep the run in the workspace's `evals/runs`.

    now:      when it starts; an aware time.
    measured: who is asked, if not the assistant itself.

    Raises:
        UsageError: no cases, or the run cannot be written.
        IndexUnusable: there is no index, or it is out of date or damaged.
    """
    folder = Folder.of(assistant.workspace)
    cases = plan.cases(folder.gold)
    assistant.warm(plan.answers)
    asked = measured or Answering(assistant, plan.answers)
    header = _header(assistant, plan, cases, now)
    started = time.perf_counter()
    try:
        with _Writer(folder.runs / header.id) as writer:
            writer.write(header.model_dump_json())
            lines = []
            for line in ask_all(asked, assistant, cases, plan.set, progress):
                writer.write(line.model_dump_json())
                lines.append(line)
            end = End(
                finished=datetime.now(now.tzinfo),
                seconds=round(time.perf_counter() - started, 3),
                questions=len(lines),
                peak_memory=provenance.peak_memory(),
            )
            writer.write(end.model_dump_json())
    except OSError as error:
        raise UsageError(
            f"The run cannot be written to {folder.runs} ({error.strerror or error}): make room, "
            "or make the folder writable."
        ) from error
    return Run(header=header, lines=tuple(lines), end=end)


def ask_all(
    measured: Answers, assistant: Assistant, cases: Sequence[Case], name: str, progress: Progress
) -> Iterator[Line]:
    """Ask every case and score its answer, one by one.

    assistant: over whose index the gold quotes are looked up.
    name:      of the set, which decides the splits.
    """
    index = assistant.searcher.index
    texts = Texts(index.documents, tuple(index.passages))
    for done, case in enumerate(cases, 1):
        yield line_of(outcome(measured, case, texts), split_of(case, name), METRICS)
        progress("Asking", done, len(cases))


def _header(assistant: Assistant, plan: Plan, cases: Sequence[Case], now: datetime) -> Header:
    return Header(
        id=f"{now.astimezone():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}",
        started=now,
        revision=provenance.revision(),
        set=plan.set,
        kinds=plan.kinds,
        split=plan.split,
        answers=plan.answers,
        settings=provenance.settings_used(assistant.settings),
        corpus=provenance.corpus_hash(assistant.documents),
        documents=tuple(document.name for document in assistant.documents),
        models=provenance.models(assistant.settings, plan.answers),
        cases=provenance.cases_hash(cases),
        versions=provenance.versions(),
        machine=provenance.machine(),
    )


class _Writer:
    """Writes a run line by line under another name; the whole run gets its own name at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._draft = folder / f"{RUN}.part"

    def __enter__(self) -> _Writer:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = self._draft.open("w", encoding="utf-8", newline="\n")
        return self

    def write(self, line: str) -> None:
        self._file.write(line + "\n")
        self._file.flush()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        with self._file:
            os.fsync(self._file.fileno())
        if kind is None:
            self._draft.replace(self._folder / RUN)
