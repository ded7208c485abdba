"""PDFs by Typst, which also tells on which page each sentence came to stand."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from evals.reading.inline import Run, first_apart, runs
from evals.reading.truth import Article, Part, Sentence
from evals.reading.writers.layout import Layout

_FONTS = ("DejaVu Sans", "Noto Serif CJK SC", "Noto Serif CJK JP")


class Mark(NamedTuple):
    """Where a text came to stand: its page, and points from the page's top left."""

    page: int
    x: float
    y: float


class Typeset(NamedTuple):
    """A PDF, and where each sentence begins and ends, by its id."""

    pdf: bytes
    begins: dict[str, Mark]
    ends: dict[str, Mark]


def typeset(article: Article, layout: Layout) -> Typeset:
    """An article as a PDF."""
    import typst

    source = document(article, layout)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.typ"
        path.write_text(source, encoding="utf-8")
        compiler = typst.Compiler(input=str(path))
        pdf = compiler.compile(pdf_tags=layout.tagged)
        assert isinstance(pdf, bytes)  # noqa: S101 - of one PDF
        marks: list[Any] = json.loads(compiler.query("<k>", field="value"))
    begins: dict[str, Mark] = {}
    ends: dict[str, Mark] = {}
    for name, place in marks:
        mark = Mark(place["page"], *(float(place[axis].removesuffix("pt")) for axis in "xy"))
        if name.endswith("<"):
            begins.setdefault(name[:-1], mark)
        else:
            ends[name[:-1]] = mark
    return Typeset(pdf, begins, ends)


