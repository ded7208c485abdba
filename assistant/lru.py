"""What was made last is kept: a cache that forgets what was not used for longest."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lru(Generic[K, V]):
    """Values by their keys, as many as have room. Safe to use from several threads.

    most: how much is kept, of what `size` says of each value, 1 unless told otherwise. One value
    is kept whatever its size.

    Two threads that ask for the same at the same time may both make it: making may take long, and
    nobody else waits for it.
    """

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._most = most
        self._size_of = size
        self._size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key: the kept one, else what `make` gives. Raises: what `make` raises."""
        found = self.known([key])
        if key in found:
            return found[key]
        made = make()
        self.keep({key: made})
        return made

    def known(self, keys: Iterable[K]) -> dict[K, V]:
        """Those that are kept."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
            return found

    def keep(self, made: Mapping[K, V]) -> None:
        """Keep these, and forget those that were not used for longest."""
        with self._lock:
            for key, value in made.items():
                if key in self._kept:
                    self._size -= self._size_of(self._kept.pop(key))
                self._kept[key] = value
                self._size += self._size_of(value)
            while self._size > self._most and len(self._kept) > 1:
                self._size -= self._size_of(self._kept.popitem(last=False)[1])
