"""Likeness to the reference answer, word by word. It is no measure of truth: a quoted answer says
more than its reference, in other words; it tells when answers change their form.

Token F1 as in SQuAD (Rajpurkar et al. 2016), ROUGE-L as in Lin (2004), both over lower-case words.
"""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz.distance import LCSseq

from evals.cases.comparing import spelled
from evals.metrics.outcome import Outcome, Score

_WORD = re.compile(r"\w+(?:[.,-]\w+)*%?")
_MARKER = re.compile(r"(?:(?<!\s)\s++)?\[\d+\]")


def tokens(text: str) -> list[str]:
    """Words and numbers, without citation markers."""
    return _WORD.findall(spelled(_MARKER.sub("", text)))


def f1(shared: float, given: int, wanted: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * shared / (given + wanted) if shared else 0.0


def token_f1(outcome: Outcome) -> Score | None:
    """F1 of the answer's words against the reference's, order aside."""
    if not outcome.case.answerable:
        return None
    given, wanted = tokens(outcome.text), tokens(outcome.case.reference)
    return Score(f1((Counter(given) & Counter(wanted)).total(), len(given), len(wanted)))


def rouge_l(outcome: Outcome) -> Score | None:
    """F1 of the longest common subsequence of words with the reference."""
    if not outcome.case.answerable:
        return None
    given, wanted = tokens(outcome.text), tokens(outcome.case.reference)
    return Score(f1(LCSseq.similarity(given, wanted), len(given), len(wanted)))
