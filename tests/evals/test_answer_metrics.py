from __future__ import annotations

from typing import Any

import pytest
from made_runs import DOCUMENT, REFUSED, case

from assistant import Answer, Citation, Hit, Statement
from assistant.chunking.chunks import Passage
from assistant.reading.document import Document, Span
from evals.gold_cases import Case
from evals.metrics import citations, content, retrieval
from evals.metrics.outcome import Outcome, Place, Score
from evals.metrics.table import METRICS

TEXT = "Of 40 patients 98.8% survived. None died of it. Later 3 relapsed. Costs were not told."
DOC = Document(name=DOCUMENT, text=TEXT, sha256="0")
SENTENCES = [Span(0, 30), Span(31, 47), Span(48, 65), Span(66, 86)]


def passage(span: Span) -> Passage:
    return Passage(
        id=f"p{span.start}",
        document=DOC,
        start=span.start,
        end=span.end,
        section=(),
        sentences=(span,),
    )


PASSAGES = [passage(span) for span in SENTENCES]


def cite(marker: int, span: Span) -> Citation:
    return Citation(marker, DOC, span.start, span.end, TEXT[span.start : span.end], "", ())


def outcome(
    quoted: list[int],
    about: Case | None = None,
    *,
    found: bool = True,
    **changes: Any,  # noqa: ANN401
) -> Outcome:
    """An answer that quotes these sentences; passages found in the same order."""
    about = about or case()
    cited = [cite(number, SENTENCES[place]) for number, place in enumerate(quoted, 1)]
    answer = Answer(
        question=about.question,
        searched=about.question,
        found=found,
        lead="" if found else "The documents do not say.",
        statements=tuple(Statement(one.quote, one.marker) for one in cited),
        citations=tuple(cited),
        confidence=0.5,
        hits=tuple(Hit(PASSAGES[place], 1.0, 0.5, 0.5, ()) for place in quoted),
    )
    values: dict[str, Any] = {
        "gold": (Place(DOCUMENT, 0, 30),) if about.quotes else (),
        "items": (),
        "lost": (),
        "passages": (PASSAGES[0],) if about.quotes else (),
        "seconds": 0.02,
    }
    return Outcome(case=about, answer=answer, **values | changes)


PREMISE = {"kind": "false_premise", "why": "premise", "answerable": False}


@pytest.mark.parametrize(
    ("scorer", "given", "score"),
    [
        (content.facts, outcome([0]), 1.0),
        (content.facts, outcome([1]), 0.0),
        (content.facts, outcome([0], found=False), 0.0),
        (content.facts, outcome([0], case(facts=(("98.8%",), ("40",), ("11",)))), 2 / 3),
        (content.facts_answered, outcome([0], found=False), None),
        (content.facts, outcome([0], case(**REFUSED)), None),
        (content.facts_in_full, outcome([1]), None),
        (content.facts_in_full, outcome([1], in_full=outcome([0]).answer), 1.0),
        (content.facts_in_full, outcome([1], in_full=outcome([0], found=False).answer), 0.0),
        (content.focus, outcome([0]), 1.0),
        (content.focus, outcome([0, 1, 2, 3]), 0.25),
        (content.focus, outcome([0], found=False), None),
        (content.words, outcome([0]), 6.0),
        (content.decision, outcome([1]), 1.0),
        (content.decision, outcome([1], found=False), 0.0),
        (content.decision, outcome([1], case(**REFUSED)), 0.0),
        (content.decision, outcome([1], case(**REFUSED), found=False), 1.0),
        (content.decision, outcome([0], case(**PREMISE)), 1.0),
        (content.decision, outcome([1], case(**PREMISE)), 0.0),
        (content.answered, outcome([1]), 1.0),
        (content.answered, outcome([1], case(**REFUSED)), None),
        (content.refused, outcome([1], case(**REFUSED)), 0.0),
        (content.refused, outcome([0], case(**PREMISE)), 1.0),
        (content.refused, outcome([1]), None),
        (content.false_premise, outcome([0]), None),
        (content.false_premise, outcome([1], case(**PREMISE), found=False), 1.0),
        (content.right, outcome([0]), 1.0),
        (content.right, outcome([0], case(facts=(("98.8%",), ("11",)))), 0.0),
        (citations.exact, outcome([0, 1]), 1.0),
        (citations.citation_precision, outcome([0, 1]), 1.0),
        (citations.citation_recall, outcome([0, 1]), 1.0),
        (citations.numbers_quoted, outcome([0]), 1.0),
        (citations.numbers_quoted, outcome([1]), None),
        (citations.citation_precision, outcome([0], found=False), None),
        (citations.token_f1, outcome([0], found=False), 0.0),
    ],
)
def test_scores(scorer: Any, given: Outcome, score: float | None) -> None:  # noqa: ANN401
    found = scorer(given)
    assert (found.value if found else None) == (pytest.approx(score) if score else score)


