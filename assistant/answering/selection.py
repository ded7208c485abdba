"""Select the few sentences that answer together, in an order that reads well."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.answering.scoring import Evidence
from assistant.chunking.chunks import Passage
from assistant.nlp.discourse import gives_the_reason, leans, sets_against, tells_of_a_study
from assistant.nlp.lexicon import singular
from assistant.nlp.tokens import stems
from assistant.reading.document import Document, Span

MAX_SENTENCES = 3
MAX_WITH_SIDES = 4
_NEXT_BEST = (
    0.82  # share of the best score that a further sentence must reach if it adds something,
)
_AS_GOOD = 0.90  # and whatever it adds
_ADDS = 0.2  # share of the question's weight in words that the sentences before it lack
_OTHER_SIDE = 0.05  # the same, of a sentence that begins with "Conversely"
_SAME = 0.6  # share of common words (Jaccard) from which two sentences say the same
_MAX_ITEMS = 8


class Chosen:
    """A place in a document that the answer quotes. score: of the evidence it comes from."""

    __slots__ = ("document", "passage", "score", "span")

    def __init__(self, passage: Passage, span: Span, score: float) -> None:
        self.passage = passage
        self.document: Document = passage.document
        self.span = span
        self.score = score

    @property
    def text(self) -> str:
        """The quote."""
        return self.document.text[self.span.start : self.span.end]


def choose(
    evidence: Sequence[Evidence],
    passages: Sequence[Passage],
    sides: Sequence[Sequence[Evidence]] = (),
    *,
    why: bool = False,
) -> list[Chosen]:
    """At most three sentences, without near-repeats; more if a list follows a colon, and for
    a question with sides.

    passages: all of the index, in order, for the sentence before or after a passage's edge.
    sides:    evidence for each part of the question, or of each document that it asks about;
              the best of each is quoted.
    why:      whether a reason is asked for, which may stand in the sentence after.
    """
    if not evidence:
        return []
    best = evidence[0]
    if not sides and best.text.rstrip().endswith(":"):
        return _with_items(best, passages)
    choice = _Choice(evidence, passages, MAX_WITH_SIDES if sides else MAX_SENTENCES, why=why)
    firsts = [side[0] for side in sides if side]
    for candidate in firsts:  # each side gets a sentence before any gets its context
        choice.add(candidate, first=True, alone=True)
    for candidate in firsts:
        choice.surround(candidate)
    for candidate in evidence:
        if candidate.score < best.score * _NEXT_BEST:
            break
        if choice.parts and candidate.score < best.score * _AS_GOOD and not choice.lacks(candidate):
            continue
        if sides and choice.parts and not choice.lacks(candidate):
            continue
        choice.add(candidate, first=candidate is best)
    return _in_order(choice.parts)


def choose_all(listed: Sequence[Evidence], passages: Sequence[Passage]) -> list[Chosen]:
    """All of the listed sentences, without near-repeats, or the list that one introduces."""
    if not listed:
        return []
    if listed[0].text.rstrip().endswith(":"):
        return _with_items(listed[0], passages)
    chosen: list[Chosen] = []
    for one in listed:
        if not any(_says_the_same(one.text, other.text) for other in chosen):
            chosen.append(Chosen(one.passage, one.span, one.score))
    return _in_order(chosen)


class _Choice:
    """Sentences being chosen, most at a time `most`."""

    def __init__(
        self, evidence: Sequence[Evidence], passages: Sequence[Passage], most: int, *, why: bool
    ) -> None:
        self.parts: list[Chosen] = []
        self._by_number = {one.sentence.number: one for one in evidence}
        self._passages = passages
        self._most = most
        self._why = why
        self._held: set[str] = set()
        self._met = False

    def lacks(self, candidate: Evidence) -> bool:
        """Whether a sentence adds to the question's words, or is the first of the kind."""
        return _new(candidate, self._held) >= _ADDS or (candidate.met and not self._met)

    def add(self, candidate: Evidence, *, first: bool, alone: bool = False) -> None:
        """Add a sentence, with its context or alone, unless a similar one was added."""
        if any(_says_the_same(candidate.text, other.text) for other in self.parts):
            return
        if len(self.parts) < self._most:
            self._held |= candidate.covers.keys()
            self._met = self._met or candidate.met
        parts = _with_context(candidate, self._passages, first=first)
        self._take(parts[:1] if alone else parts)
        if not alone:
            self._go_on(candidate)

    def surround(self, candidate: Evidence) -> None:
        """Add the context of a sentence that was added alone."""
        own, *around = _with_context(candidate, self._passages, first=True)
        if any(own.span == one.span and own.document is one.document for one in self.parts):
            self._take(around)
            self._go_on(candidate)

    def _go_on(self, candidate: Evidence) -> None:
        """Add the following sentence if it gives the reason asked for, or the other side."""
        if candidate.passage.kind != "text":
            return
        after = _neighbour(candidate, self._passages, 1)
        if after is None:
            return
        if self._why and gives_the_reason(after.text):
            self._take([after])
        elif sets_against(after.text):
            known = self._by_number.get(candidate.sentence.number + 1)
            if known is not None and _new(known, self._held) >= _OTHER_SIDE:
                self._held |= known.covers.keys()
                self._take([after])

    def _take(self, parts: Sequence[Chosen]) -> None:
        for part in parts:
            known = any(part.span == c.span and part.document is c.document for c in self.parts)
            if not known and len(self.parts) < self._most:
                self.parts.append(part)


