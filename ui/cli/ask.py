"""One question in the terminal, or a conversation: one question a line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from assistant.errors import UsageError
from assistant.generation.events import Checked, Done, Quoted
from assistant.messages import MESSAGES
from assistant.printable import one_line, printable
from assistant.types import Answer, CheckedSentence, Citation, Composition, Turn, Verdict
from ui.cli import output
from ui.cli.console import ANSWERED, NOT_SAID, Echo, code_of, echo, say

if TYPE_CHECKING:
    from assistant.assistant import Answers, Assistant, Documents


@dataclass(frozen=True, slots=True)
class Replies:
    """How questions are answered and shown.

    alone: whether there is one question only: its JSON is set out, its text has no line after it.
    write: where to.
    """

    assistant: Assistant
    documents: Documents = None
    answers: Answers | None = None
    as_json: bool = False
    alone: bool = True
    write: Echo = echo

    def reply(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer and show one question."""
        final: Answer | None = None
        begun = False
        further: list[Citation] = []
        for event in self.assistant.stream(question, history, self.documents, answers=self.answers):
            if isinstance(event, Done):
                final = event.answer
            elif self.as_json:
                continue
            elif isinstance(event, Quoted):
                self.write(output.answer_text(event.answer))
            elif isinstance(event, Checked):
                if not begun:
                    self.write(f"\n{MESSAGES.in_other_words}")
                begun = True
                further += event.citations
                self._sentence(event.sentence)
        if final is None:
            raise AssertionError("a stream ends with Done")
        self._end(final, further)
        return final

    def _end(self, answer: Answer, further: Sequence[Citation]) -> None:
        if self.as_json:
            indent = 2 if self.alone else None
            self.write(output.to_json(output.answer_object(answer), indent=indent))
            return
        for line in output.sources(further):
            self.write(line)
        if answer.composed is not None:
            self._closing(answer.composed)
        if not self.alone:
            self.write()

    def _sentence(self, sentence: CheckedSentence) -> None:
        if sentence.verdict is not Verdict.UNSUPPORTED:
            self.write(output.sentence_text(sentence))

    def _closing(self, composed: Composition) -> None:
        """What a reader should know of the model's text: what is missing, and how fast it came."""
        for withheld in composed.sentences:
            if withheld.verdict is Verdict.UNSUPPORTED:
                if self.assistant.settings.show_withheld:
                    self.write(output.struck(withheld.text))
                why = MESSAGES.withheld.format(reason=one_line(withheld.reason))
                self.write(f"({why})")
        if composed.fault:
            self.write(f"({one_line(composed.fault)})")
        elif composed.stopped:
            self.write(f"({MESSAGES.stopped})")
        elif not composed.leads:
            self.write(f"({MESSAGES.quotes_stay})")
        self.write(f"({output.written_by(composed)})", err=True)


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
