"""Look at the Chroma server that the settings name, and at what it keeps of this index."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from assistant.diagnosis.finding import Finding, note, number, ok
from assistant.errors import AssistantError, VectorServerUnusable
from assistant.indexing.chroma_server import LOCAL, ChromaServer
from assistant.indexing.generations import Generations
from assistant.indexing.manifest import SEGMENTS
from assistant.indexing.segments import open_rows
from assistant.indexing.served import MISSES, choose, served
from assistant.settings import Settings
from assistant.workspace import Workspace

_PART = "server"


def vector_server_of(workspace: Workspace, settings: Settings) -> Iterator[Finding]:
    """Nothing where no server is named. Nothing is written to it."""
    server = ChromaServer.of(settings)
    if server is None:
        return
    address = urlsplit(settings.chroma_url)
    secret = settings.chroma_token.get_secret_value()
    if secret and address.scheme == "http" and address.hostname not in LOCAL:
        text = "ASSISTANT_CHROMA_TOKEN is sent unencrypted"
        yield note(_PART, f"{text}: use an https:// address in ASSISTANT_CHROMA_URL.")
    try:
        server.check()
        yield ok(_PART, f"the Chroma server at {server.shown} answers")
        yield from _kept(server, workspace)
    except VectorServerUnusable as error:
        yield note(_PART, str(error))
    except AssistantError:
        return  # what is wrong with the index is said where that is looked at
    finally:
        server.close()


def _kept(server: ChromaServer, workspace: Workspace) -> Iterator[Finding]:
    generations = Generations(workspace.index)
    segments = served(generations.manifest(generations.pointer()).segments)
    right = 0
    for name, one in segments.items():
        rows = open_rows(workspace.index / SEGMENTS / name, one.rows, one.dimension)
        _, wrong = choose(server, name, one, rows)
        if wrong == MISSES:
            yield ok(_PART, f"{one.rows:,} vectors {wrong}, and are searched here instead")
        elif wrong:
            text = f"{one.rows:,} vectors {wrong}, and are searched here instead"
            yield note(_PART, f"{text}: run `assistant index`, which fills them in again.")
        else:
            right += one.rows
    if not segments:
        yield ok(_PART, "the index is small: its vectors are searched here")
    elif right:
        yield ok(_PART, f"it searches {number(right, 'vector')} as the exact product does")
