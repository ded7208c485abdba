"""Sentences and questions that depend on what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_LEANING = re.compile(
    r"(?:this|these|those|they|their|it|its|such|he|she|both|among (?:them|these|the)"
    r"|(?:the|these) (?:results?|findings?|study|studies|trial|analysis|authors?|former|latter"
    r"|outcomes?|participants|reduction|procedure|phenomenon))\b"
    r"|(?:results|participants|researchers) (?:indicated|showed|revealed|were|demonstrated)\b"
    r"|(?:conversely|specifically|notably, these|for instance|for example|as a result"
    r"|consequently|therefore|thus|hence|in contrast|indeed)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\b(?:conducted|initiated|pioneered|designed|undertook|launched|performed)\b"
    r"|\b(?:aim(?:ed|s|ing)?|sought|seeks) (?:to|at)\b"
    r"|\bto (?:evaluate|assess|investigate|examine|explore|determine|compare)\b"
    r"|\b(?:evaluat|investigat|assess|scrutini[sz]|examin|compar|explor|stud)(?:ed|ied)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:show|reveal|demonstrat|found|find|report|observ|conclud|indicat|result|confirm)"
    r"|\d\s?%|\b(?:significant|increas|decreas|improv|reduc)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(?:this|that|these|it|the reasons?|one reason|(?:such|these|this) (?:\w+ ){1,3})\s*+"
    r"(?:\w+ly )?(?:is|are|was|were|can be|could be|may be|might be|lies?|may|might|could)?\s*+"
    r"(?:\w+ly )?(?:attribut\w+ to|due to|because|explained by|owing to|related to"
    r"|results? (?:from|of)|stems? from|reflects?\b|in that)"
    r"|(?:possible|potential|likely) (?:reasons|explanations)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"(?:conversely|in contrast|by contrast|on the (?:other hand|contrary)|however|whereas)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|are|were) the (?:reasons?|cause|explanation)"
    r"|\b(?:account|accounts|accounted) for\b|\bexplain(?:s|ed)?\b",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    return _LEANING.match(text.lstrip("([“\"' ")) is not None


def tells_of_a_study(text: str) -> bool:
    """Whether a sentence says what was studied, and not what came of it."""
    return _STUDY.search(text) is not None and _RESULT.search(text) is None


def asks_why(question: str) -> bool:
    """Whether a question asks for a reason."""
    return _WHY.search(question) is not None


def gives_the_reason(text: str) -> bool:
    """Whether a sentence explains the one before it: "This is attributed to …"."""
    return _REASON.match(text) is not None


def sets_against(text: str) -> bool:
    """Whether a sentence is the other side of the one before it: "Conversely, …"."""
    return _CONTRAST.match(text) is not None


class Lead(Enum):
    """What the beginning of a question announces."""

    NONE = "nothing"
    ON = "more of the same"  # "And in rats?"
    FRESH = "another subject"  # "Something else: …"
    BACK = "an earlier subject"  # "Back to the rats: …"
    MENDED = "a correction"  # "No, I meant …"


@dataclass(frozen=True, slots=True)
class Opening:
    """A question without its lead.

    whole:   the question without polite words before it ("Thanks. …").
    rest:    the sentence without the lead.
    named:   for BACK, the subject returned to; for MENDED, what was wrong ("not cytokines").
    """

    lead: Lead
    whole: str
    rest: str
    named: str = ""


_POLITE = re.compile(
    r"^\W*(?:(?:many )?thanks?(?: you| a lot| so much| very much)?|great|perfect|nice|i see"
    r"|interesting|good to know|got it|understood)\b[\s,]*[.!,]\s*"
    r"|^\W*(?:ok(?:ay)?|al(?:l )?right|right|fine|cool|wow|hm+)\b[\s,]*[.!]\s*",
    re.I,
)
_SOFT = (
    r"(?:(?:ok(?:ay)?|oh|ah|well|right|alright|so|and|but|now|thanks?(?: you)?|great|good)\b"
    r"[\s,.!;:–—-]*)*"
)
_FRESH = re.compile(
    rf"^\W*{_SOFT}(?:(?:(?:let'?s|let us|let me|can we|could we|i(?:'d| would) like to) )?"
    r"(?:talk about |move on to |move to |turn to |switch to |change to |go on to |try |ask )?"
    r"(?:something|some ?thing|an?|the)?\s?(?:completely |entirely |totally |quite |very )?"
    r"(?:else|another|other|different|new|unrelated)"
    r"(?: (?:subject|topic|question|matter|thing|theme|point|issue))?(?: now| then| please)?"
    r"|(?:(?:let'?s|let us) )?(?:leave|forget|drop|skip) (?:that|it|this)(?: (?:one|aside|there))?"
    r"|(?:(?:let'?s|let us) )?chang(?:e|ing) (?:of |the )?(?:subject|topic)s?"
    r"|(?:(?:let'?s|let us) )?mov(?:e|ing) on|on (?:another|a different) (?:note|subject|topic)"
    r"|never ?mind(?: that)?|by the way|enough of (?:that|this)|unrelated)"
    r"(?:[:.;!?–—]+|,|\s-)\s*(?=\S)",
    re.I,
)
_FRESH_WORDS = re.compile(
    r"^\W*now for something (?:completely |entirely )?(?:else|different)\W+", re.I
)
_BACK = re.compile(
    rf"^\W*{_SOFT}(?:(?:let'?s |let us |can we |could we |to )?"
    r"(?:go(?:ing)? |com(?:e|ing) |get(?:ting)? )?"
    r"back to|return(?:ing)? to|as (?:for|to)|regarding|concerning|about)\s++"
    r"(?P<named>[^:;,?!.–—]{2,80}?)\s*(?:[:;,.–—]|\s-\s)+\s*(?=\S)",
    re.I,
)
_MENDED = re.compile(
    r"^\W*(?:(?:oh|ok|well|no+|nope|sorry|wait|hang on|hold on|actually|rather|ah|oops|my mistake"
    r"|wrong [\w-]+|i mixed (?:them|it|that|those) up|that'?s not what i (?:meant|asked)"
    r"|i misspoke|correction|excuse me|pardon)\b[\s,.;:!–—-]*){0,9}"
    r"(?:not (?:the |in |with |for |about )?(?P<wrong>[^,.;:]{2,60}?)\s*[,.;:–—-]+\s*(?:but )?)?"
    r"(?:i (?:really |actually )?(?:meant(?: to ask)?(?: about| for)?"
    r"|wanted(?: to (?:know|ask|hear))?(?: about)?"
    r"|was asking(?: about| for)?|asked (?:about|for)|was thinking of)\s+)",
    re.I,
)
_INSTEAD = re.compile(
    r"(?:(?<!\s)\s++)?(?:,\s*+)?\b(?:not|rather than|instead of)\s++"
    r"(?P<wrong>[^,.;:?]{2,60}?)\s*+[?.!]*+$",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:no+|nope|sorry|wait|oops)[\s,.;:!–—-]+(?:(?:i mean|rather)\b[\s,]*)?", re.I
)
_ON = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks?|thank you|great|so|then|well|right|also|and|but|or)\b[\s,.!]*)*"
    r"(?:(?:what|how) (?:about|of)\b|(?:and|but|or|also|so|then)\b)[\s,]*"
    r"(?:(?:what|how) about\b)?[\s,]*",
    re.I,
)


def opening(question: str) -> Opening:
    """Take a question's lead off. The question is on one line, without white space around it."""
    thanked = _POLITE.match(question)
    if thanked and thanked.end() < len(question):
        question = capital(question[thanked.end() :])
    for pattern in (_FRESH_WORDS, _FRESH):
        if match := pattern.match(question):
            return Opening(Lead.FRESH, question, capital(question[match.end() :]))
    if (match := _MENDED.match(question)) and match.end() < len(question):
        rest = question[match.end() :]
        wrong = match["wrong"] or ""
        if not wrong and (instead := _INSTEAD.search(rest)):
            wrong, rest = instead["wrong"], rest[: instead.start()]
        return Opening(Lead.MENDED, question, rest, wrong)
    if match := _BACK.match(question):
        return Opening(Lead.BACK, question, capital(question[match.end() :]), match["named"])
    if (match := _NO.match(question)) and question[match.end() :].strip("?!. "):
        return Opening(Lead.MENDED, question, question[match.end() :])
    if (match := _ON.match(question)) and question[match.end() :].strip("?!. "):
        return Opening(Lead.ON, question, question[match.end() :].strip())
    return Opening(Lead.NONE, question, question)


def capital(text: str) -> str:
    """A text with a capital first letter; a name such as "iPSCs" keeps its own."""
    word = re.match(r"\W*([^\W\d_]+)", text)
    if word is None or word[1][1:] != word[1][1:].lower():
        return text
    at = word.start(1)
    return text[:at] + text[at].upper() + text[at + 1 :]
