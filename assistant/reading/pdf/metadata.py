"""What a PDF says of itself: its title, its authors, its year, its DOI."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.document import Source
from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.engine import Pdf
from assistant.reading.pdf.front_matter import names_of

_DOI = re.compile(r"\b10\.\d{4,9}/[-._;()/:a-zA-Z0-9]{2,100}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATED = re.compile(r"published|received|accepted|©|\(c\)|copyright|\bdate\b", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"\.(?:docx?|dotx?|pdf|tex|indd|qxd|odt|rtf|pptx?|xlsx?|pages|dvi|ps|eps|fm|wpd|html?)\s*$"
    r"|^(?:microsoft (?:word|powerpoint|excel)\b|untitled|unbenannt|document\d*$|slide \d+$|title$"
    r"|no title|\(?null\)?$|layout \d|page \d|print|scan\d*$|full page|pii:|doi:|\S+\s*\.\.\s*\d+$)"
    r"|^(?=\D*+\d)[\w.-]++$|^[a-z0-9_-]+$",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NO_TITLE = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})?\.? )?(?:table of contents|contents|introduction|abstract|summary"
    r"|preface|foreword|inhalt(?:sverzeichnis)?|einleitung|zusammenfassung|executive summary"
    r"|list of (?:figures|tables))[.:]?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}})?,?(?: \d{{4}})?|[\d\s./-]{{1,20}}"
    r"|(?:dear|to|from|subject|re)\b.{0,200}[,:]|to: .{0,200}|(?:page|seite) \d{1,5}",
    re.IGNORECASE,
)
"""What stands large on first pages, and names no document: sections, dates, salutations."""
_TOOL = re.compile(
    r"^(?:administrator|admin|user|owner|unknown|author|root|windows|microsoft|hp|dell|lenovo|pc\b"
    r"|adobe|latex|tex\b|\W*$)",
    re.IGNORECASE,
)
_LONGEST = 300  # characters


def source_of(pdf: Pdf, drafts: Sequence[Draft], front: Sequence[Draft]) -> Source:
    """From the file's own data, and from its first page where that has none or bad ones.

    front: what stands between title and text.
    """
    first = [draft for draft in drafts if draft.page == 1]
    text = "\n".join(draft.text for draft in first)
    title = pdf.info("Title")
    if not _is_title(title):
        title = _printed_title(first)
    authors = pdf.info("Author")
    if not _are_authors(authors):
        names = next((found for draft in front if (found := names_of(draft))), [])
        authors = ", ".join(names)
    doi = _doi(pdf, text)
    return Source(
        title=title[:_LONGEST],
        authors=authors[:_LONGEST],
        year=_year(first, front),
        doi=doi,
    )


def _is_title(title: str) -> bool:
    words = title.split()
    if _NO_TITLE.fullmatch(title.strip()):
        return False
    return len(words) > 1 and len(title) >= 8 and _FILE_NAME.search(title.strip()) is None


def _printed_title(first: Sequence[Draft]) -> str:
    """The largest heading of the first page, if it is above the others."""
    headings = [
        draft
        for draft in first
        if draft.kind == "heading" and not _NO_TITLE.fullmatch(draft.text.strip())
    ]
    if not headings:
        return ""
    largest = max(headings, key=lambda draft: draft.size)
    same = [draft for draft in headings if draft.size >= 0.97 * largest.size]
    return "" if len(same) > 1 else largest.text


def _are_authors(authors: str) -> bool:
    return len(authors) > 3 and _TOOL.match(authors) is None and "@" not in authors


def _doi(pdf: Pdf, text: str) -> str:
    """Its own: that of its data, or the first one printed on its first page."""
    for place in (pdf.info("doi"), pdf.info("Subject"), pdf.info("Keywords"), text):
        if match := _DOI.search(place):
            return match.group().rstrip(".,;)")
    return ""


def _year(first: Sequence[Draft], front: Sequence[Draft]) -> int | None:
    """As the first page dates it. The day on which the file was made says little of its text."""
    dated = [draft for draft in first if draft.kind != "field" and _DATED.search(draft.text)]
    for draft in (*front, *dated):
        if len(draft.text) < _LONGEST and (match := _YEAR.search(draft.text)):
            return int(match.group())
    return None
