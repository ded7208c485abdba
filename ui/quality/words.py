"""The measures and kinds of questions in a reader's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A measure's title, and what its share is a share of: "72 % of …"."""

    title: str
    about: str


HEADLINE = {
    "right": Words(
        "Wholly right",
        "of the questions: the answer held every fact that it should, or the documents do not "
        "answer and the assistant said so.",
    ),
    "facts": Words(
        "Facts found",
        "of the facts that the answers should hold were shown; where the assistant wrongly "
        "declined to answer, none counts as found.",
    ),
    "refused": Words(
        "Rightly declined",
        "of the questions that the documents do not answer, or that assume something wrong, were "
        "declined or set right.",
    ),
    "exact": Words(
        "Quotes word for word",
        "of the questions: every quote stands in its document, letter by letter, at the place "
        "that its citation names.",
    ),
}
KIND_METRIC = "right"
TRENDS = ("right", "facts", "refused")

KINDS = {
    "fact": "A single fact",
    "number": "A number",
    "list": "A list",
    "comparison": "A comparison",
    "yesno": "Yes or no",
    "definition": "A definition",
    "lay": "Asked in lay words",
    "typo": "Misspelt",
    "paraphrase": "In other words than the document’s",
    "all": "All of something",
    "both": "Needs several documents",
    "followup": "Follow-up to an earlier question",
    "false_premise": "Assumes something wrong",
    "refusal": "Not answered by the documents",
}
