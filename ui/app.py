"""Serve the page on this computer."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, IndexMissing, UsageError
from assistant.progress import Progress, silent
from ui.security import Guard, is_loopback

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI
    from gradio.routes import App

    from assistant.assistant import Assistant
    from assistant.history.history import Archive
    from ui.documents.indexer import Indexer
    from ui.local.server import LocalServer
    from ui.splash import Starting

logger = logging.getLogger(__name__)

HOW = "(Ctrl-C ends it)"
NO_DOCUMENTS = "No documents yet: add some on the page."
PORTS_TRIED = 21
SHUTDOWN_SECONDS = 5


def create_app(
    assistant: Assistant, archive: Archive | None = None, indexer: Indexer | None = None
) -> FastAPI:
    """The page as an ASGI application, guarded (see `ui.security`).

    archive: where conversations are kept; None for the one that the settings name.
    indexer: reads what is added on the page; None for one of its own.
    """
    # Read by Gradio when it is imported: without it, it reports its use over the network.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.history.history import Archive
    from ui import settings
    from ui.chat import conversation, page, routes
    from ui.chat.ask import Asking
    from ui.chat.queue import Queued, Running
    from ui.chat.recording import Keeping
    from ui.chat.suggestions import Suggesting
    from ui.chat.suggestions import routes as suggesting_routes
    from ui.documents import routes as documents
    from ui.door.clients import Rate
    from ui.door.door import Door, Limits
    from ui.history.routes import routes as talks_routes
    from ui.quality import routes as quality
    from ui.reader import routes as reader
    from ui.references import routes as references

    archive = archive or Archive(assistant.settings, assistant.workspace)
    suggesting = Suggesting(assistant)
    asking = Asking(assistant, Keeping(assistant, archive), Running(), suggesting)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.router.routes.extend(routes.routes(asking))
    app.router.routes.extend(suggesting_routes(suggesting))
    for views in (settings, reader, references, quality):
        app.router.routes.extend(views.routes(assistant))
    app.router.routes.extend(talks_routes(archive, lambda: assistant.documents))
    documents.mount(app, assistant, indexer)
    app.mount("/page", StaticFiles(directory=page.STATIC))
    conversation.keep_no_statistics()
    blocks = page.build(asking)
    settings_ = assistant.settings
    limits = Limits(Rate(settings_.questions_per_minute), settings_.questions_waiting)
    app.add_middleware(Door, Queued(blocks), asking.running, limits)
    app.add_middleware(Guard)  # the last one added is the first that is passed
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=page.theme(),
        head=page.head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    conversation.keep_no_sessions(_mounted(app))
    return app


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    announce: Callable[[str], None] = logger.info,
    progress: Progress = silent,
) -> None:
    """Serve the page until SIGINT or SIGTERM, which end it within ten seconds.

    It is there at once. Where there is an index that can be asked, the chat follows, and what has
    changed in the corpus is read beside it; else the documents are read first, and the page says
    how far that is.

    Args:
        assistant: Answers the questions; its model and index load in the background.
        host: A name or address of this computer.
        port: Where to listen; if it is taken, one of the next 20 that is free.
        announce: Told the page's address, a port other than asked for, and what came of reading
            the documents, line by line.
        progress: Told how far reading the documents is, from another thread.

    Raises:
        UsageError: `host` is not this computer's own, or no port is free.
    """
    from assistant.history.history import Archive
    from ui.documents.indexer import Indexer
    from ui.memory import keep_giving_back
    from ui.splash import Starting

    archive = Archive(assistant.settings, assistant.workspace)

    def build() -> FastAPI:
        if not assistant.answerable:
            indexer.request()
            if not indexer.settle():
                raise AssistantError("The page ended before the documents were read.")
        return create_app(assistant, archive, indexer)

    local = _local(assistant)
    at_end = ExitStack()
    at_end.callback(archive.close)
    at_end.callback(local.close)

    def started() -> None:
        # After the page: all of them import a lot, and the page is what people wait for.
        warm.start()
        if not indexer.status.runs:
            indexer.request()

    def failed() -> None:
        server.should_exit = True

    warm = threading.Thread(
        target=_warm, args=(assistant, announce, local), name="warm", daemon=True
    )
    indexer = Indexer(assistant, progress=progress, announce=announce)
    starting = Starting(build, started, failed, indexer)
    listener = listen(host, port)
    taken = listener.getsockname()[1]
    if port not in (0, taken):
        announce(f"Port {port} is taken: using {taken}.")
    shown = f"[{host}]" if ":" in host else host
    server = _server(
        starting,
        lambda: announce(f"The page is at http://{shown}:{taken}/ {HOW}"),
        at_end.close,
    )
    ended = threading.Event()
    keep_giving_back(ended)
    try:
        with listener:
            server.run(sockets=[listener])
    finally:
        ended.set()
        # A model that is being loaded while the interpreter ends takes the process down with it.
        indexer.join(SHUTDOWN_SECONDS)
        if warm.is_alive():
            warm.join(SHUTDOWN_SECONDS)
    if starting.error is not None:
        raise starting.error


def _server(
    starting: Starting, listening: Callable[[], None], ended: Callable[[], None]
) -> uvicorn.Server:
    """listening: called once the page can be asked for.
    ended:     called after the last answer: a signal that ends the server ends the process, too.
    """
    import uvicorn

    from ui.timeouts import Ending, Impatient

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            listening()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            starting.end()
            if starting.app is not None:
                _end_streams(starting.app)
            asyncio.get_running_loop().call_later(SHUTDOWN_SECONDS - 1, self._hang_up)
            await super().shutdown(sockets)
            await asyncio.to_thread(ended)

        def _hang_up(self) -> None:
            for connection in list(self.server_state.connections):
                if isinstance(connection, Impatient):
                    connection.hang_up()

    return Server(
        uvicorn.Config(
            Ending(starting),
            log_level="warning",
            access_log=False,
            server_header=False,
            http=Impatient,
            proxy_headers=False,  # anybody on this computer could write them, and be another client
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
    )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on the first free one of the 20 after it.

    Raises:
        UsageError: `host` is not this computer's own, or no port is free.
    """
    require_loopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            return socket.create_server((host, candidate), family=family)
        except OSError:
            continue
    raise UsageError(
        f"No port from {port} to {port + PORTS_TRIED - 1} can be used: name another with --port."
    )


