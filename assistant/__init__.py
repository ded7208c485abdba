"""Ask a folder of documents. Every sentence of an answer is an exact quote.

    from assistant import Assistant, Turn, ask

    answer = ask("What was the five-year survival after aHSCT?")
    print(answer)
    for citation in answer.citations:
        assert citation.document.text[citation.start : citation.end] == citation.quote

Importing this package loads nothing heavy; names are looked up when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.assistant import Assistant, ask
    from assistant.chunking.chunks import Passage
    from assistant.corpus.filter import Filter
    from assistant.corpus.status import Holding
    from assistant.errors import (
        AssistantError,
        DocumentRefused,
        IndexBusy,
        IndexDamaged,
        IndexMissing,
        IndexOutOfDate,
        IndexUnusable,
        ModelFailed,
        ModelUnavailable,
        NameTaken,
        UnreadableDocument,
        UnreadableReceipt,
        UsageError,
        WorkspaceMissing,
    )
    from assistant.indexing.report import IndexReport
    from assistant.reading.document import Document, Source
    from assistant.receipts.receipt import Receipt
    from assistant.receipts.verification import Verification
    from assistant.receipts.verifier import verify
    from assistant.settings import Settings
    from assistant.types import Answer, Citation, Hit, Outdated, Statement, Timings, Turn
    from assistant.workspace import Workspace

_HOMES = {
    "assistant": "Assistant ask",
    "chunking.chunks": "Passage",
    "corpus.filter": "Filter",
    "corpus.status": "Holding",
    "errors": "AssistantError DocumentRefused IndexBusy IndexDamaged IndexMissing IndexOutOfDate "
    "IndexUnusable ModelFailed ModelUnavailable NameTaken UnreadableDocument UnreadableReceipt "
    "UsageError WorkspaceMissing",
    "indexing.report": "IndexReport",
    "reading.document": "Document Source",
    "receipts.receipt": "Receipt",
    "receipts.verification": "Verification",
    "receipts.verifier": "verify",
    "settings": "Settings",
    "types": "Answer Citation Hit Outdated Statement Timings Turn",
    "workspace": "Workspace",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "Citation",
    "Document",
    "DocumentRefused",
    "Filter",
    "Hit",
    "Holding",
    "IndexBusy",
    "IndexDamaged",
    "IndexMissing",
    "IndexOutOfDate",
    "IndexReport",
    "IndexUnusable",
    "ModelFailed",
    "ModelUnavailable",
    "NameTaken",
    "Outdated",
    "Passage",
    "Receipt",
    "Settings",
    "Source",
    "Statement",
    "Timings",
    "Turn",
    "UnreadableDocument",
    "UnreadableReceipt",
    "UsageError",
    "Verification",
    "Workspace",
    "WorkspaceMissing",
    "ask",
    "verify",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
