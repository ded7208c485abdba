"""The general gold set: small collections of documents of many kinds, each with its questions.

The reviews show how well the assistant does in one field. These show whether it does as well with
manuals, contracts, minutes and letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import UsageError
from assistant.reading.discovery import open_regular
from evals.gold_cases import Case, Split, load_file

_Text = Annotated[str, Field(min_length=1)]


class About(BaseModel):
    """What a collection is: its file `collection.yaml`.

    kind:   of its documents (manual, policy).
    field:  that they belong to (engineering, law).
    split:  whether its questions may be looked at when improving, or are only scored.
    source: who wrote the documents.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: _Text
    field: _Text
    split: Split
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    source: _Text
    licence: _Text


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and the questions about them.

    folder:     where both are.
    follow_ups: more questions, each within a talk.
    """

    folder: Path
    about: About
    cases: tuple[Case, ...]
    follow_ups: tuple[Case, ...] = ()

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def asked(self) -> tuple[Case, ...]:
        """All questions, the further follow-ups last."""
        return (*self.cases, *self.follow_ups)

    @property
    def documents(self) -> Path:
        """The folder of the documents."""
        return self.folder / "documents"


def collections(folder: Path) -> list[Collection]:
    """The collections in a folder, by name; none if there is no such folder.

    Raises:
        UsageError: one lacks a file, or a file does not fit; names it.
    """
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    return [_collection(path) for path in inside if path.is_dir()]


def _collection(folder: Path) -> Collection:
    more = folder / "follow_ups.jsonl"
    return Collection(
        folder=folder,
        about=_about(folder / "collection.yaml"),
        cases=tuple(load_file(folder / "cases.jsonl")),
        follow_ups=tuple(load_file(more)) if more.is_file() else (),
    )


def _about(path: Path) -> About:
    where = f"{path.parent.name}/{path.name}"
    try:
        with open_regular(path) as file:
            return About.model_validate(yaml.safe_load(file.read().decode("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{where} cannot be read ({error}): say there what it is.") from error
    except ValidationError as error:
        first = error.errors()[0]
        named = ".".join(str(part) for part in first["loc"]) or "file"
        raise UsageError(f"{where}: {named}: {first['msg']}: correct it.") from error
