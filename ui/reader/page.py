"""The reader's view: the document's head, its tools, its contents and its text."""

from __future__ import annotations

from assistant.reading.document import Document, OriginalFile, Source, in_words
from ui.markup import escape
from ui.reader.address import place
from ui.reader.document_text import Prepared
from ui.references.quotation import COPY_QUOTE, menu, published
from ui.references.reference import link

CONTENTS = "Contents"
SEARCH, HINT = "Search in this document", "Search inside"
PREVIOUS, NEXT = "Previous match", "Next match"
COPY_LINK = "Copy link to this place"
SHOW_PLACE = "Show"
WIDER = "Full width"
LARGE = 300_000
"""Characters from which on the browser lays out only the sections that are in view."""
EMPTY = "This document has no text."

_ICON = (
    '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" '
    'stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="{}"/></svg>'
)
_LIST = _ICON.format("M2 4h12M2 8h9M2 12h11")
_UP = _ICON.format("M3.5 10 8 5.5l4.5 4.5")
_DOWN = _ICON.format("M3.5 6 8 10.5 12.5 6")
_WIDE = _ICON.format("M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4M1.5 8h13")


def page(read: Prepared, at: str = "", sha256: str = "") -> str:
    """The view of a document; `at` and `sha256` as in its address, see `ui.reader.address`."""
    document = read.document
    asked = place(document, at, sha256)
    notice = ""
    if asked.problem:
        notice = f'<p class="notice reader-problem" role="status">{escape(asked.problem)}</p>'
    text = read.body(asked.at) or f'<p class="empty">{EMPTY}</p>'
    range_ = "" if asked.at is None else "{}-{}".format(*asked.at)
    large = " data-large" if len(document.text) > LARGE else ""
    return (
        f'<h1 class="reader-title" dir="auto">{escape(document.title)}</h1>'
        f'<div class="reader" data-name="{escape(document.name)}"'
        f' data-sha256="{escape(document.sha256)}" data-at="{range_}"'
        f' data-where="{escape(where(document, asked.at))}"{large}>'
        f"{_head(read)}{notice}{_tools(read.contents)}"
        f'<div class="reader-columns">{_contents(read.contents)}'
        f'<article class="reader-text" aria-label="{escape(document.title)}">{text}</article></div>'
        f"{_place()}</div>"
    )


def where(document: Document, at: tuple[int, int] | None) -> str:
    """Where `document.text[start:end]` stands in the file, in words; "" where that is not known."""
    place = None if at is None else document.place(*at)
    return "" if place is None else in_words(place)


def _head(read: Prepared) -> str:
    document = read.document
    file = "" if document.name == document.title else f"<bdi>{escape(document.name)}</bdi>"
    hash_ = ""
    if document.file.sha256:
        hash_ = f'<p class="reader-hash">sha256 {escape(document.file.sha256)}</p>'
    return (
        f'<header class="reader-head">{_published(document.source)}'
        f'<div class="reader-facts">{file}'
        f"<span>{read.words:,} words</span>{_encoding(document.file)}{menu(document.name)}</div>"
        f"{hash_}</header>"
    )


def _encoding(file: OriginalFile) -> str:
    """How the file was read, where that had to be guessed."""
    known = file.unusual_encoding
    return f"<span>read as {escape(known)}</span>" if known else ""


def _published(source: Source) -> str:
    """Authors, year, journal, DOI and licence, as far as they are known; may be ""."""
    known = published(source)
    lines = [known] if known else []
    last = [link(source.doi)] if source.doi else []
    last += [escape(source.licence)] if source.licence else []
    lines += [" · ".join(last)] if last else []
    return "".join(f'<p class="reader-published" dir="auto">{line}</p>' for line in lines)


def _tools(listed: str) -> str:
    toggle = ""
    if listed:
        toggle = (
            '<button type="button" class="button reader-toggle" aria-controls="reader-contents"'
            f' aria-expanded="false">{_LIST}<span class="reader-now">{CONTENTS}</span></button>'
        )
    return (
        f'<div class="reader-tools">{toggle}'
        f'<form class="reader-search" role="search"><input type="search" class="field"'
        f' id="reader-query" aria-label="{SEARCH}" placeholder="{HINT}" autocomplete="off"'
        ' spellcheck="false" maxlength="200">'
        '<output class="reader-count" for="reader-query" role="status"></output>'
        f'<button type="button" class="button icon" data-step="-1" aria-label="{PREVIOUS}"'
        f' title="{PREVIOUS} (Shift+Enter)" disabled>{_UP}</button>'
        f'<button type="submit" class="button icon" data-step="1" aria-label="{NEXT}"'
        f' title="{NEXT} (Enter)" disabled>{_DOWN}</button></form>'
        f'<button type="button" class="button icon reader-wider" aria-pressed="false"'
        f' aria-label="{WIDER}" title="{WIDER}">{_WIDE}</button></div>'
    )


def _contents(listed: str) -> str:
    if not listed:
        return ""
    return (
        f'<nav class="reader-contents" id="reader-contents" aria-label="{CONTENTS}">'
        f'<div class="reader-box">{listed}</div></nav>'
    )


def _place() -> str:
    """What can be done with the marked or selected words; `static/reader.js` shows it."""
    return (
        '<div class="reader-place" role="region" aria-label="Place" hidden>'
        '<p class="reader-where" dir="auto"></p><div class="reader-actions">'
        f'<button type="button" class="button" data-place="show">{SHOW_PLACE}</button>'
        f'<button type="button" class="button" data-place="quote">{COPY_QUOTE}</button>'
        f'<button type="button" class="button" data-place="link">{COPY_LINK}</button></div></div>'
    )
