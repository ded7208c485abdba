"""Say why the documents do not answer: what is missing from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.answer_type import Wanted, Wish
from assistant.answering.confidence import is_frame
from assistant.messages import MESSAGES
from assistant.nlp.lexicon import Lexicon, Query, without_references
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, stems
from assistant.retrieval.ranking import RankedPassage

_NAMED = 3  # words at most
_PASSAGES = 3  # of those that a refusal names
_LEAST = 3  # letters of a word that is worth naming


def why_not(
    query: Query,
    wish: Wish,
    ranked: Sequence[RankedPassage],
    lexicon: Lexicon,
    asked: Callable[[], str],
) -> str:
    """What the refusal of a question begins with.

    ranked: the passages, best first.
    asked:  names the documents that do not say it; see `Messages.who_was_asked`.
    """
    if unknown := _unknown(query, ranked, lexicon):
        words = ", ".join(f"“{word}”" for word in unknown[:_NAMED])
        many = len(unknown) > 1
        return (MESSAGES.refusal_unknown_many if many else MESSAGES.refusal_unknown).format(
            asked=asked(), words=words
        )
    kind = _kinds().get(wish.kind, "")
    if kind and ranked and not _is_near(wish, ranked):
        return MESSAGES.refusal_lacking.format(asked=asked(), kind=kind)
    return MESSAGES.refusal.format(asked=asked())


def _unknown(query: Query, ranked: Sequence[RankedPassage], lexicon: Lexicon) -> list[str]:
    """Words of the question that occur in no form anywhere in the documents. Ordinary words are
    left out: the documents may say the same in other words.
    """
    above = {word for one in ranked for word in _above(one)}
    return [
        word
        for word in query.words
        if len(word) >= _LEAST
        and not is_frame(word)
        and not stem(word).isdigit()
        and not all(part.lower() in thesaurus() for part in parts(word))
        and not _occurs(word, lexicon)
        and not above & {stem(one) for one in (word, *parts(word))}
    ]


def _occurs(word: str, lexicon: Lexicon) -> bool:
    forms = (one for one in (word, *parts(word)) if not is_stop(one))
    return any(lexicon.frequency(stem(form)) for form in forms)


def _above(ranked: RankedPassage) -> set[str]:
    """Words of headings, titles and authors, which are not part of any sentence."""
    source = ranked.passage.document.source
    return stems(" ".join((source.title, source.authors, source.journal, *ranked.passage.section)))


def _is_near(wish: Wish, ranked: Sequence[RankedPassage]) -> bool:
    """Whether the nearest passages seem to hold the kind of thing asked for."""
    texts = (
        one.passage.document.text[span.start : span.end]
        for one in ranked[:_PASSAGES]
        for span in one.passage.sentences
    )
    if wish.kind is Wanted.DOSE:
        # Only medicine's units are known, and a field or a pool is given doses too.
        return any(char.isdigit() for text in texts for char in without_references(text))
    return any(map(wish.met, texts))


def _kinds() -> dict[Wanted, str]:
    """The kinds that can be recognised by their form; others cannot."""
    return {
        Wanted.PERCENTAGE: MESSAGES.kind_percentage,
        Wanted.DOSE: MESSAGES.kind_dose,
        Wanted.YEAR: MESSAGES.kind_year,
        Wanted.DURATION: MESSAGES.kind_duration,
        Wanted.AGE: MESSAGES.kind_age,
        Wanted.MONEY: MESSAGES.kind_money,
        Wanted.FREQUENCY: MESSAGES.kind_frequency,
    }
