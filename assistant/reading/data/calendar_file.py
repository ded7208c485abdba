"""Read calendars (.ics) and address cards (.vcf): an event or a person each under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.structure import Structure

_LINE = re.compile(r"[^\r\n]+")
_HEAD = re.compile(
    r"(?:[\w-]{1,60}\.)?([A-Za-z-]{1,60})((?:;[^:;=\"]{1,60}=(?:\"[^\"]*\"|[^:;\"]*))*):"
)
_PARAMETER = re.compile(r";([^=;:]{1,60})=(?:\"([^\"]*)\"|([^:;\"]*))")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?")
_TITLES = ("SUMMARY", "FN")
_PARTS = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VCARD"))
_LABELS = {
    "DTSTART": "Start", "DTEND": "End", "DUE": "Due", "DURATION": "Duration", "LOCATION": "Place",
    "DESCRIPTION": "Description", "ORGANIZER": "Organizer", "ATTENDEE": "Attendee",
    "RRULE": "Repeats", "EXDATE": "Except", "STATUS": "Status", "CATEGORIES": "Categories",
    "URL": "URL", "COMMENT": "Comment", "COMPLETED": "Completed", "PRIORITY": "Priority",
    "CONTACT": "Contact", "TEL": "Telephone", "EMAIL": "Email", "ADR": "Address",
    "ORG": "Organization", "TITLE": "Title", "ROLE": "Role", "NOTE": "Note", "BDAY": "Birthday",
    "NICKNAME": "Nickname", "X-WR-CALNAME": "Calendar", "X-WR-CALDESC": "Description",
}  # fmt: skip
"""What is shown of what a file says; the rest is of programs for one another."""


@dataclass(slots=True)
class _Property:
    name: str
    parameters: dict[str, str]
    runs: list[Run]


@dataclass(slots=True)
class _Part:
    properties: list[_Property] = field(default_factory=list)


def read_calendar(text: str) -> Structure:
    """Structure a calendar or address cards."""
    outline = Outline(text)
    parts: list[_Part] = [_Part()]
    left_out = 0  # alarms and time zones that are open
    for one in _properties(text):
        value = "".join(run.text for run in one.runs).strip().upper()
        if one.name == "BEGIN":
            if value in _PARTS:
                _write(outline, parts[-1], named=len(parts) > 1)
                parts.append(_Part())
            elif value != "VCALENDAR":
                left_out += 1
        elif one.name == "END":
            if value in _PARTS:
                _write(outline, parts.pop() if len(parts) > 1 else parts[0], named=True)
            elif value != "VCALENDAR" and left_out:
                left_out -= 1
        elif not left_out:
            parts[-1].properties.append(one)
    for part in parts:
        _write(outline, part, named=len(parts) > 1)
    return outline.structure()


def _write(outline: Outline, part: _Part, *, named: bool) -> None:
    known, part.properties = part.properties, []
    title = next((one for one in known if one.name in _TITLES), None)
    if named:
        outline.enter()
        outline.heading(1, title.runs if title else ())
    for one in known:
        label = _LABELS.get(one.name)
        if one is title or label is None:
            continue
        runs = _value(one)
        first, *others = _lines(runs)
        if any(run.text.strip() for run in runs):
            outline.add("field", [loose(f"{label}: "), *first])
        for line in others:
            outline.add("paragraph", line)


def _lines(runs: list[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _value(one: _Property) -> list[Run]:
    if one.name in ("ATTENDEE", "ORGANIZER"):
        address = [run for run in one.runs if run.text.lower() != "mailto:"]
        name = one.parameters.get("CN", "")
        return [loose(f"{name}, "), *address] if name else address
    text = "".join(run.text for run in one.runs)
    if (match := _MOMENT.fullmatch(text)) and one.name in ("DTSTART", "DTEND", "DUE", "COMPLETED"):
        zone = "UTC" if match[6] else one.parameters.get("TZID", "")
        clock = f" {match[4]}:{match[5]}" if match[4] else ""
        shown = f"{match[1]}-{match[2]}-{match[3]}{clock}{f' ({zone})' if zone else ''}"
        return [Run(one.runs[0].start, one.runs[-1].end, shown)]
    if one.name in ("ADR", "ORG"):
        return [
            replaced
            for run in one.runs
            for replaced in (Run(run.start, run.end, re.sub(r";+", ", ", run.text).strip(", ")),)
        ]
    return one.runs


def _properties(text: str) -> Iterator[_Property]:
    """Each line with what goes on below it, behind a blank."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if lines and match.group()[0] in " \t":
            lines.append((match.start() + 1, match.end()))
            continue
        yield from _property(text, lines)
        lines = [match.span()]
    yield from _property(text, lines)


def _property(text: str, lines: list[tuple[int, int]]) -> Iterator[_Property]:
    if not lines:
        return
    whole = "".join(text[start:end] for start, end in lines)
    head = _HEAD.match(whole)
    if head is None:
        return
    parameters = {match[1].upper(): match[2] or match[3] for match in _PARAMETER.finditer(head[2])}
    runs: list[Run] = []
    passed = head.end()
    for start, end in lines:
        begin = min(end, start + passed)
        passed -= begin - start
        runs += _unescaped(text, begin, end)
    yield _Property(head[1].upper(), parameters, runs)


def _unescaped(text: str, start: int, end: int) -> Iterator[Run]:
    at = start
    mail = re.compile(r"mailto:", re.IGNORECASE).match(text, start, end)
    if mail:
        yield Run(*mail.span(), mail.group())
        at = mail.end()
    for match in _ESCAPE.finditer(text, at, end):
        yield Run(at, match.start(), text[at : match.start()])
        yield Run(*match.span(), "\n" if match[1] in "nN" else match[1])
        at = match.end()
    yield Run(at, end, text[at:end])
