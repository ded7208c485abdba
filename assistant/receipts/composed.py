"""Verify a language model's sentences again, against the receipt's own quotes.

Only quotes that still stand in the corpus may support a sentence. Which words are rare is counted
over the corpus as it is now, so a verdict can change if the corpus has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.nlp.lexicon import Lexicon
from assistant.receipts.corpus import Corpus
from assistant.receipts.receipt import Quote, Receipt, ReceiptSentence
from assistant.receipts.verification import Check, Status
from assistant.types import CheckedSentence, Verdict
from assistant.verification.claims import in_turn
from assistant.verification.premise import Support
from assistant.verification.verifier import Checker

_LONGEST = 4_000  # characters of all sentences: several times what a composed answer may have
_WORTH = {Verdict.UNSUPPORTED: 0, Verdict.PARTLY: 1, Verdict.SUPPORTED: 2}


def check_composed(receipt: Receipt, standing: Collection[int], corpus: Corpus) -> Iterator[Check]:
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
    checker = Checker(_lexicon(corpus))
    supports = [_support(one, corpus) for one in receipt.quotes if one.marker in standing]
    before: CheckedSentence | None = None
    for number, sentence in enumerate(composed.sentences, 1):
        # As when it was composed: the question's words need a quote too.
        before = in_turn(checker.check(sentence.text, supports), before, supports)
        yield _check(number, sentence, before)


def _check(number: int, stated: ReceiptSentence, found: CheckedSentence) -> Check:
    about, verdict = f"composed {number}", Verdict(stated.verdict)
    better = _WORTH[found.verdict] - _WORTH[verdict]
    if better == 0:
        says = f"Composed sentence {number}, checked again, is {verdict.value} as before."
        return Check(about, Status.HOLDS, says)
    reason = f": {found.reason}" if found.reason else ""
    says = (
        f"Composed sentence {number} was {verdict.value}; "
        f"checked again, it is {found.verdict.value}{reason}."
    )
    return Check(about, Status.FAILS if better < 0 else Status.DIFFERS, says)


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
