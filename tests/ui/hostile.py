"""Requests that nobody's browser sends, for every route that the page's application has."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote

HOST = "127.0.0.1"

DIGITS = "9" * 4_301  # Python refuses to read more than 4,300
SEGMENTS = (
    *(DIGITS, "9" * 19, "-1", "0", "1.5", "1e9", "١٢٣"),
    *("a" * 5_000, "a" * 300, "é" * 200),
    *("%00", "a%00b", "%0d%0aX-Injected:%20yes", "%ff%fe", "%ed%a0%80", "%u0000", "%"),
    *("..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%5c", "%252e%252e", "C:%5C", "~", "."),
    *("", "%20", "*", "undefined", "null", "%3Cscript%3E", "{}", "[]", "'", '"', ";", "a:b", "@"),
)
"""As they stand in an address; what is no ASCII is encoded."""
QUERIES = (
    *("page", "deep_link", "session_hash", "all_endpoints", "upload_id", "code", "state"),
    *("search", "before", "at", "sha", "name", "format", "c", "view", "__theme", "all_session"),
)
"""The names that any route looks at."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

JOIN: dict[str, Any] = {
    "data": ["What was the survival?", "{}"],
    "fn_index": 0,
    "session_hash": "hostile",
    "trigger_id": 7,
    "event_data": None,
}
SERVER_CALL = {"data": "x", "component_id": 7, "session_hash": "hostile", "fn_name": "x"}
RATING = {"good": False, "reason": "wrong", "comment": "A comment"}
BODIES: dict[str, dict[str, Any]] = {
    "/gradio_api/queue/join": JOIN,
    "/gradio_api/cancel": {"session_hash": "hostile", "fn_index": 0, "event_id": "abc"},
    "/gradio_api/reset": {"event_id": "abc"},
    "/gradio_api/component_server": SERVER_CALL,
    "/api/conversations/{id}": {"name": "A name"},
    "/api/conversations/{id}/turns/{number:int}/rating": RATING,
}
"""What a route takes; where none is given, what the queue takes."""

