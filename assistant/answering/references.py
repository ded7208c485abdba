"""Find what a question refers to: documents, by a name or as "the document", and sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise, takewhile

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.reading.document import Document

_NOUNS = stems("""agreement article book brochure card changelog chapter contract conversation deed
    document essay file guide guideline handbook interview lease leaflet letter manual
    meeting memo minutes newsletter note notice novel page pamphlet paper poem policy publication
    recording report review script sheet specification statement story study tale tape text
    timetable transcript website""")
_EACH = frozenset("both two three all either each".split())
_AFTER = frozenset("about on of with from by for between called titled named".split())
_DOCUMENT = "the document"
_NEAR = 3  # words before a noun that may tell which document is meant, and behind "about"
_NO_NAME = frozenset(("al", "and", "et", "jr"))
_FEW = 100  # documents whose texts are all read for a question, if need be


@dataclass(frozen=True, slots=True)
class Masked:
    """A question in which "the document" stands for what names a document.

    named:  stems of the words that tell which documents are meant.
    plural: whether several documents are meant ("both papers").
    """

    text: str
    named: frozenset[str] = frozenset()
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says about where to look.

    documents: names of documents that it names, in the order of the index; () for none.
    each:      whether it asks what each of several documents says about something.
    called:    stems of the words that name documents.
    """

    documents: tuple[str, ...] = ()
    each: bool = False
    called: frozenset[str] = field(default=frozenset(), compare=False)

    def without_names(self, question: str) -> str:
        """The question without what names documents: their own sentences seldom do."""
        if not (self.each or self.documents):
            return question
        words = re.split(r"(\w+)", question)
        kept = "".join(word for word in words if stem(word) not in self.called)
        return kept if tokens(kept) else question


Elsewhere = Callable[[str, Collection[str]], bool]
"""Whether a word stands in the text of another document than those of these names."""


def scope(
    question: str,
    documents: Iterable[Document],
    here: Collection[str] = (),
    elsewhere: Elsewhere | None = None,
) -> Scope:
    """The documents that a question names; () if there are fewer than two.

    here:      names of those that the talk is about, where "the other policy" is not.
    elsewhere: used where there are too many documents to read all their texts for a question.
    """
    documents = list(documents)
    if len(documents) < 2:
        return Scope()
    words = tokens(question)
    if here and any(a.lower() == "other" and is_noun(b) for a, b in pairwise(words)):
        return Scope(tuple(one.name for one in documents if one.name not in here))
    masked = mask(question, documents)
    if elsewhere is None or len(documents) <= _FEW:
        elsewhere = partial(_in_texts, documents)
    telling = _telling(words, masked.named, documents, elsewhere)
    called = frozenset(telling - _NOUNS)
    named = {*meant(telling, documents)}
    named |= {one.name for one in documents if label(one) <= masked.named}
    if len(named) == len(documents) or (not named and masked.plural):
        return Scope(each=True, called=called)
    found = tuple(one.name for one in documents if one.name in named)
    return Scope(found, len(found) > 1, called)


def _in_texts(documents: Sequence[Document], word: str, names: Collection[str]) -> bool:
    return any(word in one.text for one in documents if one.name not in names)


def _telling(
    words: Sequence[str],
    named: Collection[str],
    documents: Sequence[Document],
    elsewhere: Elsewhere,
) -> set[str]:
    """The stems that surely call a document: of its authors and year, or what no other text holds.

    Reviews of one field have most words of each other's titles: "the MSC studies" are no document.
    """
    asked = {stem(word): word for word in words if not is_stop(word)}
    cited = frozenset[str]().union(*(_cited(one) & asked.keys() for one in documents))
    telling = {word for word in named if word in cited or (word.isdigit() and len(word) == 4)}
    if telling:  # "the 2024 review and the 2021 one"
        telling |= cited
    held: dict[str, list[str]] = {}  # by word, the documents that are called so
    for one in documents:
        for word in label(one) & asked.keys():
            held.setdefault(word, []).append(one.name)
    sure = {*named, *(stem(word) for word in words[1:] if word[:1].isupper())}
    called = {n: x for n, x in held.items() if len(x) < (len(documents) if n in sure else 2)}
    alone = {n: found for n, found in called.items() if not elsewhere(asked[n], found)}
    several = len({found[0] for n, found in alone.items() if n not in sure}) > 1
    return telling | (alone.keys() if several else alone.keys() & sure)  # "the north and the south"


def meant(named: Collection[str], documents: Sequence[Document]) -> tuple[str, ...]:
    """Names of the documents that words call: those that one of the words alone tells from all
    others, or else those that have most of them; () if none does, or all.
    """
    held = {one.name: label(one).intersection(named) for one in documents}
    known = Counter(word for words in held.values() for word in words)
    alone = tuple(name for name, words in held.items() if any(known[one] == 1 for one in words))
    most = max(map(len, held.values()), default=0)
    found = alone or tuple(name for name, words in held.items() if len(words) == most > 0)
    return found if len(found) < len(documents) or alone else ()


def label(document: Document) -> frozenset[str]:
    """The stems by which a document may be called: of title, file, top heading, authors, year."""
    source = document.source
    return _stems(document.title, document.name, document.top_heading, source.authors, source.year)


def _cited(document: Document) -> frozenset[str]:
    """The stems by which it is cited: of authors and year."""
    return _stems("", "", "", document.source.authors, document.source.year)


