"""Which documents a question names: by an author, by a year, or as "both reviews"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.reading.document import Document

_TEXT = r"(?:reviews?|papers?|articles?|documents?|texts?|publications?|authors|ones?)"
_EACH = re.compile(
    rf"\b(?:both|two|each|either|all) (?:of the )?(?:(?!stem)\w+ )?{_TEXT}\b"
    r"|\b(?:do|does|did|how do|where do|according to|between|of|which of|in) the (?:two )?"
    r"(?:reviews|papers|articles|documents)\b"
    r"|\b(?:one|the other) (?:review|paper|article|document)\b"
    r"|\bside by side\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w’'-]+")
_NO_NAME = frozenset(("al", "and", "et", "jr"))
_LEAST = 2  # letters of a surname


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says about where to look.

    documents: names of documents that it names, in the order of the index; () for none.
    each:      whether it asks what each of several documents says.
    """

    documents: tuple[str, ...] = ()
    each: bool = False


def scope(question: str, documents: Iterable[Document]) -> Scope:
    """The documents that a question names. With fewer than two there is nothing to tell apart."""
    documents = list(documents)
    if len(documents) < 2:
        return Scope()
    named = tuple(one.name for one in documents if _is_named(question, one, documents))
    if len(named) == len(documents) or (not named and _EACH.search(question)):
        return Scope(each=True)
    return Scope(named, each=len(named) > 1)


def _is_named(question: str, document: Document, documents: Sequence[Document]) -> bool:
    surnames = _surnames(document)
    words = {word.removesuffix("'s").removesuffix("’s") for word in _NAME.findall(question)}
    if surnames & words:
        return True
    year = document.source.year
    if year is None or sum(other.source.year == year for other in documents) > 1:
        return False
    return (
        re.search(rf"\b{re.escape(str(year))} {_TEXT}\b", question) is not None
        or re.search(rf"{_TEXT} (?:of|from) {re.escape(str(year))}\b", question) is not None
    )


def _surnames(document: Document) -> set[str]:
    """The first author's surname, and a second one's ("Wu and Li"), as documents are cited."""
    first = re.split(r"\bet al\b|;", document.source.authors)[0]
    authors = re.split(r",| and |&", first)[:2]
    names = {found[-1] for author in authors if (found := _NAME.findall(author))}
    return {name for name in names if len(name) >= _LEAST and name.lower() not in _NO_NAME}
