"""Settings, read from ASSISTANT_* variables; a misspelt one is refused.

A misspelt variable would otherwise be ignored silently, and the program would use the default:
download something it should not, or use a different model than intended.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import UsageError

PREFIX = "ASSISTANT_"

READ_ELSEWHERE = frozenset({"ASSISTANT_WORKSPACE"})
"""Variables with our prefix that are not settings of the library, and who reads them:
the workspace is looked up in each call (assistant/workspace.py)."""

_RETIRED = frozenset({"ASSISTANT_LANGUAGE"})
"""Variables that once meant something: harmless if they are still set."""

_DAY = 86_400.0  # seconds: a clock that a system cannot set would end nothing
_TERABYTE = 1_048_576  # megabytes
_SHOWN = 60  # characters of a wrong value
_NAME = r"^[A-Za-z0-9._-]{1,512}$"  # of a part of an address
_SECRET = ("endpoint_key", "database_url", "snapshot_url", "chroma_token")


def _default_models_dir() -> Path:
    return Path(platformdirs.user_cache_dir("document-assistant")) / "models"


class Settings(BaseSettings):
    """Settings of one assistant; arguments win over the environment, which wins over defaults.

    model_path: folder that already holds the embedding model's files; checked against the pinned
                sha256, and nothing else is looked at.
    models_dir: where fetched models are kept; default: `document-assistant/models` in the
                user's cache folder.
    offline:    fetch nothing: only `model_path` and `models_dir` are looked at.
    embedding_model: what makes the vectors: "" for all-MiniLM-L6-v2 (English), else the folder or
                the name on the hub of any model that sentence-transformers loads.
    query_prompt, document_prompt: what is put before a question and before a sentence of a document
                when it is embedded, such as "query: " and "passage: "; "" for what the model's own
                files say, if they say anything.
    reranker:   the cross-encoder that reads question and sentence together: "" for the small one
                that comes with the library, "none" for none, else the folder or the name on the
                hub of any that sentence-transformers loads.
    reading_seconds:   that reading one file may take, > 0 and at most a day; then it is left out.
    reading_megabytes: of memory that the process may have which reads files (on Linux), from 256
                       to 1,048,576.

    readers:           of other packages for further types of files, as `.suffix=package.Reader`
                       with commas between; only the environment's are used.

    database_url:  where conversations are kept: any SQLAlchemy URL, such as
                   postgresql://user:password@host/name; never shown. "" for the file
                   conversations.sqlite3 in the workspace.

    snapshot_url:  folder or URL that indexes are published to and pulled from where none is named;
                   user and password in it are never shown.
    chroma_url:      base URL of a Chroma server that searches large indexes, such as
                     "http://127.0.0.1:8000"; "" to search here.
    chroma_token:    what it asks for as its token, or as the password of `chroma_user`; never
                     shown.
    chroma_user:     the user, where it asks for a name and a password.
    chroma_tenant, chroma_database: of the server, in which our collections are kept.

    nli_model:     judges beside the rules whether a composed sentence follows from its quote: ""
                   for the small model that comes with the library, "none", or the folder or hub
                   name of any cross-encoder of natural language inference.
    show_withheld: show composed sentences that no quote supports, struck through.

    language_model:   what writes composed answers: "" for nothing, "endpoint", the name of a
                      model (`assistant models list`), the path of a .gguf file, or
                      hf:OWNER/REPOSITORY/FILE.gguf[@REVISION] of the Hugging Face hub.
    endpoint_url:     base URL of an OpenAI-compatible endpoint: "http://127.0.0.1:11434/v1".
    endpoint_key:     what it asks for as its key; never shown.
    endpoint_model:   what it calls the model.
    endpoint_timeout: seconds for a whole text, > 0 and at most a day.

    questions_per_minute: of one client of the page, at most; 0 for no limit.
    questions_waiting:    questions of all clients that may wait for their answer, >= 1; the next
                          one is told to come back later.

    Raises UsageError for a value that cannot be used and for an unknown ASSISTANT_* variable.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    model_path: Path | None = None
    models_dir: Path = Field(default_factory=_default_models_dir)
    offline: bool = False
    language_model: str = ""
    endpoint_url: str = ""
    endpoint_key: SecretStr = SecretStr("")
    endpoint_model: str = ""
    endpoint_timeout: float = Field(default=30.0, gt=0, le=_DAY)
    embedding_model: str = ""
    query_prompt: str = ""
    document_prompt: str = ""
    reranker: str = ""
    nli_model: str = ""
    reading_seconds: float = Field(default=30.0, gt=0, le=_DAY)
    readers: str = ""
    reading_megabytes: int = Field(default=1024, ge=256, le=_TERABYTE)
    show_withheld: bool = False
    database_url: SecretStr = SecretStr("")
    snapshot_url: SecretStr = SecretStr("")
    chroma_url: str = ""
    chroma_token: SecretStr = SecretStr("")
    chroma_user: str = ""
    chroma_tenant: str = Field(default="default_tenant", pattern=_NAME)
    chroma_database: str = Field(default="default_database", pattern=_NAME)
    questions_per_minute: int = Field(default=20, ge=0, le=1_000_000)
    questions_waiting: int = Field(default=64, ge=1, le=1_000_000)

    def __init__(self, **values: object) -> None:
        _refuse_unknown_variables()
        try:
            super().__init__(**values)  # type: ignore[arg-type]  # pydantic checks them
        except ValidationError as error:
            raise UsageError(_explain(error)) from None  # it holds what was given, keys too

    @property
    def endpoint_shown(self) -> str:
        """`endpoint_url` as it may be shown: some gateways have the key in its path."""
        key = self.endpoint_key.get_secret_value()
        return self.endpoint_url.replace(key, "***") if key else self.endpoint_url

    @field_validator("endpoint_url", "chroma_url")
    @classmethod
    def _require_address(cls, url: str, info: ValidationInfo) -> str:
        if url and not _is_address(url):
            example = "8000" if info.field_name == "chroma_url" else "11434/v1"
            raise ValueError(
                f"not an address such as http://127.0.0.1:{example}, without user and password"
            )
        return url

    @field_validator("endpoint_key", "chroma_token")
    @classmethod
    def _require_key(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value().strip()  # a file's last line end is none of the key
        if not (text.isascii() and text.isprintable()):
            raise ValueError("not a key that can be sent: it has letters beyond ASCII, or lines")
        return SecretStr(text)

    @field_validator("model_path", "models_dir")
    @classmethod
    def _expand_home(cls, path: Path | None) -> Path | None:
        # Shells leave the tilde of ASSISTANT_MODELS_DIR="~/models" as it is.
        return Path(os.path.expanduser(path)) if path is not None else None


def _is_address(url: str) -> bool:
    """Whether `url` is the base of an HTTP address: a query or a password has no place in it."""
    try:
        parts = urlsplit(url)
        port = parts.port  # raises for one that is no number
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain and port != 0


def variables() -> frozenset[str]:
    """Every ASSISTANT_* variable that means something."""
    return READ_ELSEWHERE | {PREFIX + name.upper() for name in Settings.model_fields}


def _refuse_unknown_variables() -> None:
    known = variables()
    for name in sorted(os.environ):
        if not name.upper().startswith(PREFIX) or name.upper() in known | _RETIRED:
            continue
        nearest = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.7)
        advice = f"did you mean {nearest[0]}?" if nearest else f"known: {', '.join(sorted(known))}."
        raise UsageError(f"Unknown variable {name!a}: unset it, or correct it; {advice}")


def _explain(error: ValidationError) -> str:
    """The first thing wrong, by the name under which the user may have set it."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    if first["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"Unknown setting {name}: use one of {known}."
    # What stands before an @ or after a ? in an address may be a password.
    shown = name not in _SECRET and not {"@", "?"} & {*str(first["input"])}
    given = repr(first["input"]) if shown else "what it is"
    given = given if len(given) <= _SHOWN else f"{given[:_SHOWN]}…"
    return (
        f"{PREFIX}{name.upper()} (or {name}=) cannot be {given}: "
        f"{first['msg']}; correct it or leave it out."
    )
