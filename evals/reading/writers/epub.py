"""The article as an e-book: a file for each chapter, in the order of the package's spine."""

from __future__ import annotations

import html
import io
import zipfile

from evals.reading.truth import Article, Part
from evals.reading.writers.markup import html_blocks

_DATE = (2024, 3, 1, 0, 0, 0)
_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""


def to_epub(article: Article) -> bytes:
    """An EPUB 3 with a table of contents."""
    chapters = _chapters(article)
    names = [f"chapter{number}.xhtml" for number in range(1, len(chapters) + 1)]
    files = {"META-INF/container.xml": _CONTAINER, "OEBPS/book.opf": _package(article, names)}
    files["OEBPS/nav.xhtml"] = _page("Contents", _contents(chapters, names))
    for name, chapter in zip(names, chapters, strict=True):
        part = article.model_copy(update={"parts": tuple(chapter)})
        files[f"OEBPS/{name}"] = _page(_title(chapter), "".join(html_blocks(part)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", _DATE), "application/epub+zip")
        for name, text in files.items():
            book.writestr(zipfile.ZipInfo(name, _DATE), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _chapters(article: Article) -> list[list[Part]]:
    """Each from a heading of the first level on."""
    chapters: list[list[Part]] = [[]]
    for part in article.parts:
        if part.kind == "heading" and part.level == 1 and chapters[-1]:
            chapters.append([])
        chapters[-1].append(part)
    return chapters


def _title(chapter: list[Part]) -> str:
    return html.escape(chapter[0].text) if chapter[0].kind == "heading" else "Beginning"


def _contents(chapters: list[list[Part]], names: list[str]) -> str:
    entries = (
        f'<li><a href="{name}">{_title(chapter)}</a></li>'
        for name, chapter in zip(names, chapters, strict=True)
    )
    listed = "".join(entries)
    return f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>{listed}</ol></nav>'


def _page(title: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>\n'
        f"<body>{body}</body></html>\n"
    )


def _package(article: Article, names: list[str]) -> str:
    items = "".join(
        f'<item id="c{at}" href="{name}" media-type="application/xhtml+xml"/>'
        for at, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(names)))
    authors = "".join(f"<dc:creator>{html.escape(one)}</dc:creator>" for one in article.authors)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{article.name}</dc:identifier>'
        f"<dc:title>{html.escape(article.title)}</dc:title>{authors}"
        f"<dc:language>{article.language}</dc:language>"
        '<meta property="dcterms:modified">2024-03-01T00:00:00Z</meta></metadata>\n'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" '
        f'properties="nav"/>{items}</manifest>\n<spine>{spine}</spine>\n</package>\n'
    )