def string(text: str) -> str:
    """A string of Typst, which takes it as it is."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(run: Run) -> str:
    pattern = {
        "": "{}",
        "bold": "#strong[{}]",
        "raised": "#super(typographic: false)[{}]",
        "lowered": "#sub(typographic: false)[{}]",
    }[run.style]
    return pattern.replace("{}", f"#{string(run.text)}")


def _styled(text: str) -> str:
    return "".join(map(_run, runs(text)))


def document(article: Article, layout: Layout) -> str:
    """The source of the whole document."""
    return "\n".join((*_preamble(article, layout), *_Body(article, layout).lines()))


def _preamble(article: Article, layout: Layout) -> Iterator[str]:
    title, author = layout.metadata or (article.title, ", ".join(article.authors))
    date = f"date: datetime(year: {article.year or 2024}, month: 3, day: 1)"
    yield f"#set document(title: {string(title)}, author: {string(author)}, {date})"
    fonts = ", ".join(map(string, (layout.font, *_FONTS)))
    yield f'#set text(font: ({fonts}), size: {layout.size}pt, lang: "{article.language}")'
    yield f"#set text(hyphenate: {str(layout.justify).lower()})"
    justify = str(layout.justify).lower()
    yield f"#set par(justify: {justify}, leading: 0.6em, spacing: 1em)"
    yield f"#set page(width: {layout.page[0]}pt, height: {layout.page[1]}pt, margin: 62pt)"
    yield f"#set page(columns: {layout.columns})"
    if layout.header:
        number = "#h(1fr)#context counter(page).display()" if layout.numbering == "top" else ""
        yield f"#set page(header: text(0.8em)[#{string(layout.header)}{number}])"
    if layout.numbering not in ("", "top"):
        yield f'#set page(numbering: "{"i" if layout.front else layout.numbering}")'
    yield from _background(layout)
    if layout.line_numbers:
        yield '#set par.line(numbering: "1")'
    yield f"#set heading(numbering: none, bookmarked: {str(layout.outline).lower()})"
    yield "#show heading: it => block(above: 1.4em, below: 0.8em, it.body)"
    yield "#show figure: set block(breakable: true)"
    yield "#show figure.where(kind: table): set figure.caption(position: top)"
    yield "#set figure(numbering: none, supplement: none)"
    yield "#set figure.caption(separator: none)"
    yield "#let k(id) = context [#metadata((id, here().position()))<k>]"


def _background(layout: Layout) -> Iterator[str]:
    if layout.watermark:
        mark = f'text(64pt, fill: rgb("dddddd"))[#{string(layout.watermark)}]'
        yield f"#set page(background: rotate(-40deg, {mark}))"
    if layout.stamp:
        stamp = f"text(16pt, fill: gray)[#{string(layout.stamp)}]"
        upwards = f"rotate(-90deg, reflow: true, {stamp})"
        on_first = f"if here().page() == 1 {{ place(left + horizon, dx: 14pt, {upwards}) }}"
        yield f"#set page(background: context {on_first})"


class _Body:
    """The article's parts as lines of Typst."""

    def __init__(self, article: Article, layout: Layout) -> None:
        self._article, self._layout = article, layout
        self._space = "" if article.language in ("zh", "ja") else " "
        self._notes = {p.mark: p for p in article.parts if p.kind == "footnote"}
        self._cap = layout.drop_cap

    def lines(self) -> Iterator[str]:
        yield self._head()
        parts = [part for part in self._article.parts if part.kind != "footnote"]
        front, rest = parts[: self._layout.front], parts[self._layout.front :]
        yield from self._blocks(front)
        if front:
            yield "#pagebreak()"
            yield f'#set page(numbering: "{self._layout.numbering}")\n#counter(page).update(1)'
        yield from self._blocks(rest)

    def _head(self) -> str:
        article = self._article
        about = [", ".join(article.authors), *([str(article.year)] if article.year else [])]
        about += [f"doi:{article.doi}"] if article.doi else []
        lines = [f'#text(1.7em, weight: "bold")[#{string(article.title)}]']
        lines += [f"#{string(line)}" for line in about if line]
        joined = " \\ ".join(lines)
        block = f"#align(center)[#block(below: 2em)[#set par(justify: false)\n{joined}]]"
        if self._layout.columns == 1:
            return block
        return f'#place(top + center, scope: "parent", float: true)[{block}]'

    def _blocks(self, parts: Iterable[Part]) -> Iterator[str]:
        for kind, group in groupby(parts, lambda part: part.kind):
            if kind == "item":
                yield "\n".join(map(self._item, group)) + "\n"
            else:
                yield from (self._framed(part) for part in group)

    def _framed(self, part: Part) -> str:
        writer: Callable[[Part], str] = getattr(self, f"_{part.kind}")
        written = writer(part)
        if part.floats and self._layout.boxed and part.kind == "paragraph":
            return f"#block(stroke: 0.8pt, inset: 9pt, width: 100%)[{written}]\n"
        if part.kind not in ("table", "caption"):
            return written + "\n"
        if part.kind == "caption" and self._layout.wide == "pages":
            return written + "\n"
        return {
            "": "{}\n",
            "float": '#place(auto, scope: "parent", float: true)[{}]\n',
            "pages": "#page(columns: 1)[{}]\n",
        }[self._layout.wide].replace("{}", written)

    def _sentence(self, sentence: Sentence) -> str:
        """With marks; the first stands after the first word, since before it a page may end."""
        written = []
        for run in first_apart(sentence.text, self._space):
            if run.style == "raised" and run.text in self._notes:
                written.append(f"#footnote[{self._sentences(self._notes[run.text])}]")
            else:
                written.append(_run(run))
        begin, end = (f'#k("{sentence.id}{side}")' for side in "<>")
        return "".join((*written[:1], begin, *written[1:], end))

    def _sentences(self, part: Part) -> str:
        return self._space.join(map(self._sentence, part.sentences))

    def _heading(self, part: Part) -> str:
        return f"#heading(level: {part.level})[{self._sentences(part)}]"

    def _paragraph(self, part: Part) -> str:
        if not self._cap:
            return self._sentences(part)
        self._cap = False
        first, *others = part.sentences
        letter, rest = first.text[0], first.model_copy(update={"text": first.text[1:]})
        cap = f'text(3.2em, top-edge: "cap-height", bottom-edge: "baseline")[#{string(letter)}]'
        beside = f"[{self._sentence(rest)}]"
        grid = f"#grid(columns: (auto, 1fr), column-gutter: 3pt, {cap}, {beside})"
        return grid + "\n" + self._space.join(map(self._sentence, others))

    def _item(self, part: Part) -> str:
        return f"{'  ' * (part.level - 1)}{'+' if part.mark else '-'} {self._sentences(part)}"

    def _table(self, part: Part) -> str:
        lines = {"grid": "0.5pt", "lines": "none", "none": "none"}[self._layout.rules]
        rule = "table.hline(stroke: 0.6pt), " if self._layout.rules == "lines" else ""
        head = ""
        if part.groups:
            cells = (f"table.cell(colspan: {n})[{_styled(t)}]" for t, n in part.groups)
            head = ", ".join(cells) + ", "
        head += ", ".join(map(self._cell, part.columns))
        rows = ", ".join(self._cell(cell) for row in part.rows for cell in row)
        table = (
            f"table(columns: {len(part.columns)}, stroke: {lines}, align: left, {rule}"
            f"table.header({head}), {rule}{rows}, {rule})"
        )
        figure = f"#figure(caption: [{self._sentences(part)}], {table})"
        return f"#rotate(90deg, reflow: true)[{figure}]" if self._layout.turned else figure

    @staticmethod
    def _cell(text: str) -> str:
        return f"[{_styled(text)}]"

    def _caption(self, part: Part) -> str:
        bars = (f"rect(width: 12pt, height: {h}pt, fill: gray)" for h in (20, 44, 31, 58, 12))
        drawing = f"stack(dir: ltr, spacing: 6pt, {', '.join(bars)})"
        return f"#figure(caption: [{self._sentences(part)}], {drawing})"

    def _code(self, part: Part) -> str:
        first, last = part.sentences[0].id, part.sentences[-1].id
        return f'#k("{first}<")\n#raw({string(part.text)}, block: true)\n#k("{last}>")'

    def _quotation(self, part: Part) -> str:
        return f"#quote(block: true)[{self._sentences(part)}]"

    def _reference(self, part: Part) -> str:
        return f"#par(hanging-indent: 1.5em)[#{string(part.mark + ' ')}{self._sentences(part)}]"

    def _turn(self, part: Part) -> str:
        return f"#strong[#{string(part.name + ':')}] {self._sentences(part)}"

    def _field(self, part: Part) -> str:
        return f"#{string(part.name + ': ')}{self._sentences(part)}"

    def _formula(self, part: Part) -> str:
        return f'#k("{part.sentences[0].id}<")\n$ {part.math[0]} $\n'
