"""Objects that live on the machines of a cluster and share out jobs among them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

from assistant.indexing.cluster.ray_cluster import LOST, Job, Lost, RayCluster
from assistant.indexing.cluster.remote_work import Unable

K = TypeVar("K")

_AHEAD = 2
"""Jobs of one actor: one that it works on, one that has come."""
_TRIES = 3
"""Of one job, which may be what ends those that try it."""


class Actors(Generic[K]):
    """Actors of one class, each on a processor of its own; they stay for further runs.

    One that ends is replaced, and others take its jobs.

    cluster:  connected.
    kind:     their class, with a method `examine`, which is called first, and `embed`; both may
              give `Unable`.
    given:    what they are made of.
    examined: what `examine` is given.
    """

    def __init__(
        self,
        cluster: RayCluster,
        kind: type,
        given: tuple[Any, ...],
        examined: tuple[Any, ...],
    ) -> None:
        self._cluster = cluster
        self._remote = cluster.ray.remote(kind).options(
            num_cpus=1, max_restarts=0, scheduling_strategy="SPREAD"
        )
        self._given, self._examined = given, examined
        self._busy: dict[Any, int] = {}  # actors that are ready, and how many jobs each has
        self._starting: dict[Any, Any] = {}  # the reference of its examination, to the actor
        self._waiting: dict[Any, tuple[Any, Job[K]]] = {}
        self._tries: dict[K, int] = {}
        self._replacements = 0

    def close(self) -> None:
        """End them."""
        for actor in [*self._busy, *self._starting.values()]:
            with suppress(Exception):  # the cluster may be gone
                self._cluster.ray.kill(actor)

    def run(self, jobs: Sequence[Job[K]]) -> Iterator[tuple[K, Any | Lost]]:
        """What `embed` gives for each job, as they finish; `LOST` for one that was tried in vain,
        or that nobody is left for.

        Raises:
            AssistantError: a machine cannot do such work.
        """
        queue = deque(jobs)
        self._tries.clear()
        self._replacements = wanted = min(len(jobs), self._cluster.processors)
        for _ in range(wanted - len(self._busy) - len(self._starting)):
            self._start()
        while queue or self._waiting:
            self._hand_out(queue)
            done = self._cluster.finished([*self._starting, *self._waiting])
            for reference in done:
                yield from self._settled(reference, queue)
            nobody = not done and not self._cluster.processors
            if nobody or not (self._busy or self._starting):
                left = [job for _, job in self._waiting.values()]
                self._waiting.clear()
                yield from ((job.key, LOST) for job in [*left, *queue])
                return

    def _start(self) -> None:
        actor = self._remote.remote(*self._given)
        self._starting[actor.examine.remote(*self._examined)] = actor

    def _hand_out(self, queue: deque[Job[K]]) -> None:
        for _ in range(_AHEAD):
            for actor, jobs in self._busy.items():
                if queue and jobs < _AHEAD:
                    job = queue.popleft()
                    self._waiting[actor.embed.remote(*job.arguments)] = (actor, job)
                    self._busy[actor] = jobs + 1

    def _settled(
        self,
        reference: Any,  # noqa: ANN401 - Ray's
        queue: deque[Job[K]],
    ) -> Iterator[tuple[K, Any | Lost]]:
        """Take up what is done with one reference."""
        result = self._cluster.result(reference)
        if isinstance(result, Unable):
            raise result.error
        if reference in self._starting:
            actor = self._starting.pop(reference)
            if result is LOST:
                self._replace()
            else:
                self._busy[actor] = 0
            return
        actor, job = self._waiting.pop(reference)
        if result is not LOST:
            if actor in self._busy:
                self._busy[actor] -= 1
            yield job.key, result
            return
        if self._busy.pop(actor, None) is not None:
            self._replace()
        self._tries[job.key] = self._tries.get(job.key, 0) + 1
        if self._tries[job.key] < _TRIES:
            queue.appendleft(job)
        else:
            yield job.key, LOST

    def _replace(self) -> None:
        if self._replacements > 0:
            self._replacements -= 1
            self._start()
