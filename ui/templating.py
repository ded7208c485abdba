"""The page's HTML, which comes only from the templates in `ui/templates`.

Everything a template prints is untrusted unless it is marked as safe: it is escaped, and control
characters are removed. No template can forget that, and none can print anything but text and
numbers by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from assistant.messages import MESSAGES
from assistant.printable import printable
from ui.markup import emphasise

TEMPLATES = Path(__file__).with_name("templates")


def render(name: str, /, **values: object) -> Markup:
    """A template of `ui/templates` with these values. Safe to use from several threads.

    Raises:
        UndefinedError: The template asks for a value that is not there.
        TypeError: It prints something that is neither text nor a number.
    """
    return Markup(environment().get_template(name).render(values))  # noqa: S704 - it is escaped


def render_macro(name: str, macro: str, /, **values: object) -> Markup:
    """One macro of a template; as `render`. It sees these values and no others."""
    return Markup(getattr(environment().get_template(name).module, macro)(**values))  # noqa: S704


def warm() -> None:
    """Compile all templates now, which takes 0.2 s, so that the first question need not wait."""
    for name in environment().list_templates():
        environment().get_template(name)


@cache
def environment() -> Environment:
    """The templates' one environment: each template is compiled once."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        extensions=[_Joined],
        auto_reload=False,
        cache_size=-1,
    )
    made.globals["messages"] = MESSAGES
    made.filters.update(
        emphasised=emphasise,
        headings=lambda section: section.replace(" > ", " › "),
        in_address=lambda text: quote(text, safe="", errors="replace"),
    )
    return made


def _printed(value: object) -> object:
    """What an expression prints, before it is escaped."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return value if value.isprintable() else printable(value)  # the first is much faster
    if isinstance(value, Undefined):
        return str(value)  # which says what is missing
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"A template prints text and numbers, not {type(value).__name__}.")
    return value


class _Joined(Extension):
    """Joins a template's lines, so that how it is laid out cannot be seen on the page.

    A line's end is nothing beside a tag, a block or an expression; within a tag and between two
    words it is a space. A space that should be seen stands within a line.
    """

    _OF_INTEREST = re.compile(r"[<>]|(?<![ \t])[ \t]*+\n\s*+")

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The template's tokens, its own text joined."""
        in_tag = False

        def joined(text: str) -> Iterator[str]:
            nonlocal in_tag
            done = 0
            for found in self._OF_INTEREST.finditer(text):
                start, end = found.span()
                yield text[done:start]
                done = end
                if found[0] in ("<", ">"):
                    in_tag = found[0] == "<"
                    yield found[0]
                elif in_tag or _between_words(text, start, end):
                    yield " "
            yield text[done:]

        for token in stream:
            if token.type != "data":
                yield token
            elif text := "".join(joined(token.value)):
                yield Token(token.lineno, token.type, text)


def _between_words(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1] != ">" and text[end] != "<"
