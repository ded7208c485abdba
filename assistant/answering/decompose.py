"""Split a question that asks several things: "How safe is A, and what does B do?"."""

from __future__ import annotations

import re

_ASKING = (
    r"(?:(?:in|for|to|by|at|on|of|with|from|into) )?(?:what|which|how|who|whose|whom|where|when|why"
    r"|is|are|was|were|do|does|did|can|has|have)\b"
)
_BETWEEN = re.compile(
    rf"(?:[,;?]\s++|(?<!\s)\s++)(?:and|but|while)\s++(?={_ASKING})|\?\s++(?={_ASKING})", re.I
)
_TOPIC = re.compile(rf"^(?P<topic>[^?:;]{{3,120}}?)(?:[:;]|\.\s)\s+(?P<rest>{_ASKING}.*)$", re.I)
_THING = r"[\w’'-]+(?: [\w’'-]+){1,5}?"
_ONE = r"[\w’'+-]+(?: [\w’'+-]+){0,4}?"
_NO_QUESTION = rf"(?!{_ASKING})"
_NO_ANSWER = r"(?!(?:yes|no|not|true|false|more|less)\b)"
_AGAINST = r"(?:compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|as against)"
_SIDES = (
    re.compile(rf"^(?P<a>{_THING}) (?:versus|vs\.?|as against) (?P<b>{_THING})(?=[:?])", re.I),
    re.compile(rf"\bboth (?P<a>{_THING}) and (?P<b>{_THING})(?=[,;:?.]|$)", re.I),
    re.compile(rf"(?<=, ){_NO_QUESTION}(?P<a>{_ONE}) or {_NO_ANSWER}(?P<b>{_ONE})(?=\?$)", re.I),
    re.compile(rf"^{_NO_ANSWER}(?P<a>{_ONE}) or {_NO_ANSWER}(?P<b>{_ONE})(?=:)", re.I),
)
_COMPARING = re.compile(r"\b(?:differ\w*|compar\w*|contrast)\b", re.I)
_TWO = re.compile(rf"(?<=between )(?!\d+ and )(?P<a>{_ONE}) and (?P<b>{_ONE})(?=[,;:?.]|$)", re.I)
_HOW = re.compile(
    rf"^(?P<how>how \w+ (?:is|are|was|were) )(?P<a>(?:(?!\b(?:after|in|with|for|by|at|on)\b)[^?])"
    rf"{{3,60}}?),? {_AGAINST} (?P<b>[^?]+)",
    re.I,
)
_MAX = 3
_LEAST = 4  # words of a part


def clauses(question: str) -> tuple[str, ...]:
    """The parts of a question, each a question of its own; () if it asks one thing.

    What comes before them ("In rats: …") stands before each.
    """
    topic, rest = "", question
    if found := _TOPIC.match(question):
        topic, rest = found.group("topic") + ": ", found.group("rest")
    pieces = [piece.strip(" ,?") for piece in _BETWEEN.split(rest)]
    pieces = [piece for piece in pieces if len(piece.split()) >= _LEAST]
    if len(pieces) > 1:
        lead = _lead(pieces[0]) if not topic else ""
        first, *others = pieces[:_MAX]
        return (f"{topic}{first}?", *(f"{topic}{lead}{piece}?" for piece in others))
    return _sides(question)


def _lead(piece: str) -> str:
    """What stands before the asking word: "In secondary progressive MS, "."""
    found = re.match(
        rf"(?P<lead>(?:in|for|after|with|during|among) [^,]{{3,60}}, ){_ASKING}", piece, re.I
    )
    return found.group("lead") if found else ""


def _sides(question: str) -> tuple[str, ...]:
    if found := _HOW.match(question):
        return tuple(f"{found.group('how')}{found.group(side)}?" for side in "ab")
    patterns = [*_SIDES, _TWO] if _COMPARING.search(question) else _SIDES
    for pattern in patterns:
        if found := pattern.search(question):
            start, end = found.span()
            before, after = question[:start], question[end:]
            return tuple(f"{before} {found.group(side)} {after}".strip() for side in "ab")
    return ()
