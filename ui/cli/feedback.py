"""`assistant eval candidates`: rated answers on their way to gold questions."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import UsageError
from assistant.printable import json_text, one_line, printable
from ui.cli import options
from ui.cli.console import Commands, Display
from ui.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from assistant.history.conversation import KeptConversation, KeptRating
    from assistant.history.history import Archive
    from evals.feedback.candidates import Candidate, Files
    from evals.gold_cases import EarlierTurn, Split


def candidate_of(archive: Archive, rating: KeptRating) -> Candidate:
    """The answer that was rated, with what it cited and what was asked before.

    Raises:
        UsageError: It has been deleted, or was kept in a form that cannot be read.
    """
    from evals.feedback.candidates import Candidate
    from evals.gold_cases import Quote
    from ui.kept_answers import from_json

    conversation = archive.conversation(rating.conversation)
    turn = None
    if conversation is not None:
        turn = next((one for one in conversation.turns if one.number == rating.number), None)
    if conversation is None or turn is None:
        raise UsageError(f"The answer of {rating.id} has just been deleted: list them again.")
    try:
        shown = from_json(turn.shown)
    except ValueError as error:
        raise UsageError(
            f"The answer of {rating.id} was kept by another version of the program: reject it."
        ) from error
    history = _history(conversation, rating.number) if turn.searched != turn.question else ()
    cited = shown.citations if shown.found else ()
    return Candidate(
        rating=rating.id,
        good=rating.rating.good,
        reason=rating.rating.reason,
        comment=rating.rating.comment,
        question=turn.question,
        standalone=turn.searched if history else "",
        history=history,
        answer=turn.text,
        found=turn.found,
        quotes=tuple(Quote(document=one.document, quote=one.quote) for one in cited),
        section=cited[0].section.split(" > ")[-1] if cited else "",
    )


def _history(conversation: KeptConversation, number: int) -> tuple[EarlierTurn, ...]:
    from evals.feedback.candidates import REFUSED
    from evals.gold_cases import EarlierTurn

    return tuple(
        EarlierTurn(question=one.question, answer=one.quoted or one.text or REFUSED)
        for one in conversation.turns
        if one.number < number
    )


ABOUT = """Turn readers' ratings of answers into gold cases.

\b
  assistant eval candidates list
  assistant eval candidates accept 7      make a gold case, or a draft to
                                          fill in; then accept it again
  assistant eval candidates reject 7

Accepted cases join the tune half, which may be read while improving. --check adds
one to the held-out half, which is only scored.
"""

app = typer.Typer(cls=Commands, help=ABOUT, no_args_is_help=True, rich_markup_mode=None)

IdArgument = Annotated[int, typer.Argument(metavar="ID", help="A number that `list` shows.")]


@app.command(name="list")
def list_command(
    every: Annotated[
        bool, typer.Option("--all", help="Include those already accepted or rejected.")
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the ratings, oldest first, with question, answer and quotes."""
    with closing(_archive(workspace)) as archive:
        files = _files(workspace)
        kept = archive.ratings(open_only=not every)
        found = [(rating, *_read(archive, rating)) for rating in kept]
        for line in archive.notices():
            typer.echo(one_line(line), err=True)
    if as_json:
        typer.echo(json_text([_object(rating, one, why, files) for rating, one, why in found]))
        return
    for rating, one, why in found:
        typer.echo(printable(_text(rating, one, why, files)))
    if not found:
        typer.echo("There are no ratings to decide on.")


