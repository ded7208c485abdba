"""One question in the terminal: its quotes at once, then a model's words as they are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from assistant.answering.answer import Answer, Citation, Composition
from assistant.generation.events import Checked, Done, Quoted
from assistant.messages.phrases import Phrases
from assistant.printable import one_line
from assistant.query.turn import Turn
from assistant.verification.verdict import CheckedSentence, Verdict
from ui.cli import json_output, output

if TYPE_CHECKING:
    from assistant.assistant import Answers, Assistant


@dataclass(frozen=True, slots=True)
class Replies:
    """How questions are answered and shown.

    alone: whether there is one question only: its JSON is set out, its text has no line after it.
    """

    assistant: Assistant
    documents: Sequence[str] | None = None
    answers: Answers | None = None
    as_json: bool = False
    alone: bool = True

    def reply(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer and show one question."""
        phrases = self.assistant.phrases
        final: Answer | None = None
        begun = False
        further: list[Citation] = []
        for event in self.assistant.stream(question, history, self.documents, answers=self.answers):
            if isinstance(event, Done):
                final = event.answer
            elif self.as_json:
                continue
            elif isinstance(event, Quoted):
                typer.echo(output.answer_text(event.answer, phrases))
            elif isinstance(event, Checked):
                if not begun:
                    typer.echo(f"\n{phrases.in_other_words}")
                begun = True
                further += event.citations
                _sentence(event.sentence, phrases)
        if final is None:
            raise AssertionError("a stream ends with Done")
        self._end(final, further)
        return final

    def _end(self, answer: Answer, further: Sequence[Citation]) -> None:
        if self.as_json:
            indent = 2 if self.alone else None
            typer.echo(json_output.to_json(json_output.answer_object(answer), indent=indent))
            return
        for line in output.sources(further, self.assistant.phrases):
            typer.echo(line)
        if answer.composed is not None:
            _closing(
                answer.composed,
                self.assistant.phrases,
                show_withheld=self.assistant.settings.show_withheld,
            )
        if not self.alone:
            typer.echo()


def _sentence(sentence: CheckedSentence, phrases: Phrases) -> None:
    if sentence.verdict is Verdict.UNSUPPORTED:
        return
    typer.echo(output.sentence_text(sentence, phrases))


def _closing(composed: Composition, phrases: Phrases, *, show_withheld: bool) -> None:
    """What a reader should know of the model's text: what is missing, and how fast it came."""
    for withheld in composed.sentences:
        if withheld.verdict is Verdict.UNSUPPORTED:
            if show_withheld:
                typer.echo(output.struck(withheld.text))
            why = phrases.withheld.format(reason=one_line(withheld.reason))
            typer.echo(f"({why})")
    if composed.fault:
        typer.echo(f"({one_line(composed.fault)})")
    elif composed.stopped:
        typer.echo(f"({phrases.stopped})")
    elif not composed.leads:
        typer.echo(f"({phrases.quotes_stay})")
    typer.echo(f"({output.written_by(composed, phrases)})", err=True)