def _new(evidence: Evidence, held: Collection[str]) -> float:
    """Share of the question's weight in words that are not covered yet."""
    return sum(share for word, share in evidence.covers.items() if word not in held)


def _with_context(evidence: Evidence, passages: Sequence[Passage], *, first: bool) -> list[Chosen]:
    """A sentence, what it depends on, and, for the first one, what continues it."""
    chosen = [Chosen(evidence.passage, evidence.span, evidence.score)]
    if evidence.passage.kind != "text":
        return chosen
    if leans(evidence.text) and (before := _neighbour(evidence, passages, -1)):
        chosen.append(before)
    after = _neighbour(evidence, passages, 1) if first else None
    if after and tells_of_a_study(evidence.text):
        chosen.append(after)  # what came of it
    return chosen


def _neighbour(evidence: Evidence, passages: Sequence[Passage], step: int) -> Chosen | None:
    """The sentence before (step -1) or after (1), in the same section of running text."""
    passage = evidence.passage
    place = passage.sentences.index(evidence.span) + step
    if 0 <= place < len(passage.sentences):
        return Chosen(passage, passage.sentences[place], evidence.score)
    number = evidence.ranked.number + step
    other = passages[number] if 0 <= number < len(passages) else None
    if other is None or other.kind != "text" or other.section != passage.section:
        return None
    if other.document.name != passage.document.name:
        return None
    return Chosen(other, other.sentences[-1 if step < 0 else 0], evidence.score)


def _with_items(lead_in: Evidence, passages: Sequence[Passage]) -> list[Chosen]:
    """A sentence that ends in a colon, and the list items after it."""
    chosen = [Chosen(lead_in.passage, lead_in.span, lead_in.score)]
    document = lead_in.passage.document
    items = [
        block
        for block in document.blocks
        if block.kind == "item"
        and block.start >= lead_in.span.end
        and block.section == lead_in.passage.section
    ]
    end = lead_in.span.end
    for block in items[:_MAX_ITEMS]:
        between = document.text[end : block.start]
        if between.strip() and not _only_captions(document, end, block.start):
            break
        holder = _holder(passages, document, block.start) or lead_in.passage
        chosen.append(Chosen(holder, Span(block.start, block.end), lead_in.score))
        end = block.end
    return chosen


def _only_captions(document: Document, start: int, end: int) -> bool:
    inside = [block for block in document.blocks if start <= block.start < end]
    return all(block.kind in ("caption", "row") for block in inside)


def _holder(passages: Sequence[Passage], document: Document, at: int) -> Passage | None:
    return next((p for p in passages if p.document is document and p.start <= at < p.end), None)


