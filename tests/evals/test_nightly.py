"""The nightly run over a made corpus: clocks, locks, verdicts, pruning."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from made_runs import line, run

from assistant import Assistant, Settings
from evals.gate.baseline import accept
from evals.nightly import nightly as module
from evals.nightly.nightly import (
    INCOMPLETE,
    PASSED,
    REGRESSION,
    NightlyBusy,
    missed,
    night_of,
    nightly,
    prune,
    same_night,
)
from evals.records.folder import REPORT, RUN, Folder
from evals.records.history import History, Night
from evals.records.record import Run

BERLIN = ZoneInfo("Europe/Berlin")


def made(name: str, share: float = 1.0, count: int = 100) -> Run:
    """A run in which so large a share of the answers is right."""
    return run(
        (line(f"q-{n:03}", {"facts": float(n < share * count)}) for n in range(count)), id=name
    )


class Nights:
    """A workspace with one document, whose evaluation is made up."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.folder = Folder.of(assistant.workspace)
        self.runs = 0

    def accept(self, share: float = 1.0) -> None:
        accept(self.folder, made("baseline", share), "first", "figures", date(2026, 1, 1))

    def night(self, now: datetime, share: float = 1.0, *, again: bool = False) -> module.Done:
        def evaluate() -> Run:
            self.runs += 1
            found = made(f"{now:%Y%m%d}-{self.runs}", share)
            place = self.folder.runs / found.header.id
            place.mkdir(parents=True)
            (place / RUN).write_text("kept", encoding="utf-8")
            return found

        return nightly(self.assistant, lambda: now, run=evaluate, again=again)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    root = tmp_path_factory.mktemp("nights") / "workspace"
    (root / "corpus").mkdir(parents=True)
    (root / "corpus" / "study.txt").write_text("Of 40 patients 98.8% survived.\n", "utf-8")
    (root / "index").mkdir()
    assistant = Assistant(root, settings=Settings(offline=True))
    yield assistant
    assistant.close()


@pytest.fixture
def nights(workspace: Assistant) -> Iterator[Nights]:
    found = Nights(workspace)
    yield found
    shutil.rmtree(found.folder.root)


