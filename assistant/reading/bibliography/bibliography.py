"""Bibliographies that lie beside documents: BibTeX, RIS, CSL-JSON and Zotero's RDF.

Each entry says what a document is, and which file it is of: by a file's name or path, a DOI, or a
title. See `assistant.reading.bibliography.matching`.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from assistant.reading.bibliography.bibtex_values import resolved, strings_of
from assistant.reading.document import Source

_MOST_TAGS = 20
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}]{1,200}")
_BETWEEN = re.compile(r"(?<!\\)[;\n]")
_PARTS = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\([:;_&#%$])")
_OTHERS = "et al."
_PATH = re.compile(r".{1,500}\.\w{1,8}")


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry. key: its name in the bibliography; files: paths as they stand there."""

    source: Source
    key: str = ""
    files: tuple[str, ...] = ()


def read_bibliography(suffix: str, data: bytes) -> tuple[Reference, ...]:
    """The entries of a bibliography.

    suffix: of its name, one of `BIBLIOGRAPHIES`, in lower case.

    Raises:
        ValueError: it is none, in words that go on after "it is no bibliography".
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what older reference managers write
    try:
        return tuple(one for one in BIBLIOGRAPHIES[suffix](text) if one.source != Source())
    except RecursionError:
        raise ValueError("that can be read: it is nested too deeply") from None
    except Exception as error:  # whatever the libraries make of a damaged file
        kind = "" if type(error) is ValueError else f" ({type(error).__name__})"
        raise ValueError(f"that can be read{kind}: export it again") from error


def _bibtex(text: str) -> Iterator[Reference]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text, parse_stack=[])
    if not library.entries and text.strip():
        raise ValueError
    strings = strings_of((one.key, str(one.value)) for one in library.strings)
    latex = LatexDecodingMiddleware()
    for entry in library.entries:
        for one in entry.fields:
            one.value = resolved(str(one.value), strings)
        files = [str(one.value) for one in entry.fields if one.key.lower() == "file"]
        wanted = [one for one in entry.fields if one.key.lower() in _WANTED]
        # Slow, and mostly not needed.
        entry.fields = [one for one in wanted if any(mark in str(one.value) for mark in "\\$~")]
        if entry.fields:
            latex.transform_entry(entry, library)
        fields = {one.key.lower(): _unbraced(str(one.value)) for one in wanted}
        yield _reference(
            fields,
            authors=_people(fields.get("author", "")),
            key=entry.key,
            files=[path for value in files for path in _paths(value)],
            tags=re.split(r"[,;]", fields.get("keywords", "")),
        )


_WANTED = frozenset(
    ("title", "author", "year", "date", "journal", "journaltitle", "booktitle", "volume")
) | frozenset(("number", "issue", "pages", "doi", "keywords"))


def _ris(text: str) -> Iterator[Reference]:
    import rispy

    entries = rispy.loads(text)
    if not entries and text.strip():
        raise ValueError
    for entry in entries:
        pages = [entry.get(name, "") for name in ("start_page", "end_page")]
        fields = {
            "title": entry.get("title") or entry.get("primary_title") or "",
            "year": entry.get("year") or entry.get("publication_year") or entry.get("date") or "",
            "journal": next((entry[name] for name in _RIS_JOURNALS if entry.get(name)), ""),
            "volume": entry.get("volume", ""),
            "number": entry.get("number", ""),
            "pages": "–".join(page for page in pages if page),
            "doi": entry.get("doi", ""),
        }
        named = [entry.get(name, "") for name in ("file_attachments1", "file_attachments2")]
        files = [
            path for value in named for path in (value if isinstance(value, list) else [value])
        ]
        yield _reference(
            fields,
            authors=map(_in_order, entry.get("authors") or entry.get("first_authors") or ()),
            key=str(entry.get("id", "")),
            files=[path for value in files for path in _paths(value)],
            tags=entry.get("keywords", ()),
        )


_RIS_JOURNALS = ("journal_name", "secondary_title", "alternate_title3", "alternate_title2")


def _csl(text: str) -> Iterator[Reference]:
    entries = json.loads(text)
    entries = entries.get("items") if isinstance(entries, dict) else entries
    if not isinstance(entries, list) or not all(map(_is_csl, entries)):
        raise ValueError
    for entry in entries:
        dated = entry.get("issued") or {}
        parts = dated.get("date-parts") or [[dated.get("raw") or dated.get("literal") or ""]]
        fields = {
            "title": entry.get("title", ""),
            "year": str(parts[0][0]) if parts and parts[0] else "",
            "journal": entry.get("container-title", ""),
            "volume": entry.get("volume", ""),
            "number": entry.get("issue", ""),
            "pages": entry.get("page", ""),
            "doi": entry.get("DOI", ""),
        }
        authors = (
            one.get("literal") or f"{one.get('given', '')} {one.get('family', '')}"
            for one in entry.get("author", ())
        )
        attached = [one.get("path", "") for one in entry.get("attachments", ())]
        yield _reference(
            fields,
            authors=authors,
            key=str(entry.get("citation-key") or entry.get("id") or ""),
            files=[*attached, *_paths(entry.get("file", ""))],
            tags=re.split(r"[,;]", str(entry.get("keyword", ""))),
        )


def _is_csl(entry: object) -> bool:
    return isinstance(entry, dict) and "type" in entry and ("title" in entry or "DOI" in entry)


_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FOAF = "{http://xmlns.com/foaf/0.1/}"
_BIB = "{http://purl.org/net/biblio#}"
_PRISM = "{http://prismstandard.org/namespaces/1.2/basic/}"
_PART_OF = "{http://purl.org/dc/terms/}isPartOf"
_LINK = "{http://purl.org/rss/1.0/modules/link/}link"
_Z = "{http://www.zotero.org/namespaces/export#}"


def _zotero(text: str) -> Iterator[Reference]:
    from defusedxml.ElementTree import fromstring

    root = fromstring(text)
    if root.tag != f"{_RDF}RDF":
        raise ValueError
    described = {one.get(f"{_RDF}about", ""): one for one in root}
    for one in root:
        if one.findtext(f"{_Z}itemType", "attachment") in ("attachment", "note"):
            continue
        attached = [described.get(each.get(f"{_RDF}resource", "")) for each in one.iter(_LINK)]
        within = [each.get(f"{_RDF}resource", "") for each in one.iter(_PART_OF)]
        journal = next((described[name] for name in within if name in described), None)
        journal = one.find(".//" + _BIB + "Journal") if journal is None else journal
        around = one if journal is None else journal
        identifiers = [
            each.text or "" for part in (one, around) for each in part.iter(f"{_DC}identifier")
        ]
        fields = {
            "title": one.findtext(f"{_DC}title", ""),
            "year": one.findtext(f"{_DC}date", ""),
            "journal": "" if journal is None else journal.findtext(f"{_DC}title", ""),
            "volume": around.findtext(f"{_PRISM}volume", ""),
            "number": around.findtext(f"{_PRISM}number", ""),
            "pages": one.findtext(f"{_BIB}pages", ""),
            "doi": " ".join(identifiers),
        }
        yield _reference(
            fields,
            authors=[
                " ".join(person.findtext(f"{_FOAF}{part}", "") for part in ("givenName", "surname"))
                for people in one.iter(f"{_BIB}authors")
                for person in people.iter(f"{_FOAF}Person")
            ],
            files=[
                each.get(f"{_RDF}resource", "")
                for part in attached
                if part is not None
                for each in part.iter(f"{_RDF}resource")
            ],
            tags=[each.text or "" for each in one.iter(f"{_DC}subject")],
        )


BIBLIOGRAPHIES: Mapping[str, Callable[[str], Iterator[Reference]]] = MappingProxyType(
    {".bib": _bibtex, ".ris": _ris, ".json": _csl, ".rdf": _zotero}
)
"""By lower-case suffix."""


def _reference(
    fields: Mapping[str, Any],
    *,
    authors: Iterable[str],
    key: str = "",
    files: Iterable[str] = (),
    tags: Iterable[str] = (),
) -> Reference:
    texts = {name: _line(value) for name, value in fields.items()}
    year = _YEAR.search(texts.get("year") or texts.get("date", ""))
    doi = _DOI.search(texts.get("doi", ""))
    return Reference(
        Source(
            title=texts.get("title", ""),
            authors=_listed(filter(None, map(_line, authors))),
            year=int(year[0]) if year else None,
            journal=_journal(texts),
            doi=doi[0].rstrip(".,;)") if doi else "",
            tags=tuple(dict.fromkeys(filter(None, map(_line, tags))))[:_MOST_TAGS],
        ),
        key=_line(key),
        files=tuple(dict.fromkeys(filter(None, map(_line, files)))),
    )


def _journal(texts: Mapping[str, str]) -> str:
    """As it is cited: "Frontiers in Neurology 15(2):100–110"."""
    name = texts.get("journal") or texts.get("journaltitle") or texts.get("booktitle", "")
    number = texts.get("number") or texts.get("issue", "")
    volume = texts.get("volume", "") + (f"({number})" if number else "")
    pages = re.sub(r"-{1,3}", "–", texts.get("pages", ""))
    place = ":".join(part for part in (volume, pages) if part)
    return f"{name} {place}".strip() if name else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names).replace(f", {_OTHERS}", f" {_OTHERS}")


def _people(names: str) -> Iterator[str]:
    """The names of a BibTeX field; "and others" is "et al."."""
    *people, last = map(_in_order, _line(names).split(" and "))
    yield from people
    yield _OTHERS if people and last == "others" else last


def _in_order(name: str) -> str:
    """A name that may have its last part first: "Smith, John" becomes "John Smith"."""
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma else name


def _unbraced(text: str) -> str:
    return text.replace("{", "").replace("}", "")


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _paths(value: object) -> list[str]:
    """The paths of a `file` field: "Full Text:files/1/a.pdf:application/pdf;…", or bare ones."""
    found: list[str] = []
    for one in _BETWEEN.split(str(value)[:20_000]):
        parts = [_ESCAPED.sub(r"\1", part) for part in _PARTS.split(one)]
        paths = [part for part in parts if _PATH.fullmatch(part.strip()) and "/x-" not in part]
        found += paths[-1:]
    return found