def _says_the_same(one: str, other: str) -> bool:
    a, b = stems(one), stems(other)
    return len(a & b) >= _SAME * max(1, len(a | b))


def _in_order(chosen: list[Chosen]) -> list[Chosen]:
    """Documents in order of their best sentence, each document's sentences in their own order."""
    order = list(dict.fromkeys(part.document.name for part in chosen))
    return sorted(chosen, key=lambda part: (order.index(part.document.name), part.span.start))


_ALL = re.compile(
    r"\b(?:list|name|collect|enumerate|give|show|tell) (?:me )?(?:all|every|each|them|the)\b"
    r"|\b(?:what|which|who) (?:are|were) all\b|\ball of them\b|\b(?:name|list) (?:all|each|them)\b"
    r"|\ball \w+ taken together\b|\b(?:bulleted|complete|full|whole) list\b"
    r"|\bevery (?:one|single)\b"
    r"|\bwhose (?:studies|trials|works?|results|experiments|clinical studies)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"\b(?:bullet\w*|list) of\b|\bbullet", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\bwhose (?:\w+ )?(?:studies|trials|works?|results|experiments)\b"
    r"|\bresearchers?[’']s? names?\b|\bby (?:author|researcher|name)\b",
    re.IGNORECASE,
)
_STUDY_BY = re.compile(r"\bet\s+al\b")
MAX_NAMED = 8
_NEXT_BEST_SCORE = 0.78
_LEAD_IN = 0.7


def asks_for_all(question: str) -> bool:
    """Whether a question asks for everything of a kind, not for one good answer."""
    return _ALL.search(question) is not None


def asks_by_name(question: str) -> bool:
    """Whether it asks for studies by their authors' names, which can be recognised by form."""
    return _BY_NAME.search(question) is not None


def enumerated(question: str, evidence: Sequence[Evidence], *, narrowed: bool) -> list[Evidence]:
    """The sentences that each name one of what is asked for, best first.

    narrowed: whether the evidence is of a section that the question names; if it asks for studies
              by their authors' names, all of that section's are wanted, however they score.
    """
    if not evidence:
        return []
    best = evidence[0].score
    if asks_by_name(question):
        named = [one for one in evidence if _STUDY_BY.search(one.text)]
        return [one for one in named if narrowed or one.score >= best * _NEXT_BEST_SCORE][
            :MAX_NAMED
        ]
    if _LIST.search(question):
        lead_in = next((one for one in evidence if one.text.rstrip().endswith(":")), None)
        if lead_in and lead_in.score >= best * _LEAD_IN:
            return [lead_in]
    return [one for one in evidence if one.score >= best * _NEXT_BEST_SCORE][:MAX_NAMED]


_ASKS = re.compile(
    r"\b(?:what|which words?)\b.{0,20}?\b(?:does|do|is|are)\b(?: the)?(?: abbreviation| acronym"
    r"| term| letters)? (?P<a>[\w+-]+) (?:stand(?:ing)? for|mean|short for|an abbreviation)\b"
    r"|\b(?:meaning|definition|full (?:form|name)|long form|expansion) of (?:the )?"
    r"(?:abbreviation |acronym )?(?P<b>[\w+-]+)",
    re.IGNORECASE,
)


def definition(
    question: str, passages: Iterable[Passage], abbreviations: Mapping[str, str]
) -> Chosen | None:
    """The first sentence that sets out the abbreviation asked for; None if none is asked for."""
    found = _ASKS.search(question)
    short = singular((found.group("a") or found.group("b")) if found else "")
    long_form = abbreviations.get(short)
    if not long_form:
        return None
    bracketed = re.compile(rf"{re.escape(long_form)}\s*\({re.escape(short)}s?\)", re.IGNORECASE)
    for passage in passages:
        if bracketed.search(passage.text):
            for span in passage.sentences:
                if bracketed.search(passage.document.text[span.start : span.end]):
                    return Chosen(passage, span, 1.0)
    return None
