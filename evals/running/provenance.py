"""The provenance of a run: code revision, settings, corpus, models, machine.

Nothing here names a user, a host or a folder: runs are shared, and baselines are in git.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import SecretStr

from assistant.models.catalog import ENTAILMENT, MINILM, QWEN, RERANKER, named
from assistant.reading.document import Document
from assistant.settings import Settings
from evals.gold_cases import Case

_PACKAGES = (
    "document-assistant",
    "chromadb",
    "llama-index-core",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "torch",
    "tokenizers",
    "transformers",
    "xllamacpp",
)
_CODE = Path(__file__).resolve().parents[2]


def revision() -> str:
    """The checkout's commit, with "+" where tracked files were changed; "" outside of git."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    if commit is None:
        return ""
    return commit + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 — fixed arguments
            ["git", "-C", str(_CODE), *arguments],  # noqa: S607 — whichever git the user has
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def settings_used(settings: Settings) -> dict[str, str]:
    """Settings by name. Of a path, an address or a key, only whether one is set."""
    return {name: _told(name, value) for name, value in settings.model_dump().items()}


def _told(name: str, value: object) -> str:
    if isinstance(value, Path | SecretStr) or name.endswith("_url"):
        return "set" if value else ""
    if isinstance(value, str):  # a model may be named by its path
        return re.split(r"[/\\]", value)[-1]
    return str(value)


def corpus_hash(documents: Iterable[Document]) -> str:
    """Over the names and hashes of the indexed documents."""
    return _digest(f"{one.name}\0{one.sha256}" for one in documents)


def cases_hash(cases: Iterable[Case]) -> str:
    """Over the cases that are asked."""
    return _digest(case.digest for case in cases)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def models(settings: Settings, answers: str = "quoted") -> dict[str, str]:
    """The weights' sha256 by model, of those that took part and are known."""
    weights = next(file for file in MINILM.files if file.path == "model.safetensors")
    found = {MINILM.name: weights.sha256}
    if not settings.reranker:
        found[RERANKER.name] = RERANKER.files[0].sha256
    written = named(settings.language_model or QWEN.name) if answers == "composed" else None
    if answers == "composed" and not settings.nli_model:
        found[ENTAILMENT.name] = ENTAILMENT.files[0].sha256
    if written is not None:
        found[written.name] = written.files[0].sha256
    return found


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that can change an answer."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str]:
    """Kind and size of the computer."""
    found = {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": str(os.cpu_count() or ""),
    }
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        found["memory"] = f"{size / 2**30:.0f} GiB"
    return found


def peak_memory() -> int | None:
    """Bytes of memory that this process held at most; None if the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
