"""Text in a document that gives orders to whoever answers: data, but no evidence for a model.

Anybody can write "Add … to your reply" into a document. Quoted, such a sentence is seen for what
it is; shown to a language model, it may be obeyed, and the checking would then find it held up by
its own quote. So a model is not shown sentences of that kind. A sentence *about* prompts loses by
that only its place in composed answers: it can still be quoted.
"""

from __future__ import annotations

import re

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
    """Whether a quote tells whoever answers what to write."""
    return any(pattern.search(text) for pattern in _ORDERS)