def require_loopback(host: str) -> None:
    """Refuse an address that others can reach.

    Raises:
        UsageError: `host` is not this computer's own.
    """
    if not is_loopback(host):
        raise UsageError(
            f"There is no log-in yet, so the page cannot be served on {host}: "
            "leave --host out, and it is served on this computer only."
        )


def _end_streams(app: FastAPI) -> None:
    """Close what every open page keeps open, as Gradio does when it is its own server.

    Otherwise the server waits for each of them, then logs a traceback for each.
    """
    _mounted(app).stop_event.set()


def _mounted(app: FastAPI) -> App:
    """Gradio's own application within the page's."""
    from gradio.routes import App

    mounted = (getattr(route, "app", None) for route in app.routes)
    return next(one for one in mounted if isinstance(one, App))


def _local(assistant: Assistant) -> LocalServer:
    """What carries out commands of the terminal: none, if those would have other settings."""
    from assistant.settings import Settings
    from ui.cli.commands import COMMANDS
    from ui.local.server import LocalServer

    return LocalServer(assistant, COMMANDS if assistant.settings == Settings() else {})


def _warm(assistant: Assistant, announce: Callable[[str], None], local: LocalServer) -> None:
    from ui import templating

    templating.warm()
    try:
        assistant.warm()
    except IndexMissing:  # by now everything has been read: there was nothing
        announce(NO_DOCUMENTS)
    except AssistantError as error:
        logger.warning("%s", error)
    local.start()
