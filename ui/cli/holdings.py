"""Files of the corpus for a terminal: as plain text, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from assistant.errors import UsageError
from assistant.printable import one_line
from ui.cli.console import say
from ui.counted import counted

if TYPE_CHECKING:
    from assistant.corpus.filter import Filter
    from assistant.corpus.status import Holding

_NAMED = 5  # files in a line
GUESSED = " (guessed)"
"""Behind what only the document says of itself."""


def chosen(found: Sequence[Holding], wanted: Filter | None, state: str | None) -> Sequence[Holding]:
    """Those that the filter lets through, and that are in that state.

    Raises:
        UsageError: there is no such state, or the filter lets nothing through.
    """
    from assistant.corpus.status import State

    if state is not None and state not in get_args(State):
        raise UsageError(f"No state {state!r}: give one of {', '.join(get_args(State))}.")
    if wanted is not None:
        found = wanted.select(found)
    return [one for one in found if state is None or one.state == state]


def tell_sources(corpus: Path) -> None:
    """Say which fields of `sources.yaml` mean nothing, and which files it names are not there."""
    from assistant.corpus.metadata import absent, misspelt

    _tell_misspelt(misspelt(corpus))
    names = absent(corpus)
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        is_named = "1 file that is" if len(names) == 1 else f"{len(names):,} files that are"
        say(f"sources.yaml names {is_named} not there: {', '.join(names[:_NAMED])}{more}.")


def _tell_misspelt(fields: Mapping[str, Sequence[str]]) -> None:
    from assistant.reading.bibliography.sources import FIELDS

    named = [
        f"“{one_line(field)}” of {one_line(name)}{_meant(field, FIELDS)}"
        for name, several in fields.items()
        for field in several
    ]
    if named:
        more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
        known = ", ".join(sorted(FIELDS - {"file"}))
        say(
            f"sources.yaml has fields that mean nothing: {', '.join(named[:_NAMED])}{more}."
            f" ({known})"
        )


def _meant(field: str, known: Collection[str]) -> str:
    """The field that a misspelt one is near to, as a question."""
    near = get_close_matches(field.lower(), sorted(known), 1, _NEAR)
    return f" ({near[0]}?)" if near else ""


_NEAR = 0.6  # of the letters


def as_text(one: Holding) -> str:
    """Two or three lines: the title and state, the facts, why it cannot be read."""
    source, guessed = one.source, one.guessed
    facts = [one.name] if source.title else []
    facts += [source.authors + GUESSED * ("authors" in guessed)] if source.authors else []
    if source.year is not None:
        facts += [str(source.year) + GUESSED * ("year" in guessed)]
    facts += [counted(kind, count) for kind, count in one.units]
    facts += [f"{one.words:,} words"] if one.words is not None else []
    facts += [one.language] if one.language else []
    facts += [f"tagged {', '.join(one.source.tags)}"] if one.source.tags else []
    facts += [file_size(one.size)] if one.size is not None else []
    facts += [f"read as {one.unusual_encoding}"] if one.unusual_encoding else []
    title = one_line(one.title) + GUESSED * ("title" in guessed)
    lines = [f"{title}  [{one.state}]"]
    lines += [f"    {one_line(', '.join(facts))}"] if facts else []
    lines += [f"    {one_line(one.reason)}"] if one.reason else []
    lines += [f"    {told}"] if (told := "; ".join(_doubtful(one))) else []
    lines += [f"    {one_line(near)}"] if (near := nearly_the_same(one)) else []
    return "\n".join(lines)


def _doubtful(one: Holding) -> Iterator[str]:
    """What its reader was not sure of, in few words: `assistant show` says more."""
    report = one.report
    if report.recognised_pages:
        yield f"{_pages(report.recognised_pages)} recognised from pictures"
    if report.unread_pages:
        yield f"{_pages(report.unread_pages)} not read: a picture without text"
    if report.uncertain_pages:
        yield f"{_pages(report.uncertain_pages)} in doubt"
    if report.numbers_unread:
        yield f"{report.numbers_unread:,} of {report.numbers:,} numbers not read"


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_NAMED])) + " …" * (len(numbers) > _NAMED)
    return f"page {shown}" if len(numbers) == 1 else f"{len(numbers):,} pages ({shown})"


def as_object(one: Holding) -> dict[str, Any]:
    """The same for another program; see docs/reference/json.md."""
    return {
        "name": one.name,
        "title": one.title,
        "authors": one.source.authors,
        "year": one.source.year,
        "doi": one.source.doi,
        "guessed": list(one.guessed),
        "tags": list(one.source.tags),
        "state": one.state,
        "reason": one.reason,
        "same_as": one.same_as,
        "similar": [{"name": name, "share": share} for name, share in one.similar],
        "type": one.type,
        "language": one.language,
        "size": one.size,
        "words": one.words,
        "units": dict(one.units),
        "encoding": one.encoding,
        "recognised_pages": list(one.report.recognised_pages),
        "unread_pages": list(one.report.unread_pages),
        "uncertain_pages": list(one.report.uncertain_pages),
        "numbers_unread": one.report.numbers_unread,
        "modified": None if one.modified is None else one.modified.isoformat(timespec="seconds"),
    }


_ALIKE = 3
"""Documents that one is said to be nearly the same as."""


def nearly_the_same(one: Holding) -> str:
    """Which documents say nearly the same; "" where none does."""
    if not one.similar:
        return ""
    named = ", ".join(f"{name} ({share:.0%})" for name, share in one.similar[:_ALIKE])
    more = len(one.similar) - _ALIKE
    return f"nearly the same as {named}{f' and {more:,} more' if more > 0 else ''}"


def file_size(count: int) -> str:
    """Bytes for people: "7 KB"."""
    from ui.documents.view import size

    return size(count)
