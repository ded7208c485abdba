from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from made_runs import NOON, line, run

from assistant.errors import UsageError
from evals.records.folder import RUN, Folder
from evals.records.history import FILE, History, Night
from evals.records.record import Run, read
from evals.statistics.figures import figures


def _add(history: History, **header: object) -> Run:
    found = run([line("q-1", {"facts": 1.0}), line("q-2", {"facts": 0.0})], **header)
    history.add(found, figures(found.lines))
    return found


def test_the_trend_holds_whole_runs_in_order(tmp_path: Path) -> None:
    history = History(tmp_path)
    assert history.trend("reviews") == []
    _add(history, id="b", started=NOON + timedelta(hours=1), revision="2")
    _add(history, id="a", started=NOON, revision="1")
    _add(history, id="part", kinds=("fact",))
    _add(history, id="half", split="tune")
    _add(history, id="other", set="calibration")
    trend = history.trend("reviews")
    assert [past.run for past in trend] == ["a", "b"]
    assert trend[0].started == NOON
    assert trend[0].values["facts"][0] == 0.5
    assert [past.run for past in history.trend("reviews", limit=1)] == ["b"]


def test_a_run_is_there_once(tmp_path: Path) -> None:
    history = History(tmp_path)
    _add(history, id="a")
    _add(history, id="a")
    assert len(history.trend("reviews")) == 1


def test_nights_are_kept(tmp_path: Path) -> None:
    night = Night(date(2026, 3, 1), "a", "rev", "corpus", 4, "REGRESSION: facts")
    History(tmp_path).add_night(night)
    assert History(tmp_path).nights() == [night]


def test_a_damaged_history_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 100)
    with pytest.raises(UsageError, match=r"cannot be used .*move .* away"):
        History(tmp_path).nights()


def _keep(folder: Folder, name: str) -> None:
    place = folder.runs / name
    place.mkdir(parents=True)
    made = run([line("q-1")], id=name)
    records = (made.header, *made.lines, made.end)
    (place / RUN).write_text(
        "".join(one.model_dump_json() + "\n" for one in records), encoding="utf-8"
    )


def test_runs_are_found_by_what_they_begin_with(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for name in ("20260301-a", "20260302-b"):
        _keep(folder, name)
    assert folder.find("20260302").header.id == "20260302-b"
    assert folder.find(str(folder.runs / "20260301-a")).header.id == "20260301-a"
    assert folder.find(str(folder.runs / "20260301-a" / RUN)).header.id == "20260301-a"
    for name in ("2026", "x", ""):
        with pytest.raises(UsageError, match="give one of the latest"):
            folder.find(name)
    with pytest.raises(UsageError, match="no baseline yet"):
        folder.find("baseline")


def test_an_unfinished_run_is_none(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    _keep(folder, "a")
    path = folder.runs / "a" / RUN
    whole = path.read_text("utf-8").splitlines(keepends=True)
    assert read(path).by_id().keys() == {"q-1"}
    for cut in (whole[:-1], whole[:1], [], [whole[0], whole[-1]], [*whole[:2], "{", whole[2]]):
        path.write_text("".join(cut), encoding="utf-8")
        with pytest.raises(UsageError, match="no finished run"):
            read(path)
