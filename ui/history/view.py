"""The list of conversations as HTML, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.errors import UsageError
from ui.markup import escape, icon

if TYPE_CHECKING:
    from assistant.history.conversation import Listed, Place


def to_text(place: Place) -> str:
    """For the address of what comes after it."""
    changed, id_ = place
    return f"{changed.isoformat()}~{id_}"


def from_text(text: str) -> Place | None:
    """What `to_text` wrote; None for "".

    Raises:
        UsageError: It is something else.
    """
    if not text:
        return None
    moment, _, id_ = text.partition("~")
    try:
        changed = datetime.fromisoformat(moment)
    except ValueError:
        changed = None
    if changed is None or changed.tzinfo is None:
        raise UsageError("The address names no place in the list: open the list again.")
    return changed, id_


TITLE = "Conversations"
SEARCH = "Search conversations"
EMPTY = "No conversations yet. What you ask is kept on this computer and listed here."
NOTHING = "No conversation has these words: {search}"
MORE = "Show older ones"
_DOWN = icon("down")
FORMATS = (("markdown", "Markdown"), ("pdf", "PDF"), ("json", "JSON"))


def page(listed: Sequence[Listed], search: str, *, more: bool, notices: Sequence[str] = ()) -> str:
    """The whole view.

    search:  what was looked for.
    more:    whether older ones follow.
    notices: what has happened to them, each in a line.
    """
    found = escape(search)
    told = "".join(
        f'<p class="notice bad" role="alert" dir="auto">{escape(line)}</p>' for line in notices
    )
    return (
        f'<h1>{TITLE}</h1><div class="talks">{told}'
        f'<form class="talks-search" role="search"><input class="field" type="search"'
        f' name="search" id="talks-search" value="{found}" placeholder="{SEARCH}"'
        f' aria-label="{SEARCH}" autocomplete="off" spellcheck="false" dir="auto"></form>'
        '<p class="spoken-only talks-status" role="status"></p>'
        f'<div class="talks-list">{lines(listed, search, more=more)}</div></div>'
    )


def lines(listed: Sequence[Listed], search: str, *, more: bool) -> str:
    """What stands below the search."""
    if not listed:
        said = NOTHING.format(search=search) if search.strip() else EMPTY
        return f'<p class="empty" dir="auto">{escape(said)}</p>'
    items = "".join(_item(one) for one in listed)
    button = ""
    if more:
        before = escape(to_text(listed[-1].place))
        button = _more(before)
    return f'<ul class="talks-lines">{items}</ul>{button}'


def _more(before: str) -> str:
    opening = f'<button type="button" class="button talks-more" data-before="{before}">'
    return f"{opening}{MORE}</button>"


def _item(one: Listed) -> str:
    key, name = escape(one.id), escape(one.name)
    count = "1 question" if one.turns == 1 else f"{one.turns:,} questions"
    return (
        f'<li class="talk" data-conversation="{key}" data-changed="{one.changed.isoformat()}"'
        f' data-count="{count}">'
        f'<a class="talk-open" href="/?c={escape(quote(one.id))}" data-conversation="{key}">'
        f'<span class="talk-name" dir="auto">{name}</span>'
        f'<span class="talk-about"><time datetime="{one.changed.isoformat()}"></time>'
        f"<span>{count}</span></span></a>"
        '<div class="talk-actions">'
        f"{_button('rename', 'Rename', name, icon('edit'))}{_exports(key, name)}"
        f"{_button('delete', 'Delete', name, icon('bin'))}</div></li>"
    )


def _button(what: str, verb: str, name: str, icon: str) -> str:
    """name: escaped."""
    return (
        f'<button type="button" class="button icon talk-{what}" title="{verb}"'
        f' aria-label="{verb} “{name}”">{icon}</button>'
    )


def _exports(key: str, name: str) -> str:
    """Both escaped."""
    links = "".join(
        f'<a class="talk-export" href="/api/conversations/{key}/export?format={kind}" download>'
        f"{title}</a>"
        for kind, title in FORMATS
    )
    return (
        '<details class="talk-menu"><summary class="button icon" title="Export"'
        f' aria-label="Export “{name}”">{icon("down")}</summary>'
        f'<div class="talk-formats sheet">{links}</div></details>'
    )
