"""HTML inside Markdown that a browser does not show, or strikes out."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.web.css import hides, is_tiny, is_unseen
from assistant.reading.web.markup import VOID, attributes_of

_NEVER_SHOWN = frozenset("script style head template svg noscript del s strike".split())


@dataclass
class Hidden:
    """Follows the tags of a fragment.

    tag: the element whose content is not shown; "" where all is.
    """

    tag: str = ""
    _depth: int = 0

    def follow(self, name: str, attributes: str, *, closes: bool) -> bool:
        """Pass a tag; whether it is of what is not shown."""
        if not self.tag:
            if closes or name in VOID or not _begins(name, attributes):
                return False
            self.tag, self._depth = name, 1
        elif self.tag == "p" and name == "p" and not closes:  # which ends the one before
            self.tag = ""
            return self.follow(name, attributes, closes=False)
        elif name == self.tag:
            self._depth += -1 if closes else 1
            if not self._depth:
                self.tag = ""
        return True


def _begins(name: str, attributes: str) -> bool:
    if name in _NEVER_SHOWN:
        return True
    known = attributes_of(attributes)
    style = known.get("style", "")
    if "hidden" in known or known.get("aria-hidden") == "true" or hides(style):
        return True
    return is_unseen(style) or is_tiny(style)
