"""The folder to work on: `corpus/` holds the documents, `index/` what is built from them.

It is the folder named, else $ASSISTANT_WORKSPACE, else the current folder if it is one,
else the checkout that this package runs from.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError, WorkspaceMissing

VARIABLE = "ASSISTANT_WORKSPACE"

_SOURCES_TEMPLATE = """\
# Where the documents of this folder were published: shown with every quote from them.
# All fields but "file" may be left out, and so may whole documents.
#
# - file: smith-2024-example.md
#   title: "The title: in quotes, if there is a colon in it"
#   authors: Smith et al.
#   year: 2024
#   journal: Journal of Examples 12:400
#   doi: 10.1000/example
#   licence: CC BY 4.0
"""

_INDEX_GITIGNORE = """\
# Built from corpus/ by `assistant index`.
*
!.gitignore
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a `corpus/` in it. `root` is absolute when it comes from find or create."""

    root: Path

    @property
    def corpus(self) -> Path:
        """The documents: what a user puts in."""
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        """What is built from the documents; may not exist before the first indexing."""
        return self.root / "index"

    @classmethod
    def find(cls, path: str | Path | None = None) -> Workspace:
        """The workspace to work on; see the module's text for the order.

        Raises WorkspaceMissing if the folder that was named has no `corpus/`, or, with none
        named, if there is none to be found.
        """
        named = path if path is not None else os.environ.get(VARIABLE)
        if named:
            workspace = cls(_absolute(named))
            if not os.path.isdir(workspace.corpus):  # Path.is_dir raises if it may not look
                raise WorkspaceMissing(_not_a_workspace(named, from_variable=path is None))
            return workspace
        here, checkout = cls(Path.cwd()), cls(Path(__file__).resolve().parent.parent)
        if os.path.isdir(here.corpus) and os.path.isdir(here.index):
            return here
        # Beside an installed package, a folder "corpus" would be somebody else's package.
        if checkout.corpus.is_dir() and (checkout.root / "pyproject.toml").is_file():
            return checkout
        raise WorkspaceMissing(
            "No workspace here (no corpus/ and index/ in the current folder): "
            "run `assistant init DIR`, or give --workspace DIR."
        )

    @classmethod
    def create(cls, path: str | Path) -> Workspace:
        """Make `path` a workspace, and leave as it is whatever is there already.

        Raises UsageError if a file is in the way or the folder may not be written, and for an
        empty name, which a variable that is not set leaves: it would be the current folder.
        """
        if not os.fspath(path).strip():
            raise UsageError("No folder is named: give one, or . for the current folder.")
        workspace = cls(_absolute(path))
        try:
            workspace.corpus.mkdir(parents=True, exist_ok=True)
            workspace.index.mkdir(exist_ok=True)
            _write_once(workspace.corpus / "sources.yaml", _SOURCES_TEMPLATE)
            _write_once(workspace.index / ".gitignore", _INDEX_GITIGNORE)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(
                f"Cannot make a workspace of {path} ({reason}): give a folder that you can write."
            ) from error
        return workspace


def _absolute(path: str | Path) -> Path:
    # Not Path.resolve: it fails on a NUL, and would show another name than the user's.
    return Path(os.path.abspath(os.path.expanduser(path)))


def _not_a_workspace(named: str | Path, *, from_variable: bool) -> str:
    origin = f" (from ${VARIABLE})" if from_variable else ""
    return (
        f"{named}{origin} is not a workspace (no corpus/ folder in it): "
        f"run `assistant init {shlex.quote(str(named))}`, or give --workspace DIR."
    )


def _write_once(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        pass  # the user's own
