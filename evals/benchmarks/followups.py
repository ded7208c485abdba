"""Search for follow-up questions, with and without what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import Turn
from assistant.progress import Progress
from assistant.query.rewriting import stand_alone
from assistant.retrieval.retriever import MAX_QUESTION
from evals.benchmarks.collection import Question
from evals.benchmarks.measures import ANY_FOUND, NDCG
from evals.benchmarks.pieces import Ranker
from evals.benchmarks.side_by_side import Search, gains, score, table

WITH_HISTORY = "with the history, by our rewriting"
_ALONE = "the last question alone"
_JOINED = "all questions so far, joined"
_REWRITTEN = "the data's own rewriting"


def rewritten(question: Question) -> str:
    """The question as the library searches it."""
    return stand_alone(question.text, [Turn(asked, told) for asked, told in question.history])


def joined(question: Question) -> str:
    """All that was asked, the latest last; what is too long loses its beginning."""
    return " ".join([*(asked for asked, _ in question.history), question.text])[-MAX_QUESTION:]


def report(questions: Sequence[Question], ours: Ranker, progress: Progress) -> str:
    """Markdown: what our search finds by each way of asking; "" where nothing is a follow-up."""
    asked = [question for question in questions if question.history and question.relevant]
    if not asked:
        return ""
    searches: dict[str, Search] = {
        _ALONE: lambda question: ours(question.text),
        _JOINED: lambda question: ours(joined(question)),
        WITH_HISTORY: lambda question: ours(rewritten(question)),
    }
    if all(question.standalone for question in asked):
        searches[_REWRITTEN] = lambda question: ours(question.standalone)
    columns = score(asked, searches, (ANY_FOUND, NDCG), {}, progress)
    changed = sum(rewritten(question) != question.text for question in asked)
    return "\n\n".join(
        [
            f"Follow-ups: {len(asked)}, of which our rewriting changes {changed}.",
            table(columns, "follow-ups, searched by"),
            gains(columns, WITH_HISTORY, "our rewriting more than"),
        ]
    )
