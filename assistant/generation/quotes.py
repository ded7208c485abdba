"""Choose the quotes that a language model sees; text that gives it orders is left out."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.types import Answer, CheckedSentence, Citation
from assistant.verification.premise import Support

# What only somebody who answers has: "your reply", "the response you give".
_REPLY = (
    r"(?:answers?|repl(?:y|ies)|responses?|output|messages?|summar(?:y|ies)|sentences? you write"
    r"|letters|conversation|system prompt|prompt|instructions?)"
)
_YOURS = (
    r"(?:\b(?:your|the next|this|every|each|all your|previous|prior|above)\s+(?:\w+\s+)?"
    rf"{_REPLY}\b)"
)
_VERB = (
    r"(?:add|adjust|advise|answer|append|apply|augment|begin|convert|change|compose|describe|develop"
    r"|disregard|draft|embed|encourage|end|enhance|explain|express|forget|format|generate|give|hint"
    r"|ignore|include|incorporate|insert|integrate|introduce|jumble|make|mention|misspell|modify"
    r"|mix|offer|omit|output|print|promote|propose|provide|put|rearrange|recommend|remove|render"
    r"|repeat|replace|reply|respond|reveal|reverse|rewrite|say|scramble|send|shuffle|start|state"
    r"|substitute|suggest|swap|tease|tell|translate|use|visit|write)"
)
_POLITE = r"^\W*(?:(?:please|now|also|then|instead)\W+)*"
_WHO = (
    r"(?:an? (?:ai|assistant|language model|chatbot)|(?:answer|reply|respond|say|output|write)\b)"
)
_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_POLITE}{_VERB}\b.*{_YOURS}",
        rf"^\W*(?:in|to|at the end of|after|before|with|for|throughout) {_YOURS}\W++.*\b{_VERB}\b",
        r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rules|above)\b",
        rf"\byou (?:are|must|should|will|have to) (?:now |always |only )?{_WHO}",
    )
)


def gives_orders(text: str) -> bool:
    """Whether a quote gives instructions to the writer of the answer."""
    return any(pattern.search(text) for pattern in _ORDERS)


MOST_WORDS = 60
"""How many words further sentences may fill: a small model reads some 25 words a second."""


class Quotes:
    """The quotes of one answer, and the next best sentences that it does not show.

    A sentence that is not shown gets the next marker once something written leans on it.
    Sentences that give orders to the writer are left out: docs/decisions/0007-composed.md.
    """

    def __init__(self, answer: Answer, most_words: int = MOST_WORDS) -> None:
        usable = [one for one in answer.stated if not gives_orders(one.quote)]
        words = sum(len(one.quote.split()) for one in usable)
        for one in answer.further:
            size = len(one.quote.split())
            if words + size <= most_words and not gives_orders(one.quote):
                usable.append(one)
                words += size
        self.supports = tuple(
            Support(place, one.quote, one.section, one.document.title, _before(one, answer))
            for place, one in enumerate(usable, 1)
        )
        self._usable = usable
        self._cited = {one.key: one for one in answer.citations}

    @property
    def texts(self) -> list[str]:
        """What the model is shown, in order."""
        return [support.quote for support in self.supports]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The answer's, and those that were needed besides; by marker."""
        return tuple(self._cited.values())

    def cited(self, sentence: CheckedSentence) -> CheckedSentence:
        """The sentence with the markers of the answer's citations."""
        found = [self._usable[place - 1] for place in sentence.markers]
        for one in found:
            self._cited.setdefault(one.key, replace(one, marker=len(self._cited) + 1))
        markers = dict.fromkeys(self._cited[one.key].marker for one in found)
        return replace(sentence, markers=tuple(markers))


def _before(citation: Citation, answer: Answer) -> str:
    """The sentence before a quote in its passage; "" if it begins one."""
    place = citation.start
    there = (hit.passage for hit in answer.hits if hit.passage.document is citation.document)
    return next((one.before(place) for one in there if one.start <= place < one.end), "")
