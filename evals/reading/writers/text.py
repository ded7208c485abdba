"""The article as Markdown and as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator

from evals.reading.inline import plain
from evals.reading.truth import Article, Part
from evals.reading.writers.markup import joined

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


def _markdown_text(text: str) -> str:
    """Raised digits stay Unicode's: Markdown has nothing for them."""
    return _styled(text, bold="**{}**", escape=lambda part: _MARKDOWN.sub(r"\\\1", part))


def _styled(text: str, bold: str, escape: Callable[[str], str]) -> str:
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
    text = _markdown_text(joined(part, article))
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
    out = [article.title, ", ".join(article.authors), ""]
    numbers = [0, 0, 0]
    for part in article.parts:
        text = plain(joined(part, article))
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
