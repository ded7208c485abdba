"""Rated answers as the evaluation takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.history.conversation import KeptConversation, KeptRating
    from assistant.history.history import Archive
    from evals.cases.case import EarlierTurn
    from evals.feedback.candidate import Candidate


def candidate_of(archive: Archive, rating: KeptRating) -> Candidate:
    """The answer that was rated, with what it cited and what was asked before.

    Raises:
        UsageError: It has been deleted, or was kept in a form that cannot be read.
    """
    from evals.cases.case import Quote
    from evals.feedback.candidate import Candidate
    from ui.answer_view import from_json

    conversation = archive.conversation(rating.conversation)
    turn = None
    if conversation is not None:
        turn = next((one for one in conversation.turns if one.number == rating.number), None)
    if conversation is None or turn is None:
        raise UsageError(f"The answer of {rating.id} has just been deleted: list them again.")
    try:
        shown = from_json(turn.shown)
    except ValueError as error:
        raise UsageError(
            f"The answer of {rating.id} was kept by another version of the program: reject it."
        ) from error
    history = _history(conversation, rating.number) if turn.searched != turn.question else ()
    cited = shown.citations if shown.found else ()
    return Candidate(
        rating=rating.id,
        good=rating.rating.good,
        reason=rating.rating.reason,
        comment=rating.rating.comment,
        question=turn.question,
        standalone=turn.searched if history else "",
        history=history,
        answer=turn.text,
        found=turn.found,
        quotes=tuple(Quote(document=one.document, quote=one.quote) for one in cited),
        section=cited[0].section.split(" > ")[-1] if cited else "",
    )


def _history(conversation: KeptConversation, number: int) -> tuple[EarlierTurn, ...]:
    from evals.cases.case import EarlierTurn
    from evals.feedback.candidate import REFUSED

    return tuple(
        EarlierTurn(question=one.question, answer=one.quoted or one.text or REFUSED)
        for one in conversation.turns
        if one.number < number
    )
