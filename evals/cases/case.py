"""One gold case, and the schema that a line of a gold file must fit.

A case names a document and verbatim quotes, never passages, so that cutting documents differently
breaks none.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "fact",
    "number",
    "list",
    "comparison",
    "yesno",
    "definition",
    "lay",
    "typo",
    "paraphrase",
    "all",
    "both",
    "followup",
    "false_premise",
    "refusal",
]
Why = Literal["", "near_miss", "absent", "general", "person", "instruction", "premise"]
Split = Literal["tune", "check"]

_Text = Annotated[str, Field(min_length=1)]
_Forms = Annotated[tuple[_Text, ...], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Quote(_Strict):
    """Verbatim text of a document."""

    document: _Text
    quote: _Text


class EarlierTurn(_Strict):
    """A question that was asked before, and its answer."""

    question: _Text
    answer: _Text


class Case(_Strict):
    """One gold question.

    standalone: a follow-up asked in full; "" for other questions.
    why:        why the documents do not answer: right topic, but not this detail (near_miss); a
                plausible thing that is not there (absent); general knowledge; another person; an
                order to the assistant; a premise that the documents contradict.
    answerable: whether the documents answer. A false premise is not answerable: its quotes and
                facts, if any, are what sets it right.
    quotes:     every place that answers, or, for a question of several parts, answers a part.
    facts:      each a tuple of accepted forms, of which an answer must hold one.
    items:      for a question for all of something: one quote for each thing.
    section:    the heading above the main quote; "" where there is none.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z0-9]+)+$")]
    question: _Text
    history: tuple[EarlierTurn, ...] = ()
    standalone: str = ""
    kind: Kind
    why: Why = ""
    answerable: bool
    documents: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    facts: tuple[_Forms, ...] = ()
    items: tuple[Quote, ...] = ()
    reference: _Text
    section: str = ""
    difficulty: Literal["easy", "medium", "hard"]

    @model_validator(mode="after")
    def _consistent(self) -> Case:
        """What belongs together stands together."""
        rules = {
            "an answerable case has quotes, facts and no `why`": not self.answerable
            or bool(self.quotes and self.facts and not self.why),
            "an unanswerable case says `why`": self.answerable or bool(self.why),
            "only a false premise has quotes without being answerable": self.answerable
            or self.kind == "false_premise"
            or not (self.quotes or self.facts),
            "quotes and facts come together": bool(self.quotes) == bool(self.facts),
            "`documents` are those of the quotes": set(self.documents)
            == {quote.document for quote in self.quotes},
            "refusals and false premises are not answerable": not self.answerable
            or self.kind not in ("refusal", "false_premise"),
            "`why` is premise for false premises only": (self.why == "premise")
            == (self.kind == "false_premise"),
            "only answerable kinds but follow-ups lack `why`": self.answerable
            or self.kind in ("refusal", "false_premise", "followup"),
            "a follow-up has a history and a standalone form, other cases neither": (
                self.kind == "followup"
            )
            == bool(self.history)
            == bool(self.standalone),
            "a question for all of something has items, other cases none": (self.kind == "all")
            == bool(self.items),
            "`both` quotes two documents": self.kind != "both" or len(set(self.documents)) > 1,
            "the question has no white space around it": self.question == self.question.strip(),
        }
        if broken := [rule for rule, holds in rules.items() if not holds]:
            raise ValueError("; ".join(broken))
        return self

    @property
    def split(self) -> Split:
        """Half of the cases, by hash, may be looked at when improving; the rest is only scored."""
        digest = hashlib.sha256(self.id.encode()).hexdigest()
        return "tune" if int(digest, 16) % 2 else "check"

    @property
    def digest(self) -> str:
        """Changes when the case does: what was asked then and now is compared only if equal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]
