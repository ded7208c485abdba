from __future__ import annotations

import pytest
from made_files import check, rows, texts

from assistant.reading.structure import Structure
from assistant.reading.typeset.latex import read_latex


def latex(text: str) -> Structure:
    found = read_latex(text.encode())
    check(found)
    return found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"See \url{http://x.y/a%20b} for it.", "See http://x.y/a%20b for it."),
        (r"See \href{http://x.y/a%20b}{this} for it.", "See this for it."),
        (r"In \path{c/%d} it is.", "In c/%d it is."),
        (r"Write \verb|50%| or \verb+{x+ there.", "Write 50% or {x there."),
        (r"Call \lstinline{a % b} or \lstinline|c%d| here.", "Call a % b or c%d here."),
        (r"No \% of it % a comment" "\nis.", "No % of it is."),
    ],
)
def test_percent_signs_that_begin_no_comment(written: str, shown: str) -> None:
    assert texts(latex(written), "paragraph") == [shown]


def test_a_percent_sign_in_a_table() -> None:
    table = r"\begin{tabular}{ll}\url{x/%41} & one \\ \verb|a&b%| & two \\ \end{tabular}"
    found = latex(table)
    assert "x/%41" in found.text
    assert "a&b%" in found.text
    assert "two" in found.text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"A \scalebox{0.5}[1]{small} word.", "A small word."),
        (r"A \resizebox*{3cm}{!}{small} word.", "A small word."),
        (r"A \parbox[t]{5cm}{boxed \emph{word}} here.", "A boxed word here."),
        (r"A \raisebox{-.5ex}[0pt][0pt]{raised} word.", "A raised word."),
        (r"The \texorpdfstring{main}{other} text.", "The main text."),
        (r"It \ifthenelse{\boolean{x}}{is}{was} so.", "It is was so."),
        (r"One\setlength\parindent{0pt} line\vskip 2pt plus.", "One line plus."),
        (r"It is \iffalse not \iftrue a \fi b \fi so.", "It is so."),
        (r"It is \iffalse not \else only \fi so.", "It is only so."),
        ("% \\iffalse\nIt is so.", "It is so."),
        (r"Iff: \iffalse is open.", r"Iff: \iffalse is open."),
    ],
)
def test_boxes_lengths_and_conditions(written: str, shown: str) -> None:
    assert texts(latex(written), "paragraph") == [shown]


@pytest.mark.parametrize(
    "box", [r"\resizebox{\textwidth}{!}{%", r"\scalebox{0.8}{", r"\parbox{5cm}{", r"\fbox{"]
)
def test_tables_in_boxes(box: str) -> None:
    table = "\\begin{tabular}{ll}\nDrug & Dose \\\\ \\hline\nAspirin & 5 mg \\\\\n\\end{tabular}"
    found = latex(f"\\begin{{table}}\\caption{{Doses}}\n{box}\n{table}}}\n\\end{{table}}\nEnd.")
    assert ["Aspirin", "5 mg"] in rows(found)
    assert texts(found, "paragraph") == ["End."]
