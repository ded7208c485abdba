"""A scorer of entailment may lower a verdict and never raise one."""

from __future__ import annotations

import pytest
from checking_samples import BLADDER, COHORT, QUOTES, TEXT, support

from assistant.nlp.lexicon import Lexicon
from assistant.types import Verdict
from assistant.verification.verifier import Checker

TRUE = "Five-year survival was 98.8%."
FALSE = "Five-year survival was 97.8%."


class Scorer:
    """Gives every pair the same probabilities and remembers the pairs."""

    def __init__(self, entailment: float, contradiction: float) -> None:
        self.scores = {
            "entailment": entailment,
            "neutral": 1 - entailment - contradiction,
            "contradiction": contradiction,
        }
        self.pairs: list[tuple[str, str]] = []

    def __call__(self, pairs: list[tuple[str, str]]) -> list[dict[str, float]]:
        self.pairs += pairs
        return [self.scores for _ in pairs]


@pytest.mark.parametrize(
    ("sentence", "entailment", "contradiction", "verdict"),
    [
        (TRUE, 0.9, 0.0, Verdict.SUPPORTED),
        (TRUE, 0.1, 0.1, Verdict.PARTLY),
        (TRUE, 0.1, 0.8, Verdict.UNSUPPORTED),
        (FALSE, 1.0, 0.0, Verdict.UNSUPPORTED),
    ],
)
def test_it_lowers_and_never_raises(
    sentence: str, entailment: float, contradiction: float, verdict: Verdict
) -> None:
    scorer = Scorer(entailment, contradiction)
    checker = Checker(Lexicon([TEXT], [TEXT, *QUOTES]), scorer)
    assert checker.check(sentence, [support(BLADDER, 1), support(COHORT, 2)]).verdict is verdict
    assert scorer.pairs == ([(COHORT, TRUE)] if sentence == TRUE else [])
