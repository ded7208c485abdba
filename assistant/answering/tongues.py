"""Say in one line that question and documents are in different languages, where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import MESSAGES
from assistant.reading.document import Document
from assistant.reading.languages import is_close, language_name, language_of

_ENOUGH = 200  # characters of a document; of a shorter one the language is a guess
_NAMED = 3  # languages


def language_line(
    question: str, documents: Sequence[Document], *, multilingual: bool = False
) -> str:
    """Why little may have been found, if it is the language; "" if it is not, or not certain.

    question:     as asked, without what was added to it.
    documents:    those that were asked.
    multilingual: whether another model searches than the English one.
    """
    there = [one.language if one.length >= _ENOUGH else "" for one in documents]
    if not there or not all(map(language_name, there)):
        return ""  # one of them may be in the language of the question
    asked = language_of(question)
    if not asked:
        return ""
    name = language_name(asked)
    if any(is_close(asked, one) for one in there):
        reached = multilingual or asked == "en"
        return "" if reached else MESSAGES.english_model.format(asked=name)
    often = sorted({*there}, key=lambda one: (-there.count(one), one))[:_NAMED]
    *first, last = map(language_name, often)
    line = MESSAGES.other_language if multilingual else MESSAGES.other_language_english_model
    every, any_one = (
        f"{', '.join(first)} {joined} {last}" if first else last for joined in ("and", "or")
    )
    return line.format(asked=name, documents=every, one_of_them=any_one)
