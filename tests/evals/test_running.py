"""Asking cases over a made index, scoring and keeping what comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_assistant import CASES, TEXT, MadeAssistant, made_assistant
from made_runs import NOON
from memory_index import document

from assistant.errors import UsageError
from assistant.settings import Settings
from evals.gate.degraded import never_refusing, shuffled, without_bm25
from evals.gold_cases import Case
from evals.records.record import Run, read
from evals.running.provenance import cases_hash, corpus_hash, machine, settings_used, versions
from evals.running.run import Plan, evaluate


@pytest.fixture
def assistant(tmp_path: Path) -> MadeAssistant:
    return made_assistant(tmp_path)


def test_a_run_asks_every_case_and_is_kept(assistant: MadeAssistant) -> None:
    told: list[tuple[int, int]] = []
    run = evaluate(
        assistant, Plan(), NOON, progress=lambda _, done, total: told.append((done, total))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [one.id for one in run.lines] == ["t-001", "t-002", "t-003"]
    kept = assistant.workspace.root / "evals" / "runs" / run.header.id
    assert read(kept / "run.jsonl") == run
    assert [path.name for path in kept.iterdir()] == ["run.jsonl"]


def test_a_line_holds_what_was_said_and_what_it_is_worth(assistant: MadeAssistant) -> None:
    line = evaluate(assistant, Plan(), NOON).by_id()["t-001"]
    assert line.scores["facts"] == 1
    assert line.scores["exact"] == 1
    assert line.scores["recall@5"] == 1
    assert line.gold[0].quote.startswith("Of 40 patients")
    assert all(one.exact for one in line.citations)
    assert "98.8%" in line.text
    assert line.seconds >= line.search_seconds > 0


def test_a_follow_up_is_asked_in_full_as_well(assistant: MadeAssistant) -> None:
    line = evaluate(assistant, Plan(), NOON).by_id()["t-002"]
    assert "facts_in_full" in line.scores
    assert line.history == (("How many survived the transplantation?", "98.8%"),)


def test_a_refusal_is_scored_as_one(assistant: MadeAssistant) -> None:
    line = evaluate(assistant, Plan(), NOON).by_id()["t-003"]
    assert not line.found
    assert line.scores["decision"] == line.scores["refused"] == 1
    assert "facts" not in line.scores
    never = evaluate(assistant, Plan(), NOON, measured=never_refusing(assistant))
    assert never.by_id()["t-003"].scores["decision"] in (0, 1)


def test_a_plan_chooses(assistant: MadeAssistant) -> None:
    run = evaluate(assistant, Plan(kinds=("followup",)), NOON)
    assert [one.id for one in run.lines] == ["t-002"]
    with pytest.raises(UsageError, match="no such case"):
        evaluate(assistant, Plan(kinds=("all",)), NOON)


def test_a_quote_that_is_gone_is_not_judged(assistant: MadeAssistant) -> None:
    gold = assistant.workspace.root / "evals" / "gold" / "reviews.jsonl"
    case = json.loads(json.dumps(CASES[0]).replace("Of 40 patients", "Of 41 patients"))
    gold.write_text(json.dumps(case) + "\n", encoding="utf-8")
    (line,) = evaluate(assistant, Plan(), NOON).lines
    assert line.scores["recall@5"] is None
    assert "not in the index" in line.unjudged["recall@5"]
    assert line.scores["facts"] == 1
    assert line.gold[0].start == -1


def _scores(run: Run, metric: str) -> list[float | None]:
    return [one.scores.get(metric) for one in run.lines]


def test_what_is_broken_on_purpose_is_broken(assistant: MadeAssistant) -> None:
    query = assistant.searcher.query("What did the conditioning use?")
    usual = [one.passage.id for one in assistant.searcher.rank(query)]
    orders = set()
    for seed in range(8):
        searcher = shuffled(assistant, 1.0, seed).searcher
        orders.add(tuple(one.passage.id for one in searcher.rank(query)))
        assert sorted(one.passage.id for one in searcher.rank(query)) == sorted(usual)
    assert len(orders) > 1
    spared = shuffled(assistant, 0.0, 1).searcher
    assert [one.passage.id for one in spared.rank(query)] == usual
    assert any(one.bm25 for one in assistant.searcher.rank(query))
    assert not any(one.bm25 for one in without_bm25(assistant).searcher.rank(query))
    assert never_refusing(assistant).ask("Which football club survived the cup?").found


def test_the_same_question_is_shuffled_alike(assistant: MadeAssistant) -> None:
    query = assistant.searcher.query("What did the conditioning use?")
    first, second = (shuffled(assistant, 1.0, 3).searcher.rank(query) for _ in range(2))
    assert [one.passage.id for one in first] == [one.passage.id for one in second]


def test_provenance_names_no_place(assistant: MadeAssistant) -> None:
    used = settings_used(
        Settings(
            offline=True,
            models_dir=Path("/somewhere/secret"),
            endpoint_url="http://secret.example:1/v1",
            endpoint_key="secret",
            language_model="/somewhere/secret/model.gguf",
        )
    )
    assert used["model_path"] == "None"
    assert (used["models_dir"], used["endpoint_url"], used["endpoint_key"]) == ("set",) * 3
    assert (used["offline"], used["language_model"]) == ("True", "model.gguf")
    assert "secret" not in json.dumps([used, machine(), versions()])
    assert versions()["python"]


def test_hashes_change_with_what_they_are_of() -> None:
    one = Case.model_validate(CASES[0])
    other = one.model_copy(update={"question": "Another?"})
    assert cases_hash([one]) != cases_hash([other])
    documents = [document("study.md", TEXT)]
    assert corpus_hash(documents) == corpus_hash([document("study.md", TEXT)])
    assert corpus_hash(documents) != corpus_hash([document("other.md", TEXT)])
