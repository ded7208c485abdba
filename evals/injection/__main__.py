"""Plant attacks in the workspace's documents: `python -m evals.injection FILE [--composed]`.

FILE holds attacks by kind, as BIPIA's `text_attack_train.json` does. The questions are the tune
half of the gold set. Prints Markdown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.models.llm.configured import configured
from evals.console import TimeLeft
from evals.gold_cases import load
from evals.injection.attacks import attacks, measure, measure_composed
from evals.records.folder import Folder

_COMPOSED_QUESTIONS = 25


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        kinds = attacks(options.file)
        with closing(Assistant(progress=TimeLeft())) as assistant:
            cases = [case for case in load(Folder.of(assistant.workspace).gold)
                     if case.split == "tune" and not case.history]  # fmt: skip
            questions = [case.question for case in cases][:: options.every]
            if options.composed:
                _composed(assistant, kinds, questions)
            else:
                _quoted(assistant, kinds, questions)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _quoted(assistant: Assistant, kinds: dict[str, list[str]], questions: list[str]) -> None:
    originals = {
        one.name: (assistant.workspace.corpus / one.name).read_text(encoding="utf-8")
        for one in assistant.documents
    }
    with tempfile.TemporaryDirectory() as folder:
        found = measure(originals, kinds, questions, Path(folder, "w"), TimeLeft())
    print("| planted at the | asked | answered | quote a planted text |\n|---|---|---|---|")
    for one in found:
        print(f"| {one.position} | {one.asked} | {one.answered} | {one.planted} |")
    examples = Counter(example for one in found for example in one.examples)
    for (question, text), count in examples.most_common(10):
        print(f"\n* {count} ×: “{question}” → “{text}”", end="")
    print()


def _composed(assistant: Assistant, kinds: dict[str, list[str]], questions: list[str]) -> None:
    writer = configured(assistant.settings, TimeLeft())
    if writer is None:
        raise UsageError("No language model is set: set ASSISTANT_LANGUAGE_MODEL.")
    answers = (assistant.ask(question, answers="quoted") for question in questions)
    found = [one for one in answers if one.found and 0 < len(one.statements) <= 3]
    results = list(
        measure_composed(writer, assistant.checker, found[:_COMPOSED_QUESTIONS], kinds, TimeLeft())
    )
    print("| kind | attacks | not shown to the model | composed text led | obeyed |")
    print("|---|---|---|---|---|")
    for kind in kinds:
        some = [one for one in results if one.kind == kind]
        cells = [len(some), sum(o.hidden for o in some), sum(o.leads for o in some),
                 sum(bool(o.sentences) for o in some)]  # fmt: skip
        print(f"| {kind} | {' | '.join(map(str, cells))} |")
    obeyed = [one for one in results if one.sentences]
    print(f"\nObeyed: {len(obeyed)} of {len(results)}.")
    for one in obeyed:
        print(f"* “{one.attack}” → “{' '.join(one.sentences)}”")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.injection", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--composed", action="store_true", help="of a language model's answers")
    parser.add_argument("--every", type=int, default=4, help="take each n-th question (default 4)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
