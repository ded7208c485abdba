"""Let a language model rephrase the quotes, and verify each sentence."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import ModelFailed, ModelUnavailable
from assistant.generation.events import Checked, Done, Event, Quoted, Searched, Written
from assistant.generation.prompt import MOST_WORDS, RULES, Quotes, messages
from assistant.messages import MESSAGES
from assistant.models.llm.client import Writer, Writing
from assistant.types import Answer, CheckedSentence, Composition, Verdict
from assistant.verification.claims import finished_sentences, in_turn, is_no_claim
from assistant.verification.premise import Support

if TYPE_CHECKING:
    from assistant.verification.verifier import Checker

MAX_TOKENS = 220
MOST_STATEMENTS = 5
"""A longer answer is a list, which a model could not make more readable."""
_ENOUGH = 0.5  # share of the written sentences that must be supported for them to lead


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes answers with one language model. Safe to use from several threads.

    writer: the model.
    checks: what judges its sentences.
    most_words: that further sentences may fill the quotes up to.
    """

    writer: Writer
    checks: Checker
    most_words: int = MOST_WORDS

    def warm(self) -> None:
        """Load the models, and let the writing one read the rules. Faults of theirs appear when a
        question is asked, so that the quotes can be answered without them.
        """
        with contextlib.suppress(ModelFailed, ModelUnavailable):
            for _ in self.writer.write(messages("Ready?", ["Ready."]), None, 1):
                pass
            self.checks.entailed("Ready.", [Support(1, "Ready.")])

    def composes(self, answer: Answer) -> bool:
        """Whether there is something to rephrase: not a refusal, a list or a table row."""
        few = 0 < len(answer.statements) <= MOST_STATEMENTS
        return answer.found and few and not any(one.cells for one in answer.statements)

    def compose(
        self, answer: Answer, stop: threading.Event | None = None
    ) -> Iterator[Written | Checked | Done]:
        """Write from the quotes of `answer`, and end with it and what was written.

        stop: set it from any thread: the model stops within a second. What was checked until then
              stays, and leads if there is enough of it; `composed.stopped` says so.

        Whatever the model does wrong ends up in the answer's `composed.fault`, never as an error.
        """
        quotes = Quotes(answer, self.most_words)
        if not quotes.texts:
            yield Done(answer)
            return
        found: list[CheckedSentence] = []
        fault = ""
        prompt = messages(answer.searched, quotes.texts)
        with self.writer.write(prompt, stop, MAX_TOKENS) as writing:
            try:
                for event in self._events(writing, quotes, answer.searched):
                    if isinstance(event, Checked):
                        found.append(event.sentence)
                    yield event
            except (ModelFailed, ModelUnavailable) as error:
                fault = str(error)
            stopped = writing.ending == "stopped"
            if writing.ending == "length":
                fault = MESSAGES.cut
            elif not (fault or found or stopped):
                fault = MESSAGES.found_nothing
            supported = sum(one.verdict is Verdict.SUPPORTED for one in found)
            composed = Composition(
                model=self.writer.name,
                sentences=tuple(found),
                leads=not fault and 0 < supported >= _ENOUGH * len(found),
                fault=fault,
                stopped=stopped,
                first_word=writing.usage.first,
                seconds=writing.usage.seconds,
                tokens=writing.usage.tokens,
            )
        yield Done(replace(answer, composed=composed, citations=quotes.citations))

    def _events(
        self, writing: Writing, quotes: Quotes, question: str
    ) -> Iterator[Written | Checked]:
        done = 0
        before: CheckedSentence | None = None
        for piece in writing:
            yield Written(piece)
            sentences = finished_sentences(writing.text, prompt=(RULES, question))
            before = yield from self._checked(sentences[done:], quotes, before)
            done = len(sentences)
        # A sentence that was cut off is dropped: only a complete text has a last sentence.
        if writing.complete:
            sentences = finished_sentences(writing.text, complete=True, prompt=(RULES, question))
            yield from self._checked(sentences[done:], quotes, before)

    def _checked(
        self, sentences: Sequence[str], quotes: Quotes, before: CheckedSentence | None
    ) -> Generator[Checked, None, CheckedSentence | None]:
        """The sentences with their verdicts; returns the last one, for the next to lean on."""
        for sentence in sentences:
            if not is_no_claim(sentence):
                known = len(quotes.citations)
                # The question's words need a quote too: a small model likes to say the question
                # again over a quote of something else. docs/decisions/0007-composed.md
                found = self.checks.check(sentence, quotes.supports)
                before = in_turn(found, before, quotes.supports)
                yield Checked(quotes.cited(before), quotes.citations[known:])
        return before


def events(
    answer: Answer, composer: Composer | None, stop: threading.Event | None = None
) -> Generator[Event, None, None]:
    """What happens once the quotes are chosen, in the order of `assistant.generation.events`.

    composer: adds a language model's words; None for quotes alone.
    stop:     set it from any thread to stop the model.
    """
    composing = composer is not None and composer.composes(answer)
    yield Searched(answer.searched, answer.hits)
    yield Quoted(answer, composing)
    if composer is not None and composing:
        yield from composer.compose(answer, stop)
    else:
        yield Done(answer)
