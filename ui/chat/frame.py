"""The frame of the page: its head, its top line, and what an empty page is made of."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from assistant.messages.phrases import Phrases
from ui.icons import icon
from ui.markup import escape

STATIC = Path(__file__).parents[1] / "static"
_STYLES = (
    *("base", "frame", "chat", "evidence", "settings"),
    *("reader", "documents", "talks", "quality"),
)
_SCRIPTS = (
    *("queue", "router", "chat", "evidence", "settings", "keys", "copying", "downloads"),
    *("reader", "documents", "reading", "talks", "start"),
)
HEAD = "".join(
    (
        '<link rel="icon" type="image/svg+xml" href="/page/icon.svg">',
        *(f'<link rel="stylesheet" href="/page/{name}.css">' for name in _STYLES),
        *(f'<script type="module" src="/page/{name}.js"></script>' for name in _SCRIPTS),
    )
)
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
EMPTY_LOG = '<div class="log" data-conversation=""></div>'


def theme() -> gr.themes.Base:
    """Gradio's plain theme with the computer's own fonts: its default ones come from the web."""
    return gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "Consolas", "monospace"))


def top(phrases: Phrases) -> str:
    """The page's top line: what it is, and the ways to its views."""
    template = (STATIC / "heading.html").read_text(encoding="utf-8")
    heading = template.format(name=escape(phrases.name), claim=escape(phrases.claim))
    views = (
        ("chats", "conversations", phrases.conversations),
        ("documents", "documents", phrases.documents),
        ("quality", "quality", phrases.quality),
        ("settings", "settings", phrases.settings),
    )
    links = "".join(
        f'<a class="top-link" href="#/{name}" data-view-link="{name}" title="{escape(said)}">'
        f'{icon(symbol)}<span class="top-word">{escape(said)}</span></a>'
        for symbol, name, said in views
    )
    new = escape(phrases.new_conversation)
    return (
        f'<div class="top">{heading}<nav class="top-links" aria-label="{escape(phrases.name)}">'
        f'{links}<button type="button" class="button new" data-do="new" title="{new}">'
        f'{icon("new")}<span class="top-word">{new}</span></button></nav></div>'
    )
