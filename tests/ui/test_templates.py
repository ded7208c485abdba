"""Whatever a template prints is text, and the page's HTML comes from templates alone."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fake_assistant import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError, nodes
from markupsafe import Markup

from assistant.printable import printable
from ui.templating import TEMPLATES, environment, render, render_macro, warm

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.name for path in TEMPLATES.iterdir())
OBEYED = "\x00<\x00b>\x1b[31m\u202ered\u2066\x85\ud800</b>"
FILTERS = {
    *("emphasised", "headings", "in_address"),
    *("format", "join", "length", "list", "map", "reject", "reverse"),
}
"""None of them makes markup of text, but `emphasised`, which escapes it."""

LED_BY = ("#/", "/view/", "/page/", "/receipt/", "/api/", "/?c=")
MADE_BY = ("reading(", "link(", "addresses[", "address")
"""Functions and values that are addresses of the page's own, or of doi.org."""


def written(source: str, **values: object) -> str:
    return environment().from_string(source).render(values)


class Reader(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_text_stays_text_wherever_it_is_printed(text: str) -> None:
    source = '<p title="{{ text }}">{{ text }}{% for one in [text] %}{{ one }}{% endfor %}</p>'
    seen = Reader(written(source, text=text))
    assert seen.tags == ["p"]
    title = seen.attributes[0][2] or ""
    shown = printable(text)
    assert (title, seen.text) == (shown, 2 * shown)


@pytest.mark.parametrize("text", [HOSTILE, OBEYED, "{{ 7 * 7 }}{% for %}", "\ud800"])
def test_what_a_browser_would_obey_is_taken_out_of_macros_as_well(text: str) -> None:
    shown = render_macro("parts.html", "notice", text=text)
    assert Reader(shown).text == printable(text)
    assert Reader(shown).tags == ["p"]
    shown.encode()


def test_markup_is_printed_as_it_is() -> None:
    assert written("{{ one }}", one=Markup("<b>&amp;</b>")) == "<b>&amp;</b>"


@pytest.mark.parametrize("value", [None, True, b"x", ["x"], {"a": 1}, object(), print])
def test_what_is_no_text_is_not_printed(value: object) -> None:
    with pytest.raises(TypeError, match="prints text and numbers, not"):
        written("<p>{{ value }}</p>", value=value)


def test_what_is_not_there_is_not_printed() -> None:
    with pytest.raises(UndefinedError, match="'missing' is undefined"):
        written("<p>{{ missing }}</p>")
    with pytest.raises(UndefinedError):
        render("problem.html", title="x")


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("<p>\n  {{ a }}\n</p>\n", "<p>A</p>"),
        ("<b>x</b>\n<b>y</b>", "<b>x</b><b>y</b>"),
        ("<b>x</b> <b>y</b>", "<b>x</b> <b>y</b>"),
        ("<p>one\n   two</p>", "<p>one two</p>"),
        ('<p\n  class="x"\n  dir="auto">', '<p class="x" dir="auto">'),
        ('<p class="x"\n  {%- if a %} hidden{% endif %}\n  dir="auto">', None),
        ("{% if a %}\n  <i>\n    {{ a }}, {{ a }}\n  </i>\n{% endif %}", "<i>A, A</i>"),
        ("{{ a }} {# why #}\n{{ a }}", "A A"),
    ],
)
def test_how_a_template_is_laid_out_is_not_seen(source: str, page: str | None) -> None:
    expected = page or '<p class="x" hidden dir="auto">'
    assert written(source, a="A") == expected


@pytest.mark.parametrize("name", NAMES)
def test_no_template_turns_the_escaping_off(name: str) -> None:
    tree = environment().parse((TEMPLATES / name).read_text("utf-8"))
    assert {one.name for one in tree.find_all(nodes.Filter)} <= FILTERS
    # `~` and filter blocks may join text to markup, which makes markup of it.
    turning = (nodes.EvalContextModifier, nodes.Concat, nodes.FilterBlock, nodes.CallBlock)
    assert list(tree.find_all(turning)) == []


