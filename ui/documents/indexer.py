"""Indexing behind the page, and the steps that are shown of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, IndexBusy, WorkspaceIsCopy
from assistant.printable import one_line
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from assistant.assistant import Assistant

LOOKING = "Looking through the documents"
WAITING = "{held}. It is tried again."


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of building an index.

    stages:  how what the library tells of it begins; its words by that.
    figures: of how much, with `done` and `total`; "" if only a share is known.
    unit:    what one of these stands for.
    """

    name: str
    words: str
    stages: dict[str, str]
    figures: str = ""
    unit: int = 1


# In the order in which they come; a model that is there already needs but a moment.
STEPS = (
    Step(
        "reading",
        "Read the documents",
        {"Reading": "Reading the documents"},
        "{done:,} of {total:,}",
    ),
    Step(
        "model",
        "Get the search model ready",
        {
            "Fetching ": "Fetching the search model",
            "Copying ": "Copying the search model",
            "Checking ": "Checking the search model",
            "Loading ": "Loading the search model",
        },
        "{done:,} of {total:,} MB",
        1_000_000,
    ),
    Step(
        "sentences",
        "Work through the sentences",
        {"Embedding": "Working through the sentences"},
        "{done:,} of {total:,}",
    ),
    Step("writing", "Write the index", {"Storing vectors": "Writing the index"}),
    Step(
        "checking",
        "Check the index",
        {"Checking the search": "Checking the index", "Checking": "Checking the index"},
    ),
)
OPENING = Step("opening", "Open the chat", {})


def as_json(status: Status) -> dict[str, object]:
    """The status with what the page shows of it.

    step:  its name; "" before the first.
    says:  what is done and how much of it, without a full stop; what is waited for, with one.
    share: of the step that is done, in [0, 1]; None if that cannot be known.
    """
    found = _found(status.stage)
    shown: dict[str, object] = {"step": "", "says": LOOKING, "share": None}
    if found is not None:
        step, words = found
        share = status.done / status.total if status.total > 1 else None
        shown = {"step": step.name, "says": f"{words}{_figures(status, step)}", "share": share}
    if status.held:
        shown["says"] = WAITING.format(held=status.held)
    return asdict(status) | shown


def _found(stage: str) -> tuple[Step, str] | None:
    stages = [(start, step, words) for step in STEPS for start, words in step.stages.items()]
    for start, step, words in stages:
        if stage == start:
            return step, words
    # "Checking all-MiniLM-L6-v2" is of the model, and longer than its name here.
    for start, step, words in stages:
        if start.endswith(" ") and stage.startswith(start):
            return step, words
    return None


