"""Check a receipt against the files of a workspace: no index and no model is needed.

Nothing of a receipt is trusted. Its names are only compared with those of files that are there,
and never made a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant import chunking, reading
from assistant.indexing.fingerprint import INDEX_FORMAT
from assistant.progress import Progress, silent
from assistant.receipts.builder import embedding_model
from assistant.receipts.checksum import checksum
from assistant.receipts.composed import check_composed
from assistant.receipts.corpus import Corpus, corpus_hash
from assistant.receipts.evidence import check_document, check_quote
from assistant.receipts.receipt import Receipt, ReceiptCorpus, ReceiptCorpus1
from assistant.receipts.verification import Check, Status, Verification
from assistant.receipts.versions import versions
from assistant.sandbox.limits import Limits
from assistant.workspace import Workspace

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
    for document in receipt.documents:
        yield check_document(document, receipt.quotes, corpus)
    standing = set()
    for done, quote in enumerate(receipt.quotes):
        progress("Checking quotes", done, len(receipt.quotes))
        check = check_quote(quote, corpus)
        if check.status is Status.HOLDS:
            standing.add(quote.marker)
        yield check
    progress("Checking quotes", len(receipt.quotes), len(receipt.quotes))
    yield _statements(receipt)
    yield from check_composed(receipt, standing, corpus)
    yield _corpus(receipt.corpus, corpus)
    yield _models(receipt)
    yield _versions(receipt)


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
            else statement.text.startswith(quotes[statement.marker].title)
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


def _corpus(stated: ReceiptCorpus | ReceiptCorpus1, corpus: Corpus) -> Check:
    now = corpus.hashes()
    if corpus_hash(now) == stated.sha256 and len(now) == stated.documents:
        return Check("corpus", Status.HOLDS, _whole(len(now)))
    then = {document.name: document.document_sha256 for document in stated.listed or ()}
    # Files of which reading finds that they are none were not in the index either.
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
    stated, own = receipt.models.embedding, embedding_model()
    if {"name": stated.name, "sha256": stated.sha256} == own:
        says = f"This program searches with the same model, {stated.name}."
        return Check("models", Status.HOLDS, says)
    says = f"The answer was searched with another model, {stated.name}; now it is {own['name']}."
    return Check("models", Status.DIFFERS, says)


def _versions(receipt: Receipt) -> Check:
    index = receipt.index
    then = {**receipt.versions, "rules of reading": index.reading}
    then |= {"rules of chunking": index.cutting, "index format": index.format}
    now = {**versions(), "rules of reading": reading.READING_VERSION}
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
