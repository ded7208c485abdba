"""Questions about what authors did and found, and about what a name stands for."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from assistant.suggestions.candidate import Made
from assistant.suggestions.phrasing import fits, is_subject, lowered
from assistant.suggestions.verbs import FORMS, REPORTING

_WHO = r"(?P<who>[A-Z][\w’'-]+(?:(?: and| &)? [A-Z][\w’'-]+){0,2} et al)"
_AUTHORS = re.compile(
    rf"^{_WHO}\.?,? (?:\(\d{{4}}\) )?(?:have |has |also )*(?P<verb>\w+)(?P<that> that)?"
    r"(?P<rest> .+)$",
    re.DOTALL,
)
_STUDY_BY = re.compile(
    r"\b(?:an?|the) (?P<noun>study|investigation|trial|experiment|analysis)(?: \w+)? by"
    rf" {_WHO}\b"
)
_WORKED = frozenset("used performed conducted applied compared analyzed analysed".split())
_TO_EXAMINE = re.compile(
    r"\bto (?P<verb>examine|investigate|assess|evaluate|determine|test|explore)\b"
)
_TOPIC_ENDS = re.compile(
    r" (?:can|could|may|might|is|are|was|were|has|have|had|cultured|treated|did)\b"
    rf"| (?:{'|'.join(sorted(FORMS))})\b|[,;(]"
)
_WITHOUT_TOPIC = frozenset("investigate evaluate examine assess describe propose note".split())
_MOST_TOPIC = 5  # words
_APPOSED = re.compile(r"^(?P<subject>[A-Z][^,;:]{1,40}), an? [^,;:]{10,120}, ")


def by_authors(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """What a study did: "Brown et al. found …" is "What did Brown et al. find?"."""
    if by := _STUDY_BY.search(text):
        yield Made(f"What was found in the {by['noun']} by {by['who']}.?", "study")
    match = _AUTHORS.match(text)
    if match is None:
        return
    if match["verb"] in _WORKED:
        if aim := _TO_EXAMINE.search(match["rest"]):
            yield Made(f"What did {match['who']}. {aim['verb']}?", "study")
        elif match["verb"] == "compared":
            yield Made(f"What did {match['who']}. compare?", "study")
    form = FORMS.get(match["verb"])
    if form and form.base in REPORTING:
        about = _about(match, in_lower_case) if form.base not in _WITHOUT_TOPIC else ""
        yield Made(f"What did {match['who']}. {form.base}{about}?", "study")


def apposed(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """What something is that a sentence explains in passing: "MS, a disease of …, …"."""
    match = _APPOSED.match(text)
    if match and is_subject(match["subject"]) and not re.search(r"\bas\b|ly\b", match["subject"]):
        yield Made(f"What is {lowered(match['subject'], in_lower_case)}?", "meaning")


def _about(match: re.Match[str], in_lower_case: Container[str]) -> str:
    """What a finding is about, where it begins with that; else ""."""
    if not match["that"]:
        return ""
    first = _TOPIC_ENDS.split(match["rest"].strip(), maxsplit=1)[0]
    if len(first.split()) > _MOST_TOPIC or not is_subject(first) or not fits(first):
        return ""
    return f" about {lowered(first, in_lower_case)}"
