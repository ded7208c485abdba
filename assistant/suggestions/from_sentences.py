"""Questions from single sentences: each turns one pattern of a statement round.

"MSCs delay the maturation of DCs by reducing IL-12 secretion" answers "How do MSCs delay the
maturation of DCs?". After Heilman and Smith, "Good Question! Statistical Ranking for Question
Generation", NAACL 2010, who turn statements round by rules and make far more of them than are
good: here the patterns are few and strict, and every question is asked before it is offered.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from assistant.suggestions.candidate import Made
from assistant.suggestions.clause import clause
from assistant.suggestions.counts import counted, rated
from assistant.suggestions.inversion import turned
from assistant.suggestions.listing import instanced, listed, seen, superlative
from assistant.suggestions.namings import apposed, by_authors
from assistant.suggestions.phrasing import fits, plain

_LEAST, _MOST, _MOST_WITH_NUMBER = 4, 18, 25  # words of a question
_SMALL = 3  # letters of a word that may come twice
_MAY_COME_AGAIN = frozenset("cells with from stem cell that".split())


def questions(sentence: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """The questions that a sentence answers; for most sentences none.

    in_lower_case: words that are no names, since the documents write them small.
    """
    text = plain(sentence).split(";")[0]
    found = [*by_authors(text, in_lower_case), *counted(text), *rated(text)]
    if fits(text):
        found += [*superlative(text), *instanced(text, in_lower_case), *seen(text)]
        found += apposed(text, in_lower_case)
        lists = list(listed(text, in_lower_case))
        found += lists
        if not lists and (parsed := clause(text, in_lower_case)):
            found += turned(parsed)
    yield from (made for made in found if _reads_well(made))


def _reads_well(made: Made) -> bool:
    """Whether a question is neither short nor long, and stumbles over no word twice."""
    words = made.question.split()
    if not _LEAST <= len(words) <= (_MOST_WITH_NUMBER if made.kind == "value" else _MOST):
        return False
    long = [word for word in words if len(word) > _SMALL and word not in _MAY_COME_AGAIN]
    return len(long) == len({*long})
