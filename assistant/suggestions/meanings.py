"""Questions for what a sentence defines: "What is a hydrocopter?", "What does NEDA stand for?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop
from assistant.nlp.word_statistics import singular
from assistant.suggestions.candidate import Candidate
from assistant.suggestions.usage import Usage

_BRACKET = re.compile(r"\(([A-Z][A-Za-z\d-]{1,7})\)")
_MEANS = re.compile(r"^\W{0,2}[“\"](?:the |an? )?([^“”\"]{2,40})[”\"] (?:means|refers to) ", re.I)
_ASIDE = re.compile(r" \([^()]*\)")
_NAME = re.compile(r"[^\W_][\w'’+-]*(?: [\w'’+-]+){0,3}")
_DEFINES = re.compile(r"[ ,](?:that|which|who|used|made|known|for|of|in|on|with|between|by) ")
_PERSON = re.compile(r"(?:er|or|ist|ian|man|woman|eer|ress)$")
_LONGEST = 6  # words before "is" and one
_LEAST_SAID = 5  # words of a definition


def meanings(passage: Passage, abbreviations: Mapping[str, str]) -> Iterator[Candidate]:
    """What the short forms stand for, and the words mean, that a passage sets out."""
    document = passage.document
    for span in passage.sentences:
        text = " ".join(document.text[span.start : span.end].split())
        for found in _BRACKET.finditer(text):
            short = singular(found[1])
            long_form = abbreviations.get(short, "")
            if long_form and text[: found.start()].lower().rstrip().endswith(long_form):
                asks = f"What does {short} stand for?"
                yield Candidate(asks, "meaning", short, document, span)
        if term := _MEANS.match(text):
            asks = f"What does “{term[1]}” mean?"
            yield Candidate(asks, "meaning", term[1], document, span)


def definitions(passage: Passage, usage: Usage) -> Iterator[Candidate]:
    """What a thing is of which a sentence says "X is a …", and of which the text says more."""
    document = passage.document
    for span in passage.sentences:
        text = _ASIDE.sub("", " ".join(document.text[span.start : span.end].split()))
        if found := _defined(text, usage):
            asks, subject = found
            named = subject.lower()
            before, after = document.text[: span.start].lower(), document.text[span.end :].lower()
            above = " ".join((document.title, *passage.section)).lower()
            more = named in after or not subject.islower()  # a name is worth a question
            if named in above or (more and named not in before):
                yield Candidate(asks, "definition", subject, document, span)


def _defined(text: str, usage: Usage) -> tuple[str, str] | None:
    """The question and what it asks for, if a sentence has the form of a definition."""
    words = text.split()
    at = next((n for n, word in enumerate(words[:_LONGEST]) if word in ("is", "are")), 0)
    if not at or len(words) - at < _LEAST_SAID or not text[0].isalpha():
        return None
    verb, rest = words[at], " ".join(words[at + 1 :])
    marker = _DEFINES.search(rest)
    if marker is None or (verb == "is" and words[at + 1] not in ("a", "an")):
        return None
    if verb == "are" and (is_stop(words[at + 1]) or " that " not in rest):
        return None
    article = words[0].lower() if words[0] in ("A", "An", "The") else ""
    subject = " ".join(words[1:at] if article else words[:at])
    if not _fits(subject, article):
        return None
    subject = subject if article else usage.inside(subject)
    kind = _asking(subject, rest[: marker.start()].rstrip(",").split()[-1])
    named = f"{article} {subject}" if article else subject
    return (f"{kind} {verb} {named}?", subject) if kind else None


def _fits(subject: str, article: str) -> bool:
    words = subject.split()
    if not words or not _NAME.fullmatch(subject) or len(subject) < 3:
        return False
    if article == "the" and len(words) == 1 and subject.islower():
        return False  # "the aim": of what, the sentences before say
    return not any(is_stop(word) for word in words)


def _asking(subject: str, noun: str) -> str:
    """What or Who; "" where the one would be as likely as the other."""
    if any(word.islower() for word in subject.split()) or subject.isupper():
        return "What"
    is_person = bool(_PERSON.search(noun))
    if " " in subject:
        return "Who" if is_person else ""
    return "" if is_person else "What"
