"""Recognise questions about the documents themselves: which there are, what one is about, whose it
is.

What names a document or a section ("the July service note", "chapter III") is put aside first, so
that "What is the July service note about?" is compared with the examples as "What is the document
about?".
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.references import Masked, is_noun, mask
from assistant.nlp.tokens import tokens
from assistant.query.examples import Embeds, Examples, content
from assistant.reading.document import Document

FILE = Path(__file__).with_name("document_questions.json")
"""Examples by kind."""

LEAST = 0.8
"""Cosine to the nearest example. With it, 2 of 6,078 questions of SQuAD and none of 1,481 of CLAPNQ
and COVID-QA are taken for questions about documents, the titles of their articles being the names.
"""

_SUBJECT = re.compile(
    r"\b(?:talks? about|about|on|deals? with|dealing with|covers?|mentions?|describes?"
    r"|discuss(?:es)?) (?P<subject>[^?.!]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^(?:(?:in|of) )?which\b|\bwhere can\b|\b(?:is|are) there\b|\bdo you have\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked about documents.

    kind:    "list", "about", "overview" or "metadata".
    subject: what the document sought is about; "" if none is sought.
    """

    kind: str
    masked: Masked
    subject: str = ""


class DocumentQuestions:
    """Recognises questions about documents. Safe to use from several threads."""

    def __init__(self, embedder: Embeds) -> None:
        kinds = {kind: " | ".join(texts) for kind, texts in json.loads(FILE.read_text()).items()}
        self._examples = Examples(kinds, embedder, LEAST)

    def asked(self, question: str, documents: Sequence[Document]) -> Request | None:
        """What a question asks about the documents; None if it asks about something in them."""
        masked = mask(question, documents)
        if (found := _SUBJECT.search(question)) and _WHICH.search(question):
            about = question.replace(found["subject"], "the subject")
            nouns = ("document", "documents")
            plain = [nouns[one.endswith("s")] if is_noun(one) else one for one in tokens(about)]
            told = any(not is_noun(one) for one in content(found["subject"]))
            if told and self._examples.kind_of(" ".join(plain)) == "about":
                return Request("about", masked, found["subject"].strip())
        kind = self._examples.kind_of(masked.text)
        return Request(kind, masked) if kind and kind != "about" else None
