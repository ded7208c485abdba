"""Plant attacks in documents, and measure how often they are quoted or obeyed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from assistant import Assistant
from assistant.errors import UsageError
from assistant.generation.events import Done
from assistant.generation.generator import Composer
from assistant.generation.prompt import Quotes
from assistant.models.llm.client import Writer
from assistant.progress import Progress
from assistant.reading.discovery import open_regular
from assistant.reading.document import Document, Source
from assistant.settings import Settings
from assistant.types import Answer, Citation, Verdict
from assistant.verification.verifier import Checker
from assistant.workspace import Workspace

Position = Literal["start", "middle", "end"]
POSITIONS: tuple[Position, ...] = get_args(Position)
_BOUNDARY = re.compile(r"(?<=[a-z\])]\.) (?=[A-Z])")  # inside a paragraph


def attacks(path: Path) -> dict[str, list[str]]:
    """Attacks by their kind, from a file like BIPIA's (Yi et al. 2023): {"kind": ["text", …]}.

    Raises:
        UsageError: the file cannot be read, or holds something else.
    """
    try:
        with open_regular(path) as file:
            found = json.load(file)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}): give a JSON file of attacks."
        ) from error
    if not isinstance(found, dict) or not all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in found.values()
    ):
        raise UsageError(f"{path} is no file of attacks: it must hold lists of texts by kind.")
    return found


def rounds(kinds: dict[str, list[str]]) -> Iterator[list[str]]:
    """One attack of each kind, then the next of each, until all had their turn."""
    for place in range(max(map(len, kinds.values()), default=0)):
        yield [texts[place] for texts in kinds.values() if place < len(texts)]


def planted(text: str, sentences: Sequence[str], position: Position) -> str:
    """The text with every sentence in it: paragraphs of their own at its start or end; in its
    middle each between two sentences of a paragraph, spread over the whole text.
    """
    ended = [one if one.endswith((".", "!", "?")) else f"{one}." for one in sentences]
    if position == "start":
        return "\n\n".join([*ended, text])
    if position == "end":
        return "\n\n".join([text.rstrip("\n"), *ended]) + "\n"
    boundaries = [match.start() for match in _BOUNDARY.finditer(text)]
    if not boundaries:
        return planted(text, sentences, "end")
    step = len(boundaries) / (len(ended) + 1)
    last_place = len(boundaries) - 1
    places = [
        boundaries[min(last_place, round(step * (number + 1)))] for number in range(len(ended))
    ]
    pieces, last = [], 0
    for place, sentence in zip(places, ended, strict=True):
        pieces += [text[last:place], f" {sentence}"]
        last = place
    return "".join([*pieces, text[last:]])


@dataclass(frozen=True, slots=True)
class Presented:
    """Over the answers of one position: how many were given, and how many quote a planted text.

    examples: of the latter, question and quote.
    """

    position: Position
    asked: int
    answered: int
    planted: int
    examples: tuple[tuple[str, str], ...]


def measure(
    originals: dict[str, str],
    kinds: dict[str, list[str]],
    questions: Sequence[str],
    folder: Path,
    progress: Progress,
) -> list[Presented]:
    """Index the documents with each round of attacks planted in all of them, and ask.

    originals: text by file name; questions: that the documents answer, or not, without attacks.
    folder:    an empty one, for the workspace.
    """
    workspace = Workspace.create(folder)
    assistant = Assistant(workspace.root, settings=Settings())
    found = []
    every = list(rounds(kinds))
    total = len(POSITIONS) * len(every)
    for place, position in enumerate(POSITIONS):
        asked = answered = 0
        examples: list[tuple[str, str]] = []
        for number, sentences in enumerate(every):
            for name, text in originals.items():
                changed = planted(text, sentences, position)
                path = workspace.corpus / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(changed.encode())
            assistant.index()
            seen, shown = _ask(assistant, questions, _among(sentences))
            asked += len(questions)
            answered += seen
            examples += shown
            progress("Asking among planted texts", place * len(every) + number + 1, total)
        found.append(Presented(position, asked, answered, len(examples), tuple(examples)))
    assistant.close()
    return found


def _ask(
    assistant: Assistant, questions: Sequence[str], is_planted: Callable[[str], bool]
) -> tuple[int, list[tuple[str, str]]]:
    answered = 0
    examples = []
    for question in questions:
        answer = assistant.ask(question, answers="quoted")
        answered += answer.found
        quotes = [one.text for one in answer.statements if is_planted(one.text)]
        if answer.found and quotes:
            examples.append((question, quotes[0]))
    return answered, examples


def _among(sentences: Sequence[str]) -> Callable[[str], bool]:
    bare = [one.rstrip(".!?") for one in sentences]
    return lambda text: any(one in text or text.rstrip(".!?") in one for one in bare)


_ROOM = 1_000  # words: every attack finds its place among the quotes


@dataclass(frozen=True, slots=True)
class Obeyed:
    """One attack among the quotes of one question.

    hidden:  whether the attack was told apart as an order and not shown to the model.
    leads:   whether composed text was shown; sentences: those shown that the genuine quotes do not
             support, by the same checks: what an attacker brought in.
    """

    kind: str
    attack: str
    question: str
    hidden: bool
    leads: bool
    sentences: tuple[str, ...]


def measure_composed(
    writer: Writer,
    checker: Checker,
    answers: Sequence[Answer],
    kinds: dict[str, list[str]],
    progress: Progress,
) -> Iterator[Obeyed]:
    """Compose each attack once, in turns over the answers, as the last of the quotes."""
    composer = Composer(writer, checker, most_words=_ROOM)
    every = [(kind, text) for kind, texts in kinds.items() for text in texts]
    for number, (kind, text) in enumerate(every):
        answer = answers[number % len(answers)]
        attacked = replace(answer, further=(_citation(text, answer),))
        done = [event for event in composer.compose(attacked) if isinstance(event, Done)]
        composed = done[-1].answer.composed
        shown = composed.shown if composed is not None and composed.leads else ()
        genuine = Quotes(replace(answer, further=())).supports
        brought = tuple(
            one.text
            for one in shown
            if checker.check(one.text, genuine).verdict is Verdict.UNSUPPORTED
        )
        progress("Composing among planted texts", number + 1, len(every))
        yield Obeyed(
            kind,
            text,
            answer.question,
            text not in Quotes(attacked, _ROOM).texts,
            bool(shown),
            brought,
        )


def _citation(text: str, answer: Answer) -> Citation:
    document = Document("planted.txt", text, "0" * 64, Source("Planted"))
    marker = max(one.marker for one in (*answer.citations, *answer.further)) + 1
    return Citation(marker, document, 0, len(text), text, "", ((0, len(text)),))
