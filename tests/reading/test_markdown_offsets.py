"""Every character of a Markdown document that comes from the file is the file's own there."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.markdown import source as markdown_source
from assistant.reading.markdown.reader import read_markdown

PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "> ",
            ">",
            "- ",
            "* ",
            "1. ",
            "10) ",
            "    ",
            "\t",
            "  ",
            "\n",
            "\n\n",
            "\r\n",
        ),
        *(
            "word",
            "Zwei drei",
            "**",
            "*",
            "_",
            "__",
            "`",
            "``",
            "```",
            "```\n",
            "~~",
            "~~~",
            "[",
            "]",
        ),
        *(
            "](http://x.y)",
            "![",
            "<b>",
            "</b>",
            "<sup>",
            "</sup>",
            "2",
            "+",
            "<br>",
            "&amp;",
            "&lt;",
        ),
        *(
            "&#x41;",
            "\\*",
            "\\",
            "|",
            " | ",
            "|---|---|\n",
            "a|b\n-|-\nc\\|d|e\n",
            "[^1]",
            "[^1]: ",
        ),
        *(
            ": ",
            "Table 1: T\n",
            "---",
            "===",
            "<div>",
            "<p>",
            "</p>",
            "<!--",
            "-->",
            "<pre>",
            "</pre>",
        ),
        *("<table><tr><td>", "</td></tr></table>", "<li>", "- [x] ", "[!NOTE]", "> [!TIP]\n"),
        *('!!! note "Hi"\n', "\ufeff", "\u00ad", "é", "e\u0301", "ﬁ", "<http://a.b>", "in-\nfl"),
        *("{#id}", "# References\n", "\f", "\u2028", "x.", "中文", "   ", "\0"),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=8).map("\n".join),
    st.text(),
)
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))


def is_known(original: str, shown: str) -> bool:
    """Whether reading may show this of the file's text."""
    if shown in (original, unicodedata.normalize("NFC", original), html.unescape(original)):
        return True
    if shown == " ":
        return not html.unescape(original).strip()
    if unicodedata.normalize("NFKC", original) == shown:  # a ligature
        return True
    task = shown in "☐☑" and original in ("[ ]", "[x]", "[X]")
    between = shown == ": " and "\n" in original  # a term and its definition
    return task or between or RAISED.get(shown) == original


@given(TEXTS)
def test_what_is_shown_is_the_file_s(file: str) -> None:
    read = read_markdown(file)
    end = 0
    for piece in read.origin.pieces:
        original = file[piece.origin_start : piece.origin_end]
        shown = read.text[piece.start : piece.end]
        assert end <= piece.start
        assert original
        assert is_known(original, shown)
        assert len(original) != len(shown) or len(shown) == 1 or original == shown
        assert not read.text[end : piece.start].strip(" \n|.")  # put in between lines and cells
        end = piece.end
    assert not read.text[end:].strip()


def test_a_large_file_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    part = "## Part {n}\n\n- *item* {n}\n  - below\n\n```\n# no heading {n}\n```\n\nText.\n\n"
    file = "---\ntitle: T\n---\n" + "".join(part.format(n=n) for n in range(30))
    whole = read_markdown(file)
    monkeypatch.setattr(markdown_source, "PART", 50)
    assert read_markdown(file) == whole
    assert len([block for block in whole.blocks if block.kind == "heading"]) == 30
