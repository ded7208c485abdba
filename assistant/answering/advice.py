"""Tell whether a question asks about the asker's own health, or a relative's.

Documents report what was studied and found; they know no patient. A question such as "Should I …?"
or "Is it safe for my daughter?" gets what they report, and a line that says so. Under other
questions that line would mislead: nobody asks a doctor whether an office may be let.

Two things must come together: words such as "I", "my" or "mum" show that a person is meant, and the
question's vector shows that it is about health, by logistic regression over examples
(`python -m evals.advice` fits and measures it). The vector is the one used for searching.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.tokens import stem, tokens

FILE = Path(__file__).with_name("own_health.json")

_OWN = frozenset(
    """me my mine myself we us our ours ourselves
    mum mummy mom mommy dad daddy granny gran grandma grandpa granddad nan nana hubby""".split()
)
# "I" is a numeral after these.
_NUMBERED = frozenset(
    """phase class type stage grade level part section table arm group cohort collagen complex
    topoisomerase interferon division war""".split()
)
# A person asks about "this lump", a paper about "the lumps".
_FELT = frozenset(
    """ache aches blister blisters bruise bruises bump bumps cough cramp cramps dizziness fever
    headache headaches itch lump lumps mole moles numbness pain pains rash sore sores spots swelling
    tingling twitch wound""".split()
)
_POINTS = frozenset("this these".split())
# "Is it safe to … while taking …?", as one asks for oneself; with "it", since a paper's question
# would name its patients.
_MEANWHILE = frozenset("while when before after".split())
_TAKES = frozenset("taking pregnant breastfeeding nursing".split())
# What "my" stands before if somebody is still meant: "my son", "in my case".
_PERSONS = frozenset(
    """aunt baby boy brother child children cousin dad dads daughter daughters father friend
    girl girlfriend boyfriend grandfather grandmother grandchild husband kid kids mother mum
    nephew niece parents partner patient sister son sons toddler twins uncle wife
    age case chances condition diagnosis life risk risks situation""".split()
)
_ADVISES = frozenset("recommend advise suggest prescribe operate diagnose".split())

# Stems, for where the vectors are another model's.
_HEALTH = frozenset(
    map(
        stem,
        """ache allergic allergy anaesthetic antibiotic antidepressant anxiety arm asthma baby bleed
        blind blister blood bone brain breast breastfeed breathe burnt cancer chest cholesterol
        chronic clinic condition contagious cough cramp cure depressed depression diabetes diabetic
        diagnosed diagnosis diarrhoea diet disease disorder dizzy doctor dose drug ear emergency
        epilepsy eye faint fertility fever flare flu gland graft gum hair heal health heart hip
        hormone hospital hurt illness immune infected infection inject injection injury insulin itch
        jab kidney knee leg liver lump lung medication medicine menopause migraine milligram
        miscarriage MRI MS muscle neurologist numb nurse operation ovary pain painful painkiller
        period pill platelet pneumonia pregnancy pregnant prescription pulse rash relapse seizure
        sick skin sleep spine sprain stitches stomach stroke surgeon surgery sweat swelling swollen
        symptom syndrome tablet therapy throat thyroid tooth transplant treat treatment tremor trial
        tumour vaccinated vaccine vitamin vomit weight womb wound""".split(),
    )
)


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear decision over unit vectors: it is health where bias + weights · vector > 0.

    model:    fingerprint of the embedding model whose vectors these are.
    examples: sha256 of the examples that they were fitted on.
    weights:  shape (dimension,).
    """

    model: str
    examples: str
    bias: float
    weights: NDArray[np.float32]


@lru_cache(maxsize=1)
def fitted() -> Weights:
    """The weights that come with the library."""
    kept = json.loads(FILE.read_text("utf-8"))
    return Weights(
        kept["model"],
        kept["examples"],
        kept["bias"],
        np.array(kept["weights"], dtype=np.float32),
    )


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
            return not _HEALTH.isdisjoint(map(stem, tokens(question)))
        return self._weights.bias + float(self._weights.weights @ vector) > 0


def means_somebody(question: str) -> bool:
    """Whether a question mentions the asker or a relative, or asks for advice."""
    impersonal = "it" in map(str.lower, tokens(question))
    for before, written in pairwise(("", *tokens(question))):
        word = written.lower().replace("’", "'").partition("'")[0]
        if word == "i":
            if before.lower() not in _NUMBERED:
                return True
        elif word in _OWN:
            if written != "US":  # the country
                return True
        elif _stands_for_somebody(before.lower(), word, impersonal):
            return True
    return False


def _stands_for_somebody(before: str, word: str, impersonal: bool) -> bool:
    """Whether two words do so, naming no one: "you recommend", "this lump", "while pregnant"."""
    return (
        (before == "you" and word in _ADVISES)
        or (before in _POINTS and word in _FELT)
        or (impersonal and before in _MEANWHILE and word in _TAKES)
    )


def names_own_thing(question: str) -> bool:
    """Whether a question names a thing as the asker's or theirs: "my bridge", not "my son". What
    was asked before it then is not what it is about.
    """
    return any(
        before.lower() in ("my", "our") and word.lower() not in _PERSONS and not word.isupper()
        for before, word in pairwise(tokens(question))
    )
