"""Gold cases: what is asked, which quotes answer it, which facts an answer must hold."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import UsageError
from assistant.reading.discovery import open_regular
from assistant.reading.document import Span

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
    "overview",
    "metadata",
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
    facts:      each a tuple of accepted forms; an answer must hold one of them.
    items:      for a question for all of something: one quote for each thing.
    section:    the heading above the main quote; "" if there is none.
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


GOLD = "reviews"
CALIBRATION = "calibration"
"""The set that refusals are fitted on: never evidence of how good they are."""


def load_file(path: Path) -> list[Case]:
    """The cases of one file, in order.

    Raises:
        UsageError: the file cannot be read or a line does not fit the schema; names the line.
    """
    try:
        with open_regular(path) as file:
            lines = file.read().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): give a file of gold cases.") from error
    cases: list[Case] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(Case.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "case"
            raise UsageError(
                f"{path.name}, line {number}: {where}: {first['msg']}: correct the line."
            ) from error
    return cases


def load(folder: Path, name: str = GOLD) -> list[Case]:
    """The cases of a set: of `<folder>/<name>.jsonl`, or of all files in `<folder>/<name>/`.

    Raises:
        UsageError: there is no such set, a line does not fit, or an id occurs twice.
    """
    single = folder / f"{name}.jsonl"
    paths = [single] if single.is_file() else sorted((folder / name).glob("*.jsonl"))
    if not paths:
        raise UsageError(f"No gold cases in {folder / name}: put JSONL files of cases there.")
    cases = [case for path in paths for case in load_file(path)]
    twice = [name for name, count in Counter(case.id for case in cases).items() if count > 1]
    if twice:
        raise UsageError(f"The id {twice[0]} is used twice in the set: give each case its own.")
    return cases


def split_of(case: Case, name: str) -> Split:
    """Which half a case of a set belongs to."""
    return "tune" if name == CALIBRATION else case.split


_SPELLED = (  # what an answer may spell in its own way, for comparing facts only; folded
    (re.compile(r" ?(?:%|per ?cent\b)"), "%"),
    (re.compile(r"×"), "x"),
    (re.compile(r" ?x ?(?=10(?:\^|\d?[⁰¹²³⁴-⁹]))"), "x"),
    (re.compile(r"\balpha\b"), "α"),
    (re.compile(r"\bbeta\b"), "β"),
    (re.compile(r"\bgamma\b"), "γ"),
)
_ABBREVIATION = re.compile(r"(?:(?<![a-z])[A-Z]{2}|[A-Z]{3})$")
_SAME = str.maketrans("‐‑‒–—−’‘“”\u00a0", "------''\"\" ")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for comparing. places: of each folded character in the text, and the text's end."""

    text: str
    places: tuple[int, ...]

    def find(self, quote: str) -> tuple[Span, ...]:
        """Everywhere a quote stands, as ranges of the unfolded text; no overlaps."""
        wanted = fold(quote).text.strip()
        found: list[Span] = []
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            found.append(Span(self.places[start], self.places[end - 1] + 1))
            start = self.text.find(wanted, end)
        return tuple(found)


def fold(text: str) -> Folded:
    """White space to single spaces; one kind of dash, apostrophe and quotation mark; lower case."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_SAME)):
        if char.isspace():
            if chars and chars[-1] == " ":
                continue
            char = " "
        lower = char.lower()
        chars.append(lower if len(lower) == 1 else char)
        places.append(place)
    return Folded("".join(chars), tuple(places))


def holds(text: str, form: str) -> bool:
    """Whether a text holds an accepted form, as words of its own.

    A form is not found inside a longer number ("8.8%" in "98.8%", "12" in "12.5") nor inside a
    word ("urine" in "murine"). A word may go on after it ("cell" in "cells"), an abbreviation
    may not ("CY" in "cytokine").
    """
    held, wanted = spelled(text), spelled(form).strip()
    short = bool(_ABBREVIATION.search(form.strip()))
    start = held.find(wanted)
    while start >= 0:
        if _stands_alone(held, start, start + len(wanted), short=short):
            return True
        start = held.find(wanted, start + 1)
    return False


def spelled(text: str) -> str:
    """Folded text with one spelling for what is written in several ways ("50 percent", "50%")."""
    text = fold(text).text
    for pattern, same in _SPELLED:
        text = pattern.sub(same, text)
    return text


def _stands_alone(text: str, start: int, end: int, *, short: bool) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if text[start].isalpha() and before[-1:].isalpha():
        return False
    if short and after[:1].isalpha() and not (after[:1] == "s" and not after[1:].isalpha()):
        return False
    if text[start].isdigit() and _number_goes_on(before[::-1]):
        return False
    return not (text[end - 1].isdigit() and _number_goes_on(after))


def _number_goes_on(beside: str) -> bool:
    """beside: the two characters next to a digit, nearest first."""
    return beside[:1].isdigit() or (beside[:1] in (".", ",") and beside[1:].isdigit())
