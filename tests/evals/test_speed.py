from __future__ import annotations

from pathlib import Path

from assistant.workspace import Workspace
from evals.memory import memory
from evals.speed import Indexing, Row, fill, table


def test_the_table_is_markdown() -> None:
    rows = [Row("ask", "5 ms", "warm"), Row("index", "2 s", "cold")]
    assert table(rows).splitlines() == [
        "| what | measured | how |",
        "|---|---|---|",
        "| ask | 5 ms | warm |",
        "| index | 2 s | cold |",
    ]


def test_indexing_is_told_as_a_ratio_and_where_its_time_went() -> None:
    phases = {"Checking": 1.0, "Embedding": 9.0}
    rows = Indexing((80.0, 90.0, 100.0), (100.0, 100.0, 100.0), phases).rows(2000)
    assert [row.measured for row in rows] == ["0.90", "90 sentences/s", "100 sentences/s"]
    assert rows[0].how.startswith("2,000 sentences")
    assert rows[1].how == "Embedding 90.0%, Checking 10.0%"


def test_a_folder_of_texts_is_added_until_there_is_enough(tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for name in ("a", "b", "c"):
        (more / f"{name}.txt").write_text("x" * 200_000, encoding="utf-8")
    workspace = Workspace.create(tmp_path / "workspace")
    fill(workspace, more)
    names = {path.name for path in workspace.corpus.glob("*.txt")}
    assert "a.txt" in names
    assert "c.txt" not in names


def test_memory_is_that_of_this_process() -> None:
    assert 1_000_000 < memory() < 100_000_000_000
