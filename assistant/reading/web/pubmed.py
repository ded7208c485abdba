"""Writes the records of PubMed: title, authors, abstract, keywords."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.document import Source, Span
from assistant.reading.office.properties import authors_of, doi_of, title_of, year_of
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.web.markup import Markup, Node
from assistant.reading.web.mathml import raised


def write_records(markup: Markup, outline: Outline, records: Sequence[Node]) -> tuple[Source, str]:
    """Write each record below its title; what one record alone says of itself."""
    for record in records:
        _write(markup, outline, record)
    if len(records) > 1:
        return Source(), ""
    record = records[0]
    identifiers = [
        markup.read(each)
        for each in record.iter("ELocationID", "ArticleId")
        if "doi" in (each.get("EIdType"), each.get("IdType"))
    ]
    names = [
        " ".join(
            filter(None, (markup.read(each.find("ForeName")), markup.read(each.find("LastName"))))
        )
        or markup.read(each.find("CollectiveName"))
        for each in record.iter("Author")
    ]
    source = Source(
        title=title_of(markup.read(record.find("ArticleTitle"))).rstrip("."),
        authors=authors_of(names),
        year=year_of(markup.read(record.find("PubDate")), markup.read(record.find("ArticleDate"))),
        journal=markup.read(record.find("Journal", "Title")),
        doi=doi_of(*identifiers),
    )
    return source, "en" if markup.read(record.find("Language")) == "eng" else ""


def _write(markup: Markup, outline: Outline, record: Node) -> None:
    title = record.find("ArticleTitle")
    outline.enter()
    outline.heading(1, _inline(markup, title) if title else ())
    people: list[Run] = []
    for author in record.iter("Author"):
        parts = [part for part in map(author.find, ("ForeName", "LastName")) if part]
        parts = parts or [part for part in (author.find("CollectiveName"),) if part]
        for at, part in enumerate(parts):
            people += [loose(" " if at else ", " if people else ""), *_inline(markup, part)]
    outline.add("field", people)
    for text in record.iter("AbstractText"):
        label = text.get("Label").strip().capitalize()
        if label:
            outline.heading(2, [Run(text.start, text.start, label)])
        outline.add("paragraph", _inline(markup, text))
    outline.enter([(1, outline.section[0])] if outline.section else ())
    words: list[Run] = []
    for word in record.iter("Keyword"):
        words += [loose("; " if words else "Keywords: "), *_inline(markup, word)]
    outline.add("field", words)


def _inline(markup: Markup, node: Node) -> list[Run]:
    runs: list[Run] = []
    for child in node.children:
        if isinstance(child, Span):
            runs += markup.span_runs(child, raw=node.raw)
        elif child.tag == "sup":
            runs += raised(_inline(markup, child))
        else:
            runs += _inline(markup, child)
    return runs
