"""The article as LaTeX, and as the PDF that pdfLaTeX makes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path

from evals.reading.inline import styled
from evals.reading.truth import Article, Part, Sentence
from evals.reading.writers.typst import Mark, Typeset

_SPECIAL = re.compile(r"([#$%&_{}])")
_SIGNS = {"×": r"$\times$", "−": "$-$", "\N{NO-BREAK SPACE}": "~", "~": r"\textasciitilde{}"}
_MARKS = r"""\newwrite\marks
\immediate\openout\marks=\jobname.marks
\newcommand{\mk}[1]{\write\marks{#1 \the\count0}}
"""

_FIGURE = "\\begin{figure}[h]\\centering\\rule{3cm}{2cm}\n\\caption{<>}\n\\end{figure}\n"
NUMBERING = tuple(str(number) for number in (*range(1, 9), *range(1, 5), *range(1, 5))) + tuple(
    f"{section}.{number}" for section in range(1, 9) for number in range(1, 4)
)
"""Of sections, tables, formulas, which LaTeX sets by itself."""


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text.replace("\\", r"\textbackslash "))
    for sign, written in _SIGNS.items():
        escaped = escaped.replace(sign, written)
    return escaped


def _text(text: str) -> str:
    return styled(
        text,
        _escape,
        bold=r"\textbf{{}}",
        raised=r"\textsuperscript{{}}",
        lowered=r"\textsubscript{{}}",
    ).replace("−", "$-$")


def to_latex(article: Article, *, columns: int = 1, marks: bool = False) -> str:
    """The source. marks: whether it writes down on which page each sentence comes to stand."""
    return _Source(article, columns, marks).written()


def typeset_latex(article: Article, columns: int = 1) -> Typeset:
    """The PDF, with the page of each sentence.

    Raises:
        FileNotFoundError: there is no pdfLaTeX on this machine.
    """
    program = shutil.which("pdflatex")
    if program is None:
        raise FileNotFoundError("pdflatex")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = to_latex(article, columns=columns, marks=True)
        (place / "article.tex").write_text(source, encoding="utf-8")
        subprocess.run(  # noqa: S603 - found by `which`
            [program, "-interaction=batchmode", "-no-shell-escape", "article.tex"],
            cwd=place,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1"},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=60,
        )
        begins: dict[str, Mark] = {}
        ends: dict[str, Mark] = {}
        for line in (place / "article.marks").read_text().split("\n"):
            name, _, page = line.partition(" ")
            if page:
                (begins if name.endswith("<") else ends)[name[:-1]] = Mark(int(page), 0, 0)
        return Typeset((place / "article.pdf").read_bytes(), begins, ends)


class _Source:
    def __init__(self, article: Article, columns: int, marks: bool) -> None:
        self._article, self._columns, self._marks = article, columns, marks
        self._notes = {p.mark: p for p in article.parts if p.kind == "footnote"}

    def written(self) -> str:
        article = self._article
        option = "[twocolumn]" if self._columns == 2 else ""
        authors = r" \and ".join(map(_text, article.authors))
        body = []
        for kind, group in groupby(article.parts, lambda part: part.kind):
            parts = list(group)
            if kind == "item":
                body.append(self._items(parts))
            elif kind == "reference":
                body[-1:] = [self._references(parts)]  # LaTeX writes the heading before them
            else:
                body += [self._block(part) for part in parts]
        return (
            f"\\documentclass{option}{{article}}\n\\usepackage[T1]{{fontenc}}\n"
            "\\usepackage[utf8]{inputenc}\n\\usepackage{lmodern}\n\\usepackage{booktabs}\n"
            "\\usepackage{amsmath}\n"
            f"{_MARKS if self._marks else ''}"
            f"\\title{{{_text(article.title)}}}\n\\author{{{authors}}}\n\\date{{{article.year}}}\n"
            "% a comment of 4711 words\n\\begin{document}\n\\maketitle\n\n"
            + "\n".join(body)
            + "\n\\end{document}\n"
        )

    def _sentence(self, sentence: Sentence) -> str:
        text = _text(sentence.text)
        for mark, note in self._notes.items():
            raised = f"\\textsuperscript{{{mark}}}"
            if raised in text:
                text = text.replace(raised, f"\\footnote{{{self._sentences(note)}}}")
        if not self._marks:
            return text
        first, space, rest = text.partition(" ")  # before the first word, a page may end
        return f"{first}\\mk{{{sentence.id}<}}{space}{rest}\\mk{{{sentence.id}>}}"

    def _sentences(self, part: Part) -> str:
        return "\n".join(map(self._sentence, part.sentences))

    def _block(self, part: Part) -> str:
        if part.kind == "footnote":
            return ""
        if part.kind == "table":
            return self._table(part)
        if part.kind == "code":
            return f"\\begin{{verbatim}}\n{part.text}\n\\end{{verbatim}}\n"
        if part.kind == "formula":
            return f"\\begin{{equation}}\n{part.math[1]}\n\\end{{equation}}\n"
        heading = ("section", "subsection", "subsubsection")[max(0, part.level - 1)]
        pattern = {
            "heading": f"\\{heading}{{<>}}\n",
            "quotation": "\\begin{quote}\n<>\n\\end{quote}\n",
            "caption": _FIGURE,
            "turn": f"\\textbf{{{_text(part.name)}:}} <>\n",
            "field": f"{_text(part.name)}: <>\n",
        }.get(part.kind, "<>\n")
        if part.kind in ("heading", "caption"):  # marks would be written where these move to
            return pattern.replace("<>", _text(part.text))
        return pattern.replace("<>", self._sentences(part))

    def _table(self, part: Part) -> str:
        head = ""
        if part.groups:
            cells = (f"\\multicolumn{{{size}}}{{c}}{{{_text(text)}}}" for text, size in part.groups)
            head = " & ".join(cells) + " \\\\\n"
        head += " & ".join(map(_text, part.columns)) + " \\\\"
        rows = "\n".join(" & ".join(map(_text, row)) + " \\\\" for row in part.rows)
        return (
            f"\\begin{{table}}[h]\\centering\\small\n\\caption{{{_text(part.text)}}}\n"
            f"\\begin{{tabular}}{{{'l' * len(part.columns)}}}\n\\toprule\n{head}\n\\midrule\n"
            f"{rows}\n\\bottomrule\n\\end{{tabular}}\n\\end{{table}}\n"
        )

    def _items(self, parts: list[Part]) -> str:
        out: list[str] = []
        open_lists: list[str] = []
        for part in parts:
            while len(open_lists) > part.level:
                out.append(f"\\end{{{open_lists.pop()}}}")
            while len(open_lists) < part.level:
                open_lists.append("enumerate" if part.mark else "itemize")
                out.append(f"\\begin{{{open_lists[-1]}}}")
            out.append(f"\\item {self._sentences(part)}")
        out += [f"\\end{{{name}}}" for name in reversed(open_lists)]
        return "\n".join(out) + "\n"

    def _references(self, parts: list[Part]) -> str:
        entries = "\n".join(
            f"\\bibitem{{r{at}}} {self._sentences(part)}" for at, part in enumerate(parts)
        )
        return f"\\begin{{thebibliography}}{{99}}\n{entries}\n\\end{{thebibliography}}\n"
