"""Conversations that programs export as data: Slack, Telegram, Discord, assistants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from assistant.reading.data.nodes import Mapping, Node, Scalar, Sequence
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose

_TEXTS = ("text", "content", "message", "body")
_PEOPLE = (
    "real_name", "display_name", "global_name", "name", "from", "sender_name", "sender", "author",
    "username", "user", "role",
)  # fmt: skip
_WITHIN = ("user_profile", "author", "sender", "user", "from")
"""Where a person is described by several values."""
_TIMES = ("ts", "date", "timestamp", "created_at", "create_time", "time", "datetime")
_IDS = ("user", "id", "user_id", "from_id")
_FEWEST = 2  # messages
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?.{0,30}")
_LINK = re.compile(r"<(?:https?|mailto)[^<>|\s]{1,500}\|([^<>|]{1,200})>")
_PERSON = re.compile(r"<@([A-Z0-9]{1,20})(?:\|[^<>]{0,60})?>")


def is_conversation(node: Sequence) -> bool:
    """Whether nearly all of these records are what somebody said."""
    records = [one for one in node.items if isinstance(one, Mapping)]
    said = [one for one in records if _said(one) and _who(one)]
    return len(said) >= _FEWEST and len(said) * 2 > len(node.items)


def write_messages(outline: Outline, node: Sequence) -> None:
    """Write who said what, message by message: "[2024-02-29 16:00] Nadia Ferris: …"."""
    known = _people(node)
    for record in node.items:
        if not isinstance(record, Mapping):
            continue
        who, said = _who(record), _said(record)
        if not said:
            continue
        name = known.get(who.text) if who else None
        runs = [Run(who.runs[0].start, who.runs[-1].end, name or who.text)] if who else []
        time = _time(record)
        outline.add(
            "turn" if who else "paragraph",
            [*time, *runs, *([loose(": ")] if runs else []), *_shown(said, known)],
        )


def _people(node: Sequence) -> dict[str, str]:
    """Names by the codes that stand for them."""
    known: dict[str, str] = {}
    for record in node.items:
        if isinstance(record, Mapping) and (who := _who(record)):
            for one in record.scalars(*_IDS):
                if one.text != who.text:
                    known.setdefault(one.text, who.text)
    return known


def _who(record: Mapping) -> Scalar | None:
    inner = [value for name in _WITHIN if isinstance(value := record.get(name), Mapping)]
    for mapping in (*inner, record):
        for one in mapping.scalars(*_PEOPLE):
            if one.text.strip() and one.text != "null":
                return one
    return None


def _said(record: Mapping) -> list[Run]:
    """The words of a message; they may be in parts."""
    for name in _TEXTS:
        runs = list(_parts(record.get(name)))
        if any(run.text.strip() for run in runs):
            return runs
    return []


def _parts(node: Node | None) -> Iterator[Run]:
    if isinstance(node, Scalar):
        yield from node.runs if node.text != "null" else ()
    elif isinstance(node, Sequence):
        for one in node.items:
            inner = one.get("text") if isinstance(one, Mapping) else one
            if isinstance(inner, Scalar):
                yield from inner.runs


def _shown(runs: list[Run], known: dict[str, str]) -> Iterator[Run]:
    """The words without the marks of links, and with names for codes of people."""
    for run in runs:
        text = _PERSON.sub(lambda match: f"@{known.get(match[1], match[1])}", run.text)
        text = _LINK.sub(r"\1", text)
        yield run if text == run.text else Run(run.start, run.end, text)


def _time(record: Mapping) -> list[Run]:
    """When a message was sent, in brackets; [] where that cannot be told."""
    for one in record.scalars(*_TIMES):
        shown = ""
        if match := _ISO.fullmatch(one.text):
            shown = f"{match[1]} {match[2]}"
        elif _EPOCH.fullmatch(one.text):
            seconds = float(one.text) / (1000 if len(one.text.split(".")[0]) > 10 else 1)
            shown = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}"
        if shown:
            place = Run(one.runs[0].start, one.runs[-1].end, shown)
            return [loose("["), place, loose("] ")]
    return []
