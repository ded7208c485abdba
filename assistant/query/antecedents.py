"""What a pointing word may stand for: a phrase of the earlier question, or who did a study."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.nlp.noun_phrases import Thing, before_of, is_plural
from assistant.nlp.question_words import ANIMALS, AUXILIARIES, GROUPS
from assistant.nlp.tokens import stem
from assistant.query.turn import Turn

AUTHORS = re.compile(
    r"\b((?:[A-Z][\w’'-]{1,50} ){0,2}[A-Z][\w’'-]{1,50}) (?:et al\b\.?|and colleagues)"
)
REGISTERED = re.compile(r"\b(?:NCT\d{8}|IRCT\w+|ISRCTN\d+|EudraCT[\s\d-]+\d)")
_ATTRIBUTES = frozenset(
    stem(word)
    for word in "number name aim purpose goal title status phase size location role function dose"
    " age sponsor identifier".split()
)
_NO_OWNERS = frozenset(  # plurals that neither act nor own
    stem(word)
    for word in "effects events relapses outcomes results changes levels scores reasons ways years"
    " months advantages disadvantages risks signs symptoms weeks days scans sources".split()
)
_LIKE = {
    stem(word): frozenset(stem(other) for other in group)
    for group in (GROUPS, ANIMALS, "trial study".split(), "drug medicine medication".split())
    for word in group
}


def person(topic: str, last: Turn) -> str:
    """Whose work it is: the only name followed by "et al." in the question, or in its answer."""
    for text in (topic, last.answer):
        names = {match[1] for match in AUTHORS.finditer(text)}
        if len(names) == 1:
            return f"{names.pop()} et al."
        if names:
            return ""
    return ""


def study(noun: str, topic: str, found: list[Thing], last: Turn) -> str:
    """Which study: as the question called it, else by its number or its authors; "" unless one."""
    for thing in found:
        head = before_of(thing.text).split()[-1]
        if not thing.asked and stem(head) in {stem(noun), *_LIKE.get(stem(noun), ())}:
            return _whole(thing, topic, found)
    for text in (topic, last.answer):
        numbers = {match[0] for match in REGISTERED.finditer(text)}
        if len(numbers) == 1:
            return f"the {noun} {numbers.pop()}"
    who = person(topic, last)
    return f"the {noun} by {who}" if who else ""


def of_kind(noun: str, more: str | None, topic: str, found: list[Thing]) -> str:
    """The phrase of the topic with that noun as its head: "the patients" with SPMS."""
    if more:
        return ""
    noun = stem(noun)
    kinds = {noun, *_LIKE.get(noun, ())}
    for thing in found:
        head = before_of(thing.text).split()[-1]
        if stem(head) in kinds:
            whole = clause(thing, topic) if thing.asked else _whole(thing, topic, found)
            return whole if len(whole.split()) > 1 else ""
    return ""


def _whole(thing: Thing, topic: str, found: list[Thing]) -> str:
    """A phrase with what is joined to it: "the 5-year survival after aHSCT"."""
    end = thing.end
    for other in found[found.index(thing) + 1 :]:
        if not other.joined:
            break
        end = other.end
    text = topic[thing.start : end]
    if REGISTERED.fullmatch(text) or re.match(r"(?:the|an?)\s", text, re.I):
        return re.sub(r"^an?\s", "the ", text, flags=re.I)
    return (
        text
        if not text.split()[0][:1].islower() or is_plural(thing.text.split()[-1])
        else f"the {text}"
    )


def clause(thing: Thing, topic: str) -> str:
    """What "which" and "how many" ask for, as a phrase: "the trial that tests SCM-010"."""
    rest = re.sub(r"(?:(?<!\s)\s++)?\([^()]*\)", "", topic[thing.end :]).strip(" ?.!")
    words = rest.split()
    if not re.match(r"\W*(?:which|what|how many)\b", topic, re.I) or not words:
        return ""
    if (
        re.match(r"\W*(?:which|what|how many)\s", topic, re.I)
        and not topic[: thing.start].split()[-1:]
    ):
        return ""
    if words[0].lower() in ("do", "does", "did", "can", "could", "will", "would", "should", "of"):
        return ""
    link = "who" if stem(thing.text.split()[-1]) in {stem(word) for word in GROUPS} else "that"
    text = re.sub(r"^(?:the|an?)\s+", "", thing.text, flags=re.I)
    return f"the {text} {link} {rest}"


def plural(pronoun: str, topic: str, found: list[Thing], last: Turn) -> str:
    """What "they" are: the only plural in the question, or who acts in it; "" where unsure."""
    if (
        re.match(r"\W*who\b", topic, re.I)
        and pronoun.lower() in ("they", "their")
        and (who := person(topic, last))
    ):
        return who
    if not any(thing.plural for thing in found) and (who := person(topic, Turn(""))):
        return who
    several = [thing for thing in found if thing.plural and not _is(thing, _NO_OWNERS)]
    if several and any(thing.asked and thing.plural and _is(thing, _NO_OWNERS) for thing in found):
        return ""  # "Which side effects do MSCs have?": either may be meant
    if asked := next((thing for thing in several if thing.asked), None):
        return clause(asked, topic)
    if len(several) == 1 or (several and pronoun.lower() == "they" and _does(topic, several[0])):
        return _whole(several[0], topic, found) if len(several) == 1 else several[0].text
    return ""


def singular(topic: str, found: list[Thing]) -> str:
    """What "it" is: what a definition was asked of, or the only singular; "" where unsure."""
    if match := re.match(
        r"\W*what (?:is|are|was|were) ((?:the |an? )?[^?()]+?)(?: \(|\?|$)", topic, re.I
    ):
        whole = [thing for thing in found if not thing.joined]
        if len(whole) == 1 and len(found) == 1:
            return re.sub(r"^an?\s", "the ", match[1], flags=re.I)
    found = [_of_what(thing) for thing in found]
    # Who did a work is no "it": what is meant is the work, or what was found by it.
    single = [thing for thing in found if not thing.plural and not AUTHORS.match(f"{thing.text}.")]
    if asked := next((thing for thing in single if thing.asked), None):
        return clause(asked, topic)
    if len(single) == 1:
        return _whole(single[0], topic, found)
    return ""


def _is(thing: Thing, heads: frozenset[str]) -> bool:
    return stem(before_of(thing.text).split()[-1]) in heads


def _of_what(thing: Thing) -> Thing:
    """The trial, in "the number of the trial"."""
    if " of " not in thing.text or not _is(thing, _ATTRIBUTES):
        return thing
    cut = thing.text.index(" of ") + 4
    return replace(thing, text=thing.text[cut:], start=thing.start + cut)


def _does(topic: str, thing: Thing) -> bool:
    """Whether a thing is who acts: it follows "did" or "do"."""
    before = topic[: thing.start].split()
    return bool(before) and before[-1].lower() in AUXILIARIES
