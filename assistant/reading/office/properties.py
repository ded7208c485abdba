"""What documents say of themselves: title, authors and year, without what programs put in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.reading.document import Source
from assistant.reading.office.package import Element, Package, child, related, relations

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|(?:word|powerpoint|excel|openoffice|libreoffice)"
    r"[ -]?(?:document|presentation|präsentation)?|présentation powerpoint"
    r"|presentación de powerpoint|(?:untitled|unbenannt|sans titre|sin título)\b.{0,20}"
    r"|(?:new |blank )?(?:document|dokument|presentation|spreadsheet|workbook|book|page|slide|folie"
    r"|notebook|template|title|home|index|doc) ?\d{0,4}|slide \d+|no slide title|\W*"
    r"|.{0,200}\.(?:docx?|pptx?|xlsx?|odt|ods|odp|rtf|pdf|html?|tex|dotx?))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:microsoft )?office(?:-| )?(?:user|benutzer)?|user\d{0,3}|admin(?:istrator)?|owner"
    r"|author|unknown|anonymous|python-(?:docx|pptx)|openpyxl|xlsxwriter|steve canny|windows.user"
    r"|default|pc|home|\W*)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,200}")
_MAX = 500


def title_of(*candidates: str | None) -> str:
    """The first that is a title, and no program's default."""
    for candidate in candidates:
        title = " ".join((candidate or "").split())
        if title and len(title) <= _MAX and not _NO_TITLE.fullmatch(title):
            return title
    return ""


def authors_of(names: Iterable[str | None]) -> str:
    """The names of people, parted by commas."""
    found = [" ".join((name or "").split()) for name in names]
    kept = [name for name in found if name and not _NO_AUTHOR.fullmatch(name)]
    return ", ".join(dict.fromkeys(kept))[:_MAX]


def year_of(*dates: str | None) -> int | None:
    """The first year that a date names."""
    for date in dates:
        if match := _YEAR.search(date or ""):
            return int(match.group())
    return None


def doi_of(*texts: str | None) -> str:
    """The first DOI in these."""
    for text in texts:
        if match := _DOI.search(text or ""):
            return match.group().rstrip(".,;)")
    return ""


def language_of(*codes: str | None) -> str:
    """ISO 639-1 code of a language tag such as "en-GB"; "" where there is none."""
    for code in codes:
        language = (code or "").strip().lower().replace("_", "-").split("-")[0]
        if len(language) == 2 and language.isalpha():
            return language
    return ""


def core_properties(package: Package, shown_title: str = "") -> tuple[Source, str]:
    """What an Office file says of itself, and its language.

    No year: a file keeps the day on which the template was made that it is from.

    shown_title: the title that stands in the document, which was seen more often than a property.
    """
    part = related(relations(package, ""), "core-properties") or "docProps/core.xml"
    root = package.xml(part)
    source = Source(
        title=title_of(shown_title, _text(root, "dc:title")),
        authors=authors_of(re.split(r"[;\n]", _text(root, "dc:creator"))),
        doi=doi_of(_text(root, "dc:identifier")),
    )
    return source, language_of(_text(root, "dc:language"))


def _text(root: Element | None, name: str) -> str:
    found = child(root, name)
    return (found.text or "") if found is not None else ""
