"""Connect to a Ray cluster, or start one on this machine; have functions run there."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from typing import Any, Generic, NamedTuple, TypeVar

from assistant.errors import AssistantError
from assistant.indexing.cluster.ray_start import (
    ADDRESS,
    LOCAL,
    address,
    options,
    prepare,
    session_folder,
)
from assistant.printable import one_line
from assistant.progress import Progress

K = TypeVar("K")

_INSTALL = "pip install 'document-assistant[ray]'"
_RETRIES = 2
_AT_ONCE = 96 * 2**20  # bytes of files that are on their way
_PATIENCE = 5.0  # seconds without a result after which is looked whether anybody is left
_WORDS = 200  # characters of an error of another program


class Lost:
    """What is left of work whose workers ended, as often as it was tried."""


LOST = Lost()


class Job(NamedTuple, Generic[K]):
    """One call. size: bytes of what is sent."""

    key: K
    arguments: tuple[Any, ...]
    size: int = 0


class RayCluster:
    """The cluster that `RAY_ADDRESS` names; without one, the processors of this machine.

    Nothing is imported or started before it is needed. A cluster that is started here can be
    reached from this machine alone, with a key made for it, tells nobody of its use, and keeps its
    files in a folder that goes with it.

    Raises:
        AssistantError: Ray is not installed.
    """

    def __init__(self) -> None:
        if find_spec("ray") is None:
            raise AssistantError(f"Ray is not installed: {_INSTALL}, or leave --engine ray out.")
        self._ray: Any = None
        self._ours = False
        self._started = ExitStack()
        self._room = 0
        self.fault = ""
        """What the cluster said of what was lost last."""

    def connect(self, progress: Progress) -> None:
        """Make sure that there is a connection.

        Raises:
            UsageError: the address is none.
            AssistantError: there is no cluster, or one of other versions.
        """
        if self._ray is not None:
            return
        place = address()
        what = "Starting Ray" if place == LOCAL else "Connecting to Ray"
        progress(what, 0, 1)
        self._connect(place)
        self._room = 2 * self.processors + 2
        if not self.processors:
            self.close()
            raise AssistantError(
                f"The Ray cluster at {place} has no processors: start workers with "
                f"`ray start --address={place}`, then try again."
            )
        progress(what, 1, 1)

    @property
    def processors(self) -> int:
        """That the cluster has at this moment."""
        try:
            return int(self._ray.cluster_resources().get("CPU", 0))
        except Exception:  # the cluster is going away: each version has errors of its own
            return 0

    @property
    def ray(self) -> Any:  # noqa: ANN401 - a module that may not be installed
        """Ray itself, connected."""
        return self._ray

    def run(
        self, function: Callable[..., Any], jobs: Iterable[Job[K]]
    ) -> Iterator[tuple[K, Any | Lost]]:
        """What a function gives for each job, as they finish.

        Jobs are taken as there is room for them. Ray tries again what was lost with a worker or a
        machine; what is lost for good is `LOST`.

        Raises:
            AssistantError: the workers cannot run the function.
        """
        remote = self._ray.remote(num_cpus=1, max_retries=_RETRIES)(function)
        more = iter(jobs)
        waiting: dict[Any, Job[K]] = {}
        ended = False
        try:
            while waiting or not ended:
                while not ended and self._has_room(waiting.values()):
                    job = next(more, None)
                    ended = job is None
                    if job is not None:
                        waiting[remote.remote(*job.arguments)] = job
                done = self.finished(waiting)
                for reference in done:
                    yield waiting.pop(reference).key, self.result(reference)
                if waiting and not done and not self.processors:
                    yield from ((job.key, LOST) for job in waiting.values())
                    waiting.clear()
        finally:
            for reference in waiting:
                with suppress(Exception):  # the cluster may be gone
                    self._ray.cancel(reference)

    def finished(self, waiting: Iterable[Any]) -> Sequence[Any]:
        """Those of some references that are done, one at least unless it takes long."""
        references = list(waiting)
        if not references:
            return []
        done, _ = self._ray.wait(references, num_returns=1, timeout=_PATIENCE)
        found: Sequence[Any] = done
        return found

    def result(self, reference: Any) -> Any | Lost:  # noqa: ANN401 - of any function
        """What a call has given; `LOST` where its worker or machine has ended.

        Raises:
            AssistantError: the function failed there, which none of ours does by itself.
        """
        try:
            return self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            raise _failed(error) from error
        except self._ray.exceptions.RayError as error:
            if "ModuleNotFoundError" in str(error) or "ImportError" in str(error):
                raise _failed(error) from error
            self.fault = _shortened(error)
            return LOST

    def close(self) -> None:
        """Let go of the cluster; one that was started here ends. Closing twice is no error."""
        ray, self._ray = self._ray, None
        if ray is not None and self._ours:
            with suppress(Exception):  # what is left of it ends with this process
                ray.shutdown()
        self._started.close()

    def _has_room(self, waiting: Iterable[Job[K]]) -> bool:
        sizes = [job.size for job in waiting]
        return len(sizes) < self._room and sum(sizes) < _AT_ONCE

    def _connect(self, place: str) -> None:
        prepare(place)
        in_main_thread = threading.current_thread() is threading.main_thread()
        before = signal.getsignal(signal.SIGTERM) if in_main_thread else None
        import ray

        if ray.is_initialized():  # by the program that uses this library
            self._ray = ray
            return
        given: dict[str, Any] = {"address": place}
        if place == LOCAL:
            given = options(self._started.enter_context(session_folder()))
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **given)
        except KeyboardInterrupt:
            ray.shutdown()
            raise
        # It raises errors of a dozen kinds.
        except Exception as error:
            with suppress(Exception):
                ray.shutdown()
            raise _not_connected(place, error) from error
        finally:
            if before is not None:  # Ray has put its own in its place
                signal.signal(signal.SIGTERM, before)
        self._ray, self._ours = ray, True


def _not_connected(place: str, error: Exception) -> AssistantError:
    said = _shortened(error)
    if "ersion mismatch" in str(error):
        return AssistantError(
            f"The Ray cluster at {one_line(place)} has other versions ({said}): install the "
            "same Ray and Python on all machines."
        )
    if place == LOCAL:
        return AssistantError(f"Ray does not start ({said}): leave --engine ray out.")
    return AssistantError(
        f"The Ray cluster at {one_line(place)} cannot be used ({said}): see `ray status`, "
        f"correct {ADDRESS}, or unset it to use this machine."
    )


def _failed(error: Exception) -> AssistantError:
    return AssistantError(
        f"A worker of the Ray cluster failed ({_shortened(error)}): install the same "
        "version of this program on all machines."
    )


def _shortened(error: Exception) -> str:
    """The line of an error that tells most, without colours of a terminal."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line] or lines or [type(error).__name__]
    return one_line(telling[-1])[:_WORDS]
