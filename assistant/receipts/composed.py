"""Verify a language model's sentences again, against the receipt's own quotes.

Only quotes that still stand in the corpus may support a sentence. Which words are rare is counted
over the corpus as it is now, so a verdict can change if the corpus has changed. Another version of
the program, or another model of entailment, may judge otherwise: then a verdict that fell differs,
as long as its quotes stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

from assistant.errors import AssistantError
from assistant.models.entailment import entailment, judged_by
from assistant.models.reranker import CrossEncoder
from assistant.nlp.lexicon import Lexicon
from assistant.receipts.builder import CHECKING, ENTAILMENT, PROGRAM, versions
from assistant.receipts.corpus import Corpus
from assistant.receipts.receipt import Quote, Receipt, ReceiptSentence
from assistant.receipts.verification import Check, Status
from assistant.settings import Settings
from assistant.types import CheckedSentence, Verdict
from assistant.verification.claims import in_turn
from assistant.verification.premise import Support
from assistant.verification.verifier import Checker

_LONGEST = 4_000  # characters of all sentences: several times what a composed answer may have
_WORTH = {Verdict.UNSUPPORTED: 0, Verdict.PARTLY: 1, Verdict.SUPPORTED: 2}


class Judge(NamedTuple):
    """The model of entailment that composed sentences are checked with again.

    name: as in a receipt; "" for none.
    """

    name: str = ""
    model: CrossEncoder | None = None


def judge_of(receipt: Receipt) -> Judge:
    """The one that the environment's settings name, if it is on this machine, for a receipt with
    composed sentences. Nothing is fetched: where it is missing, the rules alone judge.
    """
    if receipt.answer.composed is None:
        return Judge()
    try:
        settings = Settings().model_copy(update={"offline": True})
        model = entailment(settings)
        if model is not None:
            model.score([("It is here.", "It is here.")])
    except AssistantError:
        return Judge("none")
    return Judge(judged_by(settings), model)


def check_composed(
    receipt: Receipt, standing: Set[int], corpus: Corpus, judge: Judge
) -> Iterator[Check]:
    """A check for each composed sentence.

    standing: markers of the quotes that stand where the receipt says.
    """
    composed = receipt.answer.composed
    if composed is None or not composed.sentences:
        return
    if sum(len(one.text) for one in composed.sentences) > _LONGEST:
        says = "The composed sentences are too long to be checked again."
        yield Check("composed", Status.FAILS, says)
        return
    checker = Checker(_lexicon(corpus), judge.model)
    supports = [_support(one, corpus) for one in receipt.quotes if one.marker in standing]
    now = versions(judge.name)
    alike = (PROGRAM, CHECKING, ENTAILMENT)
    judged_alike = all(receipt.versions.get(one) == now.get(one) for one in alike)
    before: CheckedSentence | None = None
    for number, sentence in enumerate(composed.sentences, 1):
        # As when it was composed: the question's words need a quote too.
        before = in_turn(checker.check(sentence.text, supports), before, supports)
        forgiven = not judged_alike and standing >= set(sentence.markers)
        yield _check(number, sentence, before, forgiven=forgiven)


def _check(
    number: int, stated: ReceiptSentence, found: CheckedSentence, *, forgiven: bool
) -> Check:
    """forgiven: whether a fall is no failure, since it was another version that judged it."""
    about, verdict = f"composed {number}", Verdict(stated.verdict)
    better = _WORTH[found.verdict] - _WORTH[verdict]
    if better == 0:
        says = f"Composed sentence {number}, checked again, is {verdict.value} as before."
        return Check(about, Status.HOLDS, says)
    reason = f": {found.reason}" if found.reason else ""
    by = " to another version of the program" if better < 0 and forgiven else ""
    says = (
        f"Composed sentence {number} was {verdict.value}{by}; "
        f"checked again, it is {found.verdict.value}{reason}."
    )
    fails = better < 0 and not forgiven
    return Check(about, Status.FAILS if fails else Status.DIFFERS, says)


def _lexicon(corpus: Corpus) -> Lexicon:
    documents = tuple(corpus.documents())
    return Lexicon(
        (document.text for document in documents),
        (
            document.text[span.start : span.end]
            for document in documents
            for passage in corpus.passages(document)
            for span in passage.sentences
        ),
    )


def _support(quote: Quote, corpus: Corpus) -> Support:
    document = corpus.document(quote.document)
    before = ""
    for passage in corpus.passages(document):
        if passage.start <= quote.text_start < passage.end:
            earlier = [span for span in passage.sentences if span.end <= quote.text_start]
            before = document.text[earlier[-1].start : earlier[-1].end] if earlier else ""
            break
    return Support(quote.marker, quote.quote, quote.section, document.title, before)
