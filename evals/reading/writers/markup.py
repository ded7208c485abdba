"""The article in languages of markup: HTML, JATS, Markdown, LaTeX; and as plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from evals.reading.inline import plain, styled
from evals.reading.truth import Article, Part

Styled = Callable[[str], str]


def _html_text(text: str) -> str:
    return styled(
        text,
        lambda part: html.escape(part, quote=False),
        bold="<b>{}</b>",
        raised="<sup>{}</sup>",
        lowered="<sub>{}</sub>",
    )


def _joined(part: Part, article: Article) -> str:
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
        "<style>p { margin: 0 0 7px }</style>\n<script>var hits = 90210;</script>\n</head>\n<body>\n"
        '<nav><a href="/">Home</a> <a href="/all">All 775 articles</a></nav>\n'
        f"<main>\n<h1>{title}</h1>\n{''.join(_html_blocks(article))}</main>\n"
        "<footer>Seen 8086 times</footer>\n</body>\n</html>\n"
    )


def _html_blocks(article: Article) -> Iterator[str]:
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
    text = _html_text(_joined(part, article))
    if part.kind == "table":
        return f"<table>\n<caption>{text}</caption>\n{_table_html(part)}\n</table>\n"
    if part.kind == "code":
        return f"<pre><code>{html.escape(part.text, quote=False)}</code></pre>\n"
    pattern = {
        "heading": f"<h{part.level + 1}>{{}}</h{part.level + 1}>\n",
        "caption": '<figure><img src="a.png" alt=""><figcaption>{}</figcaption></figure>\n',
        "quotation": "<blockquote><p>{}</p></blockquote>\n",
        "turn": f"<p><b>{html.escape(part.name)}:</b> {{}}</p>\n",
        "field": f"<p>{html.escape(part.name)}: {{}}</p>\n",
        "footnote": f'<aside role="doc-footnote"><p><sup>{part.mark}</sup> {{}}</p></aside>\n',
    }.get(part.kind, "<p>{}</p>\n")
    return pattern.replace("{}", text)


def to_jats(article: Article) -> str:
    """A scholarly article as journals deposit it."""
    names = "".join(
        f"<contrib contrib-type=\"author\"><name><surname>{html.escape(one.rpartition(' ')[2])}"
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
    text = _jats_text(_joined(part, article))
    if part.kind == "table":
        table = _table_html(part).replace("<b>", "<bold>").replace("</b>", "</bold>")
        return (
            f"<table-wrap><caption><p>{text}</p></caption>\n<table>\n{table}\n</table></table-wrap>\n"
        )
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


_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


def _markdown_text(text: str) -> str:
    """Raised digits stay Unicode's: Markdown has nothing for them."""
    return plain_styles(text, bold="**{}**", escape=lambda part: _MARKDOWN.sub(r"\\\1", part))


def plain_styles(text: str, bold: str, escape: Styled) -> str:
    """With bold marked, and raised digits as Unicode's."""
    pieces = re.split(r"\*([^*]+)\*", text)
    return "".join(
        bold.replace("{}", escape(plain(piece))) if at % 2 else escape(plain(piece))
        for at, piece in enumerate(pieces)
    )


def to_markdown(article: Article) -> str:
    """With front matter."""
    front = [f'title: "{article.title}"']
    front += [f"authors: [{', '.join(article.authors)}]"] if article.authors else []
    front += [f"year: {article.year}"] if article.year else []
    front += [f"doi: {article.doi}"] if article.doi else []
    head = "---\n" + "\n".join(front) + f"\n---\n\n# {_markdown_text(article.title)}\n\n"
    return head + "".join(_markdown_block(part, article) for part in article.parts)


def _markdown_block(part: Part, article: Article) -> str:
    text = _markdown_text(_joined(part, article))
    if part.kind == "table":
        rows = [part.columns, ["---"] * len(part.columns), *part.rows]
        lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
        return text + "\n\n" + "\n".join(lines) + "\n\n"
    if part.kind == "code":
        return f"```\n{part.text}\n```\n\n"
    if part.kind == "item":
        return f"{'   ' * (part.level - 1)}{part.mark or '-'} {text}\n"
    pattern = {
        "heading": "#" * (part.level + 1) + " {}\n\n",
        "quotation": "> {}\n\n",
        "turn": f"**{part.name}:** {{}}\n\n",
        "field": f"{part.name}: {{}}\n\n",
        "footnote": f"[^{part.mark}]: {{}}\n\n",
        "reference": f"{part.mark.strip('[].')}. {{}}\n",
    }.get(part.kind, "{}\n\n")
    return ("\n" if part.kind in ("paragraph", "heading") else "") + pattern.replace("{}", text)


def _cell(text: str) -> str:
    return text if set(text) == {"-"} else _markdown_text(text)


def to_text(article: Article) -> str:
    """Lines of at most 88 characters, headings numbered, a table with columns of spaces."""
    import textwrap

    out = [article.title, ", ".join(article.authors), ""]
    numbers = [0, 0, 0]
    for part in article.parts:
        text = plain(_joined(part, article))
        if part.kind == "heading":
            numbers[part.level - 1] += 1
            numbers[part.level :] = [0] * (3 - part.level)
            out += ["", f"{'.'.join(str(n) for n in numbers[: part.level])} {text}", ""]
        elif part.kind == "code":
            out += [*(f"    {line.text}" for line in part.sentences), ""]
        elif part.kind == "table":
            out += [text, "", *_aligned(part), ""]
        else:
            before = {"item": f"{'  ' * part.level}{part.mark or '-'} "}.get(part.kind, "")
            before = f"{part.name}: " if part.name else before or (part.mark and f"{part.mark} ")
            after = " " * len(before) if part.kind == "item" else ""
            out += textwrap.wrap(before + text, 88, subsequent_indent=after, break_on_hyphens=False)
            out += [] if part.kind == "item" else [""]
    return "\n".join(out) + "\n"


def _aligned(part: Part) -> Iterator[str]:
    rows = [tuple(map(plain, row)) for row in (part.columns, *part.rows)]
    widths = [max(map(len, column)) + 3 for column in zip(*rows, strict=True)]
    for row in rows:
        yield "".join(c.ljust(width) for c, width in zip(row, widths, strict=True)).rstrip()
