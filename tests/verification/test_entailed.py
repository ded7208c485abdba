"""A model of entailment takes part in a verdict; numbers and names are decided without it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from checking_samples import BLADDER, COHORT, HARMLESS, QUOTES, TEXT, support
from numpy.typing import NDArray

from assistant.models.entailment import entailment
from assistant.nlp.lexicon import Lexicon
from assistant.settings import Settings
from assistant.types import Verdict
from assistant.verification.verifier import Checker

TRUE = "Five-year survival was 98.8%."
FALSE = "Five-year survival was 97.8%."


class Scorer:
    """Gives every pair the same log-odds and remembers the pairs."""

    def __init__(self, odds: float) -> None:
        self.odds = odds
        self.pairs: list[tuple[str, str]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.pairs += pairs
        return np.full(len(pairs), self.odds, dtype=np.float32)


def checker(scorer: Scorer | None) -> Checker:
    return Checker(Lexicon([TEXT], [TEXT, *QUOTES]), scorer)


@pytest.mark.parametrize(
    ("sentence", "odds", "verdict"),
    [
        (TRUE, 6.0, Verdict.SUPPORTED),
        (TRUE, -30.0, Verdict.UNSUPPORTED),
        (FALSE, 6.0, Verdict.UNSUPPORTED),
        ("The cohort was happy with its care in every way.", 6.0, Verdict.UNSUPPORTED),
    ],
)
def test_it_takes_part_where_numbers_and_words_fit(
    sentence: str, odds: float, verdict: Verdict
) -> None:
    scorer = Scorer(odds)
    supports = [support(BLADDER, 1), support(COHORT, 2)]
    assert checker(scorer).check(sentence, supports).verdict is verdict
    assert [pair[0] for pair in scorer.pairs] == [sentence, sentence]


def test_a_whole_sentence_of_a_quote_needs_no_model() -> None:
    scorer = Scorer(-9.0)
    found = checker(scorer).check(COHORT, [support(COHORT, 1)])
    assert found.verdict is Verdict.SUPPORTED
    assert scorer.pairs == []


def test_it_reads_what_a_quote_leans_on() -> None:
    scorer = Scorer(0.0)
    leaning = support("They were followed for five years.", 1, before=COHORT)
    checker(scorer).check("Patients were followed for years.", [leaning])
    assert scorer.pairs[0][1] == f"{COHORT} They were followed for five years."


def test_each_sentence_of_a_quote_is_read_alone() -> None:
    """Beside another one, the model takes fewer sentences to follow."""
    said, quote = "Five-year survival was 98.8%.", f"{HARMLESS} {COHORT}"
    ours = entailment(Settings(offline=True))
    assert ours is not None
    (alone,), (both,) = (
        Checker(Lexicon([TEXT], [TEXT, *QUOTES]), ours).entailed(said, [support(one)])
        for one in (COHORT, quote)
    )
    whole = float(ours.score([(said, quote)])[0])
    assert both == pytest.approx(alone, abs=0.05)
    assert whole < float(both or 0)


def test_rows_of_a_table_are_read_with_their_columns() -> None:
    scorer = Scorer(0.0)
    rows = "Site | Racks\nTurku. North | 12"
    checker(scorer).check("Turku has 12 racks.", [support(rows)])
    assert [pair[1] for pair in scorer.pairs] == [rows]


def test_more_certain_is_more_likely() -> None:
    scores = [
        checker(Scorer(odds)).check("Survival at five years was 98.8%.", [support(COHORT, 1)])
        for odds in (-9.0, 0.0, 9.0)
    ]
    worth = [list(Verdict).index(one.verdict) for one in scores]
    assert worth == sorted(worth, reverse=True)
    assert len(set(worth)) > 1
