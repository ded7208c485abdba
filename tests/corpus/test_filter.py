from __future__ import annotations

import pytest

from assistant.corpus.filter import Filter, years
from assistant.errors import UsageError
from assistant.reading.document import Document, Source

DOCUMENTS = [
    Document("a.md", "", "", Source("A", "Wu et al.", 2024, tags=("Trial", "mice")), language="en"),
    Document("b.pdf", "", "", Source("B", "J. Häußler, M. Smith", 2019), language="de"),
    Document("old/c.PDF", "", "", Source("C", "Smithson", 1998, tags=("trial",)), language="en"),
    Document("old/d.txt", "", ""),
]


def chosen(**fields: object) -> str:
    found = Filter(**fields).select(DOCUMENTS)  # type: ignore[arg-type]
    return "".join(one.name.removeprefix("old/")[0] for one in found)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, "abcd"),
        ({"years": (2019, 2024)}, "ab"),
        ({"years": (2019, 2019)}, "b"),
        ({"years": (None, 2019)}, "bc"),
        ({"years": (2020, None)}, "a"),
        ({"authors": ("Smith",)}, "b"),
        ({"authors": ("haussler", "WU")}, "ab"),
        ({"authors": ("et al.",)}, "a"),
        ({"tags": ("TRIAL",)}, "ac"),
        ({"tags": ("mice", "rats")}, "a"),
        ({"languages": ("DE",)}, "b"),
        ({"types": ("pdf",)}, "bc"),
        ({"types": (".PDF", "txt")}, "bcd"),
        ({"names": ("old/",)}, "cd"),
        ({"names": ("*.md", "old/d.txt")}, "ad"),
        ({"tags": ("trial",), "years": (None, 2000)}, "c"),
        ({"names": ("old/*",), "types": ("pdf",), "languages": ("en",)}, "c"),
    ],
)
def test_what_is_let_through(fields: dict[str, object], found: str) -> None:
    assert chosen(**fields) == found
    assert bool(Filter(**fields)) is bool(fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"years": (2000, 2010), "authors": ("Smith",)},
            "No document is of 2000–2010, by Smith. There are: years 1998, 2019, 2024; "
            "authors J. Häußler, M. Smith, Smithson, Wu et al.",
        ),
        ({"tags": ("x", "y")}, "No document is tagged x or y. There are: tags Trial, mice, trial."),
        ({"languages": ("fr",)}, "No document is in fr. There are: languages de, en."),
        ({"types": ("odt",)}, "No document is of type odt. There are: types md, pdf, txt."),
        ({"years": (None, 1900)}, "No document is of –1900. There are: years 1998, 2019, 2024."),
        (
            {"names": ("e.md",)},
            "No document 'e.md' in the index; there are: a.md, b.pdf, old/c.PDF, old/d.txt.",
        ),
    ],
)
def test_nothing_is_one_line_that_says_what_there_is(fields: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(**fields)
    assert str(caught.value) == said


def test_of_many_only_some_are_told() -> None:
    many = [Document(f"{n:03}.md", "", "") for n in range(100)]
    with pytest.raises(UsageError, match=r"011\.md and 88 more"):
        Filter(names=("x",)).select(many)
    with pytest.raises(UsageError, match="There are: tags none"):
        Filter(tags=("x",)).select([])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020", (2020, 2020)),
        (" 2019-2022 ", (2019, 2022)),
        ("2019–2022", (2019, 2022)),
        ("2019..", (2019, None)),
        ("2019-", (2019, None)),
        ("-2022", (None, 2022)),
    ],
)
def test_years(text: str, found: tuple[int | None, int | None]) -> None:
    assert years(text) == found


@pytest.mark.parametrize("text", ["", "x", "2022-2019", "2019-2022-2023", "20190", "-"])
def test_no_years(text: str) -> None:
    with pytest.raises(UsageError, match="No year"):
        years(text)
