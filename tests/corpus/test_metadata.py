"""What a person says of a document is written into `sources.yaml`, and nothing else changes."""

import hashlib
from pathlib import Path

import pytest

from assistant.corpus.metadata import describe, follow_moves, misspelt
from assistant.errors import UsageError
from assistant.reading.discovery import read_sources
from assistant.reading.document import Source

BEFORE = """\
# Two reviews
- file: one.txt
  title: 'One: a review'   # as printed
  year: 2021

# and the other
- file: two.txt
  title: Two
  extra: kept
"""


def test_fields_are_set_and_everything_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(BEFORE)
    said = describe(tmp_path, "two.txt", {"title": "Two: “new” #1", "year": "2024", "doi": ""})
    assert said == Source(title="Two: “new” #1", year=2024)
    assert (
        path.read_text()
        == BEFORE.replace("  title: Two\n", '  title: "Two: “new” #1"\n') + '  year: "2024"\n'
    )
    assert read_sources(tmp_path)["one.txt"] == Source(title="One: a review", year=2021)


def test_a_first_entry_makes_the_file(tmp_path: Path) -> None:
    describe(tmp_path, "no.txt", {"title": "No: yes", "authors": "A; B"})
    assert read_sources(tmp_path) == {"no.txt": Source(title="No: yes", authors="A; B")}


def test_an_empty_field_is_taken_away(tmp_path: Path) -> None:
    describe(tmp_path, "a.txt", {"title": "A", "year": "2020"})
    assert describe(tmp_path, "a.txt", {"title": ""}) == Source(year=2020)


def test_tags_become_a_list(tmp_path: Path) -> None:
    said = describe(tmp_path, "a.txt", {"tags": " trial, #mice,, two words, trial "})
    assert said.tags == ("trial", "mice", "two words")
    assert 'tags: ["trial", "mice", "two words"]' in (tmp_path / "sources.yaml").read_text()
    assert describe(tmp_path, "a.txt", {"title": "A"}).tags == said.tags
    assert describe(tmp_path, "a.txt", {"tags": ""}) == Source(title="A")


@pytest.mark.parametrize(
    "title", ["yes", "~", "- a\n- b", "{a: b}", "'", '"', "\\", "a\x07b", "é", "😀"]
)
def test_any_title_comes_back_as_it_was_given(tmp_path: Path, title: str) -> None:
    source = describe(tmp_path, "a.txt", {"title": title})
    assert read_sources(tmp_path)["a.txt"] == source
    if title not in ("~", "- a\n- b", "a\x07b"):  # nothing; two lines; what is not shown
        assert source.title == title


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"year": "last"}, "year of a.txt must be a number"),
        ({"colour": "red"}, "no 'colour'"),
        ({"title": "x" * 2001}, "longer than 2,000"),
    ],
)
def test_what_will_not_do_changes_nothing(tmp_path: Path, fields: dict[str, str], why: str) -> None:
    (tmp_path / "sources.yaml").write_text(BEFORE)
    with pytest.raises(UsageError, match=why):
        describe(tmp_path, "a.txt", fields)
    assert (tmp_path / "sources.yaml").read_text() == BEFORE


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("- file: [")
    with pytest.raises(UsageError, match="cannot be read"):
        describe(tmp_path, "a.txt", {"title": "A"})
    assert (tmp_path / "sources.yaml").read_text() == "- file: ["


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_is_said_of_a_file_goes_with_it_where_it_is_moved(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(BEFORE)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "uno.txt").write_text("One.")
    (tmp_path / "two.txt").write_text("Two.")
    indexed = {"one.txt": _sha256("One."), "two.txt": _sha256("Two.")}
    assert follow_moves(tmp_path, indexed) == {"one.txt": "old/uno.txt"}
    said = (tmp_path / "sources.yaml").read_text()
    assert said == BEFORE.replace("- file: one.txt", '- file: "old/uno.txt"')
    assert follow_moves(tmp_path, indexed) == {}


def test_an_entry_stays_where_its_file_is_gone_or_has_changed(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(BEFORE)
    (tmp_path / "other.txt").write_text("Another.")
    (tmp_path / "two.txt").write_text("One.")  # has an entry of its own
    assert follow_moves(tmp_path, {"one.txt": _sha256("One.")}) == {}
    assert (tmp_path / "sources.yaml").read_text() == BEFORE


def test_fields_that_mean_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(BEFORE)
    assert misspelt(tmp_path) == {"two.txt": ("extra",)}
