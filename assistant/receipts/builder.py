"""Make the receipt of an answer."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant import chunking, reading, verification
from assistant.citation import record
from assistant.corpus.file_hashes import bytes_hash
from assistant.corpus.outdated import Freshness
from assistant.errors import AssistantError, IndexOutOfDate
from assistant.indexing.manifest import INDEX_FORMAT
from assistant.models.catalog import MINILM
from assistant.reading.document import Document
from assistant.receipts.corpus import corpus_hash, text_hash
from assistant.receipts.files import MAX_BYTES, sealed, to_bytes
from assistant.receipts.receipt import Receipt
from assistant.types import Answer, Composition

PROGRAM, CHECKING = "document-assistant", "rules of checking"
ENTAILMENT = "model of entailment"
"""In the versions of a receipt with composed sentences: what judged these beside the rules."""

_LIBRARIES = (
    PROGRAM,
    *("chromadb", "numpy", "rapidfuzz", "sentence-transformers", "snowballstemmer"),
    *("tokenizers", "torch", "transformers"),
)


def versions(judged_by: str = "") -> dict[str, str]:
    """Name to version, of this program, its rules of checking sentences, the model that took part
    in that, Python, SQLite and the installed libraries that matter.
    """
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    found[CHECKING] = verification.CHECKING_VERSION
    if judged_by:
        found[ENTAILMENT] = judged_by
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


MOST_LISTED = 10_000
"""Documents of a corpus that a receipt lists one by one; a larger one is known by its hash."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an answer was given from.

    corpus:          the folder of the files.
    documents:       all of the index, name to `Document.sha256`.
    generation:      the index's.
    asked:           names that the question was limited to; None if it was not.
    embedding:       name and sha256 of the weights of the model that searched; None for ours.
    language_sha256: of the language model's weights; None if it wrote nothing or they are
                     not on this computer.
    judged_by:       the model of entailment; "" for none.
    """

    corpus: Path
    documents: Mapping[str, str]
    generation: str
    asked: tuple[str, ...] | None = None
    embedding: tuple[str, str] | None = None
    language_sha256: str | None = None
    judged_by: str = ""


def make(answer: Answer, given: Circumstances, now: datetime | None = None) -> Receipt:
    """The receipt of an answer.

    now: with its time zone; None for the present.

    Raises:
        IndexOutOfDate: A cited document is no longer as it was when it was indexed.
        AssistantError: The answer quotes nothing, or is too large for a receipt that can be read.
    """
    if answer.is_talk:
        raise AssistantError("No receipt: nothing was quoted. Ask about the documents.")
    cited = {citation.document.name: citation.document for citation in answer.citations}
    fields: dict[str, Any] = {
        "made": f"{(now or datetime.now(UTC)).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "question": answer.question,
        "searched": answer.searched,
        "answer": _answer(answer),
        "quotes": tuple(record(citation) for citation in answer.citations),
        "documents": tuple(_document(cited[name], given) for name in sorted(cited)),
        "corpus": _corpus(given),
        "index": {
            "generation": given.generation,
            "reading": reading.READING_VERSION,
            "cutting": chunking.CHUNKING_VERSION,
            "format": INDEX_FORMAT,
        },
        "models": {
            "embedding": embedding_model(given.embedding),
            "language": _language_model(answer, given),
        },
        "versions": versions(given.judged_by if answer.composed else ""),
    }
    try:
        receipt = sealed(fields)
    except ValidationError:
        raise _too_large() from None
    if len(to_bytes(receipt)) > MAX_BYTES:  # it could be written, and not be read again
        raise _too_large()
    return receipt


def _too_large() -> AssistantError:
    return AssistantError("The answer is too large for a receipt: ask something narrower.")


def embedding_model(known: tuple[str, str] | None = None) -> dict[str, str]:
    """The name of the embedding model and the sha256 of its weights; None for ours."""
    weights = max(MINILM.files, key=lambda file: file.size)
    name, sha256 = known or (MINILM.name, weights.sha256)
    return {"name": name, "sha256": sha256}


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "found": answer.found,
        "lead": answer.lead,
        "statements": tuple({"text": s.text, "marker": s.marker} for s in answer.statements),
        "notes": answer.notes,
        "confidence": float(answer.confidence),
        "composed": None if answer.composed is None else _composed(answer.composed),
    }


def _composed(composed: Composition) -> dict[str, Any]:
    sentences = tuple(
        {"text": one.text, "verdict": one.verdict.value, "reason": one.reason}
        | {"markers": one.markers}
        for one in composed.sentences
    )
    return {"sentences": sentences, "leads": composed.leads, "fault": composed.fault}


def _document(document: Document, given: Circumstances) -> dict[str, str]:
    path = given.corpus / document.name
    try:
        # The answer is from the text as indexed: the file must still be the one that it is of.
        same = bytes_hash(path) == document.file.sha256
    except FileNotFoundError:
        if moved := Freshness(given.corpus).elsewhere(document):
            raise IndexOutOfDate(
                f"No receipt: {document.name} was renamed to {moved} since it was indexed: "
                "run `assistant index` and ask again."
            ) from None
        same = False
    except OSError:
        same = False
    if not same or given.documents.get(document.name) != document.sha256:
        raise IndexOutOfDate(
            f"No receipt: {document.name} has changed since it was indexed: "
            "run `assistant index` and ask again."
        )
    return {
        "name": document.name,
        "file_sha256": document.file.sha256,
        "text_sha256": text_hash(document),
    }


def _corpus(given: Circumstances) -> dict[str, Any]:
    listed = None
    if len(given.documents) <= MOST_LISTED:
        listed = _listed(given.documents.items())
    return {
        "documents": len(given.documents),
        "sha256": corpus_hash(given.documents),
        "listed": listed,
        "asked": given.asked,
    }


def _listed(documents: Iterable[tuple[str, str]]) -> tuple[dict[str, str], ...]:
    return tuple({"name": name, "document_sha256": hash_} for name, hash_ in sorted(documents))


def _language_model(answer: Answer, given: Circumstances) -> dict[str, str | None] | None:
    if answer.composed is None:
        return None
    return {"name": answer.composed.model, "sha256": given.language_sha256}