@app.command()
def accept(
    id: IdArgument,  # noqa: A002 - what the help calls it
    check: Annotated[bool, typer.Option("--check", help="Add it to the held-out half.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a gold case of a rating.

    If something is missing, a draft is written: fill it in, and accept it again.
    """
    from evals.feedback.candidates import draft, wrong_fields
    from evals.gold_cases import Case

    split: Split = "check" if check else "tune"
    with closing(_archive(workspace)) as archive:
        candidate, files = candidate_of(archive, _open_rating(archive, id)), _files(workspace)
        path = files.draft_of(candidate)
        if path.exists():
            fields = files.read_draft(candidate)
            if wrong := wrong_fields(fields):
                raise UsageError(f"{path} is not filled in: {one_line(wrong[0])}; correct it.")
            case = Case.model_validate(fields)
            if case.split != split:
                half = "--check" if case.split == "check" else "no --check"
                raise UsageError(f"The id {case.id} is of the {case.split} half: give {half}.")
        else:
            new = draft(candidate, split)
            finished = new.finished()
            if finished is None:
                files.write_draft(candidate, new)
                steps = "\n".join(f"  {step}" for step in new.to_do)
                typer.echo(printable(f"Draft: {path}\nTo do, then accept {id} again:\n{steps}"))
                return
            case = finished
        file = files.add(case, _texts(workspace))
        archive.decide(id, accepted=True)
        path.unlink(missing_ok=True)
    typer.echo(printable(f"Case {case.id} of the {case.split} half is in {file} now."))


@app.command()
def reject(
    id: IdArgument,  # noqa: A002
    workspace: WorkspaceOption = None,
) -> None:
    """Reject a rating: no case is made of it."""
    with closing(_archive(workspace)) as archive:
        rating = _open_rating(archive, id)
        archive.decide(id, accepted=False)
        candidate, _ = _read(archive, rating)
    if candidate is not None:
        _files(workspace).draft_of(candidate).unlink(missing_ok=True)
    typer.echo(f"{id} is rejected.")


def _archive(workspace: Path | None) -> Archive:
    from assistant.history.history import Archive
    from assistant.settings import Settings
    from assistant.workspace import Workspace

    return Archive(Settings(), Workspace.find(workspace))


def _files(workspace: Path | None) -> Files:
    from assistant.workspace import Workspace
    from evals.feedback.candidates import Files

    return Files.of(Workspace.find(workspace))


def _texts(workspace: Path | None) -> dict[str, Any]:
    from evals.gold_cases import fold

    with Display() as progress:
        documents = options.open_assistant(workspace, progress).documents
        return {document.name: fold(document.text) for document in documents}


def _open_rating(archive: Archive, wanted: int) -> KeptRating:
    for rating in archive.ratings(open_only=False):
        if rating.id == wanted:
            if rating.accepted is None:
                return rating
            word = "accepted" if rating.accepted else "rejected"
            raise UsageError(f"{wanted} is {word} already: `list` shows what is open.")
    raise UsageError(f"There is no candidate {wanted}: `assistant eval candidates list` has them.")


def _read(archive: Archive, rating: KeptRating) -> tuple[Candidate | None, str]:
    """The answer that was rated; or None, and why it cannot be read."""
    try:
        return candidate_of(archive, rating), ""
    except UsageError as error:
        return None, str(error)


def _text(rating: KeptRating, one: Candidate | None, why: str, files: Files) -> str:
    said = rating.rating
    word = "good" if said.good else f"bad{said.reason and f' ({said.reason})'}"
    lines = [f"{rating.id}  {rating.made:%Y-%m-%d}  {word}{_state(rating, one, files)}"]
    if one is None:
        lines += [f"    comment: {one_line(said.comment)}"] if said.comment else []
        lines.append(f"    problem: {one_line(why)}")
        return "\n".join(lines) + "\n"
    lines += [f"    earlier: {one_line(turn.question)}" for turn in one.history]
    lines.append(f"    question: {one_line(one.question)}")
    if one.standalone:
        lines.append(f"    searched for: {one_line(one.standalone)}")
    if one.comment:
        lines.append(f"    comment: {one_line(one.comment)}")
    lines.append(f"    answer: {one_line(one.answer)}")
    lines += [f"    {quote.document}: “{one_line(quote.quote)}”" for quote in one.quotes]
    return "\n".join(lines) + "\n"


def _state(rating: KeptRating, one: Candidate | None, files: Files) -> str:
    if rating.accepted is not None:
        return ", accepted" if rating.accepted else ", rejected"
    path = _draft(one, files)
    return f", draft: {path}" if path else ""


def _draft(one: Candidate | None, files: Files) -> Path | None:
    path = None if one is None else files.draft_of(one)
    return path if path is not None and path.exists() else None


def _object(rating: KeptRating, one: Candidate | None, why: str, files: Files) -> dict[str, object]:
    path = _draft(one, files)
    always: dict[str, object] = {
        "id": rating.id,
        "made": rating.made.isoformat(),
        "accepted": rating.accepted,
        "draft": str(path) if path else None,
        "good": rating.rating.good,
        "reason": rating.rating.reason,
        "comment": rating.rating.comment,
    }
    if one is None:
        return {**always, "problem": why}
    return {
        **always,
        "history": [turn.model_dump() for turn in one.history],
        "question": one.question,
        "standalone": one.standalone,
        "found": one.found,
        "answer": one.answer,
        "quotes": [quote.model_dump() for quote in one.quotes],
    }
