"""Questions of a document's own, about what its headings name, and for what its sentences set out:
"What is a hydrocopter?", "What does NEDA stand for?".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop, tokens, word_lists
from assistant.nlp.word_statistics import singular
from assistant.reading.document import Span
from assistant.suggestions.answered import Candidate

_LABEL = re.compile(r"^(?:Q(?:uestion)?\s?\d*\s?[:.)]|[*•–-])\s*|^\d{1,3}[.)]\s+")
_Q = re.compile(r"^Q(?:uestion)?\s?\d*\s?[:.)]")
_NUMBER = re.compile(
    r"^(?:(?:chapter|section|part|clause|article|annex|appendix|step|§)\s*)?"
    r"(?:(?:\d+(?:\.\d+)*|[IVX]+)(?:[.):]\s*|\s+)|[A-Z][.):]\s*)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_UNFIT = re.compile(r"[\d:;,/|<>{}=_“”\"?!&*#%@–—]|\bet al\b")
_WORDS = word_lists(Path(__file__).with_name("heading_words.json"))
_LEANING, _FRAME = _WORDS["leaning"], _WORDS["frame"]
_FEWEST, _MOST, _CONTENT = 3, 20, 2  # words of a question, and how many carry content
_MANY = 2  # questions at the beginnings of paragraphs that make a document one of questions
_LONGEST = 5  # words of a heading
_BRACKET = re.compile(r"\(([A-Z][A-Za-z\d-]{1,7})\)")
_ASIDE = re.compile(r" \([^()]*\)")
_MEANS = re.compile(r"^\W{0,2}[“\"](?:the |an? )?([^“”\"]{2,40})[”\"] (?:means|refers to) ", re.I)
_DEFINES = re.compile(
    r"(?P<article>An? |The )?(?P<term>[^\W\d_][\w'’-]+(?: [\w'’-]+){0,3}) is an? "
    r"(?:[\w'’-]+ ){1,6}(?:that|which|who|used|made|known|of|by|in|with|for) ",
    re.I,
)
_ARTICLES = frozenset("the a an your our its their his her this".split())
_BARE = frozenset("of for in on with by from about at under per no any all some and or".split())
_PLACES = 50  # places looked at


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
        for _ in range(_PLACES):
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


def is_question(text: str) -> bool:
    """Whether a text is one question that says by itself what is asked."""
    words = tokens(text)
    content = [word for word in words if not is_stop(word)]
    return (
        text.endswith("?")
        and text.count("?") == 1
        and not set('"“”„«»:;[]|') & {*text}
        and text[:1].isupper()
        and words[0].lower() not in ("and", "but", "or", "so", "then")
        and _FEWEST <= len(words) <= _MOST
        and len(content) >= _CONTENT
        and _LEANING.isdisjoint(word.lower() for word in words)
    )


def asked(passages: Sequence[Passage]) -> Iterator[Candidate]:
    """Questions that stand in a document and are answered below them."""
    found = list(_opening(passages))
    many = sum(not sure for _, sure in found) >= _MANY
    yield from (one for one, sure in found if sure or many)


def _opening(passages: Sequence[Passage]) -> Iterator[tuple[Candidate, bool]]:
    """Questions with which a block begins, and whether each is surely meant for a reader."""
    for passage, following in zip_longest(passages, passages[1:]):
        document = passage.document
        below = following.sentences if following and following.kind != "heading" else ()
        for at, span in enumerate(passage.sentences):
            line = " ".join(document.text[span.start : span.end].split())
            text = _NUMBER.sub("", line) if passage.kind == "heading" else _LABEL.sub("", line)
            if not is_question(text) or document.kind_at(span.start) == "turn":
                continue
            before = document.text[max(0, span.start - 4) : span.start].rstrip(" *_-•")
            if passage.kind != "heading" and before and not before.endswith("\n"):
                continue
            if after := passage.sentences[at + 1 :] or below:
                sure = passage.kind == "heading" or bool(_Q.match(line))
                source = Span(after[0].start, after[-1].end)
                yield Candidate(text, "asked", text, document, source), sure


def of_headings(passages: Sequence[Passage], wording: Wording) -> Iterator[Candidate]:
    """What to know about what a heading names, the longest sections first."""
    sections: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        if passage.section and passage.kind != "heading":
            sections.setdefault(passage.section, []).append(passage)
    repeated = Counter(section[-1] for section in sections)
    by_length = sorted(sections.items(), key=lambda one: one[1][0].start - one[1][-1].end)
    for section, inside in by_length:
        document, heading = inside[0].document, section[-1]
        if heading == document.title or repeated[heading] > 1:
            continue
        if phrase := noun_phrase(heading, wording):
            asks = f"What should I know about {phrase}?"
            source = Span(inside[0].start, inside[-1].end)
            yield Candidate(asks, "heading", phrase, document, source)


def noun_phrase(heading: str, wording: Wording) -> str:
    """What a heading names, as it stands in a sentence; "" if it names nothing by itself."""
    text = _BRACKETS.sub("", _NUMBER.sub("", " ".join(heading.split()))).rstrip(" .")
    words = text.lower().split()
    if not 0 < len(words) <= _LONGEST or _UNFIT.search(text):
        return ""
    if not (_LEANING | _FRAME).isdisjoint(words) or is_stop(words[0]) or is_stop(words[-1]):
        return ""
    if words[-1].endswith("ing"):  # "Ending", of what?
        return ""
    gerund = [words[0], *text.split()[1:]] if words[0].endswith("ing") else []
    return wording.inside(text) or " ".join(gerund)


def meanings(
    passage: Passage, abbreviations: Mapping[str, str], wording: Wording
) -> Iterator[Candidate]:
    """What a passage says that short forms stand for, words mean and things are."""
    document = passage.document
    for span in passage.sentences:
        text = " ".join(document.text[span.start : span.end].split())
        for found in _BRACKET.finditer(text):
            short = singular(found[1])
            long_form = abbreviations.get(short, "")
            said = text[: found.start()].lower().rstrip().endswith(long_form)
            if long_form and said and f"{short}:" not in document.text:  # who speaks
                asks = f"What does {short} stand for?"
                yield Candidate(asks, "meaning", short, document, span)
        if term := _MEANS.match(text):
            asks = f"What does “{term[1]}” mean?"
            yield Candidate(asks, "meaning", term[1], document, span)
        if (defined := _DEFINES.match(_ASIDE.sub("", text))) and (asks := _asks(defined, wording)):
            yield Candidate(asks, "definition", defined["term"], document, span)


def _asks(defined: re.Match[str], wording: Wording) -> str:
    """The question for what is defined; "" for what the text does not write as a common noun:
    of a name only a reader knows whether it is a person's.
    """
    term = wording.inside(defined["term"]).removeprefix("the ")
    article = (defined["article"] or "").lower()
    if not term.islower() or any(map(is_stop, term.split())) or article == "the ":
        return ""
    return f"What is {article}{term}?"
