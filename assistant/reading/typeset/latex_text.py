r"""The words of LaTeX: what commands show, at their exact places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from assistant.reading.runs import Run, loose
from assistant.reading.typeset.latex_macros import (
    Macro,
    Macros,
    call_parts,
    definition_end,
    written_back,
)
from assistant.reading.typeset.latex_math import Formulas
from assistant.reading.typeset.latex_source import places
from assistant.reading.typeset.latex_units import COMMANDS, quantity
from assistant.reading.web.mathml import raised

_TOKEN = re.compile(
    r"(?P<comment>%[^\n]*+(?:\n[ \t]*+)?)"
    r"|\\(?P<command>[a-zA-Z@]+)(?P<star>\*?)(?P<space>[ \t]*+(?:\n[ \t]*+(?!\n))?)"
    r"|\\(?P<sign>[^a-zA-Z@])|(?P<brace>[{}])|(?P<math>\$\$?)|(?P<blank>\n[ \t]*\n\s*)"
    r"|(?P<dashes>-{2,3}|``|''|~)|[^\\{}$%~`'\n-]+|.",
    re.DOTALL,
)
_DASHES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_CHARACTERS: Mapping[str, str] = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dag": "†", "ddag": "‡", "S": "§", "P": "¶",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textdegree": "°", "degree": "°",
    "textmu": "µ", "textpm": "±", "texttimes": "×", "textendash": "–", "textemdash": "—",
    "textbackslash": "\\", "textasciitilde": "~", "textbar": "|", "textless": "<",
    "textgreater": ">", "texteuro": "€", "euro": "€", "pounds": "£", "copyright": "©",
    "textregistered": "®", "texttrademark": "™", "quad": " ", "qquad": " ", "space": " ",
    "newline": "\n", "linebreak": "\n", "LaTeX": "LaTeX", "TeX": "TeX", "textbullet": "•",
    "slash": "/", "par": "\n", "and": ", ",
}  # fmt: skip
_SIGNS = {"\\": "\n", ",": " ", ";": " ", ":": " ", " ": " ", "\n": " ", "-": "", "/": "", "!": "",
          "@": ""}  # fmt: skip
_NOT_TEXT = frozenset(
    """label includegraphics vspace hspace setlength addtolength bibliographystyle bibliography
    input include subfile lstinputlisting verbatiminput usepackage documentclass newcommand
    renewcommand providecommand def pagestyle
    thispagestyle color definecolor setcounter addtocounter hypersetup index phantom rule
    graphicspath captionsetup addcontentsline vskip hskip cmidrule cline pagenumbering
    newtheorem DeclareMathOperator nocite markboth fontsize selectlanguage hyphenation
    rowcolor cellcolor columncolor arraystretch extracolsep
    newenvironment renewenvironment urlstyle pdfbookmark PassOptionsToPackage RequirePackage
    addbibresource printbibliography IEEEauthorblockA affiliation email orcid""".split()
)
"""Their arguments are no text."""
_INCLUDING = frozenset(("input", "include", "subfile", "lstinputlisting", "verbatiminput"))
_LAYOUT = frozenset(
    """noindent indent newpage clearpage cleardoublepage centering maketitle tableofcontents
    listoffigures listoftables hline toprule midrule bottomrule small large Large LARGE huge Huge
    tiny footnotesize scriptsize normalsize bfseries itshape rmfamily sffamily ttfamily scshape
    upshape mdseries slshape em bf it rm sf tt sc sl smallskip medskip bigskip protect xspace
    raggedright raggedleft appendix frontmatter mainmatter backmatter hfill vfill hfil vfil
    pagebreak nopagebreak nolinebreak sloppy fussy left right displaystyle boldmath leavevmode
    singlespacing doublespacing onehalfspacing relax ignorespaces unskip null strut allowbreak
    hrule balance today else fi iftrue long global
    makeatletter makeatother endfirsthead endhead endfoot endlastfoot
    onecolumn twocolumn landscape flushbottom raggedbottom normalfont""".split()
)
_REFERS = frozenset(("ref", "eqref", "cref", "Cref", "autoref", "pageref", "nameref", "vref"))
_RAW = frozenset(("url", "nolinkurl", "path", "lstinline"))
_OPTION = re.compile(r"\s{0,9}\[[^\[\]]{0,2000}\]")
_SPACES = re.compile(r"[ \t]*+(?:\n[ \t]*+(?!\n))?")
_SHAPES = {
    "resizebox": 2, "scalebox": 1, "rotatebox": 1, "parbox": 1, "raisebox": 1, "adjustbox": 1,
    "makebox": 0, "framebox": 0, "fbox": 0, "mbox": 0, "centerline": 0, "ifthenelse": 1,
}  # fmt: skip
"""How many arguments of boxes are no text; the one behind them is."""
_LENGTHS = frozenset("setlength addtolength vskip hskip kern settowidth setcounter".split())
_LENGTH = re.compile(
    r"\s{0,9}(?:\\[a-zA-Z@]{1,60}(?=\s{0,9}\{)"
    r"|=?\s?-?\d{0,9}\.?\d{1,9}\s?(?:pt|em|ex|mm|cm|in|bp|pc|sp)(?![a-zA-Z]))"
)
_DEEPEST = 40
_DING = re.compile(r"3[3-9]|[4-9][0-9]|1[01][0-9]|12[0-6]")  # codes of the font Zapf Dingbats
_STYLES = ("text", "emph", "math", "bf", "it", "sc", "under")
"""How names of commands begin that only change the look of one argument."""
_MOST_LEVELS = 16
_DEFINITIONS = frozenset(
    """newcommand renewcommand providecommand DeclareRobustCommand let def gdef edef xdef
    NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand""".split()
)


class LatexText:
    """Reads ranges of a LaTeX file as runs."""

    def __init__(self, text: str, around: LatexText | None = None, at: int = 0) -> None:
        self.text = text
        self.places = places(text)
        self._closing = self.places.closing
        self._macros: Macros = around._macros if around else Macros(text, self._closing)
        self._at = at if around else None  # the place of the call whose expansion this is
        self._depth: int = around._depth + 1 if around else 0
        self._level: int = around._level + 1 if around else 0  # of calls within calls
        self.notes: list[tuple[int, int] | list[Run]] = []  # footnotes not yet written
        self.included: list[str] = around.included if around else []  # names of other files
        self._noted: int = around._noted if around else 0

    def argument(self, at: int, *, options: bool = True) -> tuple[int, int, int] | None:
        """The braced argument after a place: its range and where it ends; None where none is."""
        while options and (match := _OPTION.match(self.text, at)):
            at = match.end()
        match = _SPACES.match(self.text, at)
        at = match.end() if match else at
        close = self._closing.get(at)
        return (at + 1, close, close + 1) if close is not None else None

    def box(self, name: str, at: int) -> tuple[int, int, int] | None:
        """What stands in a box that a command makes, behind its lengths; see `argument`."""
        found = self.argument(at) if name in _SHAPES else None
        for _ in range(_SHAPES.get(name, 0)):
            found = self.argument(found[2]) if found else None
        return found

    def inline(self, start: int, end: int) -> list[Run]:
        """A range as running text."""
        if self._depth > _DEEPEST:
            return [Run(start, end, self.text[start:end])]
        self._depth += 1
        runs: list[Run] = []
        at = start
        while at < end:
            match = _TOKEN.match(self.text, at, end)
            if match is None:
                break
            at = self.take(match, runs, end)
        self._depth -= 1
        return runs

    def token(self, at: int, end: int) -> re.Match[str] | None:
        """The token at a place."""
        return _TOKEN.match(self.text, at, end)

    def take(self, match: re.Match[str], runs: list[Run], end: int) -> int:
        """Add what a token shows to the runs; returns where the next one begins."""
        begin, after = match.span()
        if match["command"]:
            return self._command(match, runs)
        if match["sign"]:
            return self._sign(match, runs)
        if match["math"]:
            close = self.text.find(match["math"], after, end)
            runs += self.formula(begin, after, close, len(match["math"]))
            after = close + len(match["math"]) if close >= 0 else after
        elif match["dashes"]:
            runs.append(Run(begin, after, _DASHES[match["dashes"]]))
        elif not match["comment"] and not match["brace"]:
            runs.append(Run(begin, after, self.text[begin:after]))
        return after

    def formula(self, begin: int, start: int, close: int, length: int) -> list[Run]:
        """A formula in a line, or as it is written where it needs more.

        start, close: of what stands between its marks; close is negative where the last is missing.
        length:       of that mark.
        """
        if close < 0:
            return [Run(begin, start, self.text[begin:start])]
        shown = Formulas(self.text, self._closing, self._body_of).read(start, close)
        return shown or [Run(begin, close + length, self.text[begin : close + length])]

    def _body_of(self, name: str, begin: int) -> str | None:
        """What a macro without arguments stands for; None where a name is of none."""
        macro = self._macro(name, begin)
        if macro is None or macro.count or macro.delimiters:
            return None
        body = f"\\{macro.alias}" if macro.alias else macro.body
        return body if self._macros.allows([body]) and body != f"\\{name}" else None

    def _sign(self, match: re.Match[str], runs: list[Run]) -> int:
        begin, after = match.span()
        sign = match["sign"]
        if sign in "([":
            close = self.text.find("\\)" if sign == "(" else "\\]", after)
            runs += self.formula(begin, after, close, 2)
            after = close + 2 if close >= 0 else after
        elif sign in _ACCENTS:
            return self._accent(sign, begin, after, runs)
        elif shown := _SIGNS.get(sign, sign):
            runs.append(Run(begin, after, shown))
        return after

    def _accent(self, sign: str, begin: int, after: int, runs: list[Run]) -> int:
        """A letter with its accent: in braces, or the next one."""
        braced = self.argument(after, options=False)
        start, stop, after = braced or (after, after + 1, after + 1)
        base = self.text[start:stop].strip().lstrip("\\").strip()
        letter = unicodedata.normalize("NFC", base[:1] + _ACCENTS[sign])
        if base:
            runs.append(Run(begin, after, letter + base[1:]))
        return after

    def _command(self, match: re.Match[str], runs: list[Run]) -> int:
        name, after = match["command"], match.end()
        begin = match.start()
        end = self._passed_over(name, begin, after)
        if end is not None:
            return end
        if verbatim := self.places.verbatim.get(begin):
            start, stop, end = verbatim
            runs.append(Run(start, stop, self.text[start:stop]))
            return end
        expanded = self._expanded(match, runs)
        if expanded is not None:
            return expanded
        name = self.meaning(match)
        if name in _CHARACTERS:
            runs.append(Run(begin, match.end("command"), _CHARACTERS[name]))
            return after
        if name in _ACCENTS and len(name) == 1:
            return self._accent(name, begin, after, runs)
        argument = self.box(name, after) or self.argument(after)
        if argument is None:
            if name not in _LAYOUT:  # its meaning is not known: it stays
                runs.append(Run(begin, after, self.text[begin:after]))
            return after
        if name in _LAYOUT:
            return after
        return self._with_argument(name, after, argument, runs)

    def _passed_over(self, name: str, begin: int, after: int) -> int | None:
        """Where the text goes on behind a definition or a length; None if this is text."""
        if begin in self.places.false:
            return self.places.false[begin]
        if name in _DEFINITIONS and (end := definition_end(self.text, begin, self._closing)):
            return end
        if name in _LENGTHS and (length := _LENGTH.match(self.text, after)):
            return self._pass_arguments(length.end())
        if name in _INCLUDING and (named := self.argument(after)):
            self.included.append(self.text[named[0] : named[1]])
        return self._pass_arguments(after) if name in _NOT_TEXT else None

    def meaning(self, match: re.Match[str]) -> str:
        """The command that a token is: another's, where its name was given to that."""
        name: str = match["command"] or ""
        macro = self._macro(name, match.start())
        return macro.alias if macro and macro.alias else name

    def _macro(self, name: str, begin: int) -> Macro | None:
        return self._macros.find(name, begin if self._at is None else self._at)

    def _expanded(self, match: re.Match[str], runs: list[Run]) -> int | None:
        """Add what a macro of the file reads; returns where its call ends, None if it is none."""
        name, begin = match["command"], match.start()
        macro = self._macro(name, begin)
        if macro is None or macro.alias or self._level >= _MOST_LEVELS:
            return None
        place = begin if self._at is None else self._at
        call = call_parts(macro, self.text, match.end("command"), self._closing)
        if call is None or not self._macros.allows(call[0]):
            return None
        parts, end = call
        text = "".join(
            part if isinstance(part, str) else self.text[part[0] : part[1]] for part in parts
        )
        inner = LatexText(text, self, place)
        runs += written_back(inner.inline(0, len(text)), parts, text, (begin, end))
        self._noted = inner._noted
        for note in inner.notes:
            shown = inner.inline(*note) if isinstance(note, tuple) else note
            self.notes.append(list(written_back(shown, parts, text, (begin, end))))
        return end

    def note(self, number: int) -> list[Run]:
        """What a footnote says."""
        note = self.notes[number]
        return self.inline(*note) if isinstance(note, tuple) else note

    def _with_argument(
        self, name: str, after: int, argument: tuple[int, int, int], runs: list[Run]
    ) -> int:
        start, stop, end = argument
        if name in ("footnote", "footnotetext", "thanks"):
            self._noted += 1
            self.notes.append((start, stop))
            runs += raised([loose(str(self._noted))])
        elif name == "textsuperscript":
            runs += raised(self.inline(start, stop))
        elif name in _REFERS or name in _RAW:
            runs.append(Run(start, stop, self.text[start:stop]))
        elif "cite" in name.lower():
            runs += self._cited(after, start, stop)
        elif name in ("href", "textcolor", "colorbox", "foreignlanguage", "multirow", "hyperref"):
            return self._last_argument(end, runs, argument, name)
        elif name in COMMANDS:
            shown, end = quantity(
                name,
                self.text,
                argument,
                lambda at: self.argument(at, options=name.startswith("SI")),
            )
            runs += shown
        elif name == "ding" and _DING.fullmatch(self.text, start, stop):
            runs.append(Run(start, stop, chr(0x2701 + int(self.text[start:stop]) - 33)))
        elif name == "texorpdfstring":
            runs += self.inline(start, stop)
            other = self.argument(end, options=False)
            return other[2] if other else end
        else:
            runs += self.inline(start, stop)
            if not name.startswith(_STYLES) and self.text.startswith("{", end):
                runs.append(loose(" "))  # another argument, whose words are others
        return end

    def _cited(self, after: int, start: int, stop: int) -> Iterator[Run]:
        """The keys in square brackets, with what is said of the place."""
        yield loose("[")
        yield Run(start, stop, self.text[start:stop])
        option = _OPTION.match(self.text, after)
        if option and option.group().strip() != "[]":
            begin = self.text.index("[", option.start()) + 1
            yield loose(", ")
            yield from self.inline(begin, option.end() - 1)
        yield loose("]")

    def _last_argument(
        self, end: int, runs: list[Run], argument: tuple[int, int, int], name: str
    ) -> int:
        """Of a command with several arguments the last, which is the text."""
        count = 2 if name == "multirow" else 1
        last = argument
        for _ in range(count):
            following = self.argument(last[2])
            if following is None and name == "multirow" and self.text.startswith("*", last[2]):
                following = self.argument(last[2] + 1)
            if following is None:
                break
            last = following
        runs += self.inline(last[0], last[1])
        return last[2] if last is not argument else end

    def _pass_arguments(self, at: int) -> int:
        while (argument := self.argument(at)) is not None:
            at = argument[2]
        return at
