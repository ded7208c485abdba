from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from name_samples import HARMLESS, HOSTILE

from assistant.corpus.names import free_name, matching, require_name, same_name
from assistant.errors import DocumentRefused, UsageError


def test_there_are_enough() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(DocumentRefused) as caught:
        require_name(name)
    reason = str(caught.value)
    assert reason
    assert reason.isprintable()
    assert not reason[0].isupper()


@pytest.mark.parametrize("name", HARMLESS, ids=ascii)
def test_a_harmless_name_stays(name: str, tmp_path: Path) -> None:
    assert require_name(name) == name
    (tmp_path / name).write_text("x", "utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_is_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "café.md")
    assert require_name(decomposed) == "café.md" != decomposed


def test_names_that_some_system_takes_for_one() -> None:
    assert same_name("CAFÉ.md", ["b.md", unicodedata.normalize("NFD", "café.MD")])
    assert same_name("a.md", ["b.md"]) is None


def test_a_free_name() -> None:
    assert free_name("a.md", []) == "a.md"
    assert free_name("a.md", ["A.md"]) == "a (2).md"
    assert free_name("a.md", ["a.md", "a (2).md"]) == "a (3).md"
    assert free_name("v1.2.md", ["v1.2.md"]) == "v1.2 (2).md"


def test_a_free_name_is_not_too_long() -> None:
    longest = "é" * 125 + "12.md"
    free = free_name(longest, [longest])
    assert free.endswith("é (2).md")
    assert require_name(free) == free


def test_a_name_without_its_folders() -> None:
    names = ["office/lease.txt", "home/notes.md", "old/notes.md", "lease.md"]
    assert matching("lease.txt", names) == ["office/lease.txt"]
    assert matching("ease.txt", names) == []
    assert matching("", names) == []
    with pytest.raises(UsageError, match=r"2 files .*\(home/notes\.md, old/notes\.md\)"):
        matching("notes.md", names)
    assert matching("notes.md", [*names, "notes.md"]) == ["notes.md"]
