"""The commands that a running server can carry out as well: what each does, and what it writes.

Both ways go through here, so that both write the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from assistant.errors import UsageError
from assistant.messages import MESSAGES
from assistant.printable import printable
from ui.cli import output
from ui.cli.ask import Replies
from ui.cli.console import ANSWERED, NOT_SAID, Echo
from ui.cli.options import filter_of

if TYPE_CHECKING:
    from assistant.assistant import Answers, Assistant
    from assistant.corpus.filter import Filter

Open = Callable[[], "Assistant"]
"""Gives the assistant; called once the arguments are known to be right."""


def replies(opened: Open, given: Mapping[str, Any], write: Echo, *, alone: bool) -> Replies:
    """What answers the questions of `assistant ask` with these arguments.

    given: as `ask` takes them, but for the question.
    """
    chosen, answers = chosen_of(given), _way(given["answers"])
    return Replies(opened(), chosen, answers, bool(given["as_json"]), alone, write)


def chosen_of(given: Mapping[str, Any]) -> Filter | None:
    """The documents that the arguments choose; None for all."""
    return filter_of(**given["filters"])


def ask(opened: Open, given: Mapping[str, Any], write: Echo) -> int:
    """`assistant ask QUESTION`, without a receipt.

    given: question, answers, as_json, and filters as `filter_of` takes them.
    """
    made = replies(opened, given, write, alone=True)
    answer = made.reply(printable(given["question"]))
    return ANSWERED if answer.found else NOT_SAID


def search(opened: Open, given: Mapping[str, Any], write: Echo) -> int:
    """`assistant search QUESTION`.

    given: question, limit, as_json, and filters as `filter_of` takes them.
    """
    question = printable(given["question"])
    chosen = chosen_of(given)
    hits = opened().search(question, int(given["limit"]), chosen)
    if given["as_json"]:
        write(output.to_json(output.hits_object(question, hits)))
    else:
        write(output.hits_text(hits) or MESSAGES.no_passage)
    return ANSWERED if hits else NOT_SAID


def none(_: Open, __: Mapping[str, Any], ___: Echo) -> int:
    """Nothing: to learn whether commands would be carried out."""
    return ANSWERED


COMMANDS: Mapping[str, Callable[[Open, Mapping[str, Any], Echo], int]]
COMMANDS = {"ask": ask, "search": search, "none": none}


def _way(answers: str | None) -> Answers | None:
    if answers is None or answers in ("quoted", "composed"):
        return cast("Answers | None", answers)
    raise UsageError(f"No answers {answers!r}: use quoted or composed.")
