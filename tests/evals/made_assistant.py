"""A workspace in memory, with gold cases about its one document."""

from __future__ import annotations

import json
from pathlib import Path

from memory_index import HashEmbedder, MemoryIndex, document

from assistant import Answer, Turn
from assistant.answering.pipeline import QuotedAnswerer
from assistant.query.context import follow_up
from assistant.retrieval.retriever import Searcher
from assistant.settings import Settings
from assistant.workspace import Workspace

TEXT = """# Results

Of 40 patients 98.8% survived the transplantation of stem cells.

Fever was the commonest complication of the procedure.

# Methods

The conditioning used cyclophosphamide and rituximab in every patient.
"""
CASES = [
    {
        "id": "t-001",
        "question": "How many patients survived the transplantation?",
        "kind": "number",
        "answerable": True,
        "documents": ["study.md"],
        "quotes": [
            {
                "document": "study.md",
                "quote": "Of 40 patients 98.8% survived the transplantation of stem cells.",
            }
        ],
        "facts": [["98.8%"]],
        "reference": "98.8% survived.",
        "section": "Results",
        "difficulty": "easy",
    },
    {
        "id": "t-002",
        "question": "And what was the commonest complication?",
        "history": [{"question": "How many survived the transplantation?", "answer": "98.8%"}],
        "standalone": "What was the commonest complication of the transplantation?",
        "kind": "followup",
        "answerable": True,
        "documents": ["study.md"],
        "quotes": [
            {
                "document": "study.md",
                "quote": "Fever was the commonest complication of the procedure.",
            }
        ],
        "facts": [["Fever"]],
        "reference": "Fever.",
        "section": "Results",
        "difficulty": "easy",
    },
    {
        "id": "t-003",
        "question": "Which football club won the cup?",
        "kind": "refusal",
        "why": "general",
        "answerable": False,
        "reference": "Not said.",
        "difficulty": "easy",
    },
]


class MadeAssistant:
    """As much of an `Assistant` as an evaluation needs, over a document in memory."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace.create(root)
        self.settings = Settings(offline=True)
        self.documents = (document("study.md", TEXT),)
        self.searcher = Searcher(MemoryIndex(self.documents, HashEmbedder()), HashEmbedder())
        self._answerer = QuotedAnswerer(self.searcher)

    def ask(
        self, question: str, history: tuple[Turn, ...] = (), answers: str | None = None
    ) -> Answer:
        return self._answerer.answer(question, follow_up(question, history).searched)

    def warm(self, answers: str | None = None) -> None:
        """Nothing to load."""


def made_assistant(root: Path) -> MadeAssistant:
    """With its gold cases in `evals/gold`."""
    gold = root / "evals" / "gold"
    gold.mkdir(parents=True)
    (gold / "reviews.jsonl").write_text(
        "".join(json.dumps(one) + "\n" for one in CASES), encoding="utf-8"
    )
    return MadeAssistant(root)
