"""A stand-in for a Chroma server: the requests that are made of one, answered from memory."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np

from assistant.indexing.chroma_server import ChromaServer
from assistant.settings import Settings

_ROOT = "/api/v2/tenants/default_tenant/databases/default_database"


@dataclass
class Kept:
    id: str
    name: str
    metadata: dict[str, Any]
    vectors: dict[str, Any] = field(default_factory=dict)
    searchable: bool = True


@dataclass
class FakeChroma:
    """`fails`: called before each request; it raises, or gives another response."""

    collections: dict[str, Kept] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)
    fails: Callable[[httpx.Request], httpx.Response | None] = lambda _: None

    def client(self, clock: Callable[[], float] = lambda: 0.0, **settings: str) -> ChromaServer:
        given = Settings(**{"chroma_url": "http://chroma.test:8000", **settings})
        return ChromaServer(given, httpx.MockTransport(self._answer), clock)

    def asked(self, ending: str, method: str = "POST") -> int:
        return sum(one.url.path.endswith(ending) and one.method == method for one in self.requests)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        failed = self.fails(request)
        if failed is not None:
            return failed
        path = request.url.path
        if path == "/api/v2/pre-flight-checks":
            return httpx.Response(200, json={"max_batch_size": 100})
        if path in ("/api/v2/heartbeat", _ROOT):
            return httpx.Response(200, json={})
        if not path.startswith(f"{_ROOT}/collections"):
            return httpx.Response(404, json={})
        given = json.loads(request.content) if request.content else {}
        return self._of_collections(request, path.removeprefix(f"{_ROOT}/collections"), given)

    def _of_collections(
        self, request: httpx.Request, path: str, given: dict[str, Any]
    ) -> httpx.Response:
        if not path and request.method == "GET":
            begin, count = (int(request.url.params[name]) for name in ("offset", "limit"))
            page = list(self.collections.values())[begin : begin + count]
            return httpx.Response(200, json=[_shown(one) for one in page])
        if not path:
            made = Kept(f"id-{len(self.requests)}", given["name"], given["metadata"])
            self.collections[made.name] = made
            return httpx.Response(200, json=_shown(made))
        if request.method == "DELETE":
            gone = self.collections.pop(path[1:], None)
            return httpx.Response(404 if gone is None else 200, json={})
        key, _, verb = path[1:].partition("/")
        found = next((one for one in self.collections.values() if one.id == key), None)
        if found is None:
            return httpx.Response(404, json={"error": "NotFoundError", "message": "not there"})
        return httpx.Response(200, json=_of_one(found, verb, given))


def _of_one(found: Kept, verb: str, given: dict[str, Any]) -> object:
    if verb == "add":
        for key, row in zip(given["ids"], given["embeddings"], strict=True):
            found.vectors[key] = np.frombuffer(base64.b64decode(row), "<f4")
    if verb == "count":
        return len(found.vectors)
    if verb == "query":
        return {"ids": [_nearest(found, row, given) for row in given["query_embeddings"]]}
    found.metadata = found.metadata | given.get("new_metadata", {})
    return {}


def _shown(one: Kept) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "metadata": one.metadata}


def _nearest(found: Kept, row: list[float], given: dict[str, Any]) -> list[str]:
    keys = list(found.vectors)
    if not found.searchable:
        return keys[:1]  # as Chroma answers where its vector index is gone
    cosines = np.stack([found.vectors[key] for key in keys]) @ np.array(row, np.float32)
    return [keys[place] for place in np.argsort(-cosines, kind="stable")[: given["n_results"]]]
