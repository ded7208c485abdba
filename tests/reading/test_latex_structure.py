from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from made_files import blocks, check, rows

from assistant.errors import UnreadableDocument
from assistant.reading.structure import Structure
from assistant.reading.typeset.latex import read_latex

HEAD = r"""\documentclass{article}
\newcommand{\mysec}[1]{\section{#1}\label{sec:#1}}
\newcommand{\bi}{\begin{itemize}}
\newcommand{\ei}{\end{itemize}}
\newcommand{\entry}[2]{\item \textbf{#1}: #2}
\newcommand{\both}[1]{\mysec{#1}\bi}
\newenvironment{keypoints}[1]{\subsection*{Key points of #1}\begin{itemize}}{\end{itemize}}
\let\oldsection\section
\let\strong=\textbf
\let\point\item
\def\dose#1 mg;{at a dose of #1 mg}
\def\pair(#1,#2){#1 versus #2}
"""


def latex(body: str, head: str = HEAD) -> Structure:
    found = read_latex(f"{head}\\begin{{document}}\n{body}\n\\end{{document}}\n".encode())
    check(found)
    return found


def test_macros_make_headings_lists_and_environments() -> None:
    found = latex(
        "\\mysec{Hello \\emph{you}}\nWe gave 5 mg.\n\\bi\n\\entry{first}{one}\n\\point two\n\\ei\n"
        "\\begin{keypoints}{dosing}\n\\item A point.\n\\end{keypoints}\nAfter it.\n"
        "\\both{More}\\item inner\\ei"
    )
    assert blocks(found) == [
        ("heading", "Hello you"),
        ("paragraph", "We gave 5 mg."),
        ("item", "first: one"),
        ("item", "two"),
        ("heading", "Key points of dosing"),
        ("item", "A point."),
        ("paragraph", "After it."),
        ("heading", "More"),
        ("item", "inner"),
    ]
    assert found.blocks[6].section == ("Hello you", "Key points of dosing")


def test_words_of_arguments_are_at_their_places() -> None:
    found = latex("\\mysec{Hello}\n\\bi\\entry{first}{the first one}\\ei")
    file = found.layer.text
    for words in ("Hello", "first", "the first one"):
        start = found.text.index(words)
        ranges = found.origin.to_origin(start, start + len(words))
        assert file[ranges[0][0] : ranges[-1][1]] == words


def test_code_shows_macros_as_they_are_written() -> None:
    found = latex("\\begin{verbatim}\n\\mysec{code}\n\\end{verbatim}")
    assert blocks(found) == [("code", "\\mysec{code}\n")]


def test_other_names_of_commands_and_signs_between_arguments() -> None:
    found = latex("\\oldsection{A}\nWe \\strong{gave} it \\dose 5.5 mg; and \\pair(3,{a,b}).")
    assert blocks(found) == [
        ("heading", "A"),
        ("paragraph", "We gave it at a dose of 5.5 mg and 3 versus a,b."),
    ]


def test_a_command_that_is_dressed_up_still_makes_its_heading() -> None:
    head = "\\let\\old\\section\n\\renewcommand{\\section}[1]{\\old{#1}\\thispagestyle{empty}}\n"
    found = latex("\\section{A}\nText.", "\\documentclass{article}\n" + head)
    assert blocks(found) == [("heading", "A"), ("paragraph", "Text.")]


def test_quantities_as_they_are_typeset() -> None:
    found = latex(
        r"\SIrange{1}{2}{\milli\gram\per\kilo\gram}, \numrange{3}{4}, "
        r"\qtyrange{1.5}{2.5}{\degreeCelsius}, \SI{5}{\metre\per\square\second}, \ang{5;3}, "
        r"\numlist{1;2;3}, \qty{10}{\percent}, \qty{9.81}{m/s^2}, \SI[x=2]{4}{\micro\litre}, "
        r"\num{4 \pm 1}, \unit{\newton\metre}, \qty{3}{\unheardof}"
    )
    assert found.text == (
        "1 to 2 mg/kg, 3 to 4, 1.5 to 2.5 °C, 5 m/s², 5°3′, 1, 2, 3, 10 %, 9.81 m/s^2, 4 µL, "
        "4 ± 1, N m, 3 unheardof"
    )


def test_files_that_are_put_in_are_told() -> None:
    found = latex("A. \\input{chapters/one} B. \\include{two} % \\input{three}\n")
    assert found.report.notes == ("Files that it includes were not read: chapters/one, two.",)


LONG = r"""
\begin{longtable}{lr}
\caption{Doses by \textbf{age}}\label{x}\\
\toprule
Age & Dose \\ \midrule
\endfirsthead
\caption[]{Doses (continued)}\\
Age & Dose \\ \midrule
\endhead
\multicolumn{2}{r}{Continued on next page}\\
\endfoot
\bottomrule
\endlastfoot
1 & 10 \\
2 & 20 \\
\end{longtable}
"""


def test_a_long_table_has_its_caption_and_its_head_once() -> None:
    found = latex(LONG)
    assert [(table.caption, table.columns) for table in found.tables] == [
        ("Doses by age", ("Age", "Dose"))
    ]
    assert rows(found) == [["1", "10"], ["2", "20"]]
    assert [kind for kind, _ in blocks(found)] == ["caption", "row", "row"]


_PARTS = st.sampled_from(
    ["\\mysec{", "\\bi", "\\ei", "{", "}", "\\entry", "a b", "\\both{x}", "\\begin{keypoints}", "&",
     "\\let\\a\\mysec ",
     "\\a{x}", "\\def\\q#1.{\\item #1}", "\\q b.", "\\end{keypoints}", "%", "\n"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=30))
def test_nothing_made_of_its_parts_breaks_it(parts: list[str]) -> None:
    try:
        latex("".join(parts))
    except UnreadableDocument:
        return


def test_macros_that_grow_or_meet_themselves_end() -> None:
    head = "".join(
        f"\\newcommand{{\\x{one}}}{{\\x{two}\\x{two}\\item}}\n"
        for one, two in zip("abcdefghijklmnop", "bcdefghijklmnopa", strict=True)
    )
    started = time.process_time()
    latex("\\begin{itemize}\\xa a\\end{itemize}" * 20, head)
    assert time.process_time() - started < 10


def test_a_name_that_is_given_within_the_text_is_no_text() -> None:
    found = latex("\\let\\old\\item a \\let\\b=\\empty \\let\\section\\relax b.\n\n\\section{A}")
    assert blocks(found) == [("paragraph", "a b."), ("heading", "A")]