def _with(given: Outcome, **changes: Any) -> Outcome:  # noqa: ANN401
    from dataclasses import replace

    return replace(given, answer=replace(given.answer, **changes))


def test_a_quote_that_stands_elsewhere_is_not_exact() -> None:
    moved = Citation(1, DOC, 1, 31, TEXT[0:30], "", ())
    assert citations.exact(_with(outcome([0]), citations=(moved,))) == Score(0.0)


def test_a_number_that_its_quote_lacks_is_not_supported() -> None:
    given = _with(outcome([0]), statements=(Statement("Of 41 patients 98.8% survived.", 1),))
    assert citations.citation_precision(given) == Score(0.0)
    assert citations.numbers_quoted(given) == Score(0.5)


def test_of_other_words_than_the_quote_s_it_is_not_judged() -> None:
    given = _with(outcome([0]), statements=(Statement("Nearly all lived.", 1),))
    score = citations.citation_precision(given)
    assert score is not None
    assert score.value is None
    assert "otherwise" in score.reason


def test_a_sentence_without_a_citation_is_counted() -> None:
    given = outcome([0])
    more = (*given.answer.statements, Statement("And so on.", 9))
    assert citations.citation_recall(_with(given, statements=more)) == Score(0.5)


ALL = case(
    kind="all",
    items=(
        {"document": DOCUMENT, "quote": "98.8% survived"},
        {"document": DOCUMENT, "quote": "3 relapsed"},
    ),
    facts=(("98.8%",), ("3 relapsed",)),
)
ITEMS = (Place(DOCUMENT, 15, 29), Place(DOCUMENT, 54, 64))


def test_all_of_them_is_precision_and_recall_of_the_things() -> None:
    given = outcome([0, 1], ALL, items=ITEMS)
    assert content.items_recall(given) == Score(0.5)
    assert content.items_precision(given) == Score(0.5)
    refused = outcome([0], ALL, items=ITEMS, found=False)
    assert content.items_recall(refused) == Score(0.0)
    assert content.items_precision(refused) is None
    assert content.items_recall(outcome([0])) is None


@pytest.mark.parametrize(
    ("name", "order", "value"),
    [
        ("R(rel=5)@5", [1, 0], 1.0),
        ("R(rel=5)@5", [1, 2], 0.0),
        ("RR(rel=5)@10", [1, 2, 0], 1 / 3),
        ("RR(rel=5)@10", [0, 1], 1.0),
        ("nDCG@10", [0], 1.0),
        ("nDCG@10", [1, 0], 0.6309),
        ("nDCG@10", [1], 0.0),
    ],
)
def test_retrieval_is_scored_as_in_trec(name: str, order: list[int], value: float) -> None:
    score = retrieval.ranking(name)(outcome(order))
    assert score is not None
    assert score.value == pytest.approx(value, abs=1e-4)


def test_a_passage_is_as_relevant_as_its_share_of_a_quote() -> None:
    gold = (Place(DOCUMENT, 20, 50), Place("other.txt", 0, 10))
    assert [retrieval.relevance(one, gold) for one in PASSAGES] == [3, 5, 1, 0]


def test_words_are_read_until_most_of_a_quote_was_read() -> None:
    gold = (Place(DOCUMENT, 0, 30),)  # five words, of which three are enough
    assert retrieval.words_read([PASSAGES[0]], gold) == 3
    assert retrieval.words_read([PASSAGES[1], PASSAGES[0]], gold) == 4 + 3
    assert retrieval.words_read([PASSAGES[1]], gold) == float("inf")
    assert retrieval.words_read([], gold) == float("inf")
    assert retrieval.within(6)(outcome([1, 0])) == Score(0.0)
    assert retrieval.within(7)(outcome([1, 0])) == Score(1.0)


@pytest.mark.parametrize("name", ["recall@5", "ndcg@10", "within@130", "focus", "items_recall"])
def test_without_its_quote_a_question_is_not_judged(name: str) -> None:
    metric = next(one for one in METRICS if one.name == name)
    about = ALL if name.startswith("items") else case()
    score = metric.scorer(outcome([1], about, lost=("a quote",), passages=()))
    assert score is not None
    assert score.value is None
    assert score.reason


def test_overlap_counts_words_as_squad_and_rouge_do() -> None:
    about = case(reference="98.8% of 40 patients survived.", facts=(("98.8%",),))
    given = outcome([0], about)  # "Of 40 patients 98.8% survived. [1]": 5 words, all shared
    assert citations.token_f1(given) == Score(1.0)
    rouge = citations.rouge_l(given)  # in order: of 40 patients survived
    assert rouge is not None
    assert rouge.value == pytest.approx(4 / 5)


def test_metrics_have_names_of_their_own_and_say_what_they_are() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert all(metric.about.endswith(".") and metric.title for metric in METRICS)
    assert all(metric.better for metric in METRICS if metric.margin is not None)
