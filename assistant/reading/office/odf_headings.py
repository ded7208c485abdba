"""Headings of an OpenDocument text in which no paragraph has the style of one."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reading.office.bold_headings import Paragraph, bold_headings
from assistant.reading.office.odf_styles import Styles
from assistant.reading.office.package import Element, attribute

_APART = ("text:list", "table:table")  # what has paragraphs that are no headings
_NAMED = frozenset(("title", "subtitle", "caption"))


def unstyled_headings(body: Element, styles: Styles) -> dict[Element, int]:
    """The level of each paragraph that looks like a heading; none where headings have a style."""
    if next(body.iter("text:h"), None) is not None:
        return {}
    parts = [each for each in _parts(body) if each.tag in _APART or _text(each)]
    paragraphs = [each for each in parts if each.tag not in _APART]
    found = bold_headings(
        [
            Paragraph(
                _text(each),
                _is_bold(each, styles),
                styles.get("paragraph", attribute(each, "text:style-name")).size,
                each is parts[-1],
            )
            for each in paragraphs
        ]
    )
    return {paragraphs[at]: level for at, level in found.items()}


def _text(paragraph: Element) -> str:
    return "".join(paragraph.itertext()).strip()


def _parts(container: Element) -> Iterator[Element]:
    for each in container:
        if each.tag == "text:p" or each.tag in _APART:
            yield each
        elif each.tag == "text:section":
            yield from _parts(each)


def _is_bold(paragraph: Element, styles: Styles) -> bool:
    style = styles.get("paragraph", attribute(paragraph, "text:style-name"))
    if _NAMED.intersection(style.names):
        return False
    if style.bold:
        return True
    said = [paragraph.text or "", *(each.tail or "" for each in paragraph)]
    spans = [each for each in paragraph if _text(each)]
    return not any(text.strip() for text in said) and all(
        each.tag == "text:span" and styles.get("text", attribute(each, "text:style-name")).bold
        for each in spans
    )
