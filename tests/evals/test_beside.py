"""Beside other libraries: what is given, each step for our own index, and how it is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from evals.beside import __main__ as beside
from evals.beside import durability, given, libraries, processes, steps
from evals.beside.report import picture, table
from evals.made_up import MadeUpEmbedder, articles


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> steps.Place:
    folder = tmp_path_factory.mktemp("beside")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "_ADDED", 1)
        sets = beside._sets(articles(3, sentences=20), articles(4, sentences=20, seed=77))
    given.prepare(folder / "given", sets, MadeUpEmbedder().embed)
    made = steps.Place("assistant", folder / "given", folder / "index")
    told = steps.store(made)
    assert told["sentences"] == 60
    assert 0 < told["reading"] < told["store"]
    return made


def test_vectors_are_those_of_the_texts(place: steps.Place) -> None:
    vectors = given.GivenVectors(place.given, given.STORED, given.QUESTIONS)
    texts = [given.texts_of(place.given, name)[2] for name in (given.QUESTIONS, given.STORED)]
    assert np.array_equal(vectors.embed(texts), MadeUpEmbedder().embed(texts))
    places: list[int] = []
    vectors.embed(texts, on_batch=lambda numbers, _: places.extend(numbers))
    assert places == [0, 1]


def test_added_documents_are_others_and_change_a_little(place: steps.Place) -> None:
    stored, added, changed, later = (
        given.articles_of(place.given, name)
        for name in (given.STORED, given.ADDED, given.CHANGED, given.LATER)
    )
    assert (len(stored), len(added), len(later)) == (3, 1, 3)
    assert changed.keys() == added.keys()
    assert not stored.keys() & added.keys()
    assert all(changed[name] != added[name] for name in added)


def test_each_step_of_ours(place: steps.Place) -> None:
    told = steps.ask(place) | steps.recall(place)
    assert told["recall sentences"] == told["recall between"] == 1.0
    assert told["before"] < told["asked"]
    assert told["p50"] <= told["p95"]
    assert set(steps.change(place)) == {"add", "add reading", "change", "remove"}
    found = steps.survey(place)
    assert found["held"] == dict.fromkeys(given.articles_of(place.given, given.STORED), 20)
    assert set(found["found"].values()) == {1.0}  # type: ignore[attr-defined]
    assert found["goes on"]
    library = place.make(given.STORED)
    library.open()
    library.remove(next(iter(given.articles_of(place.given, given.ADDED))))
    assert library.is_told()


def kills(monkeypatch: pytest.MonkeyPatch, place: steps.Place, held: object) -> dict[str, str]:
    def surveyed(task: processes.Task, name: str) -> object:
        if isinstance(held, Exception):
            raise held
        return {"held": held, "found": dict.fromkeys(held, 1.0), "goes on": True}  # type: ignore[call-overload]

    monkeypatch.setattr(durability, "step", surveyed)
    counted = durability.Kills()
    counted.count(processes.Task(*place), [next(iter(given.articles_of(place.given, given.LATER)))])
    return counted.rows()


def test_what_a_kill_took_is_counted(monkeypatch: pytest.MonkeyPatch, place: steps.Place) -> None:
    whole = dict.fromkeys(given.articles_of(place.given, given.STORED), 20)
    told, other = list(given.articles_of(place.given, given.LATER))[:2]
    rows = kills(monkeypatch, place, whole | {told: 20})
    assert list(rows.values()) == ["0 of 4", "0", "0 (0 without a kill)", "0 of 1"]
    assert kills(monkeypatch, place, whole)["documents lost"] == "1 of 4"
    rows = kills(monkeypatch, place, whole | {told: 20, other: 7})
    assert (rows["documents lost"], rows["documents in part"]) == ("0 of 4", "1")
    rows = kills(monkeypatch, place, processes.Failed("it does not open"))
    assert rows["documents lost"] == "4 of 4"
    assert rows["indexes unusable"] == "1 of 1; it does not open"


def test_a_step_that_fails_tells_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(processes.Failed, match="No such file"):
        processes.step(processes.Task("assistant", tmp_path / "gone", tmp_path), "store")


def test_figures_stand_beside_each_other() -> None:
    ours = {"store": 1.25, "reading": 1.0, "sentences": 1_000, "add": 0.5}
    told = {
        "assistant": ours,
        "other": {"failed": {"store": "no room"}, "p50": 0.0021, "p95": 0.01},
    }
    lines = table(told).splitlines()
    assert lines[0] == "|  | assistant | other |"
    assert "| stored, without embedding | 1.2 s, 1.0 s of it reading |  |" in lines
    assert "| search without embedding, p50 / p95 |  | 2.1 / 10.0 ms |" in lines
    assert lines[-1] == "other: store failed: no room"
    drawn = picture([told, {"assistant": ours | {"sentences": 10_000}}])
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert drawn.count("<svg") == drawn.count("</svg>") == 3
    assert ">storing, s</text>" in drawn


def test_a_library_that_is_not_there_is_named_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = libraries.Choice("gone", "with_gone", ("no_such_package.inside",), "pip install gone")
    monkeypatch.setitem(libraries.LIBRARIES, "gone", gone)
    assert list(beside._present(["gone", "assistant"])) == ["assistant"]
    assert capsys.readouterr().err == "Skipped: gone is not installed: pip install gone\n"


def test_without_the_real_articles_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evals.beside", "--articles", str(tmp_path / "gone.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Skipped: there is no file {tmp_path / 'gone.json'}.\n"
