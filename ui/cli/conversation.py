"""A conversation in the terminal: one question a line, each knowing those before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import typer

from assistant.answering.answer import Answer
from assistant.errors import UsageError
from assistant.printable import printable
from assistant.query.turn import Turn
from ui.cli.exit_codes import ANSWERED, NOT_SAID, code_of, say

PROMPT = "? "


def talk(reply: Callable[[str, Sequence[Turn]], Answer], greeting: str) -> int:
    """Answer every line of standard input until it ends or says `exit`.

    reply:    answers a question after earlier turns, and shows the answer.
    greeting: what a person at a terminal is told first.

    Returns:
        The exit code. A person at a terminal has seen every answer: 0. For piped questions the
        worst of them counts: 3 if the documents do not answer one, 2 if one cannot be asked.
    """
    history: list[Turn] = []
    code = ANSWERED
    person = sys.stdin.isatty()
    for question in _typed(greeting) if person else _piped():
        try:
            answer = reply(question, history)
        except UsageError as error:
            say(str(error))
            code = max(code, code_of(error))
            continue
        history.append(Turn(question, answer.quoted, answer.searched))
        code = max(code, ANSWERED if answer.found else NOT_SAID)
    return ANSWERED if person else code


def _piped() -> Iterator[str]:
    for line in sys.stdin:
        question = printable(line).strip()
        if question == "exit":
            return
        if question:
            yield question


def _typed(greeting: str) -> Iterator[str]:
    typer.echo(greeting, err=True)
    while True:
        try:
            question = printable(input(PROMPT)).strip()
        except EOFError:
            typer.echo(err=True)
            return
        if question in ("", "exit", "quit"):
            return
        yield question