@lru_cache(maxsize=200_000)
def _stems(title: str, name: str, top: str, authors: str, year: int | None) -> frozenset[str]:
    text = f"{title} {name} {top} {year or ''} {' '.join(_surnames(authors))}".replace("_", " ")
    return frozenset(word for word in stems(text) if not is_stop(word))


def _surnames(authors: str) -> Iterator[str]:
    """The first author's surname, and a second one's ("Wu and Li"), as documents are cited."""
    first = re.split(r"\bet al\b|;", authors)[0]
    for author in re.split(r",| and |&", first)[:2]:
        found = re.findall(r"[^\W\d_][\w’'-]+", author)
        yield from (name for name in found[-1:] if name.lower() not in _NO_NAME)


def mask(question: str, documents: Sequence[Document]) -> Masked:
    """The question with "document" for each word for one, and without what tells which is meant.

    A word that no document is called by stays: "the Nice report" is none of them.
    """
    named: set[str] = set()
    lower = question.lower()
    for one in documents:
        file = one.name.rpartition("/")[2]
        for name in (one.name, file, re.sub("[-_]+", " ", file.rpartition(".")[0]), one.title):
            if name.lower() in lower and re.search(r"\w\W+\w", name):
                question = re.sub(re.escape(name), _DOCUMENT, question, flags=re.IGNORECASE)
                lower = question.lower()
                named |= label(one)
    words = tokens(SECTION.sub(_DOCUMENT, question))
    asked = {stem(word) for word in words}
    labels = frozenset[str]().union(*(label(one) & asked for one in documents))
    known = [
        stem(word) in labels and not is_stop(word) and word.lower() not in _EACH for word in words
    ]
    nouns = [number for number, word in enumerate(words) if is_noun(word)]
    plural = {number for number in nouns if words[number].lower().endswith("s")}
    near = {place for number in nouns for place in _near(words, known, number)}
    named |= {stem(words[n]) for n in near | {*nouns} - plural if known[n]}
    out = [
        f"document{'s' * (number in plural)}" if number in nouns else word
        for number, word in enumerate(words)
        if number in nouns or number not in near
    ]
    several = bool(plural) or any(words[max(0, n - 1)].lower() in _EACH for n in nouns)
    return Masked(" ".join(out), frozenset(named), several)


def _near(words: Sequence[str], known: Sequence[bool], noun: int) -> set[int]:
    """The places of the words that tell which document a word for one means: "the July note", "the
    note about bees"; none where most of them are not known.
    """
    run = takewhile(lambda n: not is_stop(words[n]), range(noun - 1, max(0, noun - 1 - _NEAR), -1))
    found = {n for n in run if known[n] or words[n][:1].isupper() or words[n].lower() in _EACH}
    if sum(known[n] for n in found) < len(found) / 2 and words[noun - 1].lower() not in _EACH:
        found = set()
    if words[noun + 1 : noun + 2] and words[noun + 1].lower() in _AFTER:
        behind = [n for n in range(noun + 2, min(len(words), noun + 2 + _NEAR)) if known[n]]
        found |= {*range(noun + 1, behind[-1] + 1)} if behind else set()
    return found


def is_noun(word: str) -> bool:
    """Whether a word is one for documents of any kind."""
    return stem(word) in _NOUNS and (stem(word) == word or not word.endswith("ed"))


_PART = r"(?:sections?|chapters?|clauses?|paragraphs?|parts?|articles?|appendix|annex|§)"
SECTION = re.compile(
    rf"(?:\bthe )?(?<!\w){_PART}"
    r"(?: ?(?P<number>\d+(?:\.\d+)*|[A-Z]|[IVX]+)(?:\([a-z]\))?(?!\w)"
    r"| (?:on|about|dealing with|called|titled) (?P<about>[^,;:?.]{3,80}))",
    re.IGNORECASE,
)
"""What names a section, by its number or what it is about."""
_HEAD = re.compile(rf"\W{{0,3}}(?:{_PART}\W{{0,3}})?(?P<number>\d+(?:\.\d+)*|[A-Z]|[IVX]+)\b", re.I)
_ENOUGH = 0.5  # share of a heading's words that the question has
Section = tuple[str, ...]


def sections(question: str, passages: Iterable[Passage]) -> frozenset[Section]:
    """The sections that a question names, with those below them; none if it names none."""
    named = SECTION.search(question)
    if named is None:
        return frozenset()
    there = list(dict.fromkeys(one.section for one in passages if one.section))
    if number := (named["number"] or "").lower():
        heads = ((one, _HEAD.match(heading)) for one in there for heading in one)
        return frozenset(one for one, head in heads if head and head["number"].lower() == number)
    return _alike(there, stems(named["about"]), stems(question))


def _alike(there: Iterable[Section], phrase: set[str], asked: set[str]) -> frozenset[Section]:
    """Sections whose heading shares a word with the phrase, and most words with the question."""
    shares: dict[Section, float] = {}
    for one in there:
        words = {word for word in stems(one[-1]) if not is_stop(word) and not word[:1].isdigit()}
        if words & phrase:
            shares[one] = len(words & asked) / len(words)
    best = max(shares.values(), default=0.0)
    return frozenset(one for one, share in shares.items() if share == best >= _ENOUGH)
