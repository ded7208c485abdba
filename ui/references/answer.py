"""An answer as plain text for pasting elsewhere: its sentences, then what they rest on."""

from __future__ import annotations

from ui.answer_view import ShownAnswer
from ui.references.quotation import of_citation


def as_text(answer: ShownAnswer) -> str:
    """The question, the answer with its markers, and each quote with where it stands."""
    lines = [answer.question, ""]
    text = answer.composed
    if text is not None and text.leads:
        said = [
            one.text + "".join(f" [{marker}]" for marker in one.markers) for one in text.held_up
        ]
        lines += [" ".join(said), ""] if said else []
    lines += [answer.quoted, ""]
    lines += [f"[{one.marker}] {of_citation(one)}" for one in answer.citations]
    return "\n".join(lines).strip() + "\n"
