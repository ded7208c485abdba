"""Read articles in JATS (PubMed Central, publishers) and records of PubMed."""

from __future__ import annotations

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.encodings.declared import decode_declared
from assistant.reading.office.package import refusing_damage
from assistant.reading.office.properties import authors_of, doi_of, language_of, title_of, year_of
from assistant.reading.outline import Outline
from assistant.reading.structure import Structure
from assistant.reading.web.jats_article import ArticleWriter, authors
from assistant.reading.web.markup import Markup, Node
from assistant.reading.web.pubmed import write_records


@refusing_damage("XML article")
def read_jats(data: bytes, encoding: str = "") -> Structure:
    """Structure an article; its layer is the decoded file.

    encoding: that is named for it; "" to find out.

    Raises:
        UnreadableDocument: it is XML of another kind.
    """
    decoded = decode_declared(data, encoding)
    markup = Markup(decoded.text, xml=True)
    outline = Outline(decoded.text)
    records = list(markup.root.iter("PubmedArticle"))
    if records:
        source, language = write_records(markup, outline, records)
        return outline.structure(decoded.encoding, source, language)
    article = markup.root.find("article")
    if article is None:
        root = next(markup.root.elements, None)
        raise UnreadableDocument(
            f"it is XML of a kind that cannot be read (<{root.tag[:40] if root else ''}>): "
            "save it as HTML or text"
        )
    ArticleWriter(markup, outline).write(article)
    source, language = _front(markup, article)
    return outline.structure(decoded.encoding, source, language)


def _front(markup: Markup, article: Node) -> tuple[Source, str]:
    meta = article.find("article-meta") or article
    people = [
        " ".join(
            filter(None, (markup.read(each.find("given-names")), markup.read(each.find("surname"))))
        )
        or markup.read(each.find("collab") or each.find("string-name"))
        for each in authors(meta)
    ]
    dates = sorted(meta.iter("pub-date"), key=lambda each: each.get("pub-type") != "epub")
    identifiers = [
        markup.read(each) for each in meta.iter("article-id") if each.get("pub-id-type") == "doi"
    ]
    source = Source(
        title=title_of(markup.read(meta.find("article-title"))),
        authors=authors_of(people),
        year=year_of(*(markup.read(each.find("year")) for each in dates)),
        journal=markup.read(article.find("journal-meta", "journal-title")),
        doi=doi_of(*identifiers),
        licence=_licence(meta),
    )
    return source, language_of(article.get("xml:lang"))


def _licence(meta: Node) -> str:
    """The short name of a Creative Commons licence: "CC BY 4.0"."""
    for each in meta.iter("license", "ext-link", "license_ref"):
        where = each.get("xlink:href")
        _, found, rest = where.partition("creativecommons.org/licenses/")
        parts = rest.strip("/").split("/")
        if found and len(parts) >= 2:
            return f"CC {parts[0].upper()} {parts[1]}"
    return ""
