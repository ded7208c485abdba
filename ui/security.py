"""Checks on every request to the page, and headers on every response.

The page has no log-in: anyone who can reach it can read the documents. So it serves this computer
only, and answers only its own requests:

* `Host` must name this computer, or a website could point its own name here and read everything
  (DNS rebinding).
* `Origin`, if the browser sends one, must be this page, so that no other site can post questions.
* Only the routes that the page needs exist; Gradio's others (uploads, files, a proxy) do not.
* No part of an address may be longer than a file name can be, and no number longer than any that
  is counted here.
* A Content-Security-Policy disarms any markup that would still get in.

Gradio needs two exceptions in that policy: 'unsafe-eval' (its HTML component compiles its template
with `Function`) and 'unsafe-inline' for styles (Svelte sets style attributes). The page's inline
scripts are allowed one by one by their hash; no other script runs, and no event handler in HTML.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 1_000_000
"""Bytes of one request; a question of the longest permitted kind has 16,000."""

UPLOAD_LIMIT = 530_000_000
"""Bytes of a request that brings documents: 500 MB of them, and what a form puts around them."""

LONGEST_ADDRESS = 16_000
"""Bytes of a path and its query."""
LONGEST_NAME = 255
"""Bytes of one part of a path: no file system has longer names."""
LONGEST_NUMBER = 15
"""Digits of a part of a path that is a number."""

PAGES = (
    *("/", "/config", "/favicon.ico", "/robots.txt", "/theme.css"),
    *("/gradio_api/cancel", "/gradio_api/info", "/gradio_api/queue/data", "/gradio_api/queue/join"),
    *("/gradio_api/reset", "/gradio_api/startup-events", "/gradio_api/theme.css"),
)
FOLDERS = (
    *("/api/", "/assets/", "/page/", "/receipt/", "/static/", "/view/"),
    "/gradio_api/heartbeat/",
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_SCRIPT, _SCRIPT_ENDS = b"<script", b"</script>"
_FROM_ELSEWHERE = re.compile(rb"\ssrc=")


def is_loopback(host: str) -> bool:
    """Whether a host name or address (no port) can only mean this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def content_security_policy(page: bytes = b"") -> str:
    """The policy for a response; `page` is its HTML, whose inline scripts it allows."""
    hashes = (hashlib.sha256(script).digest() for script in _inline_scripts(page))
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' {allowed}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _inline_scripts(page: bytes) -> Iterator[bytes]:
    """What stands in the scripts of a page that are not loaded from elsewhere."""
    at = page.find(_SCRIPT)
    while at >= 0 and (begins := page.find(b">", at) + 1):
        if _FROM_ELSEWHERE.search(page, at + len(_SCRIPT), begins):
            at = page.find(_SCRIPT, begins)
            continue
        ends = page.find(_SCRIPT_ENDS, begins)
        if ends < 0:
            return
        yield page[begins:ends]
        at = page.find(_SCRIPT, ends)


def refusal(scope: Scope) -> PlainTextResponse | None:
    """The response to a request that may not pass, or None for one that may."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if "@" in host or not is_loopback(_hostname(f"//{host}")):
        return PlainTextResponse("This page answers on this computer only.", 403)
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return PlainTextResponse("Another site may not use this page.", 403)
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > body_limit(scope):
        return _too_large()
    path: str = scope["path"]
    if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) > LONGEST_ADDRESS:
        return PlainTextResponse("The address is too long.", 414)
    known = path in PAGES or path.startswith(FOLDERS)
    if not known or not all(map(_possible, path.split("/"))):
        return PlainTextResponse("There is no such page.", 404)
    return None


def _too_large() -> PlainTextResponse:
    # Closed, so that the rest of the body is not waited for.
    return PlainTextResponse("The request is too large.", 413, {"Connection": "close"})


def body_limit(scope: Scope) -> int:
    """Bytes that the request may bring."""
    uploads = scope["method"] == "POST" and scope["path"] == "/api/documents"
    return UPLOAD_LIMIT if uploads else BODY_LIMIT


def _possible(part: str) -> bool:
    """Whether a part of a path can name anything."""
    if part.isdecimal():
        return part.isascii() and len(part) <= LONGEST_NUMBER
    return len(part.encode(errors="replace")) <= LONGEST_NAME and "\0" not in part


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # an unclosed bracket
        return ""


class Guard:
    """ASGI middleware that puts `refusal` before an application and the headers after it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on, guarded; a websocket, which nothing here uses, is refused."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            app = refusal(scope) or self.app
            limited = _Limited(receive, body_limit(scope))
            sealed = _Sealed(send, limited, whole=scope["path"] == "/")
            await app(_readable(scope), limited, sealed)
            if limited.exceeded and not sealed.begun:
                await _too_large()(scope, receive, sealed)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _readable(scope: Scope) -> Scope:
    """Ask for the page uncompressed, since its scripts are read on the way out."""
    if scope["path"] != "/":
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


class _Limited:
    """`receive` that hangs up on a body past the limit, whatever its length was said to be."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    @property
    def exceeded(self) -> bool:
        """Whether the body was past the limit."""
        return self._left < 0

    async def __call__(self) -> Message:
        message: Message = {"type": "http.disconnect"}
        if not self.exceeded:
            message = await self._receive()
            self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.exceeded else message


class _Sealed:
    """`send` that adds the headers, and says of a body that was cut off that it was too large.

    whole: it is the page itself, which is held until its scripts are known. Other HTML has none.
    begun: whether there is an answer.
    """

    def __init__(self, send: Send, limited: _Limited, *, whole: bool) -> None:
        self._send, self._limited = send, limited
        self._whole = whole
        self.begun = False
        self._start: Message | None = None
        self._page = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if self._limited.exceeded:
                message["status"] = 413
                headers["Connection"] = "close"
            if self._whole and headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers["Content-Security-Policy"] = content_security_policy()
        elif self._start is not None:
            self._page += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=self._start)
            headers["Content-Security-Policy"] = content_security_policy(self._page)
            await self._send(self._start)
            self._start, message = None, {"type": "http.response.body", "body": self._page}
        await self._send(message)
