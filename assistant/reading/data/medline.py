"""Read records of PubMed as it exports them in text (.nbib, .txt): a tag, a dash, a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.document import Source
from assistant.reading.office.properties import authors_of, title_of, year_of
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.structure import Structure

_LINE = re.compile(r"[^\r\n]+")
_TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- (?=\S)")
_BEGINS = re.compile(r"\s{0,99}PMID- {1,3}\d{1,9}[ \t]{0,9}\r?\n(?:[A-Z][A-Z0-9]{1,3} {0,3}- )")
_LABELS = {
    "PMID": "PMID", "AU": "Author", "CN": "Group", "DP": "Published", "JT": "Journal",
    "SO": "Source", "AID": "Identifier", "LID": "Identifier", "PT": "Type", "MH": "Subject",
    "OT": "Keyword", "LA": "Language", "AD": "Affiliation", "GR": "Grant", "RN": "Substance",
    "NM": "Substance", "COIS": "Conflicts of interest", "PMC": "PMC", "TT": "Original title",
}  # fmt: skip
"""What is shown of a record besides its title and abstract; the rest is of the database."""
_JOINED = ("AU", "PT", "MH", "OT", "RN")
_DOI = re.compile(r"(10\.\d{4,9}/\S{1,200}) \[doi\]")


@dataclass(slots=True)
class _Field:
    tag: str
    runs: list[Run]

    @property
    def text(self) -> str:
        return " ".join("".join(run.text for run in self.runs).split())


def is_medline(text: str) -> bool:
    """Whether a text is such an export."""
    return _BEGINS.match(text) is not None


def read_medline(text: str) -> Structure:
    """Structure records: each under its title; one alone says what the document is."""
    outline = Outline(text)
    records = _records(text)
    for record in records:
        _write(outline, record)
    return outline.structure(source=_source(records[0]) if len(records) == 1 else None)


def _records(text: str) -> list[list[_Field]]:
    records: list[list[_Field]] = []
    for match in _LINE.finditer(text):
        tag = _TAGGED.match(match.group())
        if tag:
            if tag[1] == "PMID" or not records:
                records.append([])
            start = match.start() + tag.end()
            records[-1].append(_Field(tag[1], [Run(start, match.end(), text[start : match.end()])]))
        elif records and records[-1] and match.group()[0] in " \t":
            bare = match.group().strip()
            start = match.end() - len(match.group().lstrip())
            last = records[-1][-1].runs
            last += [loose(" "), Run(start, start + len(bare), bare)]
    return records


def _write(outline: Outline, record: Sequence[_Field]) -> None:
    titles = [one for one in record if one.tag in ("TI", "BTI")] or record[:1]
    outline.enter()
    outline.heading(1, titles[0].runs)
    for one in record:
        if one.tag in ("AB", "OAB"):
            outline.add("paragraph", one.runs)
    done: set[str] = set()
    for one in record:
        label = _LABELS.get(one.tag)
        if label is None or one.tag in done:
            continue
        same = [other for other in record if other.tag == one.tag]
        if one.tag in _JOINED:
            done.add(one.tag)
            runs = [run for other in same for run in (loose("; "), *other.runs)][1:]
            outline.add("field", [loose(f"{label}{'s' * (len(same) > 1)}: "), *runs])
        else:
            outline.add("field", [loose(f"{label}: "), *one.runs])


def _source(record: Sequence[_Field]) -> Source:
    def first(*tags: str) -> str:
        return next((one.text for one in record if one.tag in tags), "")

    dois = (_DOI.search(one.text) for one in record if one.tag in ("LID", "AID"))
    doi = next((match[1] for match in dois if match), "")
    names = [one.text for one in record if one.tag == "AU"]
    title = title_of(first("TI", "BTI").removesuffix("."))
    return Source(
        title=title,
        authors=authors_of(names),
        year=year_of(first("DP")),
        journal=first("JT", "TA"),
        doi=doi,
    )
