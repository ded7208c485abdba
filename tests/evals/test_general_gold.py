"""The collections of the general gold set are what they say they are, and are of many kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from real_documents import ROOT

from assistant.errors import UsageError
from assistant.reading.discovery import discover
from assistant.reading.reader import read
from evals.general_gold import Collection, collections
from evals.gold_cases import Case, Folded, fold, holds

COLLECTIONS = collections(ROOT / "evals" / "gold" / "general")
EACH = [pytest.param(one, id=one.name) for one in COLLECTIONS]
EACH_CASE = [pytest.param(one, case, id=case.id) for one in COLLECTIONS for case in one.cases]
ABOUT = "kind: manual\nfield: engineering\nsplit: tune\nlanguage: en\nsource: us\nlicence: MIT\n"


@cache
def texts(folder: Path) -> Mapping[str, Folded]:
    """The documents of a collection by name, as read."""
    return {file.name: fold(read(file).text) for file in discover(folder).files}


@pytest.mark.parametrize(("collection", "case"), EACH_CASE)
def test_quotes_stand_in_their_documents(collection: Collection, case: Case) -> None:
    known = texts(collection.documents)
    quotes = (*case.quotes, *case.items)
    assert {quote.document for quote in quotes} <= known.keys()
    assert [one.quote for one in quotes if not known[one.document].find(one.quote)] == []
    section = fold(case.section).text
    assert not section or any(section in text.text for text in known.values())


@pytest.mark.parametrize(("collection", "case"), EACH_CASE)
def test_facts_are_in_the_quotes_and_in_the_reference(collection: Collection, case: Case) -> None:
    quoted = "\n".join(one.quote for one in case.quotes)
    assert [forms for forms in case.facts if not any(holds(quoted, one) for one in forms)] == []
    assert [
        forms for forms in case.facts if not any(holds(case.reference, one) for one in forms)
    ] == []


@pytest.mark.parametrize(("collection", "case"), EACH_CASE)
def test_a_question_does_not_hold_its_answer(collection: Collection, case: Case) -> None:
    given = [any(holds(case.question, form) for form in forms) for forms in case.facts]
    assert not given or not all(given)


@pytest.mark.parametrize(("collection", "case"), EACH_CASE)
def test_a_list_has_a_fact_for_each_item(collection: Collection, case: Case) -> None:
    assert case.kind != "all" or len(case.items) == len(case.facts)
    assert case.kind != "overview" or len(case.facts) >= 2


@pytest.mark.parametrize("collection", EACH)
def test_a_collection_is_of_the_right_size(collection: Collection) -> None:
    known = texts(collection.documents)
    assert 1 <= len(known) <= 5
    assert 900 <= sum(len(text.text.split()) for text in known.values()) <= 3300
    assert 20 <= len(collection.cases) <= 25
    assert {case.id.partition("-")[0] for case in collection.cases} == {
        collection.cases[0].id.partition("-")[0]
    }


@pytest.mark.parametrize("collection", EACH)
def test_a_collection_asks_in_many_ways(collection: Collection) -> None:
    kinds = Counter(case.kind for case in collection.cases)
    refused = [case for case in collection.cases if not case.answerable]
    assert 5 <= len(refused) <= 9
    assert sum(case.why == "near_miss" for case in refused) >= len(refused) / 2
    assert 2 <= kinds["followup"] <= 4
    assert kinds["all"] + kinds["list"] >= 2
    assert kinds["overview"] >= 1


def test_no_question_is_asked_twice_and_no_id_used_twice() -> None:
    ids = Counter(case.id for one in COLLECTIONS for case in one.cases)
    assert [name for name, count in ids.items() if count > 1] == []
    for one in COLLECTIONS:
        asked = Counter((fold(case.question).text, case.history) for case in one.cases)
        assert [question for question, count in asked.items() if count > 1] == []


def test_no_kind_of_document_is_in_one_half_only() -> None:
    halves: dict[str, set[str]] = {}
    for one in COLLECTIONS:
        halves.setdefault(one.about.kind, set()).add(one.about.split)
    assert [kind for kind, splits in halves.items() if len(splits) < 2] == []


def made(folder: Path, about: str) -> Path:
    """A folder with one collection without questions."""
    one = folder / "washer"
    one.mkdir()
    (one / "collection.yaml").write_text(about, "utf-8")
    (one / "cases.jsonl").write_text("", "utf-8")
    return folder


def test_a_collection_says_what_it_is(tmp_path: Path) -> None:
    [found] = collections(made(tmp_path, ABOUT))
    assert (found.name, found.about.kind, found.about.split) == ("washer", "manual", "tune")
    assert found.documents == tmp_path / "washer" / "documents"
    assert collections(tmp_path / "nothing") == []


@pytest.mark.parametrize("about", ["", "kind: [", ABOUT + "colour: red\n", ABOUT[:30]])
def test_a_collection_that_does_not_fit_is_named(tmp_path: Path, about: str) -> None:
    with pytest.raises(UsageError, match=r"washer/collection\.yaml"):
        collections(made(tmp_path, about))


def test_a_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "washer").mkdir()
    with pytest.raises(UsageError, match=r"collection\.yaml"):
        collections(tmp_path)
