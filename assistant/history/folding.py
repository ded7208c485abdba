"""Text as it is searched, named and stored."""

from __future__ import annotations

import re
import unicodedata

from assistant.printable import one_line

NAME_LIMIT = 200
"""Characters of a conversation's name."""

_CUT_AT = 80
# PostgreSQL stores no NUL, and neither database a half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text`, with U+FFFD for what a database refuses."""
    return _UNSTORABLE.sub("\ufffd", text)


def fold(text: str) -> str:
    """Lower case without accents, one space between words: "Häußler  A" is "haussler a"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return one_line(bare)


def name_of(question: str) -> str:
    """A name for the conversation that begins with a question: one line, cut at a word to about
    80 characters.
    """
    line = one_line(question)
    if len(line) <= _CUT_AT:
        return line or "…"
    head, space, _ = line[: _CUT_AT + 1].rpartition(" ")
    # One word that is longer than that is cut inside.
    whole = head if space and len(head) > _CUT_AT // 2 else line[:_CUT_AT]
    return whole.rstrip(" ,;:–-") + " …"
