"""Codes, such as "P-200", and the words of names that may hold them."""

from __future__ import annotations

from assistant.nlp.tokens import is_stop, stem, stems, tokens


def is_code(token: str) -> bool:
    """Whether a word is a code, such as "P-200"."""
    return any(map(str.isdigit, token)) and any(map(str.isalpha, token))


def plain(code: str) -> str:
    """A code as it is compared."""
    return code.strip(" .*`").replace("-", "").casefold()


def known_as(text: str) -> set[str]:
    """Stems of a text; no parts of words with figures, so that "P-200" is not "P-2000"."""
    found: set[str] = set()
    words = tokens(text)
    for token in words:
        if any(map(str.isdigit, token)):
            found.add(stem(plain(token)) if is_code(token) else token)
        elif not is_stop(token) or len(words) == 1:
            found |= stems(token)
    return found