def _figures(status: Status, step: Step) -> str:
    said = ""
    if status.total > 1 and status.total >= step.unit:
        figures = step.figures or f"{100 * status.done // status.total} %"
        said = ": " + figures.format(done=status.done // step.unit, total=status.total // step.unit)
    if status.seconds is not None and status.done < status.total:
        said += f", {duration(status.seconds)} left"
    return said


def duration(seconds: float) -> str:
    """In words: "25 s", "3 min"."""
    return f"{max(1, round(seconds))} s" if seconds < 60 else f"{round(seconds / 60)} min"


logger = logging.getLogger(__name__)

RETRY_SECONDS = 2.0
IDLE_SECONDS = 60.0
ENDING_SECONDS = 3.0
FAILED = "The documents could not be read: {problem}"
UNEXPECTED = "Indexing failed unexpectedly: the terminal shows more. Try again."


@dataclass(frozen=True, slots=True)
class Status:
    """How far indexing is.

    working: something is being done or waited for.
    stage:   what is being done, in a word or two; done, total: how much of it.
    seconds: that the stage will still take; None if nothing can be said yet.
    held:    who is writing the index, while another process does; else "".
    problem: why the last indexing failed, in one line; "" if it did not.
    runs:    how many have ended since the page was started, failed ones included.
    """

    working: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds: float | None = None
    held: str = ""
    problem: str = ""
    runs: int = 0


class Indexer:
    """Indexes on request, one thing at a time; requests made meanwhile become one more run.

    retry:    seconds until another process's lock is tried again.
    idle:     seconds without a request after which the index is compacted.
    clock:    seconds that never go back.
    progress: told how far it is, as `status` is.
    announce: told what came of each run, and what is waited for: in a line, or some.
    """

    def __init__(
        self,
        assistant: Assistant,
        retry: float = RETRY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        progress: Progress = silent,
        announce: Callable[[str], None] = logger.debug,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._idle, self._untidy = idle, False
        self._assistant, self._retry, self._clock = assistant, retry, clock
        self._told, self._announce = progress, announce
        self._changed = threading.Condition()
        self._wanted = self._ending = self._went_well = False
        self._status = Status()
        self._since, self._before = 0.0, 0
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> Status:
        """How far it is now."""
        with self._changed:
            return self._status

    def request(self) -> None:
        """Bring the index up to date with the corpus as it is now, or soon after."""
        with self._changed:
            if self._ending:
                return
            self._wanted = True
            self._status = replace(self._status, working=True)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="indexer", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until there is nothing to do; returns whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._status.working, seconds)

    def settle(self) -> bool:
        """Wait until an indexing has gone well; False if none will any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._went_well or self._ending)
            return self._went_well

    def stop(self) -> None:
        """End within seconds. What was indexed before still serves; the rest is done next time."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        self.join(ENDING_SECONDS)

    def join(self, seconds: float) -> None:
        """Wait until its thread has ended, which it does once it was stopped."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        while self._next():
            try:
                # A corpus on a disk that is not there at the moment looks empty too.
                emptied = self._assistant.emptied
                report = self._assistant.index(self._progress, may_be_empty=emptied)
            except _EndingError:
                return
            except IndexBusy as error:
                # Not an end: the lock's holder may know nothing of the newest files.
                self._hold(error)
            except WorkspaceIsCopy:  # what it answers from comes from elsewhere
                self._end("")
            except AssistantError as error:
                self._end(one_line(str(error)))
            except Exception:
                # The reader is told where to look; the traceback belongs in the terminal's log.
                logger.exception("the documents could not be indexed")
                self._end(UNEXPECTED)
            else:
                self._end("", str(report))

    def _next(self) -> bool:
        """Wait for a request, and compact the index meanwhile; False if there will be none."""
        if self._rests():
            self._compact()
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or self._ending)
            if self._ending:
                return False
            self._wanted = False
            self._status = replace(self._status, working=True, stage="", done=0, total=0)
            return True

    def _rests(self) -> bool:
        """Whether nothing was asked for some time after an indexing; False at once without one."""
        with self._changed:
            if not self._untidy:
                return False
            asked = self._changed.wait_for(lambda: self._wanted or self._ending, self._idle)
            self._untidy = False
            return not asked

    def _compact(self) -> None:
        try:
            done = self._assistant.compact()
        except AssistantError as error:  # the next time will do
            logger.debug("not compacted: %s", error)
        else:
            if done.changed:
                self._announce(str(done))

    def _hold(self, error: IndexBusy) -> None:
        holder = one_line(str(error)).partition(": wait until")[0]
        if not self._status.held:
            self._announce(f"{holder}: this waits for it.")
        with self._changed:
            self._status = replace(self._status, held=holder)
            self._changed.wait_for(lambda: self._ending, self._retry)
            self._wanted = True

    def _end(self, problem: str, report: str = "") -> None:
        if problem or report:
            self._announce(FAILED.format(problem=problem) if problem else report)
        with self._changed:
            runs = self._status.runs + 1
            self._status = Status(working=self._wanted, problem=problem, runs=runs)
            self._went_well = self._went_well or not problem
            self._untidy = not problem
            self._changed.notify_all()

    def _progress(self, stage: str, done: int, total: int) -> None:
        now = self._clock()
        with self._changed:
            if self._ending:
                raise _EndingError
            if stage != self._status.stage:
                self._since, self._before = now, done  # what a stopped run had done took no time
            passed, new = now - self._since, done - self._before
            seconds = passed * (total - done) / new if new > 0 and passed >= 1 else None
            self._status = replace(
                self._status, stage=stage, done=done, total=total, seconds=seconds, held=""
            )
        self._told(stage, done, total)


class _EndingError(AssistantError):
    """Ends an indexing from within; as after any error, all that is kept is what was embedded."""
