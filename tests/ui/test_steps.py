from __future__ import annotations

import pytest

from ui.documents.indexer import LOOKING, STEPS, Status, as_json


@pytest.mark.parametrize(
    ("stage", "done", "total", "step", "says", "share"),
    [
        ("", 0, 0, "", LOOKING, None),
        ("Reading", 3, 1_490, "reading", "Reading the documents: 3 of 1,490", 3 / 1_490),
        ("Reading", 0, 1, "reading", "Reading the documents", None),
        (
            "Fetching all-MiniLM-L6-v2 from the hub",
            12_400_000,
            91_000_000,
            "model",
            "Fetching the search model: 12 of 91 MB",
            12.4 / 91,
        ),
        ("Checking all-MiniLM-L6-v2", 1, 2, "model", "Checking the search model", 0.5),
        ("Loading all-MiniLM-L6-v2", 0, 1, "model", "Loading the search model", None),
        (
            "Embedding",
            1_200,
            2_400,
            "sentences",
            "Working through the sentences: 1,200 of 2,400",
            0.5,
        ),
        ("Storing vectors", 1, 4, "writing", "Writing the index: 25 %", 0.25),
        ("Checking", 4, 4, "checking", "Checking the index: 100 %", 1.0),
        ("Checking the search", 1, 2, "checking", "Checking the index: 50 %", 0.5),
        ("Something else", 1, 2, "", LOOKING, None),
    ],
)
def test_a_stage_of_the_library_is_a_step_in_words(
    stage: str, done: int, total: int, step: str, says: str, share: float | None
) -> None:
    found = as_json(Status(working=True, stage=stage, done=done, total=total))
    assert (found["step"], found["says"]) == (step, says)
    assert found["share"] == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("seconds", "says"), [(0.2, "1 s"), (25.4, "25 s"), (59.4, "59 s"), (75.0, "1 min")]
)
def test_the_time_left_is_said_where_it_is_known(seconds: float, says: str) -> None:
    status = Status(working=True, stage="Embedding", done=1, total=4, seconds=seconds)
    assert as_json(status)["says"] == f"Working through the sentences: 1 of 4, {says} left"


def test_who_holds_the_index_is_named() -> None:
    found = as_json(Status(working=True, held="Process 7 on box has been writing this index"))
    assert found["says"] == "Process 7 on box has been writing this index. It is tried again."


def test_each_step_has_a_name_of_its_own() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
