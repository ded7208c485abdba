r"""Formulas of LaTeX as one line of text: "$3\times10^{-2}$" is "3 × 10⁻²".

What cannot be said in one line, such as a matrix, stays as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from assistant.reading.runs import Run, loose
from assistant.reading.typeset.latex_source import places
from assistant.reading.web.mathml import grouped, power, raised

_TOKEN = re.compile(
    r"(?P<comment>%[^\n]*)|\\(?P<command>[a-zA-Z]+\*?)(?P<space>\s*+)|\\(?P<sign>.)"
    r"|(?P<brace>[{}])|(?P<script>[_^])\s*+|(?P<align>&)|(?P<dollar>\$)|(?P<tie>~)"
    r"|(?P<number>\d+)|(?P<other>[^\\{}_^&$~%\d])",
    re.DOTALL,
)
_SIGNS = {",": " ", ";": " ", ":": " ", " ": " ", ">": " ", "!": "", "\\": "; ", "\n": " "}
_SPACES = frozenset("quad qquad space enspace thinspace medspace thickspace".split())
_LAYOUT = frozenset(
    """left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle
    textstyle scriptstyle limits nolimits nonumber notag mathstrut""".split()
)
_LABELS = frozenset(("label", "tag", "tag*", "hspace", "vspace", "phantom", "color"))
_TEXTS = frozenset(
    """text textrm textit textbf textnormal mbox mathrm mathit mathbf mathsf mathtt mathnormal
    boldsymbol bm operatorname operatorname* ensuremath mathcal mathscr mathfrak rm""".split()
)
_FRACTIONS = frozenset("frac dfrac tfrac cfrac nicefrac sfrac".split())
_ACCENTS: Mapping[str, str] = {
    "bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "widehat": "\u0302",
    "tilde": "\u0303", "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7",
    "check": "\u030c", "acute": "\u0301", "grave": "\u0300", "breve": "\u0306",
}  # fmt: skip
_NAMES: Mapping[str, str] = {
    "colon": ":",
    "lbrace": "{",
    "rbrace": "}",
    "degree": "°",
    "mod": "mod",
}
_DOUBLE: Mapping[str, str] = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ"}
_SHOWN = frozenset("%$#&_{}|")
_DEEPEST = 20
_SHORT_SCRIPT = 2  # characters: "v_s", "x²"
_ROOT = re.compile(r"\s{0,9}\[([^\[\]\\{}]{1,20})\]")
_SPACE = re.compile(r"\s*+")


class _NotInOneLineError(Exception):
    """The formula has something that needs more than a line, or that is not known."""


class Formulas:
    """Reads formulas of one text.

    closing: of each brace that opens, where it closes.
    body_of: what a macro of the file without arguments stands for, by its name and the place of its
             call; None where it is none.
    """

    def __init__(
        self,
        text: str,
        closing: Mapping[int, int],
        body_of: Callable[[str, int], str | None] = lambda _, __: None,
        level: int = 0,
    ) -> None:
        self._text, self._closing = text, closing
        self._body_of, self._level = body_of, level

    def read(self, start: int, end: int) -> list[Run] | None:
        """What a formula without its dollars reads; None where it has to stay as written."""
        try:
            runs = list(self._range(start, end, 0))
        except _NotInOneLineError:
            return None
        while runs and runs[-1].text in (" ", "; "):
            runs.pop()
        return runs if any(run.text.strip() for run in runs) else None

    def _range(self, at: int, end: int, depth: int) -> Iterator[Run]:
        if depth > _DEEPEST:
            raise _NotInOneLineError
        before = ""  # the last character shown
        while at < end:
            match = _TOKEN.match(self._text, at, end)
            if match is None:
                raise _NotInOneLineError
            runs, at = self._token(match, before, depth)
            yield from runs
            shown = "".join(run.text for run in runs)
            before = shown[-1:] or before

    def _token(self, match: re.Match[str], before: str, depth: int) -> tuple[list[Run], int]:
        begin, after = match.span()
        if match["command"]:
            return self._command(match, before, depth)
        if match["script"]:
            start, stop, end = self._argument(match.end())
            inner = list(self._range(start, stop, depth + 1))
            runs = list(_script(match["script"], inner, before))
            long = len("".join(run.text for run in runs)) > _SHORT_SCRIPT
            apart = long and self._text[end : end + 1].isalnum()
            return [*runs, *([loose(" ")] if apart else [])], end
        if match["sign"]:
            return [Run(begin, after, _sign(match["sign"]))], after
        if match["dollar"]:
            raise _NotInOneLineError
        if match["comment"] or match["brace"] or match["align"]:
            return [], after
        return [Run(begin, after, " " if match["tie"] else match.group())], after

    def _command(self, match: re.Match[str], before: str, depth: int) -> tuple[list[Run], int]:
        name, begin, after = match["command"], match.start(), match.end()
        if (body := self._body_of(name, begin)) is not None:
            return [Run(begin, match.end("command"), self._expanded(body, begin))], after
        if name in _LAYOUT:
            skipped = self._text.startswith(".", after) and name in ("left", "right", "middle")
            return [], after + skipped
        if name in _LABELS:
            return [], self._argument(after)[2]
        if name in _SPACES:
            return [Run(begin, match.end("command"), " ")], after
        if name in _FRACTIONS or name in ("sqrt", "mathbb") or name in _ACCENTS or name in _TEXTS:
            return self._with_argument(name, after, before, depth)
        shown = _symbol(name)
        apart = unicodedata.category(shown[-1]) == "Sm" and shown not in "∑∏∫∂∇√∞"
        runs = [Run(begin, match.end("command"), shown)]
        following = self._text[after : after + 1]
        if apart:
            runs = [loose(" "), *runs, loose(" ")]
        elif len(shown) > 1 and before.isalnum():
            runs.insert(0, loose(" "))
        if match["space"] and following.isalnum():
            runs.append(loose(" "))
        return runs, after

    def _expanded(self, body: str, place: int) -> str:
        """What a macro reads. place: of its call, whatever stands in its body."""
        if self._level > _DEEPEST:
            raise _NotInOneLineError
        inner = Formulas(
            body, places(body).closing, lambda name, _: self._body_of(name, place), self._level + 1
        )
        runs = inner.read(0, len(body))
        if runs is None:
            raise _NotInOneLineError
        return "".join(run.text for run in runs)

    def _with_argument(self, name: str, at: int, before: str, depth: int) -> tuple[list[Run], int]:
        degree = _ROOT.match(self._text, at) if name == "sqrt" else None
        start, stop, end = self._argument(degree.end() if degree else at)
        inner = list(self._range(start, stop, depth + 1))
        if name in _FRACTIONS:
            below_start, below_stop, end = self._argument(end)
            below = list(self._range(below_start, below_stop, depth + 1))
            apart = [loose(" ")] if before.isalnum() or before == ")" else []
            return [*apart, *grouped(inner), loose("/"), *grouped(below)], end
        if name == "sqrt":
            mark = [Run(*degree.span(1), degree[1])] if degree else []
            return [*raised(mark), loose("√"), *grouped(inner)], end
        return list(_styled(name, inner)), end

    def _argument(self, at: int) -> tuple[int, int, int]:
        """What a command or a script applies to: its range, and where it ends."""
        space = _SPACE.match(self._text, at)
        at = space.end() if space else at
        close = self._closing.get(at)
        if close is not None:
            return at + 1, close, close + 1
        match = _TOKEN.match(self._text, at)
        if match is None or match["brace"] or match["script"] or match["align"]:
            raise _NotInOneLineError
        if match["number"]:  # of "10^23" only the 2 is raised
            return at, at + 1, at + 1
        return at, match.end(), match.end()


def _script(sign: str, inner: list[Run], before: str) -> Iterator[Run]:
    """What is raised or lowered: "10⁶", "25°", "H2O", "v_s", "x^(n+1)"."""
    text = "".join(run.text for run in inner).strip()
    if sign == "^" and text in ("∘", "°", "′", "*"):
        yield Run(inner[0].start, inner[-1].end, "°" if text == "∘" else text)
    elif sign == "^":
        yield from power(inner)
    elif text.isdigit() and before.isalpha():
        yield from inner
    elif text:
        yield loose("_")
        yield from grouped(inner)


def _styled(name: str, inner: list[Run]) -> Iterator[Run]:
    """Text in another font, or a letter with its accent."""
    text = "".join(run.text for run in inner)
    if name == "mathbb":
        yield Run(inner[0].start, inner[-1].end, _DOUBLE[text]) if text in _DOUBLE else loose(text)
    elif name not in _ACCENTS:
        yield from inner
    elif len(text) == 1:
        accented = unicodedata.normalize("NFC", text + _ACCENTS[name])
        yield Run(inner[0].start, inner[0].end, accented)
    else:
        raise _NotInOneLineError


def _sign(sign: str) -> str:
    if sign in _SHOWN:
        return "‖" if sign == "|" else sign
    try:
        return _SIGNS[sign]
    except KeyError:
        raise _NotInOneLineError from None


@cache
def _symbol(name: str) -> str:
    """The characters of a command, such as "α" or "sin"."""
    shown = _NAMES.get(name) or _known(name)
    if not shown or not shown.strip() or "\n" in shown:
        raise _NotInOneLineError
    return shown.strip()


def _known(name: str) -> str:
    from pylatexenc.latex2text import get_default_latex_context_db

    spec = get_default_latex_context_db().get_macro_spec(name)
    shown = spec.simplify_repl if spec else ""
    return shown if isinstance(shown, str) and "%" not in shown else ""