def outline(source: str) -> tuple[str, list[str]]:
    """A template's own text with "\\x01N\\x02" for its expressions, and these."""
    pieces: list[str] = []
    expressions: list[str] = []
    inside: list[str] | None = None
    for _, kind, value in environment().lex(source):
        if kind == "data":
            pieces.append(value)
        elif kind == "variable_begin":
            inside = []
        elif kind == "variable_end":
            pieces.append(f"\x01{len(expressions)}\x02")
            expressions.append("".join(inside or ()).strip())
            inside = None
        elif inside is not None:
            inside.append(value)
    return "".join(pieces), expressions


def careless(source: str) -> Iterator[str]:
    """Attributes in which foreign text could do more than be read."""
    text, expressions = outline(source)
    for tag in re.findall(r"<[^<>]*>", text):
        bare = re.sub(r'="[^"]*"', "", tag)
        if "=" in bare or re.search(r"[^</h]\x01", bare):
            yield tag
    for tag, name, value in Reader(text).attributes:
        printed = [expressions[int(one)] for one in re.findall(r"\x01(\d+)\x02", value or "")]
        if not printed:
            continue
        led = (value or "").startswith(LED_BY) or printed[0].startswith(MADE_BY)
        of_a_number = name == "style" and re.fullmatch(r"width:\x01\d+\x02%", value or "")
        is_address = name in ("href", "src", "action", "formaction", "data-fetch", "data-cite")
        if is_address and not led:
            yield f"{tag} {name}={value}"
        if (name == "style" and not of_a_number) or name.startswith("on"):
            yield f"{tag} {name}={value}"
    if re.search(r"<(script|style)[^>]*>[^<]*\x01", text):
        yield "script or style"


@pytest.mark.parametrize("name", NAMES)
def test_foreign_text_stands_where_it_is_only_read(name: str) -> None:
    assert list(careless((TEMPLATES / name).read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "<a href={{ x }}>x</a>",
        "<a title='{{ x }}'>x</a>",
        '<a href="{{ x }}">x</a>',
        '<a href="{{ x }}/y">x</a>',
        "<p {{ x }}>x</p>",
        '<p style="{{ x }}">x</p>',
        '<p onclick="f({{ x }})">x</p>',
        "<script>{{ x }}</script>",
    ],
)
def test_it_would_be_noticed(source: str) -> None:
    assert list(careless(source))


def test_every_template_is_shown() -> None:
    sources = [path.read_text("utf-8") for path in TEMPLATES.iterdir()]
    sources += [path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py")]
    assert [name for name in NAMES if not any(f'"{name}"' in one for one in sources)] == []


def test_the_templates_are_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "templates/*" in project["tool"]["setuptools"]["package-data"]["ui"]
    assert {path.suffix for path in TEMPLATES.iterdir()} == {".html"}


def test_no_html_is_made_in_the_code() -> None:
    made = set()
    for path in (ROOT / "ui").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings
        for one in ast.walk(tree):
            is_text = isinstance(one, ast.Constant) and isinstance(one.value, str)
            if is_text and id(one) not in told and re.search(r"</|<[a-z]+[^<>]*=", one.value):
                made.add(path.relative_to(ROOT / "ui").as_posix())
    # What marks ranges of characters, which no template can count.
    assert made == {"markup.py", "reader/document_text.py"}


def test_pages_may_be_made_at_the_same_time() -> None:
    environment.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(lambda n: render("problem.html", title=f"{n}", message="x"), range(64))
        )
    assert [Reader(one).text for one in made] == [f"{n}x" for n in range(64)]


def test_all_are_compiled_before_the_first_question() -> None:
    environment.cache_clear()
    warm()
    kept = environment().cache
    assert kept is not None
    assert sorted(name for _, name in kept) == NAMES


def test_the_terminal_does_not_load_them() -> None:
    told = "import sys, ui.cli.app; print('jinja2' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, cwd=ROOT)
    assert found.stdout == "False\n"
