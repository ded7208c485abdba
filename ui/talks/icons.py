"""The icons of this view, drawn with the colour of the text around them."""

from __future__ import annotations


def _icon(paths: str) -> str:
    return (
        '<svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        f' focusable="false">{paths}</svg>'
    )


PENCIL = _icon('<path d="M4 20h4L19 9l-4-4L4 16z"/><path d="m13 7 4 4"/>')
DOWN = _icon('<path d="M12 4v11"/><path d="m7 11 5 5 5-5"/><path d="M5 20h14"/>')
BIN = _icon('<path d="M5 7h14"/><path d="M10 4h4"/><path d="M7 7l1 13h8l1-13"/>')
THUMB_UP = _icon(
    '<path d="M8 11v9H4v-9z"/><path d="M8 12l4-8c1.6 0 2.6 1.2 2.3 2.8L13.6 10H19'
    'c1.3 0 2.2 1.2 1.9 2.4l-1.6 6c-.3 1-1.1 1.6-2.1 1.6H8"/>'
)
THUMB_DOWN = (
    THUMB_UP.replace('<path d="M8 11', '<g transform="rotate(180 12 12)"><path d="M8 11')
).replace("</svg>", "</g></svg>")