def at(day: int, hour: int = 2, minute: int = 30, month: int = 3, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


def test_a_good_night_passes_and_is_written_down(nights: Nights) -> None:
    nights.accept()
    done = nights.night(at(1))
    assert (done.code, done.night) == (PASSED, date(2026, 3, 1))
    assert done.headline.startswith("PASSED")
    assert done.report is not None
    assert done.report.name == REPORT
    summary = json.loads((done.report.parent / "summary.json").read_text("utf-8"))
    assert summary["verdict"] == "passed"
    assert "Against the baseline" in (done.report.parent / "summary.md").read_text("utf-8")
    assert [past.code for past in History(nights.folder.runs).nights()] == [PASSED]


def test_a_worse_night_is_run_again_and_fails(nights: Nights) -> None:
    nights.accept()
    done = nights.night(at(1), share=0.7)
    assert done.code == REGRESSION
    assert "worse than the baseline in: facts found" in done.headline
    assert nights.runs == 2


def test_without_a_baseline_a_night_does_not_pass(nights: Nights) -> None:
    done = nights.night(at(1))
    assert done.code == INCOMPLETE
    assert nights.runs == 1


def test_questions_that_were_not_compared_do_not_pass_in_silence(nights: Nights) -> None:
    accept(nights.folder, made("baseline", count=99), "first", "figures", date(2026, 1, 1))
    done = nights.night(at(1))
    assert done.code == INCOMPLETE
    assert done.report is not None
    assert "1 questions could not be compared" in (done.report.parent / "summary.md").read_text(
        "utf-8"
    )


def test_questions_that_could_not_be_judged_do_not_pass_in_silence(nights: Nights) -> None:
    nights.accept()
    unjudged = run(
        (
            line(f"q-{n:03}", {"facts": None if n < 5 else 1.0}, unjudged={"facts": "lost"})
            for n in range(100)
        ),
        id="x",
    )
    done = nightly(nights.assistant, lambda: at(1), run=lambda: unjudged)
    assert done.code == INCOMPLETE


def test_a_doubled_run_tells_of_the_first(nights: Nights) -> None:
    nights.accept()
    nights.night(at(1), share=0.7)
    runs = nights.runs
    second = nights.night(at(1, hour=9))
    assert nights.runs == runs
    assert second.code == REGRESSION
    assert "has had its run" in second.headline
    assert nights.night(at(1, hour=10), again=True).code == PASSED
    assert nights.runs == runs + 1


def test_when_the_clocks_go_back_the_doubled_hour_is_one_night(nights: Nights) -> None:
    nights.accept()
    first, second = at(25, month=10), at(25, month=10, fold=1)
    assert (second.astimezone(ZoneInfo("UTC")) - first.astimezone(ZoneInfo("UTC"))).seconds == 3600
    nights.night(first)
    nights.night(second)
    assert nights.runs == 1


def test_when_the_clocks_go_forward_no_night_is_missed(nights: Nights) -> None:
    nights.accept()
    nights.night(at(28))
    # 02:30 does not exist on the 29th: timers start at 03:00 or 03:30.
    done = nights.night(at(29, hour=3))
    assert done.report is not None
    assert "There was no run" not in (done.report.parent / "summary.md").read_text("utf-8")
    assert nights.runs == 2


def test_a_missed_night_is_told_by_the_next(nights: Nights) -> None:
    nights.accept()
    nights.night(at(1))
    done = nights.night(at(4))
    assert done.report is not None
    text = (done.report.parent / "summary.md").read_text("utf-8")
    assert "There was no run on 2026-03-02." in text
    assert "There was no run on 2026-03-03." in text
    assert done.code == PASSED


def test_other_code_is_another_run_of_the_night(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.accept()
    nights.night(at(1))
    monkeypatch.setattr(module, "revision", lambda: "another")
    nights.night(at(1))
    assert nights.runs == 2


def test_what_is_new_in_the_corpus_is_indexed_first(nights: Nights) -> None:
    nights.accept()
    nights.night(at(1))
    (nights.assistant.workspace.corpus / "more.txt").write_text("More is said.\n", "utf-8")
    nights.night(at(1))
    assert nights.runs == 2
    assert [one.name for one in nights.assistant.documents] == ["more.txt", "study.txt"]
    (nights.assistant.workspace.corpus / "more.txt").unlink()


def test_two_at_once_are_one_too_many(nights: Nights) -> None:
    nights.accept()

    def inside() -> Run:
        nights.night(at(2))
        raise AssertionError("a second nightly run began")

    with pytest.raises(NightlyBusy, match="wait until it is done"):
        nightly(nights.assistant, lambda: at(1), run=inside)
    assert nights.night(at(1)).code == PASSED  # the lock is free again


def test_old_runs_are_removed_and_unfinished_ones_with_them(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for number in range(6):
        place = folder.runs / f"2026030{number}"
        place.mkdir(parents=True)
        (place / (RUN if number != 1 else f"{RUN}.part")).write_text("x", encoding="utf-8")
    (folder.runs / "history.sqlite3").write_text("stays", encoding="utf-8")
    removed = prune(folder, keep_also="20260300", kept=3)
    assert [path.name for path in removed] == ["20260301", "20260302"]
    assert prune(folder, keep_also="", kept=30) == []
    assert (folder.runs / "history.sqlite3").exists()


def _night(day: int, revision: str = "r") -> Night:
    return Night(date(2026, 3, day), "x", revision, "c", 0, "")


def test_missed_nights_lie_between_runs() -> None:
    assert missed([], date(2026, 3, 9)) == []
    assert missed([_night(8)], date(2026, 3, 9)) == []
    assert missed([_night(6), _night(2)], date(2026, 3, 9)) == [
        date(2026, 3, 7),
        date(2026, 3, 8),
    ]


def test_a_night_is_had_by_the_same_code_and_corpus() -> None:
    past = [_night(1), _night(1, "s")]
    assert same_night(past, date(2026, 3, 1), "r", "c") == past[0]
    assert same_night(past, date(2026, 3, 1), "t", "c") is None
    assert same_night(past, date(2026, 3, 2), "r", "c") is None


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_night_is_the_local_date(hour: int) -> None:
    assert night_of(at(1, hour)) == date(2026, 3, 1)


def test_a_clock_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        night_of(datetime(2026, 3, 1))
