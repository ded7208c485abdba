"""The article as HTML and as JATS."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from evals.reading.inline import styled
from evals.reading.truth import Article, Part

FURNITURE = ("All 775 articles", "Seen 8086 times")
"""What stands around the article on its page."""

Styled = Callable[[str], str]


def _html_text(text: str) -> str:
    return styled(
        text,
        lambda part: html.escape(part, quote=False),
        bold="<b>{}</b>",
        raised="<sup>{}</sup>",
        lowered="<sub>{}</sub>",
    )


def joined(part: Part, article: Article) -> str:
    """The sentences of a part as its language writes them after one another."""
    return ("" if article.language in ("zh", "ja") else " ").join(
        sentence.text for sentence in part.sentences
    )


def _nested(items: Sequence[Part], write: Styled, tag: Callable[[Part], str]) -> str:
    """Items as lists of lists, in HTML or JATS."""
    written, at = "", 0
    name = tag(items[0])
    while at < len(items):
        inner = at + 1
        while inner < len(items) and items[inner].level > items[at].level:
            inner += 1
        below = _nested(items[at + 1 : inner], write, tag) if inner > at + 1 else ""
        text = write(items[at].text)
        written += (
            f"<list-item><p>{text}</p>{below}</list-item>\n"
            if name.startswith("list ")
            else f"<li>{text}{below}</li>\n"
        )
        at = inner
    return f"<{name}>\n{written}</{name.split()[0]}>\n"


def _table_html(part: Part) -> str:
    rows = []
    if part.groups:
        heads = (f'<th colspan="{size}">{_html_text(text)}</th>' for text, size in part.groups)
        rows.append(f"<tr>{''.join(heads)}</tr>")
    rows.append("<tr>" + "".join(f"<th>{_html_text(one)}</th>" for one in part.columns) + "</tr>")
    body = [
        "<tr>" + "".join(f"<td>{_html_text(cell)}</td>" for cell in row) + "</tr>"
        for row in part.rows
    ]
    head = "\n".join(rows)
    return f"<thead>\n{head}\n</thead>\n<tbody>\n" + "\n".join(body) + "\n</tbody>"


def to_html(article: Article) -> str:
    """A page with a header, a menu and a footer that are no part of the text."""
    title = html.escape(article.title)
    names = "".join(
        f'<meta name="citation_author" content="{html.escape(one)}">\n' for one in article.authors
    )
    direction = ' dir="rtl"' if article.right_to_left else ""
    doi = f'<meta name="citation_doi" content="{article.doi}">\n' if article.doi else ""
    year = f'<meta name="citation_date" content="{article.year}">\n' if article.year else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{article.language}"{direction}>\n<head>\n'
        f'<meta charset="utf-8">\n<title>{title}</title>\n{names}{doi}{year}'
        "<style>p { margin: 0 0 7px }</style>\n<script>var hits = 90210;</script>\n</head>\n"
        f'<body>\n<nav><a href="/">Home</a> <a href="/all">{FURNITURE[0]}</a></nav>\n'
        f"<main>\n<h1>{title}</h1>\n{''.join(html_blocks(article))}</main>\n"
        f"<footer>{FURNITURE[1]}</footer>\n</body>\n</html>\n"
    )


def html_blocks(article: Article) -> Iterator[str]:
    """The parts of the article, well-formed as XML, too."""
    for kind, group in groupby(article.parts, lambda part: part.kind):
        parts = list(group)
        if kind == "item":
            yield _nested(parts, _html_text, lambda part: "ol" if part.mark else "ul")
        elif kind == "reference":
            entries = "".join(f"<li>{_html_text(part.text)}</li>\n" for part in parts)
            yield f'<ol class="references">\n{entries}</ol>\n'
        else:
            yield from (_html_block(part, article) for part in parts)


def _html_block(part: Part, article: Article) -> str:
    text = _html_text(joined(part, article))
    if part.kind == "table":
        return f"<table>\n<caption>{text}</caption>\n{_table_html(part)}\n</table>\n"
    if part.kind == "code":
        return f"<pre><code>{html.escape(part.text, quote=False)}</code></pre>\n"
    pattern = {
        "heading": f"<h{part.level + 1}>{{}}</h{part.level + 1}>\n",
        "caption": '<figure><img src="a.png" alt=""/><figcaption>{}</figcaption></figure>\n',
        "quotation": "<blockquote><p>{}</p></blockquote>\n",
        "turn": f"<p><b>{html.escape(part.name)}:</b> {{}}</p>\n",
        "field": f"<p>{html.escape(part.name)}: {{}}</p>\n",
        "footnote": f'<aside role="doc-footnote"><p><sup>{part.mark}</sup> {{}}</p></aside>\n',
    }.get(part.kind, "<p>{}</p>\n")
    return pattern.replace("{}", text)


def to_jats(article: Article) -> str:
    """A scholarly article as journals deposit it."""
    names = "".join(
        f'<contrib contrib-type="author"><name><surname>{html.escape(one.rpartition(" ")[2])}'
        f"</surname><given-names>{html.escape(one.rpartition(' ')[0])}</given-names></name>"
        "</contrib>\n"
        for one in article.authors
    )
    doi = f'<article-id pub-id-type="doi">{article.doi}</article-id>\n' if article.doi else ""
    body, back = [], []
    depth = 0
    for kind, group in groupby(article.parts, lambda part: part.kind):
        parts = list(group)
        if kind == "heading":
            for part in parts:
                body.append("</sec>\n" * max(0, depth - part.level + 1))
                body.append(f"<sec><title>{_html_text(part.text)}</title>\n")
                depth = part.level
        elif kind == "item":
            body.append(_nested(parts, _html_text, _jats_list))
        elif kind == "reference":
            back += [
                f'<ref id="r{at}"><mixed-citation>{_html_text(part.text)}</mixed-citation></ref>\n'
                for at, part in enumerate(parts)
            ]
        else:
            body += [_jats_block(part, article) for part in parts]
    references = f"<ref-list><title>References</title>\n{''.join(back)}</ref-list>" if back else ""
    written = "".join(body)
    if back:  # the list has its own title
        written = written.replace("<sec><title>References</title>\n", "<sec>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS '
        '(Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" '
        '"JATS-archivearticle1.dtd">\n'
        f'<article xml:lang="{article.language}"><front><article-meta>\n{doi}<title-group>'
        f"<article-title>{html.escape(article.title)}</article-title></title-group>\n"
        f"<contrib-group>\n{names}</contrib-group>\n"
        f"<pub-date><year>{article.year}</year></pub-date>\n</article-meta></front>\n<body>\n"
        f"{written}{'</sec>' * depth}\n</body>\n<back>{references}</back></article>\n"
    )


def _jats_list(part: Part) -> str:
    return f'list list-type="{"order" if part.mark else "bullet"}"'


def _jats_block(part: Part, article: Article) -> str:
    text = _jats_text(joined(part, article))
    if part.kind == "table":
        table = _table_html(part).replace("<b>", "<bold>").replace("</b>", "</bold>")
        caption = f"<caption><p>{text}</p></caption>"
        return f"<table-wrap>{caption}\n<table>\n{table}\n</table></table-wrap>\n"
    if part.kind == "code":
        return f"<code>{html.escape(part.text, quote=False)}</code>\n"
    pattern = {
        "caption": '<fig><caption><p>{}</p></caption><graphic xlink:href="a" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"/></fig>\n',
        "quotation": "<disp-quote><p>{}</p></disp-quote>\n",
        "turn": f"<p><bold>{html.escape(part.name)}:</bold> {{}}</p>\n",
        "field": f"<p>{html.escape(part.name)}: {{}}</p>\n",
        "footnote": f"<p><fn><label>{part.mark}</label><p>{{}}</p></fn></p>\n",
    }.get(part.kind, "<p>{}</p>\n")
    return pattern.replace("{}", text)


def _jats_text(text: str) -> str:
    return _html_text(text).replace("<b>", "<bold>").replace("</b>", "</bold>")
