"""A conversation as Markdown (CommonMark). Text of documents and questions stays plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.messages import MESSAGES
from assistant.printable import one_line
from ui.export.content import LEDE, Exchange, Line, Source, date, exchanges, program
from ui.kept_answers import Documents, none

if TYPE_CHECKING:
    from assistant.history.conversation import KeptConversation

_MARKUP = re.compile(r"([\\`*_\[\]<>&|~$])")
# A list, a heading, a rule or a heading's underline, but only where a line begins.
_BEGINNING = re.compile(r"^(\s*)([-+=#:]|\d{1,9}(?=[.)]))")
# Some readers of Markdown make links of bare addresses.
_ADDRESS = re.compile(r"(?i)(?<=\w):(?=//)|(?<=\bwww)\.|@")


def markdown(conversation: KeptConversation, documents: Documents = none) -> str:
    """The whole conversation: questions, answers with their markers, and the quotes.

    documents: as in `ui.export.content.answers`.
    """
    head = [
        f"# {_plain(conversation.name)}",
        f"{date(conversation.made)} · {program()}",
        LEDE,
    ]
    parts = [part for one in exchanges(conversation, documents) for part in _exchange(one)]
    return "\n\n".join([*head, *parts]) + "\n"


def _exchange(one: Exchange) -> list[str]:
    parts = [f"## {one.number}. {_plain(one.question)}", f"*{date(one.made)}*"]
    if one.about:
        parts.append(_plain(MESSAGES.about.format(phrases=" · ".join(one.about))))
    if one.composed:
        parts.append(" ".join(_line(line) for line in one.composed))
        parts += [f"*written by {_plain(one.model)}*", "### The quotes"]
    parts += [_line(line) for line in one.answer]
    parts += [f"*{_plain(note)}*" for note in one.notes]
    if one.confidence:
        parts.append(f"*{_plain(one.confidence)}*")
    if one.sources:
        parts += [f"### {one.heading}", *(_source(source) for source in one.sources)]
    return parts


def _line(line: Line) -> str:
    remark = f" *({_plain(line.remark)})*" if line.remark else ""
    return _plain(line.text) + "".join(f" \\[{marker}\\]" for marker in line.markers) + remark


def _source(source: Source) -> str:
    about = [_plain(source.title), _plain(source.bibliography)]
    about.append(f"<{source.doi}>" if source.doi else "")
    about.append(_plain(source.place))
    about.append(f"sha256 {_plain(source.sha256)}" if source.sha256 else "")
    lines = "  \n".join(part for part in about if part)
    return f"**\\[{source.marker}\\]** {lines}\n\n> {_plain(source.quote)}"


def _plain(text: str) -> str:
    """On one line, with nothing in it that Markdown obeys."""
    text = _MARKUP.sub(r"\\\1", one_line(text))
    text = _ADDRESS.sub(lambda found: f"\\{found[0]}", text)
    return _BEGINNING.sub(
        lambda found: found[1] + (found[2] + "\\" if found[2].isdigit() else "\\" + found[2]), text
    )
