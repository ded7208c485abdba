"""Read saved web pages: the main content, and what their head says of them."""

from __future__ import annotations

from collections import defaultdict

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.encodings.declared import decode_declared
from assistant.reading.office.package import refusing_damage
from assistant.reading.office.properties import authors_of, doi_of, language_of, title_of, year_of
from assistant.reading.outline import Outline
from assistant.reading.structure import Structure
from assistant.reading.web.css import StyleSheet, hide_same_coloured
from assistant.reading.web.html_blocks import BlockWriter
from assistant.reading.web.html_main import MainContent
from assistant.reading.web.markup import Markup


@refusing_damage("web page")
def read_html(data: bytes, encoding: str = "") -> Structure:
    """Structure a web page; its layer is the decoded file.

    encoding: that is named for it; "" to find out.

    Raises:
        UnreadableDocument: it shows no text, or is in no encoding that can be told.
    """
    decoded = decode_declared(data, encoding)
    markup = Markup(decoded.text, xml=decoded.text.lstrip()[:5].lower() == "<?xml")
    styles = (markup.read(each) for each in markup.root.iter("style"))
    StyleSheet("\n".join(styles)).apply(markup)
    hide_same_coloured(markup.root)
    content = MainContent(markup)
    outline = Outline(decoded.text)
    BlockWriter(markup, outline, content.left_out).write(content.root)
    if outline.is_empty:
        raise UnreadableDocument(
            "the page shows no text by itself: save it again once it is shown in full"
        )
    source, language = page_source(markup, outline.first_heading)
    return outline.structure(decoded.encoding, source, language)


def page_source(markup: Markup, heading: str) -> tuple[Source, str]:
    """What a page's head says of it, and its language. heading: the first of its text."""
    meta: dict[str, list[str]] = defaultdict(list)
    for each in markup.root.iter("meta"):
        name = (each.get("name") or each.get("property") or each.get("itemprop")).lower()
        meta[name.replace("dcterms.", "dc.")].append(each.get("content"))

    def first(*names: str) -> list[str]:
        return [value for name in names for value in meta.get(name, ())]

    title = title_of(
        *first("citation_title", "dc.title", "og:title"),
        heading,
        markup.read(markup.root.find("title")),
    )
    root = markup.root.find("html")
    source = Source(
        title=title,
        authors=authors_of(
            first("citation_author") or first("dc.creator") or first("author", "citation_authors")
        ),
        year=year_of(
            *first(
                *("citation_publication_date", "citation_date", "citation_online_date", "dc.date"),
                *("dc.issued", "article:published_time", "datepublished", "date"),
            )
        ),
        journal=next(iter(first("citation_journal_title")), ""),
        doi=doi_of(*first("citation_doi", "dc.identifier", "prism.doi")),
    )
    return source, language_of(
        root.get("lang") if root else "",
        root.get("xml:lang") if root else "",
        *first("dc.language", "citation_language"),
    )
