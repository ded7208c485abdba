"""Find what a question calls by name, and the ids, versions and dates in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.nlp.kinds import MONTH
from assistant.nlp.tokens import is_stop, parts, stem, tokens


@dataclass(frozen=True, slots=True)
class Named:
    """What a question calls by name, which evidence must hold. Stems.

    names: capitalised words, but not the first one.
    codes: whatever has a digit: ids, versions, dates, figures.
    ids:   those of them that tell one thing from another ("P-200", "order 1003", "1.1.0", the
           parts of "12 May 2025"); an amount, as in "a £60 dinner", is none.
    """

    names: frozenset[str]
    codes: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, question: str) -> Named:
        """The names and codes of a question; one in capitals throughout has no names."""
        question = _TAIL.sub(r"\1 ", question)
        words = tokens(question)
        shouted = sum(word[:1].isupper() for word in words) > len(words) / 2 + 1
        codes = [word for word in words if any(char.isdigit() for char in word)]
        names = [
            piece
            for number, word in enumerate(words)
            if word not in codes and not is_stop(word)
            for piece in ([word] if sum(map(str.isupper, word)) > 1 else parts(word))
            if not shouted and (sum(map(str.isupper, piece)) > 1 or (number and piece[0].isupper()))
        ]
        called = (*_ID.finditer(question), *_RELEASE.finditer(question))
        ids = [part for found in called for part in tokens(found["id"])]
        return cls(*(frozenset(map(stem, found)) for found in (names, codes, ids)))


_TAIL = re.compile(r"(?<![\w.-])((?:[A-Za-z]{1,12}-?)?\d{1,6})-(?=[a-z]{3})")  # of "Foxp3-related"
_ID = re.compile(
    rf"(?<![\w£$€.,-])(?P<id>\d{{1,2}} (?i:{MONTH}),? \d{{4}}"
    r"|(?=[A-Za-z]{1,12}[-./]?\d)[A-Za-z]{1,12}[-./]?\d[\w./-]{0,20}(?<=\w)|\d{1,4}(?:\.\d{1,4}){2,4}"
    r"|(?<=version )\d{1,4}(?:\.\d{1,4}){0,3}|(?<=[a-z]{2} )(?<! in )(?<! of )(?<! by )(?<!from )"
    r"\d{3,8}(?=\W{0,3}$|\W{0,2} (?:is|was|were|are|sent|be|and|or|leave|arrive|cost|weigh)))"
    r"(?![\w%])"
)

_RELEASE = re.compile(  # "Lumetray 6.2"
    r"\b[A-Z][^\W\d_]{2,30} (?P<id>\d{1,3}\.\d{1,3})(?=\W{0,3}$|,? (?:is|was|were|are|be|and|or"
    r"|in|on|for|to|with|from|the|has|had|have|does?|can|will|c[ao]me)\b)"
)
