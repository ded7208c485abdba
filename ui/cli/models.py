"""`assistant models`: which models there are, which are here, fetching and removing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import ModelUnavailable, UsageError
from assistant.printable import one_line, printable
from ui.cli.console import Commands, Display
from ui.cli.options import JsonOption

if TYPE_CHECKING:
    from assistant.models.catalog import Model
    from assistant.models.store import Shelved
    from assistant.settings import Settings

ABOUT = """List, fetch and remove models.

\b
Models are fetched when they are first needed; fetch them here in advance. A file
is used only if its sha256 is the one that is pinned.

\b
  assistant models list
  assistant models fetch qwen2.5-coder-1.5b
  ASSISTANT_LANGUAGE_MODEL=qwen2.5-coder-1.5b assistant chat
"""

PURPOSES = {"search": "search", "writing": "composed answers", "tests": "tests"}
LOST = {
    "search": "without it nothing can be indexed or asked until it is fetched again",
    "writing": "composed answers need it fetched again",
    "tests": "the tests that use it are skipped",
}

app = typer.Typer(cls=Commands, help=ABOUT, no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="A name of the list, or hf:OWNER/REPOSITORY/FILE.gguf")
]


@app.command(name="list")
def list_command(as_json: JsonOption = False) -> None:
    """Show every model, its size and licence, and whether it is here.

    The files are checked. `*` marks what is configured.
    """
    from assistant.models.store import shelf

    settings = _settings()
    with Display() as progress:
        found = shelf(settings, progress)
    if as_json:
        from ui.cli import output

        typer.echo(output.to_json([_object(one) for one in found]))
        return
    for one in found:
        typer.echo(_text(one))
    typer.echo(one_line(f"Composed answers: {_writing(settings)}"))


@app.command()
def fetch(name: NameArgument) -> None:
    """Fetch a model, or check it if it is here.

    If this is stopped, it continues next time.
    """
    from assistant.models.catalog import MINILM
    from assistant.models.download import locate
    from assistant.models.store import chosen_model

    settings = _settings()
    model = chosen_model(name, settings)
    if model is not MINILM:  # the only one that a folder can be named for
        settings = settings.model_copy(update={"model_path": None})
    with Display() as progress:
        folder = locate(model, settings, progress, anew=True)
    typer.echo(one_line(f"{model.name} is in {folder}"))


@app.command()
def remove(
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove a model's fetched files."""
    from assistant.models.store import chosen_model
    from assistant.models.store import remove as take_away

    settings = _settings()
    try:  # offline: what was never fetched need not be looked up to be removed
        model = chosen_model(name, settings.model_copy(update={"offline": True}))
    except ModelUnavailable:
        typer.echo(_absent(name))
        return
    place = settings.models_dir / model.name
    if not yes:
        question = one_line(
            f"Remove {place}? {_size(model)} to fetch again; {LOST[model.purpose]}."
        )
        if not typer.confirm(question, err=True):
            raise UsageError("Nothing was removed: answer y, or use --yes.")
    freed = take_away(model, settings)
    typer.echo(
        one_line(f"{model.name}: {_megabytes(freed)} freed." if freed else _absent(model.name))
    )


def _settings() -> Settings:
    from assistant.settings import Settings

    return Settings()


def _absent(name: str) -> str:
    return one_line(f"{name} is not here: nothing to remove.")


def _text(one: Shelved) -> str:
    model = one.model
    mark = "*" if one.configured else " "
    facts = f"{PURPOSES[model.purpose]}, {_size(model)}, {model.licence}"
    lines = [f"{mark} {model.name}  [{one.presence}]", f"    {facts}", f"    {one.place}"]
    if model.description:
        lines.insert(2, f"    {model.description}")
    return "\n".join(printable(line) for line in lines)


def _object(one: Shelved) -> dict[str, object]:
    model = one.model
    return {
        "name": model.name,
        "purpose": model.purpose,
        "size": model.size or None,
        "licence": model.licence,
        "sha256": {file.path: file.sha256 for file in model.files},
        "state": one.presence,
        "place": str(one.place),
        "configured": one.configured,
    }


def _writing(settings: Settings) -> str:
    chosen = settings.language_model.strip()
    if not chosen:
        return "off; ASSISTANT_LANGUAGE_MODEL names no model."
    if chosen == "endpoint":
        address = settings.endpoint_shown or "no address"
        return f"by {settings.endpoint_model or 'a model'} at {address}."
    return f"by {chosen}."


def _size(model: Model) -> str:
    return _megabytes(model.size) if model.files else "size unknown"


def _megabytes(size: int) -> str:
    return f"{-(-size // 1_000_000):,} MB"
