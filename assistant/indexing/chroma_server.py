"""A Chroma server, by its HTTP interface (version 2), the only module that speaks to one.

Its own client waits without end for a server that does not answer, and all of chromadb has to be
imported for it; what is needed here are ten requests.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.errors import VectorServerUnusable
from assistant.models.network import why

if TYPE_CHECKING:
    import httpx

    from assistant.indexing.vectors import Effort
    from assistant.settings import Settings

Vectors = NDArray[np.float32]

QUESTION_SECONDS = 0.7
"""That a question waits for the server, everything included."""
REST_SECONDS = 30.0
"""In which a server that did not answer a question is not asked again."""

_ADDING = 120.0  # seconds; a batch may be the one at which the server writes its files
_LOOKING = 10.0
_CONNECTING = 3.0
_PAGE = 500  # collections in a reply
_THREADS = 16  # of questions at once
_CREATED = (200, 201)
_ADVICE = {
    401: "correct ASSISTANT_CHROMA_TOKEN and ASSISTANT_CHROMA_USER",
    403: "correct ASSISTANT_CHROMA_TOKEN and ASSISTANT_CHROMA_USER",
    404: "it needs Chroma 1.0 or newer; correct ASSISTANT_CHROMA_URL, ASSISTANT_CHROMA_TENANT or "
    "ASSISTANT_CHROMA_DATABASE",
    410: "it needs Chroma 1.0 or newer",
}
LOCAL = ("localhost", "127.0.0.1", "::1")
"""Hosts that are this machine."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One of the server's. metadata: what was said of it when it was made, or later."""

    id: str
    name: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


