"""Score how well each sentence answers a question, in its context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer_type import Wanted, Wish
from assistant.chunking.chunks import Passage
from assistant.nlp.discourse import leans
from assistant.nlp.lexicon import Lexicon, Query
from assistant.nlp.tokens import stem, stems
from assistant.reading.document import Span
from assistant.retrieval.ranking import RankedPassage, RankedSentence

_PART = 0.75  # weight of a part of a question; the rest is the whole question's
_PASSAGES = 40  # best passages whose sentences are looked at

# Fitted by pairwise logistic regression (a sentence that answers against one that does not) on
# public questions over 58 biomedical articles and the tuning half of our own; rounded, and
# divided by their sum, so that a score is in [0, 1]. docs/decisions/0005-answers.md
_WEIGHTS = {
    "cosine": 1.0,
    "before": 0.3,  # cosine of the sentence before it in the passage
    "after": 0.3,
    "passage": 2.0,  # best cosine in the passage
    "rare": 1.5,  # share of the question's words covered, weighted by squared idf
    "covered": 1.0,  # the same, weighted by idf
    "section": 0.2,  # the same, by the headings above
    "bm25": 1.6,  # of the passage
    "kind": 0.45,  # whether it holds the kind of thing asked for
    "named": 0.8,  # share of the question's names that its passage holds, up to its end
    "told_before": 0.5,  # cosine of the sentence before, for one that leans on it ("They …")
    "together": 0.6,  # share of the question's words covered with the two sentences before
}
_SUM = sum(_WEIGHTS.values())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer.

    score:  in [0, 1], comparable within one question.
    covers: stems of the question's own words that it holds, each with its share of their weight.
    met:    whether it holds the kind of thing asked for, where form can tell.
    read:   log-odds that it answers, from a cross-encoder; None if none has read it.
    """

    sentence: RankedSentence
    ranked: RankedPassage
    text: str
    score: float
    covers: Mapping[str, float]
    met: bool
    read: float | None = None

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.ranked.passage

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return self.sentence.span


def gather(
    ranked: list[RankedPassage], lexicon: Lexicon, query: Query, wish: Wish
) -> list[Evidence]:
    """The sentences of the best passages, best evidence first."""
    idf = {term: lexicon.idf(term) for term in query.terms}
    squared = {term: weight * idf[term] ** 2 for term, weight in query.terms.items()}
    plain = {term: weight * idf[term] for term, weight in query.terms.items()}
    own = [term for term, weight in query.terms.items() if weight == 1.0]
    rare_sum = sum(squared[term] for term in own) or 1.0
    plain_sum = sum(plain[term] for term in own) or 1.0
    names = {stem(word) for word in query.words if _is_surname(word, query.text)}
    found: list[Evidence] = []
    by_number = {passage.number: passage for passage in ranked}
    for passage in ranked[:_PASSAGES]:
        earlier = _earlier(passage, by_number)
        previous = [*earlier, *passage.sentences]
        above = sum(plain.get(term, 0.0) for term in stems(" ".join(passage.passage.section)))
        seen: set[str] = set()
        cosines = [sentence.cosine for sentence in passage.sentences]
        for place, sentence in enumerate(passage.sentences):
            text = passage.passage.document.text[sentence.span.start : sentence.span.end]
            words = lexicon.sentence_stems[sentence.number]
            seen |= words  # a study is named once and described in the following sentences
            near = previous[max(0, place + len(earlier) - 2) : place + len(earlier)]
            around = words.union(*(lexicon.sentence_stems[one.number] for one in near))
            met = wish.kind is not Wanted.ANYTHING and wish.met(text)
            signals = {
                "cosine": sentence.cosine,
                "before": cosines[place - 1] if place else 0.0,
                "after": cosines[place + 1] if place + 1 < len(cosines) else 0.0,
                "passage": passage.cosine,
                "rare": sum(squared.get(term, 0.0) for term in words) / rare_sum,
                "covered": sentence.covered,
                "section": above / plain_sum,
                "bm25": passage.bm25,
                "named": len(names & seen) / len(names) if names else 0.0,
                "told_before": near[-1].cosine if near and leans(text) else 0.0,
                "together": sum(plain.get(term, 0.0) for term in around) / plain_sum,
                "kind": float(met),
            }
            score = (
                sum(_WEIGHTS[name] * min(1.0, max(0.0, value)) for name, value in signals.items())
                / _SUM
            )
            score = min(1.0, score + passage.near)
            covers = {term: plain[term] / plain_sum for term in own if term in words}
            found.append(Evidence(sentence, passage, text, score, covers, met))
    return sorted(found, key=lambda evidence: (-evidence.score, evidence.sentence.number))


def blended(part: Sequence[Evidence], whole: Sequence[Evidence]) -> list[Evidence]:
    """Evidence for a part of a question, in the light of the whole: a mean of both scores.

    A part alone lacks what it is about: "and for how long?"
    """
    scores = {one.sentence.number: one.score for one in whole}
    least = min(scores.values(), default=0.0)
    both = [
        replace(
            one,
            score=_PART * one.score + (1 - _PART) * scores.get(one.sentence.number, least),
        )
        for one in part
    ]
    return sorted(both, key=lambda one: (-one.score, one.sentence.number))


def _earlier(
    passage: RankedPassage, by_number: Mapping[int, RankedPassage]
) -> tuple[RankedSentence, ...]:
    """The sentences of the passage before, in the same section of running text."""
    before = by_number.get(passage.number - 1)
    if before is None or not passage.passage.kind == before.passage.kind == "text":
        return ()
    same = (
        before.passage.section == passage.passage.section
        and before.passage.document is passage.passage.document
    )
    return before.sentences if same else ()


def _is_surname(word: str, question: str) -> bool:
    """A capitalised word inside the question: mostly the author of a study."""
    first = question.lstrip("“\"'(").startswith(word)
    return word[:1].isupper() and word[1:].islower() and not first


BETWEEN = " | "
_HEADING = 80  # characters: a title may be as long as a sentence


def in_context(passage: Passage, span: Span) -> str:
    """The sentence, the nearest heading (or else the published title), and the sentence before
    where it leans on that.

    The sentence comes first, since a cross-encoder cuts off the end of what is too long.
    """
    text = passage.document.text
    sentence = text[span.start : span.end]
    heading = passage.section[-1] if passage.section else passage.document.source.title
    parts = [sentence, heading[:_HEADING]] if heading else [sentence]
    if leans(sentence):
        earlier = [one for one in passage.sentences if one.end <= span.start]
        parts += [text[one.start : one.end] for one in earlier[-1:]]
    return BETWEEN.join(" ".join(part.split()) for part in parts)
