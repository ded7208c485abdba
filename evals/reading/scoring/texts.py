"""Order, characters and numbers: what every reader can be held to, one of plain text too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from evals.reading.scoring.located import Folded, Found, fold
from evals.reading.scoring.reading import Reading
from evals.reading.scoring.tally import Scores, Tally, tally
from evals.reading.truth import Truth, numbers

_ENDS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def text_scores(
    truth: Truth, reading: Reading, read: Folded, places: Sequence[Found | None]
) -> Scores:
    """places: where the sentences of `truth.body()` stand in what was read."""
    scores: Scores = {}
    judged = _judged(truth)
    body = [sentence.text for _, sentence in truth.body()]
    if body:
        scores["order"] = order(places, judged)
        scores["character errors"] = character_errors(body, places, read.text, judged)
    lost = numbers_lost(truth, reading.everything)
    total = sum(lost.values())
    told = _told(truth, reading)
    of = len([number for text in truth.texts() for number in numbers(text)])
    if of:
        scores["numbers lost"] = Tally(total, of)
        scores["numbers lost unnoticed"] = Tally(max(0, total - told), of)
        scores["numbers made up"] = Tally(
            sum(numbers_made_up(truth, reading.everything).values()), of
        )
    if truth.furniture:
        left = [fold(text) in read.letters for text in truth.furniture]
        scores["furniture left in"] = tally(left)
    return scores


def _judged(truth: Truth) -> list[bool]:
    """Which sentences of the body can be read at all: not those in a picture."""
    return [not {s.page, s.ends} & set(truth.unread) for _, s in truth.body()]


def order(places: Sequence[Found | None], judged: Sequence[bool]) -> Tally:
    """Pairs of sentences that follow one another, and do so in what was read.

    Between the two no other sentence of the body may begin.
    """
    starts = sorted(place.start for place in places if place)
    follows = dict(pairwise(starts))
    return tally(
        bool(first and second and follows.get(first.start) == second.start)
        for (first, one), (second, other) in pairwise(zip(places, judged, strict=True))
        if one and other
    )


def character_errors(
    sentences: Sequence[str], places: Sequence[Found | None], text: str, judged: Sequence[bool]
) -> Tally:
    """Edits between sentences and what was read of them; all characters of one not found."""
    wrong = total = 0
    for sentence, place, counts in zip(sentences, places, judged, strict=True):
        if not counts:
            continue
        wanted = " ".join(sentence.split())
        total += len(wanted)
        wrong += len(wanted) if place is None else edits(wanted, text, place)
    return Tally(wrong, total)


def edits(wanted: str, text: str, place: Found) -> int:
    """White space of any kind and length is one space."""
    read = " ".join(text[slice(*with_marks(wanted, text, place))].split())
    return min(len(wanted), Levenshtein.distance(wanted, read))


def with_marks(wanted: str, text: str, place: Found) -> tuple[int, int]:
    """The range, with as many marks before and after it as the sentence has."""
    before, _, after = _ENDS.match(wanted).groups()  # type: ignore[union-attr]  # matches always
    start, end = place.start, place.end
    for mark in "".join(before.split())[::-1]:
        start -= _step(text[:start][-3:][::-1], mark)
    for mark in "".join(after.split()):
        end += _step(text[end : end + 3], mark)
    return start, end


def _step(beside: str, mark: str) -> int:
    """How far to go to have a mark: any that comes next, or this one after white space."""
    if beside and not beside[0].isalnum() and not beside[0].isspace():
        return 1
    bare = beside.lstrip()
    return len(beside) - len(bare) + 1 if bare.startswith(mark) else 0


def numbers_lost(truth: Truth, text: str) -> Counter[str]:
    """Numbers of the truth that are not among those of the text, each as often as it is missed."""
    wanted = Counter(number for part in truth.texts() for number in numbers(part))
    return wanted - Counter(numbers(text))


def numbers_made_up(truth: Truth, text: str) -> Counter[str]:
    """Numbers of the text that are not the article's: page numbers, two numbers run together."""
    article = truth.article
    about = [article.title, *article.authors, str(article.year or ""), article.doi]
    marks = [part.mark for part in article.parts if part.mark]
    known = Counter(
        number
        for part in (*truth.texts(), *about, *marks, *truth.optional)
        for number in numbers(part)
    )
    return Counter(numbers(text)) - known


def _told(truth: Truth, reading: Reading) -> int:
    """How many lost numbers a person was told of."""
    if reading.refused:
        return 10**9
    told = reading.report.numbers_unread
    if truth.unread and set(truth.unread) <= set(reading.report.unread_pages):
        told += sum(
            len(numbers(sentence.text))
            for part in truth.article.parts
            for sentence in part.sentences
            if {sentence.page, sentence.ends} & set(truth.unread)
        )
    return told
