"""Fetch a model from the Hugging Face hub, at a pinned commit.

The files are streamed through the hub client's own HTTP session instead of its
`hf_hub_download`: that one repeats a failed request for 23 s before it gives up, which is too
long to wait on a machine that cannot reach the hub at all; it also keeps a second copy of
everything, sends what libraries are installed, and draws its own progress bars.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.models.catalog import Hub, Model, ModelFile, Source, SourceFailed, kept
from assistant.models.network import why
from assistant.progress import Progress

_TIMEOUT = 10.0  # seconds without a byte
_REACHABLE_WITHIN = 5.0  # seconds, for all addresses of the hub together, look-up included
_PARTIAL_CONTENT = 206  # what an answer to a request for the rest of a file is
_SHA256 = re.compile("[0-9a-f]{64}")
_HEADERS = {"user-agent": "document-assistant", "accept-encoding": "identity"}


def fetch(model: Model, folder: Path, progress: Progress) -> None:
    """Put the files of `model` into `folder`; raises SourceFailed."""
    if model.hub is None:
        raise SourceFailed("not published there")
    try:
        _require_answer(_url(model.hub, model.files[0]))
        done = 0
        for file in model.files:
            done = _stream(model, file, folder, done, progress)
    except (SourceFailed, AssistantError):  # the latter from who is told: it is to end here
        raise
    except Exception as error:  # the client passes on its HTTP library's errors, TLS's and its own
        raise SourceFailed(why(error)) from None  # its text may hold a token


def _url(hub: Hub, file: ModelFile) -> str:
    from huggingface_hub import hf_hub_url

    return hf_hub_url(hub.repository, file.path, revision=hub.revision)


def _require_answer(url: str) -> None:
    """Raise unless the hub answers soon.

    A time-out counts for each address of a host, and a firewall that drops packets makes each
    of them run out; the name look-up has none at all. Only a thread can be left waiting.
    """
    from huggingface_hub import get_session, hf_raise_for_status

    failures: list[Exception] = []

    def ask() -> None:
        try:
            answer = get_session().head(url, headers=_HEADERS, timeout=_REACHABLE_WITHIN)
            hf_raise_for_status(answer)
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=ask, name="ask-the-hub", daemon=True)
    thread.start()
    thread.join(_REACHABLE_WITHIN)
    if thread.is_alive():
        raise SourceFailed(f"no answer within {_REACHABLE_WITHIN:.0f} s")
    if failures:
        raise failures[0]


def _stream(model: Model, file: ModelFile, folder: Path, done: int, progress: Progress) -> int:
    """Fetch one file; returns the bytes of the model fetched so far."""
    from huggingface_hub import get_session, hf_raise_for_status

    assert model.hub is not None  # noqa: S101  # asked in fetch
    partial = kept(model, folder) / file.sha256
    start = partial.stat().st_size if partial.exists() else 0
    if start < file.size or start == 0:
        headers = _HEADERS | ({"range": f"bytes={start}-"} if start else {})
        url = _url(model.hub, file)
        with get_session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response:
            hf_raise_for_status(response)
            goes_on = response.status_code == _PARTIAL_CONTENT
            size = start if goes_on else 0
            with partial.open("ab" if goes_on else "wb") as output:
                for chunk in response.iter_bytes(1 << 20):
                    size += len(chunk)
                    if size > file.size:
                        break
                    output.write(chunk)
                    progress(f"Fetching {model.name} from the hub", done + size, model.size)
        if size > file.size:
            partial.unlink()
            raise SourceFailed(f"{file.path} is longer than the pinned file")
    target = folder / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.rename(target)
    return done + file.size


def published(hub: Hub, path: str) -> tuple[str, ModelFile]:
    """The commit that `hub.revision` is now, and what the file is there: its sha256 and size.

    Raises SourceFailed if the hub cannot be asked, or has no sha256 of the file.
    """
    try:
        url = _url(hub, ModelFile(path, "", 0))
        _require_answer(url)
        from huggingface_hub import get_hf_file_metadata

        told = get_hf_file_metadata(url, timeout=_TIMEOUT)
    except SourceFailed:
        raise
    except Exception as error:  # as in fetch
        raise SourceFailed(why(error)) from None
    if told.etag is None or not _SHA256.fullmatch(told.etag) or not told.size:
        raise SourceFailed("the hub has no sha256 of this file")
    return told.commit_hash or hub.revision, ModelFile(path, told.etag, told.size)


def snapshot(
    repository: str, wanted: Sequence[str], unwanted: Sequence[str], *, fetch: bool = True
) -> Path:
    """The folder in the hub client's cache with the files of a repository, as it is there now.

    wanted, unwanted: patterns of paths.
    fetch:            whether to ask the hub; else only what was fetched before is looked at.

    Raises SourceFailed.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    try:
        if fetch:
            _require_answer(_url(Hub(repository, "main"), ModelFile("config.json", "", 0)))
        found = snapshot_download(
            repository,
            allow_patterns=list(wanted),
            ignore_patterns=list(unwanted),
            local_files_only=not fetch,
            user_agent=_HEADERS["user-agent"],
        )
    except SourceFailed:
        raise
    except Exception as error:  # as in fetch
        raise SourceFailed(why(error)) from None
    return Path(found)


HUB = Source("the hub", fetch)
