"""Questions for what a sentence sets out: "What is a hydrocopter?", "What does NEDA stand for?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.chunking.chunks import Passage
from assistant.nlp.lexicon import singular
from assistant.nlp.tokens import is_stop
from assistant.suggestions.answered import Candidate
from assistant.suggestions.wording import Wording

_BRACKET = re.compile(r"\(([A-Z][A-Za-z\d-]{1,7})\)")
_ASIDE = re.compile(r" \([^()]*\)")
_MEANS = re.compile(r"^\W{0,2}[“\"](?:the |an? )?([^“”\"]{2,40})[”\"] (?:means|refers to) ", re.I)
_DEFINES = re.compile(
    r"(?P<article>An? |The )?(?P<term>[^\W\d_][\w'’-]+(?: [\w'’-]+){0,3}) is an? "
    r"(?:[\w'’-]+ ){1,6}(?:that|which|who|used|made|known|of|by|in|with|for) ",
    re.I,
)


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
