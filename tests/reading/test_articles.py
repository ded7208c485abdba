from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import blocks, check, rows, sections, texts

from assistant.errors import UnreadableDocument
from assistant.reading.structure import Structure
from assistant.reading.typeset.latex import read_latex
from assistant.reading.web.jats import read_jats

JATS = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS.dtd" [<!ENTITY x "yyy">]>
<article xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="m">
<front><journal-meta><journal-title>PLoS X</journal-title></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1371/journal.x.1</article-id>
<title-group><article-title>On <italic>E. coli</italic> &amp; dose</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Lee</surname>
<given-names>Ann</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><year>2019</year></pub-date>
<license xlink:href="https://creativecommons.org/licenses/by/4.0/"><p>x</p></license>
<abstract><sec><title>Background</title><p>Cells matter.</p></sec></abstract>
<kwd-group><kwd>cells</kwd><kwd>dose</kwd></kwd-group></article-meta></front>
<body><sec><label>1</label><title>Methods</title>
<p>We gave 10<sup>6</sup> cells<xref><sup>1,2</sup></xref> to x<sub>2</sub>
<inline-formula><mml:math>
<mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math></inline-formula>.
<fig id="f1"><label>Figure 1</label><caption><p>All of it.</p></caption></fig>The end:
<list list-type="order"><list-item><p>one</p></list-item>
<list-item><p>two</p></list-item></list></p>
<sec><title>Stats</title><p>T-test.</p></sec>
<table-wrap><label>Table 1</label><caption><p>Doses</p></caption><table><thead><tr><th>Age</th>
<th>Dose</th></tr></thead><tbody><tr><td>2<sup>a</sup></td><td>5</td></tr></tbody></table>
<table-wrap-foot><fn><label>a</label><p>Years.</p></fn></table-wrap-foot></table-wrap></sec></body>
<back><ack><p>Thanks.</p></ack><ref-list><title>References</title>
<ref><label>1</label><mixed-citation>Lee A. A study. 2019.</mixed-citation></ref></ref-list></back>
</article>"""


def test_an_article() -> None:
    found = read_jats(JATS.encode())
    check(found)
    assert blocks(found) == [
        ("heading", "On E. coli & dose"),
        ("field", "Ann Lee"),
        ("heading", "Abstract"),
        ("heading", "Background"),
        ("paragraph", "Cells matter."),
        ("field", "Keywords: cells; dose"),
        ("heading", "1 Methods"),
        ("paragraph", "We gave 10⁶ cells¹,² to x2 x². The end:"),
        ("item", "1. one"),
        ("item", "2. two"),
        ("caption", "Figure 1. All of it."),
        ("heading", "Stats"),
        ("paragraph", "T-test."),
        ("caption", "Table 1. Doses"),
        ("row", "2a | 5"),
        ("footnote", "a Years."),
        ("heading", "Acknowledgements"),
        ("paragraph", "Thanks."),
        ("heading", "References"),
        ("reference", "1 Lee A. A study. 2019."),
    ]
    title = "On E. coli & dose"
    assert sections(found)[2:5] == [
        (title, "Abstract", "Background"),
        (title, "1 Methods"),
        (title, "1 Methods", "Stats"),
    ]
    assert found.tables[0].columns == ("Age", "Dose")
    source = found.source
    assert (source.title, source.authors, source.year) == (title, "Ann Lee", 2019)
    assert (source.doi, source.journal) == ("10.1371/journal.x.1", "PLoS X")
    assert (source.licence, found.language) == ("CC BY 4.0", "en")
    assert found.layer.text == JATS


PUBMED = """<PubmedArticleSet><PubmedArticle><MedlineCitation><Article>
<Journal><JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue><Title>J X</Title>
</Journal>
<ArticleTitle>A trial of x.</ArticleTitle><ELocationID EIdType="doi">10.1/x12345</ELocationID>
<Abstract><AbstractText Label="METHODS">We did.</AbstractText></Abstract>
<AuthorList><Author><LastName>Lee</LastName><ForeName>Ann</ForeName></Author></AuthorList>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def test_a_record_of_pubmed() -> None:
    found = read_jats(PUBMED.encode())
    check(found)
    assert blocks(found) == [
        ("heading", "A trial of x."),
        ("field", "Ann Lee"),
        ("heading", "Methods"),
        ("paragraph", "We did."),
    ]
    assert (found.source.title, found.source.year) == ("A trial of x", 2020)


def test_other_xml_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="<config>"):
        read_jats(b"<config><a>1</a></config>")


