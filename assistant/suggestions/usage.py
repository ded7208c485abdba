"""How a document uses its words: in lower case, as nouns, with an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from assistant.nlp.question_words import VERBS
from assistant.nlp.tokens import is_stop

_WORD = re.compile(r"[^\W_]+(?:[-–'’./][^\W_]+)*|[.!?:;,]")
_ARTICLES = frozenset("the a an".split())
_BEFORE_NOUNS = _ARTICLES | frozenset(
    "of for in on with by from about at under per your our its their his her no any each every "
    "this all some".split()
)
_BARE = frozenset("of for in on with by from about at under per no any and or".split())
_NOUN = re.compile(r"..(?:[ai]tion|[sc]tion|ment|ness|ance|ence|[^e]ity|age|ism|ure)$")
_OF = re.compile(r" of\b")
_NO_PLURAL = re.compile(r"(?:ss|us|is|['’]s)$|^[A-Z]*S$")
_ENDS = frozenset(".!?:;")
_PLURALS = frozenset("people women men children mice cattle data media".split())
_LONGEST = 5  # words of a noun phrase


class Usage:
    """Counts over a document's running text.

    ordinary: words of the language.

    A phrase that is read off a heading is put into a sentence only as the text itself would put
    it: a word that the text never writes may be a name or a verb, which no list can tell.
    """

    def __init__(self, sentences: Iterable[str], ordinary: Container[str] = frozenset()) -> None:
        self._ordinary = ordinary
        self._forms: dict[str, Counter[str]] = {}
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._over: Counter[tuple[str, str]] = Counter()  # a word, and the next but one
        for sentence in sentences:
            words = _WORD.findall(sentence)
            self._count(words)

    def _count(self, words: Sequence[str]) -> None:
        for at, word in enumerate(words):
            lower = word.lower()
            if at and words[at - 1] not in _ENDS and not words[at - 1][0].isdigit():
                self._forms.setdefault(lower, Counter())[word] += 1
                self._pairs[words[at - 1].lower(), lower] += 1
            if at > 1 and not is_stop(words[at - 1]):
                self._over[words[at - 2].lower(), lower] += 1

    def phrase(self, heading: str) -> str:
        """A noun phrase as it stands inside a sentence, with "the" where the text puts it; "" if
        the text does not show that it is one, or whether it takes an article.
        """
        words = [self._written(word) for word in heading.split()]
        if not 0 < len(words) <= _LONGEST or not all(words):
            return ""
        if is_stop(words[0]) or is_stop(words[-1]) or not self._is_noun_phrase(words):
            return ""
        phrase = " ".join(words)
        head = _OF.split(phrase, maxsplit=1)[0].split()[-1]
        verbal = _is_gerund(words[0]) and (len(words) == 1 or is_stop(words[1]))
        if verbal or is_plural(head) or " and " in phrase:
            return phrase
        held, bare = self._articles(words[0], head)
        if not (held or bare or _NOUN.search(head) or _is_gerund(head)):
            return ""
        return f"the {phrase}" if held > bare else phrase

    def inside(self, phrase: str) -> str:
        """A phrase that begins a sentence, as it is written inside one."""
        first, *rest = phrase.split()
        return " ".join([self._written(first) or first, *rest])

    def _written(self, word: str) -> str:
        """A word as the text writes it inside sentences; "" if it does not."""
        lower = word.lower()
        forms = self._forms.get(lower, Counter())
        if is_stop(lower) or _is_gerund(lower) or forms[lower]:
            return lower
        if forms:
            return forms.most_common(1)[0][0]
        return lower if word == lower or self._is_common(lower) else ""

    def _is_common(self, lower: str) -> bool:
        """Whether a word that the text does not hold is surely no name."""
        return bool(_NOUN.search(lower)) or (is_plural(lower) and lower in self._ordinary)

    def _is_noun_phrase(self, words: Sequence[str]) -> bool:
        first, last = words[0], words[-1]
        if _is_gerund(first):
            return True
        if not (is_plural(last) or self._is_noun(last, near=2)) or words[1:2] == ["the"]:
            return False  # "Check the oil"
        if self._is_noun(first, near=1) or len(words) == 1:
            return True
        return first not in VERBS and bool(self._pairs[first.lower(), words[1].lower()])

    def _is_noun(self, word: str, near: int) -> bool:
        """Whether a word stands where nouns do. near: so many words after "the" or "of"."""
        lower = word.lower()
        if _NOUN.search(lower) or any(self._pairs[one, lower] for one in _BEFORE_NOUNS):
            return True
        return near > 1 and any(self._over[one, lower] for one in _BEFORE_NOUNS)

    def _articles(self, first: str, head: str) -> tuple[int, int]:
        """How often a phrase has an article, and how often a preposition and none."""
        first, head = first.lower(), head.lower()
        bare = sum(self._pairs[one, first] for one in _BARE)
        held = sum(self._pairs[one, first] for one in _ARTICLES)
        if first != head and not bare:
            held += sum(self._over[one, head] for one in _ARTICLES)
        return held, bare


def _is_gerund(word: str) -> bool:
    return len(word) > 5 and word.endswith("ing") and word.islower()


def is_plural(word: str) -> bool:
    """Whether a noun looks like a plural; "PDFs" does, "GPS" and "analysis" do not."""
    return word.lower() in _PLURALS or (word.endswith("s") and not _NO_PLURAL.search(word))
