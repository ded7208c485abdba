"""The numbers behind charts of Office documents, as a table."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reading.office.grid import Cell
from assistant.reading.office.number_formats import shown
from assistant.reading.office.package import Element, attribute, child, children
from assistant.reading.runs import Run, loose

_MOST_POINTS = 10_000


def chart_table(root: Element) -> tuple[list[list[Cell]], list[Run]]:
    """A row for each category and a column for each series, the first row with names; the title.

    No rows where the file holds no numbers of the chart.
    """
    chart = child(root, "c:chart")
    series = [each for plot in _plots(chart) for each in children(plot, "c:ser")]
    names = ["".join(_cached(child(each, "c:tx")).values()) for each in series]
    values = [_cached(_first(each, "c:val", "c:yVal")) for each in series]
    categories: dict[int, str] = {}
    for each in series:
        categories |= _cached(_first(each, "c:cat", "c:xVal"))
    points = sorted({*categories, *(point for cached in values for point in cached)})
    if not any(values):
        return [], []
    rows = [[Cell(), *(Cell([loose(name)]) for name in names)]]
    for point in points[:_MOST_POINTS]:
        cells = [categories.get(point, ""), *(cached.get(point, "") for cached in values)]
        rows.append([Cell([loose(text)] if text else []) for text in cells])
    title = [loose(each.text or "") for each in _texts(child(chart, "c:title"))]
    return rows, title


def _plots(chart: Element | None) -> Iterator[Element]:
    area = child(chart, "c:plotArea")
    return (each for each in area if each.tag.endswith("Chart")) if area is not None else iter(())


def _first(element: Element, *names: str) -> Element | None:
    return next((each for each in element if each.tag in names), None)


def _texts(element: Element | None) -> Iterator[Element]:
    return element.iter("a:t") if element is not None else iter(())


def _cached(element: Element | None) -> dict[int, str]:
    """What a reference to cells last gave, by the number of the point."""
    found: dict[int, str] = {}
    for cache in element.iter() if element is not None else ():
        if cache.tag not in ("c:strCache", "c:numCache", "c:strLit", "c:numLit"):
            continue
        code = child(cache, "c:formatCode")
        for point in children(cache, "c:pt"):
            number, value = attribute(point, "idx"), child(point, "c:v")
            if number.isdecimal() and len(number) < 9 and value is not None and value.text:
                text = value.text
                shows = code is not None and code.text
                found[int(number)] = (
                    shown(text, code.text or "") if shows and code is not None else text
                )
        break
    return found
