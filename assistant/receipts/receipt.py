"""The receipt of an answer: its format, version 1. docs/receipts.md tells what each field holds.

Every field is required and no other is allowed, so that equal content has one form and thus one
checksum. A change of any field raises `VERSION`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FORMAT: Literal["document-assistant receipt"] = "document-assistant receipt"
VERSION: Literal[1] = 1

_MOST = 100_000  # of anything in a list
Text = Annotated[str, Field(max_length=5_000_000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Offset = Annotated[int, Field(ge=0, le=1 << 40)]
Range = tuple[Offset, Offset]
Marker = Annotated[int, Field(ge=1, le=_MOST)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class ReceiptStatement(_Part):
    """One line of the answer and the marker of its quote."""

    text: Text
    marker: Marker


class ReceiptSentence(_Part):
    """A sentence that a language model wrote, and what checking it against the quotes gave."""

    text: Text
    verdict: Literal["supported", "partly", "unsupported"]
    reason: Text
    markers: Annotated[tuple[Marker, ...], Field(max_length=_MOST)]


class ReceiptComposition(_Part):
    """What a language model wrote; `fault` says why it is not whole, "" where it is."""

    sentences: Annotated[tuple[ReceiptSentence, ...], Field(max_length=_MOST)]
    leads: bool
    fault: Text


class ReceiptAnswer(_Part):
    """The answer as it was given."""

    found: bool
    lead: Text
    statements: Annotated[tuple[ReceiptStatement, ...], Field(max_length=_MOST)]
    notes: Annotated[tuple[Text, ...], Field(max_length=_MOST)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    composed: ReceiptComposition | None


class ReceiptQuote(_Part):
    """A quote and its place. Offsets count characters (code points), half-open.

    start, end: in the document's normalised text.
    origin:     ranges in the file as decoded; see `assistant.answering.answer.Citation`.
    """

    marker: Marker
    document: Text
    title: Text
    section: Text
    start: Offset
    end: Offset
    quote: Annotated[Text, Field(min_length=1)]
    origin: Annotated[tuple[Range, ...], Field(max_length=_MOST)]


class ReceiptDocument(_Part):
    """A cited document: sha256 of the file's bytes, and of its normalised text as UTF-8."""

    name: Text
    file_sha256: Hash
    text_sha256: Hash


class ListedDocument(_Part):
    """A document of the corpus. sha256: of its bytes and bibliographic data together."""

    name: Text
    sha256: Hash


class ReceiptCorpus(_Part):
    """Every document that could have been quoted.

    sha256: see `assistant.receipts.corpus.corpus_hash`.
    listed: each of them; None where there are too many to list.
    asked:  the names that the question was limited to; None where it was not.
    """

    documents: Annotated[int, Field(ge=0, le=1 << 40)]
    sha256: Hash
    listed: Annotated[tuple[ListedDocument, ...], Field(max_length=_MOST)] | None
    asked: Annotated[tuple[Text, ...], Field(max_length=_MOST)] | None


class ReceiptIndex(_Part):
    """The index that was asked, and the versions of the rules that made it."""

    generation: Text
    reading: Text
    cutting: Text
    format: Text


class ReceiptModel(_Part):
    """A model. sha256: of its weights; None where they are not on this computer."""

    name: Text
    sha256: Hash | None


class ReceiptModels(_Part):
    """The models behind the answer. language: None where no model wrote anything."""

    embedding: ReceiptModel
    language: ReceiptModel | None


class Receipt(_Part):
    """Everything that an answer rests on.

    made:     when, in UTC: "2026-01-31T12:00:00Z".
    versions: of this program and of the libraries that shape an answer, by name.
    sha256:   checksum of all other fields; see `assistant.receipts.sealing`. It shows a careless
              change. It is no signature: who edits a receipt can compute it anew.
    """

    format: Literal["document-assistant receipt"]
    version: Literal[1]
    made: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    question: Text
    searched: Text
    answer: ReceiptAnswer
    quotes: Annotated[tuple[ReceiptQuote, ...], Field(max_length=_MOST)]
    documents: Annotated[tuple[ReceiptDocument, ...], Field(max_length=_MOST)]
    corpus: ReceiptCorpus
    index: ReceiptIndex
    models: ReceiptModels
    versions: dict[Text, Text]
    sha256: Hash

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        markers = [quote.marker for quote in self.quotes]
        names = [document.name for document in self.documents]
        if len(set(markers)) < len(markers) or len(set(names)) < len(names):
            raise ValueError("a marker or a document occurs twice")
        used = {statement.marker for statement in self.answer.statements}
        if self.answer.composed is not None:
            used |= {mark for one in self.answer.composed.sentences for mark in one.markers}
        if not used <= set(markers):
            raise ValueError("a marker has no quote")
        if {quote.document for quote in self.quotes} != set(names):
            raise ValueError("the documents are not those of the quotes")
        return self
