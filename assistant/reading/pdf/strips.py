"""Strips: words side by side on a page that stand together in the text of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.reading.document import Span
from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.segment import spaced

_RAISED = 0.15  # of the size of the text beside it
_SMALL = 0.86  # likewise: raised text that is not smaller is another line
_SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


@dataclass(slots=True, eq=False)
class Strip:
    """Fragments of one line.

    span:   where they stand in the layer, once it is made.
    indent: spaces before it, of a line of code.
    """

    fragments: list[Fragment]
    span: Span = field(default_factory=lambda: Span(0, 0))
    indent: int = 0

    @property
    def text(self) -> str:
        """Its characters, raised digits and signs as superscripts."""
        return "".join(pieces(self.fragments))


def pieces(fragments: Sequence[Fragment]) -> Iterable[str]:
    """The text of each fragment, with the space before it where there is one."""
    for at, fragment in enumerate(fragments):
        text = fragment.text
        if _is_raised(fragments, at):
            text = text.translate(_SUPERSCRIPT)
        yield f" {text}" if at and spaced(fragments[at - 1], fragment) else text


def _is_raised(fragments: Sequence[Fragment], at: int) -> bool:
    """Whether a fragment is a mark above the line of the nearest larger text."""
    fragment = fragments[at]
    for distance in range(1, _LOOK + 1):
        for other in (at - distance, at + distance):
            if not 0 <= other < len(fragments):
                continue
            beside = fragments[other]
            if fragment.size <= _SMALL * beside.size:
                return beside.y - fragment.y >= _RAISED * beside.size
    return False


_LOOK = 4  # fragments to either side
