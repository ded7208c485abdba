"""Take typed text apart: its paragraphs, items, turns, fields, headings, tables and code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.reading.document import BlockKind, Source, Span
from assistant.reading.text import chat_log
from assistant.reading.text import line_forms as forms
from assistant.reading.text import speech_forms as speech
from assistant.reading.text.aligned import Aligned
from assistant.reading.text.lines import Line, indent_of
from assistant.reading.text.sequences import find_sequences
from assistant.reading.text.title_block import title_block
from assistant.reading.text.typed_code import code_lines, is_code, least_indent
from assistant.reading.text.typed_headings import FULL, Headings
from assistant.reading.text.typed_part import Part
from assistant.reading.text.typed_tables import (
    aligned_lines,
    aligned_table,
    table_lines,
)
from assistant.reading.text.unmarked_lists import list_end
from assistant.reading.text.wrapping import Wrapping
from assistant.reading.text_builder import Replaced, WrittenLine

_LEADS = ("paragraph", "item", "code")  # to code


@dataclass(slots=True)
class Parts:
    """Reads one text from top to bottom."""

    file_text: str
    lines: list[Line]
    parts: list[Part] = field(default_factory=list)
    timed: bool = False  # a line with a name and a time stands above what is said
    chat: bool = False
    tables_as_lines: int = 0
    headings: Headings = field(default_factory=Headings)
    wrapping: Wrapping = field(default_factory=lambda: Wrapping(""))
    source: Source = field(default=Source())

    def read(self) -> list[Part]:
        """All parts in order."""
        texts = [line.text for line in self.lines]
        self.wrapping = Wrapping.of(self.file_text, self.lines)
        self.headings.width = self.wrapping.width
        self.headings.known = find_sequences(self.lines)
        self.timed, self.chat = speech.speak_at(texts), chat_log.is_chat(texts)
        groups = self._groups()
        if self.headings.lone_titles and (found := title_block(groups)):
            self.source = found.source
            self._title([line for group in groups[: found.groups] for line in group])
            groups = groups[found.groups :]
        for group in groups:
            self._group(group)
        return self.parts

    def _title(self, group: Sequence[Line]) -> None:
        """Read a title with what stands below it; the sections are beside it, not under it."""
        self._add("heading", group[:1], rank=forms.TITLE_RANK).numbered = True
        for line in group[1:]:
            self._add("field" if forms.field_end(line.text) else "paragraph", [line])

    def _groups(self) -> list[list[Line]]:
        groups: list[list[Line]] = []
        for line in self.lines:
            before = groups[-1][-1] if groups else None
            apart = before is None or line.after_blank or line.after_page
            if before and apart and self._goes_on_after_gap(before, line):
                apart = False
            if apart:
                groups.append([])
            groups[-1].append(line)
        return groups

    def _goes_on_after_gap(self, before: Line, line: Line) -> bool:
        unfinished = before.text[-1].isalpha() or before.text[-1] in ",-"
        small = line.text.lstrip("0123456789.,% ")[:1].islower()  # "… at | 4.5 m. Spoil is"
        full = len(before.text) >= self.wrapping.width * FULL
        return line.after_page and unfinished and (line.text[:1].islower() or (small and full))

    def _group(self, group: Sequence[Line]) -> None:
        if self.chat and any(chat_log.is_stamped(line.text) for line in group):
            self._messages(group)
        elif found := table_lines(self.file_text, group):
            first, last, table = found
            self._running(group[:first])
            self.parts.append(Part("row", [], table=table))
            self._running(group[last:])
        elif self._is_code(group):
            indent, spans = least_indent(self.file_text, group), code_lines(self.file_text, group)
            self.parts.append(Part("code", [*spans], group[0].text, indent=indent))
        elif aligned := aligned_lines(self.file_text, group):
            self._running(group[: aligned.first])
            self._table(group, aligned)
            self._running(group[aligned.last :])
        else:
            self._running(group)

    def _messages(self, group: Sequence[Line]) -> None:
        """Read messages of a chat, and what it tells of itself between them."""
        at = 0
        while at < len(group):
            end = at + 1
            while end < len(group) and not chat_log.is_stamped(group[end].text):
                end += 1
            kind: BlockKind = "turn" if chat_log.sender(group[at].text) else "paragraph"
            listed = list_end(group[at:end], 0) > 0
            self._add(kind, group[at : at + 1] if listed else group[at:end])
            for line in group[at + 1 : end] if listed else ():
                self._add("item", [line])
            at = end

    def _running(self, group: Sequence[Line]) -> None:
        at = 0
        while at < len(group):
            at = self._part(group, at)

    def _is_code(self, group: Sequence[Line]) -> bool:
        before = self.parts[-1] if self.parts else None
        return is_code(
            self.file_text,
            group,
            before.text if before else "",
            goes_on=before is not None and before.kind == "code",
            indent=before.indent if before and before.kind in _LEADS else None,
        )

    def _table(self, group: Sequence[Line], aligned: Aligned) -> None:
        if aligned.rows:
            table = aligned_table(aligned.rows, self.file_text, ruled=aligned.ruled)
            self.parts.append(Part("row", [], table=table))
            return
        self.tables_as_lines += 1
        for line in group[aligned.first : aligned.last]:
            if not forms.RULE.fullmatch(line.text):
                self._add("field", [line])

    def _part(self, group: Sequence[Line], at: int) -> int:
        """Read the part that begins at a line of a group; returns the line after it."""
        text = group[at].text
        if end := self._underlined(group, at):
            return end
        if forms.RULE.fullmatch(text):
            return at + 1
        if text.startswith(">") and len(text) > 1:
            return self._quotation(group, at)
        if at == 0 and forms.CAPTION.match(text):
            self._add("caption", group)
            return len(group)
        if end := self._known(group, at):
            return end
        if end := list_end(group, at):
            self._add("paragraph", [group[at]])
            for line in group[at + 1 : end]:
                self._add("item", [line])
            return end
        if forms.field_end(text) and self._is_field(group, at):
            return self._take("field", group, at)
        if (mark := forms.bullet_end(text)) or forms.item_start(text):
            return self._item(group, at, mark)
        return self._take("paragraph", group, at)

    def _known(self, group: Sequence[Line], at: int) -> int:
        """Read a question, an answer, a turn or a heading; 0 where there is none."""
        text = group[at].text
        if self.wrapping.pairs and (speech.asks(text) or speech.answers(text)):
            end = self.wrapping.end(group, at)
            asks = speech.asks(text)
            part = self._add("heading" if asks else "paragraph", group[at:end])
            part.rank, part.numbered = forms.QUESTION_RANK, True
            return end
        if self.timed and (named := speech.speaks_at(text)):
            return self._timed_turn(group, at, named)
        if speech.speaker(text) in self.wrapping.speakers:
            return self._take("turn", group, at)
        if group[at].start in self.headings.known.titled:
            return self._titled_clause(group, at)
        if found := self.headings.find(group, at):
            part = self._add("heading", group[at : at + found.lines])
            part.rank, part.sure, part.numbered = found.rank, found.sure, found.numbered
            if forms.hash_marks(text):
                self._unmark(part, group[at])
            return at + found.lines
        return 0

    def _timed_turn(self, group: Sequence[Line], at: int, named: tuple[int, int]) -> int:
        """Read what is said below a name and a time, as if the name stood before it."""
        line, end = group[at], at + 1
        while end < len(group) and not speech.speaks_at(group[end].text):
            end += 1
        if end == at + 1:
            return self._take("paragraph", group, at)
        begin, close = line.start + named[0], line.start + named[1]
        turn = self._add("turn", group[at:end])
        turn.lines[0] = [Span(begin, close), Replaced(close, line.end, ":")]
        return end

    def _take(self, kind: BlockKind, group: Sequence[Line], at: int) -> int:
        end = self.wrapping.end(group, at)
        self._add(kind, group[at:end])
        return end

    def _add(
        self, kind: BlockKind, lines: Sequence[Line], *, rank: int = 0, sure: bool = True
    ) -> Part:
        text = " ".join(line.text for line in lines)
        spans: list[WrittenLine] = [Span(line.start, line.end) for line in lines]
        part = Part(kind, spans, text, rank, sure, indent=indent_of(self.file_text, lines[0]))
        self.parts.append(part)
        return part

    def _item(self, group: Sequence[Line], at: int, mark: int) -> int:
        """Read an item; a bullet is left out, a number stays."""
        end = self.wrapping.end(group, at)
        clause = forms.CLAUSE.match(group[at].text)
        part = self._add("paragraph" if clause else "item", group[at:end])
        part.lines[0] = Span(group[at].start + mark, group[at].end)
        part.text = part.text[mark:]
        return end

    def _is_field(self, group: Sequence[Line], at: int) -> bool:
        return (
            at == 0
            or forms.ends_sentence(group[at - 1].text)
            or not self.wrapping.goes_on(group, at)
        )

    def _quotation(self, group: Sequence[Line], at: int) -> int:
        end = at
        spans: list[WrittenLine] = []
        while end < len(group) and group[end].text.startswith(">"):
            line = group[end]
            bare_text = line.text.lstrip("> \t")
            if bare_text:
                spans.append(Span(line.end - len(bare_text), line.end))
            end += 1
        if spans:
            self.parts.append(Part("quotation", spans))
        return end

    # Headings

    def _unmark(self, part: Part, line: Line) -> None:
        """Leave out the signs that mark a title, before it and maybe after it."""
        bare = part.text.strip("# \t")
        start = line.start + part.text.index(bare)
        part.lines, part.text = [Span(start, start + len(bare))], bare

    def _titled_clause(self, group: Sequence[Line], at: int) -> int:
        """Read a clause whose title stands at the beginning of its text."""
        end, first = self.wrapping.end(group, at), group[at]
        number, title_end, text_start = forms.run_in(first.text) or ((), 0, 0)
        title = replace(first, end=first.start + title_end, text=first.text[:title_end])
        said = replace(first, start=first.start + text_start, text=first.text[text_start:])
        heading = self._add("heading", [title], rank=3 + len(number))
        heading.numbered = True
        self._add("paragraph", [said, *group[at + 1 : end]])
        return end

    def _underlined(self, group: Sequence[Line], at: int) -> int:
        """Read a title with a line of signs under it, and maybe above it."""
        if forms.RULE.fullmatch(group[at].text) and self.wrapping.underlines(group, at + 1):
            at += 1
        elif not self.wrapping.underlines(group, at):
            return 0
        sign = group[at + 1].text[0]
        self._add("heading", group[at : at + 1], rank={"=": 4, "-": 5}.get(sign, 6))
        return at + 2
