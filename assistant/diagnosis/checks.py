"""Look at what answers need: the program, its settings, models, index, documents and disk.

Nothing is fetched, mended or written, and no other computer is contacted from here.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.corpus.status import Listing
from assistant.diagnosis.finding import Finding, megabytes, note, number, ok, problem
from assistant.diagnosis.statistics import sizes, statistics
from assistant.errors import AssistantError
from assistant.indexing.stamps import forget
from assistant.models.catalog import ENTAILMENT, RERANKER
from assistant.models.checksums import fault
from assistant.models.provider import Models
from assistant.models.reranker import NONE
from assistant.models.shipped import DATA
from assistant.models.store import Shelved, shelf
from assistant.progress import Progress, silent
from assistant.settings import PREFIX, Settings
from assistant.workspace import Workspace

LIBRARIES = ("chromadb", "onnxruntime", "tokenizers", "llama-index-core", "pypdfium2", "gradio")
"""Whose versions are told. All that the program needs are installed with it."""
_FEW = 200_000_000  # bytes of free disk, under which indexing may end for want of them
_AGAIN = 2.2  # an index is written beside the one before
_NAMED = 3  # files in a line
_SECRET = (
    "endpoint_key",
    "database_url",
    "endpoint_url",
    "snapshot_url",
    "chroma_token",
    "chroma_url",
)
_RECALL = 0.99


def program(name: str = "document-assistant") -> Iterator[Finding]:
    """The program, Python, the system and the libraries that matter most."""
    python = f"Python {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    yield ok("program", f"assistant {_version(name) or '?'}, {python}, {system}")
    found = {library: _version(library) for library in LIBRARIES}
    if lacking := [library for library, number in found.items() if not number]:
        yield problem("program", f"not installed: {', '.join(lacking)}: reinstall this program.")
    told = ", ".join(f"{library} {number}" for library, number in found.items() if number)
    yield ok("program", told)
    if not _has_full_text_search():
        yield problem("program", "this Python's SQLite has no FTS5: use another build of Python.")


def settings_of(settings: Settings) -> Iterator[Finding]:
    """What is set, and not as it is by default; no value that may be a secret."""
    given = settings.model_dump(exclude_defaults=True, exclude_unset=True)
    told = [
        f"{PREFIX}{name.upper()}={'(set)' if name in _SECRET else value}"
        for name, value in sorted(given.items())
    ]
    yield ok("settings", ", ".join(told) or "as they are by default")


def models_of(settings: Settings, progress: Progress = silent) -> Iterator[Finding]:
    """Every model that the settings name: each file is read, and the model for search is tried."""
    try:
        chosen = [one for one in shelf(settings, progress) if one.configured]
    except AssistantError as error:
        yield problem("models", str(error))
        return
    for one in chosen:
        yield _model(one)
    for model, named in ((RERANKER, settings.reranker), (ENTAILMENT, settings.nli_model)):
        if named:
            if named != NONE:
                yield ok("models", f"{model.name}: one of your own, {named}")
        elif wrong := fault(model, DATA, progress, anew=True):
            yield problem("models", f"{model.name}: {wrong}: reinstall this program.")
        else:
            yield ok("models", f"{model.name}: as pinned")
    if all(one.presence == "here" for one in chosen if one.model.purpose == "search"):
        yield from _tried(settings, progress)


def index_of(workspace: Workspace, settings: Settings) -> Iterator[Finding]:
    """The index: every byte of it is read."""
    offline = settings.model_copy(update={"offline": True})
    forget(workspace.index)
    try:
        found = statistics(workspace, Models(offline))
    except AssistantError as error:
        yield problem("index", str(error))
        return
    counts = ((found.documents, "document"), (found.passages, "passage"))
    held = ", ".join(number(*one) for one in (*counts, (found.sentences, "sentence")))
    built = f", built {found.built:%Y-%m-%d %H:%M} UTC" if found.built else ""
    yield ok("index", f"{held}, {megabytes(found.size)}{built}; every file is as it was written")
    recall = f"the vector search finds {found.recall:.1%} of the ten nearest sentences"
    if found.exact:
        yield ok("index", f"{recall}: so an exact one is used")
    elif found.recall < _RECALL:
        yield note("index", f"{recall}: `assistant reindex` may find better.")
    else:
        yield ok("index", recall)


def corpus_of(workspace: Workspace) -> Iterator[Finding]:
    """The documents: which of them answers cannot quote as they are."""
    try:
        holdings = Listing(workspace).holdings()
    except (AssistantError, OSError) as error:
        yield problem("corpus", f"{workspace.corpus} cannot be read ({error}): make it readable.")
        return
    if not holdings:
        yield problem("corpus", "no documents: add some with `assistant add FILE`.")
        return
    states = Counter(one.state for one in holdings)
    yield ok("corpus", f"{number(states['indexed'], 'document')} can be quoted")
    behind = [one.name for one in holdings if one.state in ("waiting", "leaving")]
    if behind:
        text = f"{number(len(behind), 'file')} changed since ({_some(behind)})"
        yield note("corpus", f"{text}: run `assistant index`.")
    refused = [one.name for one in holdings if one.state == "refused"]
    if refused:
        text = f"{number(len(refused), 'file')} cannot be read ({_some(refused)})"
        yield note("corpus", f"{text}: `assistant list --state refused` says why.")


def disk_of(workspace: Workspace, settings: Settings) -> Iterator[Finding]:
    """Room and rights where something is written."""
    needed = max(_FEW, int(_AGAIN * sum(sizes(workspace.index).values())))
    yield _room(workspace.index, needed, "answers work, indexing does not")
    yield _room(settings.models_dir, 0, "no model can be fetched")


def _room(folder: Path, needed: int, lost: str) -> Finding:
    """needed: bytes; lost: what does not work where nothing can be written."""
    there = _nearest(folder)
    free = shutil.disk_usage(there).free
    if not os.access(there, os.W_OK):
        return note("disk", f"{folder} cannot be written ({lost}): change its rights.")
    text = f"{megabytes(free)} free for {folder}"
    if free < needed:
        return problem("disk", f"{text}; a new index may need {megabytes(needed)}: free some.")
    return ok("disk", text)


def _model(one: Shelved) -> Finding:
    name = one.model.name
    if one.presence == "here":
        return ok("models", f"{name}: every file is as pinned, in {one.place}")
    if one.model.purpose == "search" and one.model.licence == "your own":
        advice = "correct ASSISTANT_EMBEDDING_MODEL, or unset it."
    else:
        advice = f"run `assistant models fetch {name}`."
    return problem("models", f"{name} is {one.presence} ({one.place}): {advice}")


def _tried(settings: Settings, progress: Progress) -> Iterator[Finding]:
    embedder = Models(settings.model_copy(update={"offline": True}), progress).embedder
    try:
        length = len(embedder.embed_questions(["Does it work?"])[0])
    except AssistantError as error:
        yield problem("models", str(error))
        return
    yield ok("models", f"a question was embedded: {length} dimensions")


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _has_full_text_search() -> bool:
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
        except sqlite3.OperationalError:
            return False
    return True


def _some(names: Iterable[str]) -> str:
    told = list(names)
    more = f" and {len(told) - _NAMED:,} more" if len(told) > _NAMED else ""
    return ", ".join(told[:_NAMED]) + more


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.is_dir():
        folder = folder.parent
    return folder
