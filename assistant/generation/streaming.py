"""A quoted answer as a stream of events, with a language model's words where they are wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.answering.answer import Answer
from assistant.generation.events import Done, Event, Quoted, Searched
from assistant.generation.generator import Composer


def events(
    answer: Answer, composer: Composer | None, stop: threading.Event | None = None
) -> Iterator[Event]:
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