class ChromaServer:
    """Safe to use from many threads. Nothing is sent before the first request.

    transport: in place of the network's.
    clock:     seconds that never go back.
    shown:     its address without the token, which some gateways have in its path.

    Every method raises VectorServerUnusable, whose message has no word of the server's in it and
    no secret: a reply may repeat what was sent.
    """

    def __init__(
        self,
        settings: Settings,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        import httpx

        self._url = settings.chroma_url.rstrip("/")
        self._clock, self._down_until = clock, 0.0
        self._root = f"/tenants/{quote(settings.chroma_tenant)}/databases"
        self._database = settings.chroma_database
        token, user = settings.chroma_token.get_secret_value(), settings.chroma_user
        self.shown = self._url.replace(token, "***") if token else self._url
        headers = {}
        if token and not user:
            headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token}
        self._client = httpx.Client(
            base_url=f"{self._url}/api/v2",
            headers=headers,
            auth=(user, token) if user else None,
            timeout=httpx.Timeout(_LOOKING, connect=_CONNECTING),
            trust_env=(urlsplit(self._url).hostname or "") not in LOCAL,
            transport=transport,
        )
        self._questions = ThreadPoolExecutor(_THREADS, "chroma-question")

    @classmethod
    def of(cls, settings: Settings) -> ChromaServer | None:
        """The one that the settings name; None for none."""
        return cls(settings) if settings.chroma_url else None

    def check(self) -> int:
        """Whether it is there, speaks version 2 and lets us in; how many vectors it takes at once.

        A server that answers this is asked by questions again.
        """
        self._reply("GET", "/heartbeat")
        limits = self._reply("GET", "/pre-flight-checks")
        self._reply("GET", f"{self._root}/{quote(self._database)}")
        self._down_until = 0.0
        return int(_whole(limits, "max_batch_size") or 1)

    def collections(self, beginning: str) -> list[Collection]:
        """Those whose names begin so."""
        found: list[Collection] = []
        while True:
            page = self._reply("GET", self._path(), params={"limit": _PAGE, "offset": len(found)})
            if not isinstance(page, list):
                raise self._odd()
            found += map(self._collection, page)
            if len(page) < _PAGE:
                return [one for one in found if one.name.startswith(beginning)]

    def create(
        self, name: str, metadata: Mapping[str, Any], effort: Effort, sync: int
    ) -> Collection:
        """Make a collection; there must be none of the name.

        sync: so many vectors at a time are taken from the server's queue into its files.
        """
        hnsw = {
            "space": "cosine",
            "max_neighbors": effort.neighbours,
            "ef_construction": effort.building,
            "ef_search": effort.searching,
            "sync_threshold": sync,
        }
        given = {"name": name, "metadata": dict(metadata), "configuration": {"hnsw": hnsw}}
        return self._collection(self._reply("POST", self._path(), json=given))

    def add(self, collection: Collection, first: int, vectors: Vectors) -> None:
        """Add rows, whose ids are their numbers from the first one."""
        rows = np.ascontiguousarray(vectors, "<f4")
        given = {
            "ids": [str(first + place) for place in range(len(rows))],
            "embeddings": [base64.b64encode(row.tobytes()).decode() for row in rows],
        }
        self._reply("POST", self._path(collection.id, "add"), json=given, timeout=_ADDING)

    def describe(self, collection: Collection, metadata: Mapping[str, Any]) -> None:
        """Say something else of a collection."""
        given = {"new_metadata": dict(metadata)}
        self._reply("PUT", self._path(collection.id), json=given)

    def count(self, collection: Collection) -> int:
        """How many vectors there are, by the server's word."""
        counted = self._reply("GET", self._path(collection.id, "count"), timeout=_ADDING)
        if not isinstance(counted, int):
            raise self._odd()
        return counted

    def delete(self, name: str) -> None:
        """Remove a collection. By its name: the server asks for it."""
        self._reply("DELETE", self._path(quote(name)))

    def nearest(self, collection: Collection, vectors: Vectors, limit: int) -> list[list[int]]:
        """For each vector the numbers of rows that the server takes for its nearest."""
        given = {"query_embeddings": vectors.tolist(), "n_results": limit, "include": []}
        found = self._reply("POST", self._path(collection.id, "query"), json=given)
        try:
            return [[int(key) for key in row] for row in found["ids"]]
        except (KeyError, TypeError, ValueError) as error:
            raise self._odd() from error

    def asked(self, collection: Collection, vector: Vectors, limit: int) -> list[int]:
        """The same for a question, which waits at most `QUESTION_SECONDS`; not at all for a server
        that let one wait so long a moment ago.
        """
        if self._clock() < self._down_until:
            raise self._unusable("it did not answer a moment ago")
        try:
            # Names are looked up without a time limit, and a reply may come drop by drop.
            work = self._questions.submit(self.nearest, collection, vector[np.newaxis], limit)
            return work.result(QUESTION_SECONDS)[0]
        except (TimeoutError, RuntimeError, IndexError) as error:
            self._down_until = self._clock() + REST_SECONDS
            raise self._unusable("no answer in time") from error
        except VectorServerUnusable:
            self._down_until = self._clock() + REST_SECONDS
            raise

    def close(self) -> None:
        """Let go of its connections; closing twice is no error."""
        self._questions.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def _path(self, *parts: str) -> str:
        return "/".join((self._root, quote(self._database), "collections", *parts))

    def _reply(self, method: str, path: str, **rest: Any) -> Any:  # noqa: ANN401  # JSON
        import httpx

        try:
            reply = self._client.request(method, path, **rest)
            reply.raise_for_status()
            return reply.json() if reply.content else None
        except httpx.HTTPStatusError as error:
            advice = _ADVICE.get(error.response.status_code, "look at its log")
            raise self._unusable(why(error), advice) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise self._unusable(why(error)) from None  # its text may hold an address of a proxy
        except RuntimeError as error:  # it was closed meanwhile
            raise self._unusable("it is closed here") from error
        except ValueError as error:
            raise self._odd() from error

    def _collection(self, given: Any) -> Collection:  # noqa: ANN401  # JSON
        with suppress(KeyError, TypeError):
            if isinstance(given["id"], str) and isinstance(given["name"], str):
                return Collection(given["id"], given["name"], given.get("metadata") or {})
        raise self._odd()

    def _odd(self) -> VectorServerUnusable:
        return self._unusable("its answer is not that of a Chroma server")

    def _unusable(
        self, cause: str, advice: str = "see that it runs, or correct ASSISTANT_CHROMA_URL"
    ) -> VectorServerUnusable:
        return VectorServerUnusable(
            f"The Chroma server at {self.shown} cannot be used ({cause}); vectors are searched "
            f"here instead: {advice}."
        )


def _whole(given: object, name: str) -> int:
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, int) and value > 0 else 0


def portions(count: int, most: int, each: int = 1_000) -> tuple[list[range], int]:
    """How to add so many rows, at most so many at once, and the `sync` that goes with it.

    Chroma takes vectors from its queue into its files when so many wait that its threshold is
    reached; those below it stay in the queue and are added again at each start of the server. So
    portions end where the threshold is reached, and none is left. Each time a file of all ids is
    written anew: at most fifty times.
    """
    parts = min(50, max(1, count // each))
    ends = [count * part // parts for part in range(parts + 1)]
    found: list[range] = []
    for begin, end in pairwise(ends):
        found += [range(at, min(at + most, end)) for at in range(begin, end, most)]
    return found, max(2, count // parts)