_LONG = "\0LONG\0"  # json would not write a number of so many digits
_DEEP = "\0DEEP\0"
VALUES: tuple[Any, ...] = (
    *(None, True, 1.5, -1, 2**63, 10**30, _LONG, float("nan"), float("inf"), 99),
    *("", "x" * 100_000, "\ud83e", "\u0000", "../../etc/passwd", "<script>", "1", "{", "[1"),
    *([], [[]], {}, _DEEP, ["x"] * 1_000, [None, None], ["x", 1], ["x", {}], ["x", "[]"]),
    *(["x", '{"editing": 1' + "0" * 30 + "}"], ["x", '{"conversation": "\\ud83e"}']),
    *(["x", '{"documents": ["\\ud83e", "\\u0000"]}'], ["x", "[" * 100_000]),
    *(["x", '{"editing": ' + DIGITS + "}"], ["\ud83e", "{}"], ["x", '{"passages": NaN}']),
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
    [{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, "{}"],
    {"text": 7, "number": 10**30, "conversation": ["x"], "kept": "x"},
    {"text": "\ud83e", "number": 1, "conversation": "\ud83e", "kept": True},
    {"text": "x", "number": -1, "conversation": "\u0000", "kept": True},
    {"__type__": "update", "value": "x"},
)
_PART = b"--b\r\nContent-Disposition: form-data"
RAW_BODIES = (
    *(b"", b"null", b"[]", b"1", b'"x"', b"true", b"{", b'{"data":', b"\xff\xfe", b"\x00" * 100),
    *('{"data": ["x", "{}"]}'.encode("utf-16"), b"\xef\xbb\xbf{}", b"\x1f\x8b\x08\x00", b"a=b"),
    *(b"[" * 200_000, b'{"a":' * 50_000, b"9" * 4_301, b'{"name": ' + b"9" * 4_301 + b"}"),
    *(b'{"data": "' + b"x" * 999_000 + b'"}', b"x" * 1_000_001, b'{"name": "\xed\xa0\x80"}'),
    _PART + b'; name="file"; filename="\xff\x00.txt"\r\n\r\nx\r\n--b--',
    _PART + b'; name="file"; filename="../../x.txt"\r\n\r\nx\r\n--b--',
    _PART + b'; name="' + b"x" * 5_000 + b'"\r\n\r\nx\r\n--b--\r\n',
    _PART + b"\r\n\r\nx\r\n--b--\r\n",
    b"--b\r\n\r\nx",
)
JSON = "application/json"
TYPES = (
    *(JSON, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"),
    *("multipart/form-data; boundary=b", "multipart/form-data; boundary=b; charset=nonsense"),
    *("application/json; charset=nonsense", "application/json; charset=utf-16", "x/" + "y" * 5_000),
    *("multipart/form-data; boundary=" + "b" * 5_000, "\xff", "application/vnd.api+json"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. target: path and query as they go over the wire."""

    method: str
    target: str
    body: bytes = b""
    content_type: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Beside the host and the length."""
        return {"content-type": self.content_type} if self.content_type else {}

    def __str__(self) -> str:
        return (
            f"{self.method} {self.target[:120]} ({len(self.target):,} characters)"
            f" {self.content_type[:60]!r} {self.body[:200]!r}"
        )


def paths(routes: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every route of an application with its methods, those of what is mounted in it too."""
    for route in routes:
        path = prefix + getattr(route, "path", "")
        inner = getattr(route, "routes", None)
        if inner is None and hasattr(route, "original_router"):
            inner, path = route.original_router.routes, prefix
        if inner is not None:
            yield from paths(inner, path)
        if inner == [] or (inner is None and hasattr(route, "app")):
            methods = tuple(sorted(getattr(route, "methods", None) or ("GET",)))
            yield (path + ("/{path:path}" if inner == [] else ""), methods)


def requests(routes: Iterable[Any]) -> dict[str, list[Request]]:
    """By route all of them: hostile segments, queries, methods, bodies and types of content."""
    methods: dict[str, set[str]] = {}
    for path, known in paths(routes):
        methods.setdefault(path, set()).update(known)
    return {path: _requests(path, known) for path, known in methods.items()}


def _requests(path: str, methods: set[str]) -> list[Request]:
    made: list[Request] = []
    for method in sorted(methods - {"HEAD"}):
        made += _addresses(path, method)
        if method in ("POST", "PATCH"):
            made += _posts(method, path)
    made += [Request(method, _filled(path, "x")) for method in METHODS if method not in methods]
    return made


def some(made: dict[str, list[Request]], each: int, seed: int) -> list[Request]:
    """Of every route at most so many, by chance, and for a seed always the same ones."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [one for all_ in made.values() for one in dice.sample(all_, min(each, len(all_)))]


def _addresses(path: str, method: str) -> Iterator[Request]:
    if "{" in path:
        for segment in SEGMENTS:
            yield Request(method, _filled(path, segment))
    plain = _filled(path, "x")
    yield Request(method, plain)
    for name, value in product(QUERIES, ("", "x", "١", "%ff%fe", "%00", DIGITS, "a" * 5_000)):
        yield Request(method, f"{plain}?{name}={quote(value, safe='%')}")
    for value in ("0001-01-01T00:00:00%2b23:59~x", "9999-12-31T23:59:59-23:59~x", "x~y", "~"):
        yield Request(method, f"{plain}?before={value}")
    for query in ("9-1", "0-99999999999", "1-2-3", "-", "%22%20OR%201%3D1", "%2a%20NEAR("):
        yield Request(method, f"{plain}?at={query}&search={query}&format={query}")
    yield Request(method, plain + "?" + "&".join(["a=b"] * 2_000))


def _posts(method: str, path: str) -> Iterator[Request]:
    target = _filled(path, "x")
    template = BODIES.get(path.rstrip("/"), JOIN)
    for kind in TYPES:
        yield Request(method, target, _written(template), kind)
    for body, kind in product(RAW_BODIES, (JSON, "multipart/form-data; boundary=b")):
        yield Request(method, target, body, kind)
    for name in template:
        without = {key: value for key, value in template.items() if key != name}
        yield Request(method, target, _written(without), JSON)
        for value in VALUES:
            yield Request(method, target, _written({**template, name: value}), JSON)
    yield Request(method, target, _written({**template, "simple_format": True}), JSON)
    yield Request(method, target, _written({**template, "batched": True}), JSON)
    for function in range(-2, 20):
        given = {**template, "fn_index": function}
        for data in ([], ["{}"], ["x", "{}"], ["x", "{}", "y"]):
            yield Request(method, target, _written({**given, "data": data}), JSON)


def _written(value: object) -> bytes:
    text = json.dumps(value)
    text = text.replace(json.dumps(_LONG), DIGITS)
    return text.replace(json.dumps(_DEEP), "[" * 5_000 + "]" * 5_000).encode()


def _filled(path: str, segment: str) -> str:
    before, brace, rest = path.partition("{")
    if not brace:
        return path
    name, _, after = rest.partition("}")
    # Other places are filled with what passes, so that this one is reached.
    value = segment if "{" not in after or ":int" in name else "x"
    value = "1" if segment == "x" and ":int" in name else value
    return before + quote(value, safe="%/:;@[]{}*'\"~.") + _filled(after, segment)
