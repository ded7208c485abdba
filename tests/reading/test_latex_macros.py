from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import check, texts

from assistant.errors import UnreadableDocument
from assistant.reading.structure import Structure
from assistant.reading.typeset.latex import read_latex


def latex(text: str) -> Structure:
    found = read_latex(text.encode())
    check(found)
    return found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            r"\newcommand{\never}[1]{never #1}The alarm is \never{switched off} at night.",
            "The alarm is never switched off at night.",
        ),
        (r"\newcommand\no[1]{\textbf{no #1}}We saw \no{harm}, \no x.", "We saw no harm, no x."),
        (r"\def\of#1#2{#2 of #1}It is \of{ten}{three}.", "It is three of ten."),
        (
            r"\newcommand{\dose}[2][mg]{#2 #1}Take \dose{5} or \dose[g]{6}.",
            "Take 5 mg or 6 g.",
        ),
        (r"\newcommand{\a}[1]{not \b{#1}}\def\b#1{at #1}Eat it \a{night}.", "Eat it not at night."),
        (r"\newcommand*{\b}[1]{\textit#1}So \b{it} is.", "So it is."),
        (r"% \newcommand{\x}[1]{no #1}" + "\nThat is \\x{it}.", "That is it."),
        (r"\def\t{two}It is \t.\def\t{six} It is \t.", "It is two. It is six."),
        (r"\providecommand{\n}[1]{not #1}\providecommand{\n}[1]{#1}Do \n{it}.", "Do not it."),
        (r"That is \unknown{it and}{more}.", "That is it and more."),
        (r"\newcommand{\todo}[1]{}That\todo{Check!} is it.", "That is it."),
        (r"\newcommand{\no}{\ding{55}}Safe: \no, \ding{51}.", "Safe: ✗, ✓."),
        (r"\NewDocumentCommand{\x}{m m}{#1 not #2}It is \x{so}{on}.", "It is so not on."),
        (r"\NewDocumentCommand\x{s o m}{#3}\long\def\y#1{no #1}At \y{it}.", "At no it."),
        (r"\def\loop#1{\loop{#1}}An \loop{end}.", "An end."),
    ],
)
def test_macros_with_arguments(written: str, shown: str) -> None:
    assert texts(latex(written), "paragraph") == [shown]


def test_words_of_an_argument_keep_their_places() -> None:
    text = r"\newcommand{\never}[1]{never #1}The alarm is \never{switched off} at night."
    found = latex(text)
    at = found.text.index("switched off")
    exact = [piece for piece in found.origin.pieces if piece.start <= at < piece.end]
    start = exact[0].origin_start + at - exact[0].start
    assert text[start:].startswith("switched off} at")


def test_footnotes_of_macros() -> None:
    found = latex(r"\newcommand{\fn}[1]{\footnote{Not #1.}}It works\fn{always} well.")
    assert texts(found, "paragraph") == ["It works¹ well."]
    assert texts(found, "footnote") == ["1 Not always."]


def test_macros_that_grow_without_end() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    text = "".join(
        f"\\def\\{one}x#1{{\\{two}x{{#1#1}}\\{two}x{{#1}}}}\n" for one, two in pairwise(names)
    )
    assert "end" in latex(text + "\\ax{end}").text


@given(
    st.lists(
        st.sampled_from(
            r"""\newcommand{\a} \def\b \renewcommand\b [1] [2] [x] #1 #2 { } \a \b {#1} {y}
            \footnote{ \parbox{1} \fbox{ \begin{tabular}{l} \end{tabular} & \\ \verb| | \url{ %
            \iffalse \fi \else \textsuperscript{2} -- \'e \ding{52} 12 word""".split()
        ),
        max_size=40,
    ),
    st.sampled_from(("", " ", "\n")),
)
def test_any_macros(parts: list[str], between: str) -> None:
    try:
        latex(between.join(["x", *parts]))
    except UnreadableDocument:
        return