LATEX = r"""\documentclass{article}
% a comment with \section{no}
\newcommand{\drug}{Aspirin}
\title{On {\em doses}}
\author{Ann Lee\thanks{Oslo} \and Bo Ek}
\begin{document}
\maketitle
\begin{abstract}
We gave \drug{} to 10\,\% of p\"atients.
\end{abstract}
\section{Methods}\label{sec:m}
The dose was $10^6$ cells~\cite[p.~3]{lee19,ek20}, i.e.\ 5--6 mg\footnote{Per day.} in
Caf\'e \unknown. % hidden
It is \SI{5}{\milli\gram}, ``quoted'', x\textsuperscript{2}:
\begin{itemize}
\item first
\item second \textbf{bold}
  \begin{enumerate}
  \item deep
  \end{enumerate}
\end{itemize}
\begin{table}
\begin{tabular}{lrr}
\toprule
Age & \multicolumn{2}{c}{Dose} \\
 & low & high \\ \midrule
2--5 & 10 & 20 \\
6--9 & \multirow{2}{*}{11} & 22 \\[2pt]
10+ & & 33 \\
\bottomrule
\end{tabular}
\caption{Doses by age}
\end{table}
\begin{verbatim}
x = 1 % kept
\end{verbatim}
\begin{thebibliography}{9}
\bibitem{lee19} Lee A. 2019.
\end{thebibliography}
\end{document}
"""


def latex(text: str) -> Structure:
    found = read_latex(text.encode())
    check(found)
    return found


def test_latex() -> None:
    found = latex(LATEX)
    assert blocks(found) == [
        ("heading", "On doses"),
        ("heading", "Abstract"),
        ("paragraph", "We gave Aspirin to 10 % of pätients."),
        ("heading", "Methods"),
        (
            "paragraph",
            "The dose was 10⁶ cells [lee19,ek20, p. 3], i.e. 5–6 mg¹ in Café \\unknown. "
            "It is 5 mg, “quoted”, x²:",
        ),
        ("item", "first"),
        ("item", "second bold"),
        ("item", "1. deep"),
        ("caption", "Doses by age"),
        ("row", "2–5 | 10 | 20"),
        ("row", "6–9 | 11 | 22"),
        ("row", "10+ | 11 | 33"),
        ("code", "x = 1 % kept\n"),
        ("heading", "References"),
        ("reference", "[lee19] Lee A. 2019."),
        ("footnote", "1 Per day."),
    ]
    assert found.tables[0].columns == ("Age", "Dose / low", "Dose / high")
    assert (found.source.title, found.source.authors) == ("On doses", "Ann Lee, Bo Ek")
    items = [(block.level, block.lead) for block in found.blocks if block.kind == "item"]
    assert items == [(1, 4), (1, 4), (2, 6)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"50\% of \$5 \& more\_x", "50% of $5 & more_x"),
        (r"\emph{so \textbf{it}} is", "so it is"),
        (r"a\footnote{x {y} z} b", "a¹ b"),
        (r"\'{e}\`a\^{\i}\c{c}\ss", "éàîçß"),
        (r"\href{http://x.y}{text} \url{http://x_y}", "text http://x_y"),
        (r"see \ref{fig:a}", "see fig:a"),
        (r"\includegraphics[width=1cm]{a.png}shown", "shown"),
        (r"\(x < y\) and \[z\]", "x < y and z"),
        ("one % no\n two", "one two"),
    ],
)
def test_the_words_of_latex(written: str, shown: str) -> None:
    assert latex(f"\\begin{{document}}{written}\\end{{document}}").blocks[0].start == 0
    read = latex(f"\\begin{{document}}{written}\\end{{document}}")
    assert read.text[: read.blocks[0].end] == shown


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                r"""\section{ } { \begin{tabular}{l} \end{tabular} & \\ \begin{itemize} \item \'
                \end{itemize} $ % \footnote{ \cite{ \begin{verbatim} \end{verbatim} [ ] x \( \"{u}
                \textsuperscript{2} \multirow{2}{*}{a} \caption{ -- ~ \\[2pt] \hline""".split()
            ),
            st.text(max_size=3),
        )
    ).map("".join)
)
def test_any_latex(text: str) -> None:
    try:
        check(read_latex(text.encode("utf-8", "replace")))
    except UnreadableDocument:
        return


def test_a_part_of_a_document_is_read_in_whole() -> None:
    shown = "\\begin{verbatim}\n\\documentclass{x}\n\\begin{document}\nHi\n\\end{document}\n"
    found = latex("\\section{How}\nWrite this:\n" + shown + "\\end{verbatim}\nThat is all.\n")
    assert texts(found, "paragraph") == ["Write this:", "That is all."]


def test_hostile_latex() -> None:
    for text in (
        "{" * 50_000,
        "\\emph{" * 5_000,
        "\\begin{itemize}\\item x " * 3_000,
        "$x " * 30_000,
    ):
        read_latex(("x" + text).encode())
    assert texts(latex("\\footnote{" * 300 + "x" + "}" * 300), "paragraph")
    assert rows(latex("\\begin{tabular}{l}" + "a & b \\\\ " * 5_000 + "\\end{tabular}"))
