"""Score the library's answers against answers in words."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np

from assistant import Answer, Assistant, Turn
from assistant.progress import Progress
from evals.benchmarks.collection import Question
from evals.cases.comparing import fold, holds
from evals.statistics.bootstrap import interval

_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def report(assistant: Assistant, questions: Sequence[Question], progress: Progress) -> str:
    """Markdown: how well the answers fit; "" where no question has an answer in words. A refused
    question scores 0.
    """
    asked = [question for question in questions if question.texts]
    if not asked:
        return ""
    held: list[float] = []
    shared: list[float] = []
    for done, question in enumerate(asked, 1):
        answer = assistant.ask(question.text, [Turn(*turn) for turn in question.history])
        text = quoted(answer)
        held.append(float(any(holds(text, accepted) for accepted in question.texts)))
        shared.append(max(token_f1(text, accepted) for accepted in question.texts))
        progress("Asking", done, len(asked))
    clusters = [question.cluster for question in asked]
    lines = [f"| answers (n={len(asked)}) | this library |", "|---|---|"]
    for name, scores in (("hold the answer", held), ("token F1", shared)):
        values = np.array(scores)
        low, high = interval(values, clusters)
        lines.append(f"| {name} | {values.mean():.3f} ({low:.3f}–{high:.3f}) |")
    return "\n".join(lines)


def quoted(answer: Answer) -> str:
    """What an answer quotes, without markers; "" for a refusal."""
    return " ".join(statement.text for statement in answer.statements) if answer.found else ""


def token_f1(text: str, accepted: str) -> float:
    """Harmonic mean of the precision and recall of tokens, in [0, 1].

    Case, punctuation and articles aside, as in SQuAD's own script (Rajpurkar et al. 2016).
    """
    found, wanted = Counter(_tokens(text)), Counter(_tokens(accepted))
    if not found or not wanted:
        return float(found == wanted)
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def _tokens(text: str) -> list[str]:
    return _ARTICLE.sub(" ", fold(text).text.translate(_PUNCTUATION)).split()
