"""Is a cited document still the same, and does a quote still stand where the receipt says?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.errors import UnreadableDocument
from assistant.reading.document import Document
from assistant.reading.place import FilePlace
from assistant.receipts.corpus import Corpus, text_hash
from assistant.receipts.receipt import ReceiptDocument, ReceiptQuote, ReceiptQuote1
from assistant.receipts.verification import Check, Place, Status, named

_MOST_PLACES = 100  # of a quote that has moved: a quote of one letter stands everywhere

Quote = ReceiptQuote | ReceiptQuote1


def check_document(stated: ReceiptDocument, quotes: Sequence[Quote], corpus: Corpus) -> Check:
    """The same bytes, the same text, the same title?"""
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
    titles = {quote.title for quote in quotes if quote.document == name}
    if titles - {document.title}:
        says = f"{name} is the same, but its title is “{document.title}”."
        return Check(about, Status.FAILS, says)
    return Check(about, Status.HOLDS, f"{name} is the same file with the same text.")


def check_quote(quote: Quote, corpus: Corpus) -> Check:
    """Does it stand exactly there, word for word; if not, where else?"""
    about, marker = f"quote {quote.marker}", f"[{quote.marker}]"
    said = quote.place if quote.place.characters else None
    stated = Place(quote.document, quote.text_start, quote.text_end, said)
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
    if not _same_place(quote, document, now_at.file):
        says = f"{marker} stands word for word, but its place in the file is another: "
        return Check(about, Status.FAILS, says + f"not {stated}, now {now_at}.", (now_at,))
    if quote.section not in _sections(document, quote.text_start, corpus):
        says = f"{marker} stands at {now_at}, but under other headings than “{quote.section}”."
        return Check(about, Status.FAILS, says)
    return Check(about, Status.HOLDS, f"{marker} stands word for word at {now_at}.")


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


def _same_place(quote: Quote, document: Document, place: FilePlace | None) -> bool:
    """Whether the file has it where the receipt says; one of version 1 says nothing of lines."""
    if document.origin.to_origin(quote.text_start, quote.text_end) != quote.origin:
        return False
    if isinstance(quote, ReceiptQuote1):
        return True
    found = ((), ()) if place is None else (place.lines, place.characters)
    return found == (quote.lines, quote.characters)


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
