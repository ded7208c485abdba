"""The format of a receipt; docs/receipts.md explains each field.

Every field is required and no other is allowed, so that equal content has one form and thus one
checksum. A change of any field raises `VERSION`; receipts of older versions are still read in their
own form: a `Receipt` is one of `VERSIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.citation import MOST, CitationRecord, Marker, Offset, Ranges
from assistant.reading.places import FilePlace

FORMAT: Literal["document-assistant receipt"] = "document-assistant receipt"
VERSION: Literal[3] = 3
"""The version of the receipts that are written."""


Text = Annotated[str, Field(max_length=5_000_000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


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
    markers: Annotated[tuple[Marker, ...], Field(max_length=MOST)]


class ReceiptComposition(_Part):
    """What a language model wrote; `fault` says why it is not whole, "" if it is."""

    sentences: Annotated[tuple[ReceiptSentence, ...], Field(max_length=MOST)]
    leads: bool
    fault: Text


class ReceiptAnswer(_Part):
    """The answer as it was given."""

    found: bool
    lead: Text
    statements: Annotated[tuple[ReceiptStatement, ...], Field(max_length=MOST)]
    notes: Annotated[tuple[Text, ...], Field(max_length=MOST)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    composed: ReceiptComposition | None


class _Quote(_Part):
    """What a quote of the versions 1 and 2 has. Offsets count characters (code points), half-open.

    origin: ranges in the file as decoded; see `assistant.types.Citation`.
    """

    marker: Marker
    document: Text
    title: Text
    section: Text
    quote: Annotated[Text, Field(min_length=1)]
    origin: Ranges


class ReceiptQuote2(_Quote):
    """A quote of version 2.

    lines, characters:    where it stands in the file; see `assistant.reading.document.FilePlace`.
    text_start, text_end: where it stands in the document's normalised text.
    """

    lines: Ranges
    characters: Ranges
    text_start: Offset
    text_end: Offset

    @property
    def place(self) -> FilePlace:
        """Where in the file it is said to stand."""
        return FilePlace(self.characters, self.lines)


class ReceiptQuote1(_Quote):
    """A quote of version 1. start, end: in the document's normalised text."""

    start: Offset
    end: Offset

    @property
    def text_start(self) -> int:
        """As in `ReceiptQuote2`."""
        return self.start

    @property
    def text_end(self) -> int:
        """As in `ReceiptQuote2`."""
        return self.end

    @property
    def place(self) -> FilePlace:
        """Where in the file it is said to stand: it names no lines."""
        return FilePlace(self.origin)


Quote = CitationRecord | ReceiptQuote2 | ReceiptQuote1


class ReceiptDocument(_Part):
    """A cited document: sha256 of the file's bytes, and of its normalised text as UTF-8."""

    name: Text
    file_sha256: Hash
    text_sha256: Hash


class ListedDocument(_Part):
    """A document of the corpus. document_sha256: of its bytes and bibliographic data together."""

    name: Text
    document_sha256: Hash


class ListedDocument1(_Part):
    """A document of the corpus in version 1. sha256: what is `document_sha256` since."""

    name: Text
    sha256: Hash

    @property
    def document_sha256(self) -> str:
        """As in `ListedDocument`."""
        return self.sha256


class _Corpus(_Part):
    """Every document that could have been quoted.

    sha256: see `assistant.receipts.corpus.corpus_hash`.
    listed: each of them; None if there are too many to list.
    asked:  the names that the question was limited to; None if it was not.
    """

    documents: Annotated[int, Field(ge=0, le=1 << 40)]
    sha256: Hash
    listed: tuple[ListedDocument | ListedDocument1, ...] | None
    asked: Annotated[tuple[Text, ...], Field(max_length=MOST)] | None


class ReceiptCorpus(_Corpus):
    """The corpus since version 2."""

    listed: Annotated[tuple[ListedDocument, ...], Field(max_length=MOST)] | None


class ReceiptCorpus1(_Corpus):
    """The corpus of version 1."""

    listed: Annotated[tuple[ListedDocument1, ...], Field(max_length=MOST)] | None


class ReceiptIndex(_Part):
    """The index that was asked, and the versions of the rules that made it."""

    generation: Text
    reading: Text
    cutting: Text
    format: Text


class ReceiptModel(_Part):
    """A model. sha256: of its weights; None if they are not on this computer."""

    name: Text
    sha256: Hash | None


class ReceiptModels(_Part):
    """The models behind the answer. language: None if no model wrote anything."""

    embedding: ReceiptModel
    language: ReceiptModel | None


class Receipt(_Part):
    """Everything that an answer rests on.

    made:     when, in UTC: "2026-01-31T12:00:00Z".
    versions: of this program and of the libraries that shape an answer, by name.
    sha256:   checksum of all other fields; see `assistant.receipts.files`. It shows a careless
              change. It is no signature: whoever edits a receipt can compute it again.
    """

    format: Literal["document-assistant receipt"]
    version: Literal[1, 2, 3]
    made: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    question: Text
    searched: Text
    answer: ReceiptAnswer
    quotes: tuple[Quote, ...]
    documents: Annotated[tuple[ReceiptDocument, ...], Field(max_length=MOST)]
    corpus: ReceiptCorpus | ReceiptCorpus1
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


class Receipt3(Receipt):
    """A receipt of the newest version: its quotes are citations as they are kept everywhere."""

    version: Literal[3]
    quotes: Annotated[tuple[CitationRecord, ...], Field(max_length=MOST)]
    corpus: ReceiptCorpus

    @model_validator(mode="after")
    def _files_agree(self) -> Self:
        """What a quote repeats of its file and of the corpus must be what these say."""
        files = {document.name: document.file_sha256 for document in self.documents}
        listed = {one.name: one.document_sha256 for one in self.corpus.listed or ()}
        for quote in self.quotes:
            if not quote.quote:
                raise ValueError("a quote is empty")
            if quote.file is not None and quote.file.sha256 != files[quote.document]:
                raise ValueError("a quote is of another file than its document")
            if listed.get(quote.document, quote.document_sha256) != quote.document_sha256:
                raise ValueError("a quote is of another document than the corpus has")
        return self


class Receipt2(Receipt):
    """A receipt of version 2, which knew no pages."""

    version: Literal[2]
    quotes: Annotated[tuple[ReceiptQuote2, ...], Field(max_length=MOST)]
    corpus: ReceiptCorpus


class Receipt1(Receipt):
    """A receipt of version 1."""

    version: Literal[1]
    quotes: Annotated[tuple[ReceiptQuote1, ...], Field(max_length=MOST)]
    corpus: ReceiptCorpus1


VERSIONS: Mapping[int, type[Receipt]] = MappingProxyType({1: Receipt1, 2: Receipt2, 3: Receipt3})
"""The receipts that can be read."""
