r"""Formulas of LaTeX are read as a line of text, and each part leads back to its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.typeset.latex import read_latex


def text_of(source: str) -> str:
    return read_latex(source.encode()).text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"$v \approx 3.1\times 10^{-2}$ m/s", "v ≈ 3.1 × 10⁻² m/s"),
        (r"$3\times10^6$ cells", "3 × 10⁶ cells"),
        (r"\(d = 0.25\,\mathrm{mm}\)", "d = 0.25 mm"),
        (r"$25\,^{\circ}\mathrm{C}$ and $25^\circ$", "25 °C and 25°"),
        (r"$p<0.001$, $\pm 3\sigma$, $5\%$", "p<0.001, ± 3σ, 5%"),
        (r"$\frac{2}{9}\frac{(\rho_p-\rho_f)}{\mu} g R^2$", "2/9 (ρ_p-ρ_f)/μ g R²"),
        (r"$\sqrt{(a+b)/c} < \sqrt{16}$, $\sqrt[3]{x}$", "√((a+b)/c) < √16, ³√x"),
        (r"$\frac{(a+b)(c+d)}{2}$", "((a+b)(c+d))/2"),
        (r"$x^{n+1}$, $x_i$, $H_2O$, $R_{\max}t$", "x^(n+1), x_i, H2O, R_max t"),
        (r"$10^23$", "10²3"),
        (r"$\bar{x}=4.2$ in $\mathbb{R}$", "x̄=4.2 in ℝ"),
        (r"\[N = \sum_{i=1}^{k} n_i\label{eq:a}\]", "N = ∑_(i=1)^k n_i"),
        (r"$1{,}204{,}000$", "1,204,000"),
        (r"$\left( a \right.$", "( a"),
        (r"$\mu\mathrm{m}$, $\sin x$", "μm, sin x"),
        (r"it cost \$5 and $6 more", "it cost $5 and $6 more"),
    ],
)
def test_a_formula_in_a_line(source: str, shown: str) -> None:
    assert text_of(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        r"$\begin{pmatrix} 1 & 2 \\ 3 & 4\end{pmatrix}$",
        r"$\unknowncommand{x}$",
        r"$x^$",
        r"$\frac{1}$",
        "$" + "x^{" * 60 + "}" * 60 + "$",
    ],
)
def test_what_cannot_be_said_in_a_line_stays(source: str) -> None:
    assert text_of(source) == source


def test_an_environment_without_its_label() -> None:
    source = "\\begin{align}\\label{eq:one}\na &= 3\\\\\nb &= 4\n\\end{align}"
    assert text_of(source) == "a = 3; b = 4"


def test_macros_of_the_file_in_formulas() -> None:
    macros = r"\newcommand{\R}{\mathbb{R}}\newcommand{\half}{\tfrac12}\let\eps\varepsilon"
    assert text_of(macros + r" On $\R\to\R$, $\half$ of $\eps$.") == "On ℝ → ℝ, 1/2 of ε."
    looped = r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a} So $\a$ it is."
    assert text_of(looped) == r"So $\a$ it is."


def test_each_part_leads_back_to_the_file() -> None:
    source = r"The dose was $3\times10^{-2}$ mg."
    found = read_latex(source.encode())
    at = found.text.index("⁻²")
    ranges = found.origin.to_origin(at, at + 2)
    assert "".join(source[start:end] for start, end in ranges) == "-2"


@given(st.text(alphabet=r"\{}^_$&~ %ab12+frac sqrt[]", max_size=60))
def test_any_formula_is_read(inner: str) -> None:
    read_latex(f"A ${inner}$ b".encode())
