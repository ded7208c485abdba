"""Prepare sentences and noun phrases for use in a question."""

from __future__ import annotations

import re
from collections.abc import Container

from assistant.nlp.lexicon import without_references

_LEADING = re.compile(
    r"^(?:however|moreover|furthermore|additionally|in addition|besides|therefore|thus|hence"
    r"|notably|surprisingly|interestingly|importantly|recently|currently|meanwhile|for example"
    r"|for instance|in contrast|as a result|consequently|simultaneously|finally|in summary"
    r"|in conclusion|overall|similarly|also|indeed|generally|in general|in particular|in fact"
    r"|specifically|traditionally|typically|first|second|third|accordingly|likewise"
    r"|nevertheless|nonetheless|in this regard|further|today|here|\w+ly)\s*,\s*",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^(?:[\w-]+ ){0,4}(?:studies|research|reports?|findings|investigations|evidence|results|data"
    r"|experiments)\b(?: \w+){0,3}? (?:show|shows|shown|showed|demonstrated?|reported?|suggests?"
    r"|suggested|indicates?|indicated|revealed|found) that ",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[•‣◦▪●*–-]|\(?[A-Za-z0-9]\))\s*")
_SHOWN = re.compile(
    r",? (?:as )?(?:shown|depicted|demonstrated|illustrated|presented|see) in (?:Fig|Table)\b[^,;]*"
)
_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?\([^()]*\)")
_UNFIT = re.compile(r"[:;\"“”�|{}<>=\[\]()]|\bFig\b|\bTable\b|https?|\bet al\b")

POINTING = frozenset(
    """this these those that they them their theirs it its itself he she his her him we our us
    such other others another both former latter same there here i my you your one ones
    which who whom whose what each either neither respectively aforementioned
    not no nor former above following""".split()
)
"""Words that depend on what came before: a phrase with one says nothing on its own."""

_UNFIT_BEGINNING = frozenset(
    """a an some many several most various multiple few all much more less further recent earlier
    previous current additional subsequent any in on at by from to of for with without under during
    through due given based despite unlike like compared when while although though because
    since if as after before once until whether and or but so also then how why where only
    even let among within upon via according using new different early late early
    initially first second another certain future existing increasing being having however two three
    four five six seven eight nine ten overall using whole only other""".split()
)
_ABOUT_RESEARCH = frozenset(
    """study studies trial trials research result results finding findings data investigation
    investigations report reports case cases work works authors author researchers scientists
    analysis evidence literature review reviews experiments observations section figure table
    article paper consent clinicians team""".split()
)
_VAGUE_ALONE = frozenset(
    """approach approaches group groups patients patient participants treatment treatments therapy
    therapies cells cell effect effects change changes method methods model models process
    strategy strategies use combination everything people children subjects scores mice rats
    animals individuals samples advances challenges improvements outcomes benefits limitations
    advantages factors""".split()
)
_VAGUE_EVEN_WITH_MORE = frozenset(
    "advances challenges changes improvements outcomes effects benefits strategies approaches"
    " limitations".split()
)
_PREPOSITION = re.compile(
    r" (?:of|in|on|for|with|from|to|into|by|at|between|against|during|after|before|among|as"
    r"|through|via|within|without|under|over|toward|towards|derived|isolated|obtained"
    r"|cultured|treated|induced) "
)
_LAST = frozenset(
    """and or of in on for with from to into by at the a an as than that which via through between
    both such not but more less very also only""".split()
)
_COMMON_ENDING = re.compile(r"(?:ity|ations?|ments?|ness|sis|isms?|ing|ive)$")
MOST_SUBJECT, MOST_OBJECT = 11, 10  # words


def plain(sentence: str) -> str:
    """A sentence on one line, without bullet, reference marks, brackets, and its connective."""
    text = " ".join(_BRACKETS.sub("", without_references(sentence)).split())
    text = _SHOWN.sub("", text).replace(" such as ", " including ")
    text = re.sub(r"(?<!\s)\s++([,.;:?!])", r"\1", _BULLET.sub("", text))
    for pattern in (_LEADING, _REPORTED, _LEADING):
        text = pattern.sub("", text)
    return text.rstrip(" .")


def fits(text: str) -> bool:
    """Whether a text is plain prose: no colon, bracket, quotation mark, figure or table."""
    return bool(text) and _UNFIT.search(text) is None


def is_subject(phrase: str) -> bool:
    """Whether a phrase names something clearly by itself."""
    words = phrase.split()
    lower = [word.lower() for word in words]
    if not 0 < len(words) <= MOST_SUBJECT or "," in phrase or not words[0][0].isalpha():
        return False
    if (
        re.fullmatch(r"[a-z]+ing", lower[0])
        or lower[0] in _UNFIT_BEGINNING
        or POINTING & {*lower}
        or lower[-1] in _LAST
    ):
        return False
    head = _PREPOSITION.split(phrase, maxsplit=1)
    if lower[0] == "the" and (len(head) == 1 or head[0].split()[-1].endswith("ly")):
        return False  # "the cells": which ones, the sentence before said
    last = head[0].split()[-1].lower()
    if last in _ABOUT_RESEARCH or (len(words) == 1 and last in _VAGUE_ALONE):
        return False
    if len(head) == 1 and last in _VAGUE_EVEN_WITH_MORE:
        return False
    if re.search(r"\.\d|\d \d|\bin particular\b", phrase):
        return False
    rest = head[1].lower().split() if len(head) > 1 else []
    return not (rest[:1] == ["the"] and rest[-1] in _VAGUE_ALONE)


def is_about_research(phrase: str) -> bool:
    """Whether a phrase names studies or data: what was done to find out, not what was found."""
    return bool(_ABOUT_RESEARCH & {*phrase.lower().split()})


def is_object(phrase: str) -> bool:
    """Whether a phrase, as it stands after a verb, is whole and names something."""
    words = phrase.lower().split()
    if not 0 < len(words) <= MOST_OBJECT or "," in phrase:
        return False
    if re.search(r" and \w+ing\b| as ", phrase):
        return False
    if (
        (POINTING - {"its", "their"}) & {*words}
        or words[-1] in _LAST
        or words[0] in ("to", "and", "or", "by", "from")
    ):
        return False
    return words[-1] not in ("patients", "cells") or len(words) > 1


def lowered(phrase: str, in_lower_case: Container[str]) -> str:
    """A sentence's first words as they stand inside one: names keep their capital.

    in_lower_case: words that are no names.
    """
    first = phrase.split()[0]
    word = re.split(r"[-’']", first)[0]
    common = word.lower() in in_lower_case or _COMMON_ENDING.search(word)
    if word[1:].islower() and common:
        return phrase[0].lower() + phrase[1:]
    return phrase if len(word) > 1 or word not in "A" else f"a{phrase[1:]}"
