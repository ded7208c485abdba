"""Tell whether a question asks about the asker's own health, or a relative's.

Documents report what was studied and found; they know no patient. A question such as "Should I …?"
or "Is it safe for my daughter?" gets what they report, and a line that says so. Under other
questions that line would mislead: nobody asks a doctor whether an office may be let.

Three things must come together: words such as "I", "my" or "mum" show that a person is meant; the
question's vector shows that it is about health, by logistic regression over examples
(`python -m evals.advice` fits and measures it); and so does a passage that is near to it, since
documents about bees or trams are no place for it. The vectors are those used for searching.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.discourse import in_order
from assistant.nlp.tokens import stem, stems, tokens, word_lists

_QUESTION = -0.2  # log-odds; below 0, since a passage must be about health too
_PASSAGE = -4.0  # log-odds; of passages of manuals, minutes or leases 1 of 25 has more
FILE = Path(__file__).with_name("own_health.json")
_MEANWHILE = ("while", "when", "before", "after")

# Words by what they tell.
# own:      the asker, or a relative. numbered: "I" is a numeral after these.
# felt:     "this lump" is a person's; a paper asks about "the lumps".
# takes:    "Is it safe to … while taking …?", as one asks for oneself; with "it", since a paper's
#           question would name its patients.
# persons:  behind "my", somebody is still meant: "my son", "in my case".
# advises:  behind "you". health: for where the vectors are another model's.
_WORDS = word_lists(FILE.with_name("own_health_words.json"))


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear decision over vectors: the higher `log_odds`, the likelier it is about health.

    model:    fingerprint of the embedding model whose vectors these are.
    examples: sha256 of the examples that they were fitted on.
    weights:  shape (dimension,).
    """

    model: str
    examples: str
    bias: float
    weights: NDArray[np.float32]

    def log_odds(self, vector: NDArray[np.float32]) -> float:
        """Of a text about health, by its vector of length 1."""
        return self.bias + float(self.weights @ vector)


@lru_cache(maxsize=1)
def fitted() -> Weights:
    """The weights that come with the library."""
    kept = json.loads(FILE.read_text("utf-8"))
    return Weights(**{**kept, "weights": np.array(kept["weights"], dtype=np.float32)})


class OwnHealth:
    """Tells questions about a person's own health from others. Safe to use from several threads.

    model: fingerprint of the embedding model that the questions' vectors come from. With another
           than the weights were fitted for, words decide, less reliably.
    """

    def __init__(self, model: str) -> None:
        self._weights = fitted() if fitted().model == model else None

    def asked(self, question: str, vector: NDArray[np.float32]) -> bool:
        """Whether a question asks about the asker's own health, or that of a relative.

        question: standing alone, as it was searched.
        vector:   of the question, shape (dimension,), of length 1.
        """
        if not means_somebody(question):
            return False
        if self._weights is None:
            known = stems(" ".join(_WORDS["health"]))
            return not known.isdisjoint(map(stem, tokens(question)))
        return self._weights.log_odds(vector) > _QUESTION

    def noted(
        self, question: str, searched: str, vector_of: Callable[[str], NDArray[np.float32]]
    ) -> bool:
        """The same of a question that may lean on the talk: it is read after what it leans on,
        unless it has a subject of its own that is not anybody's health.
        """

        def asked(text: str) -> bool:
            return means_somebody(text) and self.asked(text, vector_of(text))

        own_thing = question != searched and names_own_thing(question)
        return asked(in_order(searched)) and (not own_thing or asked(question))

    def told(self, passages: Iterable[NDArray[np.float32]]) -> bool:
        """Whether one of some passages is about health; given its sentences' vectors, shape
        (sentences, dimension).
        """
        weights = self._weights
        means = (vectors.mean(axis=0) for vectors in passages)
        units = (mean / (np.linalg.norm(mean) or 1.0) for mean in means)
        return weights is None or any(weights.log_odds(unit) > _PASSAGE for unit in units)


def means_somebody(question: str) -> bool:
    """Whether a question mentions the asker or a relative, or asks for advice."""
    impersonal = "it" in map(str.lower, tokens(question))
    for before, written in pairwise(("", *tokens(question))):
        word, last = written.lower().replace("’", "'").partition("'")[0], before.lower()
        if (
            (word == "i" and last not in _WORDS["numbered"])
            or (word in _WORDS["own"] and written != "US")  # the country
            or (last == "you" and word in _WORDS["advises"])
            or (last in ("this", "these") and word in _WORDS["felt"])
            or (impersonal and last in _MEANWHILE and word in _WORDS["takes"])
        ):
            return True
    return False


def names_own_thing(question: str) -> bool:
    """Whether a question names a thing as the asker's or theirs: "my bridge", not "my son". What
    was asked before it then is not what it is about.
    """
    owned = [word for last, word in pairwise(tokens(question)) if last.lower() in ("my", "our")]
    return any(one.lower() not in _WORDS["persons"] and not one.isupper() for one in owned)
