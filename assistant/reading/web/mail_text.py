"""The plain text of a mail: what its sender wrote, what is quoted of earlier mails, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.reading.document import BlockKind
from assistant.reading.structure import Structure
from assistant.reading.text.line_forms import field_end
from assistant.reading.text.lines import split_lines
from assistant.reading.text.typed import read_typed

_ITEM = re.compile(r"\s{0,8}(?:[-*•–]|\d{1,3}[.)])\s+\S")
_MARKS = re.compile(r"(?:\s{0,3}>)+ ?")
_FLOWED_MARKS = re.compile(r">(?:\s?>)*+ ?")
_SIGNATURE = re.compile(r"-- ?")
_BEFORE = re.compile(  # what stands above an earlier mail, all of which follows
    r"-{3,}\s?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|forwarded message|weitergeleitete nachricht)\s?-{3,}|_{20,}|begin forwarded message:",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:on|am|le|el)\b.{5,300}\b(?:wrote|schrieb.{0,80}|a écrit|escribió)\s?:", re.IGNORECASE
)
_SAID_BEGINS = re.compile(r"(?:On|Am|Le|El)\b(?=.{0,200}\d)")
_WRAPPED = 3  # lines that may name an earlier mail


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    depth: int = 0  # of quotation
    flows: bool = False  # into the next one
    quoted: bool = False
    role: str = ""  # "said" above a quotation, "signature", or "" for text


def read_mail_text(
    text: str, *, flowed: bool = False, delsp: bool = False
) -> Iterator[tuple[BlockKind, str] | Structure]:
    """The blocks of a text in order; what its sender wrote as a text of its own, if it has parts.

    flowed: a line that ends with a space goes on in the next (RFC 3676).
    delsp:  that space is none of the text.
    """
    lines = _joined(_lines(text, flowed=flowed, delsp=delsp))
    for own, run in groupby(_roles(lines), _is_own):
        members = list(run)
        parts = _with_parts("\n".join(line.text for line in members)) if own else None
        if parts is not None:
            yield parts
        else:
            yield from _of_run(members)


def _with_parts(text: str) -> Structure | None:
    """What a sender wrote below headings, or as a table; None where there are none."""
    typed = read_typed(text, split_lines(text), lone_titles=False)
    kinds = {block.kind for block in typed.blocks}
    return typed if kinds & {"heading", "row"} else None


def _is_own(line: _Line) -> bool:
    return not (line.depth or line.quoted or line.role)


def _of_run(lines: list[_Line]) -> Iterator[tuple[BlockKind, str]]:
    for (depth, quoted, role, blank), group in groupby(lines, _alike):
        members = [line.text for line in group]
        if blank:
            continue
        if role:
            yield from (("paragraph", text) for text in members)
        else:
            yield from _blocks(members, quoted=quoted or depth > 0)


def _alike(line: _Line) -> tuple[int, bool, str, bool]:
    """Equal for the lines that may be one paragraph."""
    return line.depth, line.quoted, line.role, not line.text.strip()


def _lines(text: str, *, flowed: bool, delsp: bool) -> Iterator[_Line]:
    for line in text.splitlines():
        marks = (_FLOWED_MARKS if flowed else _MARKS).match(line)
        depth = marks.group().count(">") if marks else 0
        bare = line[marks.end() :] if marks else line
        if flowed and not marks:
            bare = bare.removeprefix(" ")  # which hides a ">" or "From" that is none
        flows = flowed and bare.endswith(" ") and not _SIGNATURE.fullmatch(bare)
        yield _Line(bare[:-1] if flows and delsp else bare, depth, flows)


def _joined(lines: Iterator[_Line]) -> list[_Line]:
    """The lines, those that flow into others as one."""
    found: list[_Line] = []
    parts: list[str] = []
    for line in lines:
        open_line = found[-1] if found and found[-1].flows else None
        if open_line and line.depth == open_line.depth and not _SIGNATURE.fullmatch(line.text):
            parts.append(line.text)
            found[-1] = _Line("", line.depth, line.flows)
        else:
            parts = [line.text]
            found.append(line)
        if not line.flows:
            found[-1] = _Line("".join(parts), line.depth)
    if found and found[-1].flows:
        found[-1] = _Line("".join(parts), found[-1].depth)
    return found


def _roles(lines: list[_Line]) -> Iterator[_Line]:
    """The lines, with what they are for."""
    at, rest, signed = 0, False, False
    while at < len(lines):
        line = lines[at]
        count = 0 if line.depth or rest else _introduces(lines, at)
        if count:
            yield _Line(" ".join(one.text for one in lines[at : at + count]), role="said")
            at += count
            rest, signed = not _is_marked(lines, at), False
            continue
        if _SIGNATURE.fullmatch(line.text) and line.text:
            signed = not line.depth and not rest
            yield _Line("")
        elif line.depth:
            signed = False
            yield line
        else:
            yield _Line(line.text, quoted=rest, role="signature" if signed else "")
        at += 1


def _introduces(lines: list[_Line], at: int) -> int:
    """How many lines name an earlier mail that follows; 0 where none does."""
    text = lines[at].text.strip()
    if _BEFORE.fullmatch(text):
        return 1
    if not _SAID_BEGINS.match(text):
        return 0
    for count in range(1, _WRAPPED + 1):
        part = lines[at : at + count]
        if any(line.depth or not line.text.strip() for line in part):
            return 0
        if _SAID.fullmatch(" ".join(line.text.strip() for line in part)):
            return count
    return 0


def _is_marked(lines: list[_Line], at: int) -> bool:
    """Whether an earlier mail has marks, so that what has none is an answer to it."""
    following = next((line for line in lines[at:] if line.text.strip() or line.depth), None)
    return following is not None and following.depth > 0


def _blocks(lines: list[str], *, quoted: bool) -> Iterator[tuple[BlockKind, str]]:
    """The paragraphs, items and labels with values of lines without a blank one between."""
    if not quoted and len(lines) > 1 and all(field_end(line.strip()) for line in lines):
        yield from (("field", line) for line in lines)
        return
    parts: list[list[str]] = []
    for line in lines:
        if not parts or _ITEM.match(line):
            parts.append([])
        parts[-1].append(line)
    for part in parts:
        kind: BlockKind = "item" if _ITEM.match(part[0]) else "paragraph"
        yield "quotation" if quoted else kind, "\n".join(part)
