"""Write a phrase as a document's own text writes it inside a sentence."""

from __future__ import annotations

from collections import Counter

_ARTICLES = frozenset("the a an your our its their his her this".split())
_BARE = frozenset("of for in on with by from about at under per no any all some and or".split())
_MOST = 50  # places looked at


class Wording:
    """The running text of a document.

    A word that a text writes in capitals only may be a name, and one that it never writes after an
    article or a preposition may be a verb: no list can tell, so that the text has to.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lower = text.lower()

    def inside(self, phrase: str) -> str:
        """A noun phrase as it stands in a sentence, with "the" where it mostly has an article; ""
        if the text does not show it as one.
        """
        written: Counter[str] = Counter()
        held = at = 0
        for _ in range(_MOST):
            at = self._lower.find(phrase.lower(), at + 1)
            if at < 0:
                break
            end = at + len(phrase)
            before = self._lower[max(0, at - 20) : at].split(" ")[-2:]
            if self._lower[end : end + 1].isalnum() or len(before) < 2 or before[1]:
                continue
            if before[0] in _ARTICLES or before[0] in _BARE:
                written[self._text[at:end]] += 1
                held += 1 if before[0] in _ARTICLES else -1
        if not written:
            return ""
        best = written.most_common(1)[0][0]
        return f"the {best}" if held > 0 else best
