"""Questions of a document's own, and questions about what its headings name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop, tokens, word_lists
from assistant.reading.document import Document, Span
from assistant.suggestions.answered import Candidate
from assistant.suggestions.wording import Wording

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
    for number, passage in enumerate(passages):
        document = passage.document
        for at, span in enumerate(passage.sentences):
            line = " ".join(document.text[span.start : span.end].split())
            text = _NUMBER.sub("", line) if passage.kind == "heading" else _LABEL.sub("", line)
            if not is_question(text) or document.kind_at(span.start) == "turn":
                continue
            if passage.kind != "heading" and not _begins_block(document, span.start):
                continue
            after = passage.sentences[at + 1 :] or _following(passages, number)
            if after:
                sure = passage.kind == "heading" or bool(_Q.match(line))
                source = Span(after[0].start, after[-1].end)
                yield Candidate(text, "asked", text, document, source), sure


def _begins_block(document: Document, offset: int) -> bool:
    before = document.text[max(0, offset - 4) : offset].rstrip(" *_-•")
    return not before or before.endswith("\n")


def _following(passages: Sequence[Passage], number: int) -> tuple[Span, ...]:
    following = passages[number + 1 : number + 2]
    return following[0].sentences if following and following[0].kind != "heading" else ()


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
