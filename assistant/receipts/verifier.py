"""Verify a receipt against the files of a workspace: no index, and nothing from the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from assistant import chunking, reading
from assistant.citation import CitationRecord, file_record
from assistant.errors import AssistantError, UnreadableDocument
from assistant.indexing.manifest import INDEX_FORMAT
from assistant.printable import one_line
from assistant.progress import Progress, silent
from assistant.reading.document import Document
from assistant.reading.places import FilePlace
from assistant.receipts.builder import embedding_model, versions
from assistant.receipts.composed import check_composed, judge_of
from assistant.receipts.corpus import Corpus, corpus_hash, text_hash
from assistant.receipts.files import checksum
from assistant.receipts.receipt import (
    Quote,
    Receipt,
    ReceiptCorpus,
    ReceiptCorpus1,
    ReceiptDocument,
    ReceiptQuote1,
)
from assistant.receipts.verification import Check, Place, Status, Verification, named
from assistant.sandbox.sandbox import Limits
from assistant.workspace import Workspace

_MOST_PLACES = 100  # of a quote that has moved: a quote of one letter stands everywhere


def check_document(
    stated: ReceiptDocument, quotes: Sequence[Quote], corpus: Corpus, *, same_rules: bool = True
) -> Check:
    """The same bytes, the same text, the same title?

    same_rules: whether it was read by today's rules of reading. Others may not have found the
    title, the authors or the year that today's guess from the same file.
    """
    about, name = f"document {stated.name}", stated.name
    if name not in corpus.files:
        same = corpus.named_by_hash(stated.file_sha256)
        where = f"; the same file is now {same}" if same else ""
        return Check(about, Status.FAILS, f"{name} is not in the corpus{where}.")
    try:
        document = corpus.document(name)
    except UnreadableDocument as error:
        return Check(about, Status.FAILS, f"{name} cannot be read: {error}.")
    same_file = document.file.sha256 == stated.file_sha256
    same_text = text_hash(document) == stated.text_sha256
    if not same_file and not same_text:
        return Check(about, Status.FAILS, f"{name} has changed.")
    if not same_file:
        says = f"{name} is another file, but its normalised text is the same."
        return Check(about, Status.FAILS, says)
    if not same_text:
        says = f"{name} is the same file, but is read to another normalised text."
        return Check(about, Status.FAILS, says)
    about_it = [quote for quote in quotes if quote.document == name]
    other = Status.FAILS if same_rules else Status.DIFFERS
    if {quote.title for quote in about_it} - {document.title}:
        says = f"{name} is the same, but its title is “{document.title}”."
        return Check(about, other, says)
    if not all(_same_publication(quote, document) for quote in about_it):
        says = f"{name} is the same, but its bibliographic data are others."
        return Check(about, other, says)
    return Check(about, Status.HOLDS, f"{name} is the same file with the same text.")


def _same_publication(quote: Quote, document: Document) -> bool:
    """Whether it is published as the receipt says; older versions state the title alone."""
    if not isinstance(quote, CitationRecord):
        return True
    # Tags are the owner's own words: no part of a publication.
    now = replace(document.source, title=document.title, tags=())
    return quote.source == now and quote.document_sha256 == document.sha256


def check_quote(quote: Quote, corpus: Corpus) -> Check:
    """Does it stand exactly there, word for word; if not, where else?"""
    about, marker = f"quote {quote.marker}", f"[{quote.marker}]"
    stated = Place(quote.document, quote.text_start, quote.text_end, _stated(quote))
    document = _readable(quote.document, corpus)
    if document is None or not _stands(quote, document):
        places = tuple(islice(_places(quote, corpus), _MOST_PLACES))
        if not places:
            says = f"{marker} is gone: nowhere in the corpus is it found word for word."
            return Check(about, Status.FAILS, says)
        now = "now" if len(places) == 1 else f"now at {len(places)} places"
        says = f"{marker} has moved: not {stated}, {now} {named(places)}."
        return Check(about, Status.FAILS, says, places)
    now_at = _place(document, quote.text_start, quote.text_end)
    if not _same_place(quote, document):
        says = f"{marker} stands word for word, but its place in the file is another: "
        return Check(about, Status.FAILS, says + f"not {stated}, now {now_at}.", (now_at,))
    if quote.section not in _sections(document, quote.text_start, corpus):
        says = f"{marker} stands at {now_at}, but under other headings than “{quote.section}”."
        return Check(about, Status.FAILS, says)
    return Check(about, Status.HOLDS, f"{marker} stands word for word at {now_at}.")


def _stated(quote: Quote) -> FilePlace | None:
    place = quote.place
    return place if place and (place.characters or place.units) else None


def _readable(name: str, corpus: Corpus) -> Document | None:
    if name not in corpus.files:
        return None
    try:
        return corpus.document(name)
    except UnreadableDocument:
        return None


def _stands(quote: Quote, document: Document) -> bool:
    # The length too: a range that ends beyond the text would give the text's last words.
    fits = quote.text_end - quote.text_start == len(quote.quote)
    return fits and document.text[quote.text_start : quote.text_end] == quote.quote


def _same_place(quote: Quote, document: Document) -> bool:
    """Whether the file has it where the receipt says; one of version 1 says nothing of lines."""
    start, end = quote.text_start, quote.text_end
    if document.origin.to_origin(start, end) != quote.origin:
        return False
    if isinstance(quote, ReceiptQuote1):
        return True
    found = file_record(document, start, end)
    if isinstance(quote, CitationRecord):
        if found is None or quote.file is None:
            return found is quote.file
        # The hash of a file that has changed is told where its document is checked.
        return replace(found, sha256=quote.file.sha256) == quote.file
    lines, characters = (found.lines, found.characters) if found else ((), ())
    return (lines, characters) == (quote.lines, quote.characters)


def _place(document: Document, start: int, end: int) -> Place:
    return Place(document.name, start, end, document.place(start, end))


def _places(quote: Quote, corpus: Corpus) -> Iterator[Place]:
    """Where the words stand: in the document itself first."""
    own = _readable(quote.document, corpus)
    others = (document for document in corpus.documents() if document.name != quote.document)
    for document in (*([own] if own else []), *others):
        start = document.text.find(quote.quote)
        while start >= 0:
            end = start + len(quote.quote)
            yield _place(document, start, end)
            start = document.text.find(quote.quote, end)


def _sections(document: Document, start: int, corpus: Corpus) -> set[str]:
    """The headings of the passages that hold a place, as an answer shows them."""
    return {
        " > ".join(passage.section)
        for passage in corpus.passages(document)
        if passage.start <= start < passage.end
    }


_NAMED = 5  # documents in one line


def verify(
    receipt: Receipt,
    workspace: Workspace | str | Path | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Verification:
    """Say what of a receipt still holds.

    workspace: whose `corpus/` is looked at; None finds the default one.
    progress:  told how many quotes have been looked at.
    limits:    of reading each file; None for the usual ones.

    Raises:
        WorkspaceMissing: There is no such workspace.
        UsageError: Its `sources.yaml` cannot be read.
    """
    if not isinstance(workspace, Workspace):
        workspace = Workspace.find(workspace)
    with Corpus(workspace.corpus, limits) as corpus:
        return Verification(tuple(_checks(receipt, corpus, progress or silent)))


def _checks(receipt: Receipt, corpus: Corpus, progress: Progress) -> Iterator[Check]:
    yield _seal(receipt)
    same_rules = receipt.index.reading == reading.READING_VERSION
    for document in receipt.documents:
        yield check_document(document, receipt.quotes, corpus, same_rules=same_rules)
    standing = set()
    for done, quote in enumerate(receipt.quotes):
        progress("Checking quotes", done, len(receipt.quotes))
        check = check_quote(quote, corpus)
        if check.status is Status.HOLDS:
            standing.add(quote.marker)
        yield check
    progress("Checking quotes", len(receipt.quotes), len(receipt.quotes))
    yield _statements(receipt)
    judge = judge_of(receipt)
    yield from check_composed(receipt, standing, corpus, judge)
    yield _corpus(receipt.corpus, corpus)
    yield _models(receipt)
    yield _versions(receipt, judge.name)


def _seal(receipt: Receipt) -> Check:
    if checksum(receipt) == receipt.sha256:
        return Check("receipt", Status.HOLDS, "The receipt matches its checksum.")
    return Check(
        "receipt",
        Status.FAILS,
        "The receipt has been edited: it does not match its checksum.",
    )


def _statements(receipt: Receipt) -> Check:
    """An answer may say only what its quotes say; a refusal names their documents."""
    quotes = {quote.marker: quote for quote in receipt.quotes}
    answer = receipt.answer
    strange = [
        f"[{statement.marker}]"
        for statement in answer.statements
        if not (
            statement.text.strip() and statement.text in quotes[statement.marker].quote
            if answer.found
            else statement.text.startswith(_as_told(quotes[statement.marker].title))
        )
    ]
    if strange:
        says = f"The answer says what its quotes do not: see {', '.join(strange[:_NAMED])}."
        return Check("answer", Status.FAILS, says)
    if not answer.found:
        says = "The documents were said not to answer; the nearest passages are as above."
        return Check("answer", Status.HOLDS, says)
    if not answer.statements:
        return Check("answer", Status.FAILS, "The answer has no statement.")
    return Check("answer", Status.HOLDS, "The answer says its quotes, word for word.")


def _as_told(title: str) -> tuple[str, ...]:
    return one_line(title), title  # as answers name a document now, and as they once did


def _corpus(stated: ReceiptCorpus | ReceiptCorpus1, corpus: Corpus) -> Check:
    now = corpus.hashes()
    if corpus_hash(now) == stated.sha256 and len(now) == stated.documents:
        return Check("corpus", Status.HOLDS, _whole(len(now)))
    then = {document.name: document.document_sha256 for document in stated.listed or ()}
    # Files that turn out to be unreadable were not in the index either.
    now = {name: sha256 for name, sha256 in now.items() if name in then or corpus.readable(name)}
    if corpus_hash(now) == stated.sha256 and len(now) == stated.documents:
        return Check("corpus", Status.HOLDS, _whole(len(now)))
    if stated.listed is None:
        says = f"The corpus has changed: {stated.documents:,} documents then, {len(now):,} now."
        return Check("corpus", Status.FAILS, says)
    if corpus_hash(then) != stated.sha256 or len(stated.listed) != stated.documents:
        says = "The receipt's list of the corpus does not give its own hash."
        return Check("corpus", Status.FAILS, says)
    differences = (
        ("added", sorted(now.keys() - then.keys())),
        ("removed", sorted(then.keys() - now.keys())),
        ("changed", sorted(name for name in now.keys() & then if now[name] != then[name])),
    )
    words = "; ".join(f"{kind}: {_some(names)}" for kind, names in differences if names)
    return Check("corpus", Status.FAILS, f"The corpus has changed since: {words}.")


def _whole(count: int) -> str:
    what = "document" if count == 1 else "documents"
    return f"The corpus is the same: {count:,} {what}, none added, removed or changed."


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _models(receipt: Receipt) -> Check:
    stated, own = receipt.models.embedding, embedding_model(_searches_with())
    if {"name": stated.name, "sha256": stated.sha256} == own:
        says = f"This program searches with the same model, {stated.name}."
        return Check("models", Status.HOLDS, says)
    says = f"The answer was searched with another model, {stated.name}; now it is {own['name']}."
    return Check("models", Status.DIFFERS, says)


def _searches_with() -> tuple[str, str] | None:
    """The model that the environment's settings name; None for ours, or where it is not there."""
    from assistant.models.embedder import Embedder
    from assistant.settings import Settings

    try:
        settings = Settings()
        return Embedder(settings.model_copy(update={"offline": True})).identity
    except AssistantError:
        return None


def _versions(receipt: Receipt, judged_by: str) -> Check:
    index = receipt.index
    then = {**receipt.versions, "rules of reading": index.reading}
    then |= {"rules of chunking": index.cutting, "index format": index.format}
    now = {**versions(judged_by), "rules of reading": reading.READING_VERSION}
    now |= {"rules of chunking": chunking.CHUNKING_VERSION, "index format": INDEX_FORMAT}
    other = [
        f"{name} {then.get(name, 'missing')}, now {now.get(name, 'missing')}"
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    ]
    if not other:
        says = "The program, its rules and its libraries have the same versions."
        return Check("versions", Status.HOLDS, says)
    return Check("versions", Status.DIFFERS, f"Other versions: {'; '.join(other[:12])}.")
