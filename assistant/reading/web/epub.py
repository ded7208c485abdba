"""Read e-books (.epub): the chapters in the order of the spine, with their titles."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.encodings.declared import decode_declared
from assistant.reading.office.package import Package, refusing_damage
from assistant.reading.office.properties import authors_of, doi_of, language_of, title_of, year_of
from assistant.reading.outline import Outline
from assistant.reading.structure import Structure
from assistant.reading.web.css import StyleSheet, mark_headings
from assistant.reading.web.html_blocks import BlockWriter, is_hidden
from assistant.reading.web.markup import Markup, Node

_MOST_CHAPTERS = 5_000
_MOST_STYLE = 2**21  # bytes of a style sheet
_READ = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "application/xml", "")
_LEFT_OUT = ("pagebreak", "toc", "landmarks", "page-list")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@refusing_damage("e-book")
def read_epub(data: bytes) -> Structure:
    """Structure an e-book; each document of its spine is a chapter.

    Raises:
        UnreadableDocument: it is damaged, or its text is encrypted.
    """
    package = Package(data)
    root = _markup(package, "META-INF/container.xml").root.find("rootfile")
    book = root.get("full-path") if root is not None else ""
    if book not in package:
        raise UnreadableDocument("it is no e-book, though its name says so")
    opf = _markup(package, book)
    parts = {
        each.get("id"): (
            _beside(book, each.get("href")),
            each.get("media-type"),
            each.get("properties"),
        )
        for each in opf.root.iter("item")
    }
    encrypted = _encrypted(package)
    titles = _titles(package, parts)
    outline = Outline()
    chapters: list[tuple[str, Markup]] = []
    seen: set[str] = set()
    for reference in list(opf.root.iter("itemref"))[:_MOST_CHAPTERS]:
        part, kind, properties = parts.get(reference.get("idref"), ("", "none", ""))
        if kind not in _READ or part in seen or "nav" in properties.split():
            continue
        seen.add(part)
        if part in encrypted:
            raise UnreadableDocument("its text is encrypted: get a copy without copy protection")
        if part in package:
            chapters.append((part, _markup(package, part)))
    _apply_styles(package, chapters)
    for part, markup in chapters:
        _chapter(markup, outline, titles.get(part, ""))
    return outline.structure(
        source=_source(opf), language=language_of(opf.read(opf.root.find("language")))
    )


def _markup(package: Package, part: str) -> Markup:
    data = package.read(part)
    return Markup(decode_declared(data).text if data.strip() else "", xml=True)


def _beside(part: str, reference: str) -> str:
    """The part that a reference in another one leads to, without the place in it."""
    path = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), path))


def _apply_styles(package: Package, chapters: list[tuple[str, Markup]]) -> None:
    sheets: dict[str, StyleSheet] = {}
    pages: list[tuple[Markup, StyleSheet]] = []
    for part, markup in chapters:
        links = [each.get("href") for each in markup.root.iter("link") if each.get("href")]
        names = [name for name in (_beside(part, link) for link in links) if name.endswith(".css")]
        key = "\n".join(names)
        if key not in sheets:
            texts = (package.read(name, _MOST_STYLE).decode("utf-8", "replace") for name in names)
            sheets[key] = StyleSheet("\n".join(texts))
        sheets[key].apply(markup)
        pages.append((markup, sheets[key]))
    if not any(next(markup.root.iter(*_HEADINGS), None) for _, markup in chapters):
        mark_headings(pages)


def _chapter(markup: Markup, outline: Outline, title: str) -> None:
    body = markup.root.find("body") or markup.root
    heads = [each for each in body.iter(*_HEADINGS) if markup.read(each)]
    label = title or (markup.read(heads[0]) if heads else "")
    number = sum(unit.kind == "chapter" for unit in outline.units) + 1
    outline.enter([(1, title)] if title and not heads else ())
    outline.unit("chapter", number, label)
    BlockWriter(markup, outline, _left_out).write(body)


def _left_out(node: Node) -> bool:
    kind = node.get("epub:type")
    return is_hidden(node) or (bool(kind) and any(name in _LEFT_OUT for name in kind.split()))


def _titles(package: Package, parts: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    """The titles of chapters by their part, as the table of contents has them."""
    found: dict[str, str] = {}
    for part, kind, properties in parts.values():
        if "nav" in properties.split():
            markup = _markup(package, part)
            links = [(each.get("href"), each) for each in markup.root.iter("a")]
        elif kind == "application/x-dtbncx+xml":
            markup = _markup(package, part)
            links = [
                (place.get("src"), name)
                for each in markup.root.iter("navPoint")
                if (place := each.find("content")) and (name := each.find("navLabel"))
            ]
        else:
            continue
        for reference, name in links:
            found.setdefault(_beside(part, reference), markup.read(name))
    return found


def _encrypted(package: Package) -> set[str]:
    """Parts that are encrypted; fonts often are, which does not matter."""
    markup = _markup(package, "META-INF/encryption.xml")
    return {unquote(each.get("URI")) for each in markup.root.iter("CipherReference")}


def _source(opf: Markup) -> Source:
    meta = opf.root.find("metadata") or opf.root

    def texts(name: str) -> list[str]:
        return [opf.read(each) for each in meta.iter(name)]

    return Source(
        title=title_of(*texts("title")),
        authors=authors_of(name for each in texts("creator") for name in each.split(";")),
        year=year_of(*texts("date")),
        doi=doi_of(*texts("identifier")),
    )
