"""What a written sentence takes from the one before it: "This is because …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.messages.english import ENGLISH
from assistant.messages.phrases import Phrases
from assistant.verification.issue import reason
from assistant.verification.premise import Support
from assistant.verification.verdict import CheckedSentence, Verdict

_LEANS = re.compile(
    r"(?:[A-Z]\w*(?:ly|ver|more|us|so),? |In (?:addition|contrast|turn),? |As a result,? )?"
    r"(?:[Tt]his|[Tt]hese|[Tt]hose|[Tt]hey|[Ii]t(?! (?:is|was|has been) \w+ (?:that|to|whether)\b)"
    r"|[Ii]ts|[Tt]heir|[Ss]uch)\b"
)


def in_turn(
    sentence: CheckedSentence,
    before: CheckedSentence | None,
    supports: Sequence[Support],
    phrases: Phrases = ENGLISH,
) -> CheckedSentence:
    """The verdict of a sentence in its text: unsupported where it leans on what no quote, or
    another one, holds up.

    before:   the sentence written before it, with its verdict; None for the first.
    supports: what both were checked against.
    """
    if before is None or sentence.verdict is Verdict.UNSUPPORTED:
        return sentence
    if not _LEANS.match(sentence.text) or _is_held(sentence, before, supports):
        return sentence
    why = reason(phrases, "leaning")
    return replace(sentence, verdict=Verdict.UNSUPPORTED, reason=why, markers=())


def _is_held(
    sentence: CheckedSentence, before: CheckedSentence, supports: Sequence[Support]
) -> bool:
    """Whether it stands on the same quote, or on one that follows that in the document."""
    if before.verdict is not Verdict.SUPPORTED:
        return False
    by_marker = {support.marker: support for support in supports}
    earlier = {by_marker[marker].quote for marker in before.markers}
    own = [by_marker[marker] for marker in sentence.markers]
    return any(one.quote in earlier or one.before in earlier for one in own)
