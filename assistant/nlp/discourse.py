"""Sentences and questions that depend on what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.nlp.question_words import PREPOSITIONS, asks
from assistant.nlp.tokens import tokens

_LEANING = re.compile(
    r"(?:this|these|those|they|their|it|its|such|he|she|both|among (?:them|these|the)"
    r"|(?:the|these) (?:results?|findings?|study|studies|trial|analysis|authors?|former|latter"
    r"|outcomes?|participants|reduction|procedure|phenomenon))\b"
    r"|(?:results|participants|researchers) (?:indicated|showed|revealed|were|demonstrated)\b"
    r"|(?:conversely|specifically|notably, these|for instance|for example|as a result"
    r"|consequently|therefore|thus|hence|in contrast|indeed"
    r"|(?:\w+ ){1,3}(?:therefore|thus|hence)(?= [a-z]))\b",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    return _LEANING.match(text.lstrip("([“\"' ")) is not None


_LEANING_QUOTE = re.compile(
    r"\W*(?:[A-Z]\w+(?:ly|ver|more)\b\W*|In addition\W*)?"
    r"(?:[Tt]his|[Tt]hese|[Tt]hey|[Tt]heir|[Ii]ts?|[Ss]uch|[Tt]hose|[Ii]nitial [Rr]esults"
    r"|[Ff]urther|[Pp]articipants"
    r"|[Tt]he (?:\w+ )?(?:results?|findings?|trial|study|research|patients|participants|therapy)"
    r"|[Rr]esults|[Aa]mong the|[Cc]ompared (?:to|with) the|[Pp]ost-transplantation)\b"
)


def quote_leans(quote: str) -> bool:
    """Whether a quote needs the sentence before it: "This trial confirmed", "The results revealed".

    More does than `leans` tells: a written sentence may then take a name from the sentence before.
    A table row never depends on the row before it.
    """
    return "|" not in quote and bool(_LEANING_QUOTE.match(quote))


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
    r"(?:(?:what|how) (?:about|of)\b|(?:and|but|or|also|so|then|und|et|y|e|en|och|og)\b)[\s,]*"
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
    first = next(iter(tokens(question)), "").lower()
    goes_on = first in PREPOSITIONS and not asks(question)  # "For children?"
    return Opening(Lead.ON if goes_on else Lead.NONE, question, question)


def capital(text: str) -> str:
    """A text with a capital first letter; a name such as "iPSCs" keeps its own."""
    word = re.match(r"\W*([^\W\d_]+)", text)
    if word is None or word[1][1:] != word[1][1:].lower():
        return text
    at = word.start(1)
    return text[:at] + text[at].upper() + text[at + 1 :]


_CONTEXT = re.compile(r"\(about: ([^()]*)\)\s*+$")
_BETWEEN = " · "


def with_context(question: str, about: Sequence[str]) -> str:
    """A question with what it leans on in brackets behind it; see `split_context`."""
    held = [" ".join(one.translate(_NO_BRACKETS).split()) for one in about]
    held = [one for one in held if one]
    return f"{question} (about: {_BETWEEN.join(held)})" if held else question


def split_context(text: str) -> tuple[str, tuple[str, ...]]:
    """A question and what it leans on: ("And sheets?", ("bed", "bunkhouse"))."""
    found = _CONTEXT.search(text)
    if found is None:
        return text, ()
    asked = text[: found.start()].rstrip()
    about = tuple(part for one in found[1].split(_BETWEEN.strip()) if (part := one.strip()))
    return (asked, about) if asked and about else (text, ())


_NO_BRACKETS = str.maketrans("()·", "   ")


def in_order(text: str) -> str:
    """A question with what it leans on before it, as a model reads it best."""
    asked, about = split_context(text)
    return f"{', '.join(about)}: {asked}" if about else text


def in_brackets(text: str) -> str:
    """A question with what it leans on behind it, as the cross-encoder reads it best."""
    asked, about = split_context(text)
    return f"{unpointed(asked)} ({', '.join(about)})" if about else text


_POINTED = re.compile(
    r"\b(?:(?:the|this|that|these|those) )?(?:(?:first|second|third|fourth|fifth|last|other)"
    r" (?:ones?|of (?:them|these|those))|(?:former|latter)(?: ones?)?)\b ?"
    r"|\b(?:the|this|that|these|those) ones?\b ?",
    re.IGNORECASE,
)


def unpointed(question: str) -> str:
    """A question without "the third one": no text holds that, and what it leans on tells it."""
    return _POINTED.sub("", question)
