"""Files that are broken on purpose end in time, each with one clear line."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest
from pdf_files import FONT, drawn, line, raw_pdf, stream

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.sandbox.sandbox import Limits, Sandbox

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
TREE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
GOOD = drawn(line("A page with some text on it, long enough to be read."))


def bomb() -> bytes:
    zeros = zlib.compress(zlib.compress(bytes(300 * 2**20), 9), 9)
    return raw_pdf(CATALOGUE, TREE, PAGE, stream(zeros, b"/Filter[/FlateDecode/FlateDecode]"))


def scattered(count: int) -> bytes:
    words = (
        b"1 0 0 1 %d %d Tm (w%d) Tj " % (at * 37 % 600, at * 91 % 800, at) for at in range(count)
    )
    return drawn(b"BT /F 10 Tf " + b"".join(words) + b"ET")


def ruled(count: int) -> bytes:
    rules = (b"%d %d m 590 %d l S " % (at % 500, at % 799, at % 799) for at in range(count))
    return line("More text") + b"".join(rules)


REFUSED = {
    "truncated": (GOOD[: len(GOOD) // 2], "damaged or no PDF"),
    "no PDF": (b"hello world, this is text", "damaged or no PDF"),
    "zeros": (b"%PDF-1.7\n" + bytes(100_000), "damaged or no PDF"),
    "its own parent": (
        raw_pdf(CATALOGUE, b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>"),
        "pages are damaged",
    ),
    "says that it has many pages": (
        raw_pdf(CATALOGUE, b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", PAGE),
        "holds no text",
    ),
    "ten thousand pages": (drawn(*[line("x", 1, 1, 2)] * 10_000, box=b"0 0 5 5"), "5,000 pages"),
    "a stream that swells": (bomb(), "holds no text"),
}
READ = {
    "a page as large as a country": drawn(line("Some text"), box=b"0 0 1e9 1e9"),
    "letters at one place": drawn(
        b"BT /F 10 Tf " + b"1 0 0 1 50 700 Tm (a) Tj " * 300_000 + b"ET", line("Some text")
    ),
    "words all over the page": scattered(30_000),
    "rules all over the page": drawn(line("Some text"), ruled(99_999)),
    "bookmarks in a circle": raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        TREE,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        stream(line("Some text")),
        FONT,
        b"<</First 7 0 R/Last 7 0 R/Count 3>>",
        b"<</Title(A)/Next 7 0 R/First 7 0 R/Parent 6 0 R>>",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60)) as made:
        yield made


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_line(sandbox: Sandbox, name: str) -> None:
    data, why = REFUSED[name]
    with pytest.raises(UnreadableDocument, match=why) as caught:
        sandbox.read_bytes("a.pdf", data, Source())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_it_is_read(sandbox: Sandbox, name: str) -> None:
    assert sandbox.read_bytes("a.pdf", READ[name], Source()).document.text


def test_a_crash_of_the_engine_ends_the_reading_process_alone(sandbox: Sandbox) -> None:
    form = stream(
        b"/X Do /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X 5 0 R>>>>",
    )
    resources = b"/Resources<</XObject<</X 5 0 R>>>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R" + resources
    with pytest.raises(UnreadableDocument):
        sandbox.read_bytes(
            "a.pdf", raw_pdf(CATALOGUE, TREE, page, stream(b"/X Do"), form), Source()
        )
    assert sandbox.read_bytes("a.pdf", GOOD, Source()).document.text.startswith("A page")
