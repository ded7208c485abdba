"""The view's HTML: pure functions from holdings to escaped markup.

`static/documents.js` wires it, and puts a fresh `#documents-holdings` in place of the old one when
something has changed. Names stand percent-encoded in `data-name`, so that none loses a character.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from assistant.corpus.status import Holding
from assistant.reading.discovery import MAX_BYTES
from assistant.reading.formats import FORMATS
from ui.documents.indexer import Status
from ui.markup import escape
from ui.references.quotation import published

TITLE = "Documents"
FILTERED = 10
"""Documents that are listed without a field to filter them."""

ABOUT = "Answers quote these documents and nothing else. They are the files of the folder"
DROP, CHOOSE = "Drop files here, or", "Choose files"
LIMITS = "Text and Markdown ({types}), up to {megabytes} MB each."
FILTER = "Filter by title, author or name"
NONE_FOUND = "No document matches."
EMPTY_TITLE = "There is nothing to ask yet"
EMPTY_HINT = "Add a first document. It stays on this computer."
ALL_ASKED = "All documents are asked. Tick some to ask only these."
ASK_ALL = "Ask all"
ASK_ONLY = "Ask only the ticked documents: {title}"
REMOVE = "Remove"
REMOVE_QUESTION = "Remove this document?"
REMOVE_MEANS = (
    "The file is deleted from the folder corpus, and answers can no longer quote it.",
    "Earlier conversations keep their quotes.",
    "An entry in sources.yaml stays, for the day the file comes back.",
)
CONFIRM, CANCEL = "Delete the file", "Keep it"
INDEX_NOW = "Read now"
STATES = {
    "indexed": "Ready",
    "waiting": "Not read yet",
    "refused": "Cannot be read",
    "leaving": "Being removed",
}

_UP = (
    '<svg width="28" height="28" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
    '<path d="M12 15V4m0 0L7.5 8.5M12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/></svg>'
)


def page(holdings: Sequence[Holding], status: Status) -> str:
    """The whole view."""
    return (
        f'<h1>{TITLE}</h1><div class="documents-view">'
        f'<p class="quiet documents-about">{ABOUT} <code>corpus</code>.</p>'
        f"{_drop()}"
        '<ul class="documents-uploads" aria-label="Uploads"></ul>'
        '<div class="documents-indexing" hidden></div>'
        f"{listing(holdings, status)}"
        f"{_confirmation()}"
        '<p class="spoken-only documents-said" role="status" aria-live="polite"></p></div>'
    )


def listing(holdings: Sequence[Holding], status: Status) -> str:
    """What is there, by title."""
    inside = _empty()
    if holdings:
        ordered = sorted(holdings, key=lambda one: (one.title.casefold(), one.name))
        rows = "".join(map(_row, ordered))
        inside = (
            f'{_stale(holdings, status)}<div class="documents-tools">'
            f"{_filter(len(holdings))}{_scope()}</div>"
            f'<ul class="documents-list" aria-label="{TITLE}">{rows}</ul>'
            f'<p class="empty documents-none" hidden>{NONE_FOUND}</p>'
        )
    return f'<section id="documents-holdings" data-count="{len(holdings)}">{inside}</section>'


def _drop() -> str:
    types = ", ".join(sorted(FORMATS))
    limits = LIMITS.format(types=types, megabytes=MAX_BYTES // 2**20)
    return (
        f'<div class="documents-drop">{_UP}<p>{DROP} '
        '<label class="button primary documents-choose" for="documents-files">'
        f"{CHOOSE}</label></p>"
        '<input type="file" id="documents-files" class="spoken-only" multiple'
        f' accept="{",".join(sorted(FORMATS))}" data-limit="{MAX_BYTES}"'
        ' aria-describedby="documents-limits">'
        f'<p class="quiet small" id="documents-limits">{limits}</p></div>'
    )


def _empty() -> str:
    return f'<div class="empty"><h2>{EMPTY_TITLE}</h2><p>{EMPTY_HINT}</p></div>'


def _stale(holdings: Sequence[Holding], status: Status) -> str:
    """Say what changed in the folder by other hands, unless it is being worked on."""
    changed = sum(one.state in ("waiting", "leaving") for one in holdings)
    if not changed or status.working or status.problem:
        return ""
    said = "1 file has" if changed == 1 else f"{changed:,} files have"
    return (
        f'<div class="notice documents-stale"><p>{said} changed since the documents were last '
        f'read.</p><button type="button" class="button documents-index">{INDEX_NOW}</button></div>'
    )


def _filter(count: int) -> str:
    if count <= FILTERED:
        return ""
    return (
        '<input type="search" id="documents-filter" class="field documents-filter"'
        f' autocomplete="off" spellcheck="false" placeholder="{FILTER}" aria-label="{FILTER}">'
    )


def _scope() -> str:
    return (
        f'<p class="small documents-scope"><span class="quiet">{ALL_ASKED}</span> '
        f'<button type="button" class="link" hidden>{ASK_ALL}</button></p>'
    )


def _row(one: Holding) -> str:
    name, title = quote(one.name, safe=""), str(escape(one.title))
    box = ""
    if one.state == "indexed":
        label = ASK_ONLY.format(title=title)
        box = f'<input type="checkbox" class="documents-ask" aria-label="{label}">'
        title = f'<a href="#/read/{name}">{title}</a>'
    remove = ""
    if one.state != "leaving":
        remove = (
            '<button type="button" class="button danger documents-remove"'
            f' aria-label="{REMOVE}: {escape(one.title)}">{REMOVE}</button>'
        )
    return (
        f'<li class="documents-row {one.state}" data-name="{name}">'
        f'<div class="documents-box">{box}</div><div class="documents-what">'
        f'<h2 dir="auto">{title}</h2>{_published(one)}'
        f'<p class="quiet small documents-facts">{_facts(one)}</p>{_reason(one)}</div>{remove}</li>'
    )


def _published(one: Holding) -> str:
    known = escape(published(one.source))
    return f'<p class="small" dir="auto">{known}</p>' if known else ""


def _facts(one: Holding) -> str:
    facts = [f'<span class="documents-state">{STATES[one.state]}</span>']
    if one.source.title:
        facts.append(f"<bdi>{escape(one.name)}</bdi>")
    if one.size is not None:
        facts.append(size(one.size))
    if one.unusual_encoding:
        facts.append(f"read as {escape(one.unusual_encoding)}")
    if one.words is not None:
        facts.append("1 word" if one.words == 1 else f"{one.words:,} words")
    if one.modified is not None:
        facts.append(_date(one.modified))
    return " · ".join(facts)


def _reason(one: Holding) -> str:
    if not one.reason:
        return ""
    reason = escape(one.reason[:1].upper() + one.reason[1:])
    return f'<p class="small documents-reason" dir="auto">{reason}.</p>'


def _date(moment: datetime) -> str:
    local = moment.astimezone()
    return f'<time datetime="{local:%Y-%m-%d}">{local.day} {local:%b %Y}</time>'


def size(count: int) -> str:
    """Bytes for people: "7 KB"."""
    if count < 1_000_000:
        return f"{-(-count // 1000):,} KB"
    return f"{count / 1_000_000:,.1f} MB"


def _confirmation() -> str:
    means = "".join(f"<li>{line}</li>" for line in REMOVE_MEANS)
    return (
        '<dialog class="sheet documents-confirm" aria-labelledby="documents-confirm-title">'
        f'<h2 id="documents-confirm-title">{REMOVE_QUESTION}</h2>'
        '<p class="documents-confirm-name" dir="auto"></p>'
        f'<ul>{means}</ul><p class="notice bad documents-confirm-problem" role="alert" hidden></p>'
        '<p class="documents-confirm-buttons">'
        f'<button type="button" class="button documents-cancel">{CANCEL}</button>'
        f'<button type="button" class="button danger documents-delete">{CONFIRM}</button></p>'
        "</dialog>"
    )
