"""What readers said becomes gold cases: at once, or by a draft that a person fills in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_assistant import MadeAssistant, made_assistant
from typer.testing import CliRunner, Result

from assistant.history.conversation import NewTurn, Rating
from assistant.history.history import Archive
from assistant.settings import Settings
from evals.feedback.candidates import case_id, draft, split_of_id, wrong_fields
from evals.gold_cases import load, load_file
from ui.answer_view import shown
from ui.cli import app, options
from ui.cli.feedback import candidate_of
from ui.kept_answers import to_json

Run = Callable[..., Result]
QUESTION = "How many of the patients survived the transplantation of stem cells?"


@pytest.fixture
def assistant(tmp_path: Path) -> MadeAssistant:
    return made_assistant(tmp_path)


@pytest.fixture
def archive(assistant: MadeAssistant) -> Iterator[Archive]:
    opened = Archive(Settings(), assistant.workspace)
    yield opened
    opened.close()


@pytest.fixture
def run(assistant: MadeAssistant, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(options, "open_assistant", lambda *_: assistant)
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(assistant.workspace.root))

    def invoke(*arguments: str) -> Result:
        command = ["eval", "candidates", *arguments]
        return CliRunner().invoke(app.app, command, prog_name="assistant")

    return invoke


def rated(
    archive: Archive,
    assistant: MadeAssistant,
    rating: Rating,
    question: str = QUESTION,
    *,
    conversation: str | None = None,
    searched: str = "",
) -> int:
    """Keep the assistant's answer and what a reader said of it; the rating's id."""
    answer = assistant.ask(question)
    turn = NewTurn(
        question,
        searched or question,
        answer.quoted,
        str(answer),
        answer.found,
        to_json(shown(answer)),
    )
    kept = archive.add(conversation, turn)
    return archive.rate(kept.conversation, kept.number, rating).id


def gold(assistant: MadeAssistant) -> Path:
    return assistant.workspace.root / "evals" / "gold"


def drafted(assistant: MadeAssistant, number: int) -> tuple[Path, dict[str, Any]]:
    path = gold(assistant) / "drafts" / f"{number}.json"
    return path, json.loads(path.read_text("utf-8"))


def test_the_list_shows_what_was_said_and_of_what(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    assert "There are no ratings to decide on" in run("list").stdout
    said = Rating(good=False, reason="wrong_citation", comment="Not\x1b[31m there.")
    number = rated(archive, assistant, said)
    text = run("list").stdout
    assert f"{number}  20" in text
    assert "bad (wrong_citation)" in text
    assert QUESTION in text
    assert "comment: Not[31m there." in text
    assert "study.md: “Of 40 patients 98.8% survived" in text
    (found,) = json.loads(run("list", "--json").stdout)
    assert found["id"] == number
    assert found["quotes"][0]["document"] == "study.md"
    assert found["draft"] is None


def test_a_right_refusal_is_a_gold_case_at_once(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    number = rated(archive, assistant, Rating(good=True), "Who won the chess championship?")
    result = run("accept", str(number))
    assert result.exit_code == 0, result.output
    case = load(gold(assistant))[-1]
    assert (case.question, case.kind, case.why) == (
        "Who won the chess championship?",
        "refusal",
        "near_miss",
    )
    assert case.id.startswith("reader-")
    assert case.split == "tune"
    assert "of the tune half" in result.stdout
    assert archive.ratings() == ()
    assert "accepted" in run("list", "--all").stdout
    again = run("accept", str(number))
    assert again.exit_code == 2
    assert "accepted already" in again.stderr


def test_what_should_have_been_refused_is_one_too(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    said = Rating(good=False, reason="should_have_refused")
    number = rated(archive, assistant, said)
    assert run("accept", str(number), "--check").exit_code == 0
    case = load(gold(assistant))[-1]
    assert not case.answerable
    assert case.quotes == ()
    assert case.split == "check"


def test_an_answer_becomes_a_draft_and_then_a_case(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    number = rated(archive, assistant, Rating(good=True))
    before = (gold(assistant) / "reviews.jsonl").read_bytes()
    result = run("accept", str(number))
    assert result.exit_code == 0, result.output
    assert "facts: each a list of accepted forms" in result.stdout
    assert (gold(assistant) / "reviews.jsonl").read_bytes() == before
    assert archive.ratings() != ()
    path, content = drafted(assistant, number)
    assert content["case"]["quotes"][0]["document"] == "study.md"
    assert f"draft: {path}" in run("list").stdout

    early = run("accept", str(number))
    assert early.exit_code == 2
    assert "is not filled in" in early.stderr

    content["case"]["facts"] = [["77%"]]
    path.write_text(json.dumps(content), "utf-8")
    wrong = run("accept", str(number))
    assert wrong.exit_code == 2
    assert "The case is not right" in wrong.stderr
    assert (gold(assistant) / "reviews.jsonl").read_bytes() == before

    content["case"]["facts"] = [["98.8%"]]
    path.write_text(json.dumps(content), "utf-8")
    done = run("accept", str(number))
    assert done.exit_code == 0, done.output
    case = load(gold(assistant))[-1]
    assert case.facts == (("98.8%",),)
    assert case.section == "Results"
    assert not path.exists()


def test_a_bad_answer_asks_for_all_that_is_not_known(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    said = Rating(good=False, reason="missed_passage", comment="See Methods.")
    number = rated(archive, assistant, said)
    steps = run("accept", str(number)).stdout
    for field in ("quotes:", "reference:", "facts:", "section:", "kind:"):
        assert field in steps
    _, content = drafted(assistant, number)
    assert content["case"]["reference"] == ""
    assert content["the reader said"]["comment"] == "See Methods."
    assert run("reject", str(number)).exit_code == 0
    assert not list((gold(assistant) / "drafts").iterdir())
    assert archive.ratings() == ()


def test_a_follow_up_keeps_what_it_leaned_on(
    archive: Archive, assistant: MadeAssistant, run: Run
) -> None:
    rated(archive, assistant, Rating(good=True))
    (first,) = archive.listed()
    number = rated(
        archive,
        assistant,
        Rating(good=False, reason="should_have_refused"),
        "And in pigs?",
        conversation=first.id,
        searched="How many pigs survived?",
    )
    kept = next(one for one in archive.ratings() if one.id == number)
    made = draft(candidate_of(archive, kept), "tune")
    assert made.case["kind"] == "followup"
    assert made.case["standalone"] == "How many pigs survived?"
    assert made.case["history"][0]["question"] == QUESTION
    assert "98.8%" in made.case["history"][0]["answer"]
    assert wrong_fields(made.case) == []
    assert run("accept", str(number)).stdout.startswith("Draft:")  # is that the whole question?
    assert run("accept", str(number)).exit_code == 0
    assert load(gold(assistant))[-1].kind == "followup"


def test_nothing_is_moved_into_the_check_half_in_silence(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    number = rated(archive, assistant, Rating(good=True))
    run("accept", str(number), "--check")
    path, content = drafted(assistant, number)
    content["case"]["facts"] = [["98.8%"]]
    path.write_text(json.dumps(content), "utf-8")
    result = run("accept", str(number))
    assert result.exit_code == 2
    assert "of the check half: give --check" in result.stderr
    assert run("accept", str(number), "--check").exit_code == 0


def test_a_question_is_taken_up_once(run: Run, archive: Archive, assistant: MadeAssistant) -> None:
    for _ in range(2):
        rated(archive, assistant, Rating(good=True), "Who won the chess championship?")
    one, two = (str(rating.id) for rating in archive.ratings())
    assert run("accept", one).exit_code == 0
    result = run("accept", two)
    assert result.exit_code == 2
    assert "has this question already" in result.stderr


def test_a_set_of_several_files_gets_one_for_readers(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    single, folder = gold(assistant) / "reviews.jsonl", gold(assistant) / "reviews"
    folder.mkdir()
    single.rename(folder / "first.jsonl")
    number = rated(archive, assistant, Rating(good=True), "Who won the chess championship?")
    assert run("accept", str(number)).exit_code == 0
    assert len(load_file(folder / "readers.jsonl")) == 1
    assert len(load(gold(assistant))) == 4


def test_what_another_version_kept_is_listed_and_can_be_rejected(
    run: Run, archive: Archive, assistant: MadeAssistant
) -> None:
    turn = NewTurn(QUESTION, QUESTION, "", "", found=False, shown='{"form": 0}')
    kept = archive.add(None, turn)
    said = Rating(good=False, reason="other", comment="Not\x1b[31m this.")
    old = archive.rate(kept.conversation, kept.number, said).id
    new = rated(archive, assistant, Rating(good=True))
    text = run("list").stdout
    assert "problem: The answer of" in text
    assert "comment: Not[31m this." in text
    assert f"{new}  20" in text
    first, second = json.loads(run("list", "--json").stdout)
    assert (first["id"], first["reason"]) == (old, "other")
    assert "another version" in first["problem"]
    assert "problem" not in second
    assert run("accept", str(old)).exit_code == 2
    assert run("reject", str(old)).exit_code == 0
    assert [one.id for one in archive.ratings()] == [new]


@pytest.mark.parametrize("command", ["accept", "reject"])
def test_an_unknown_candidate_is_one_line(run: Run, archive: Archive, command: str) -> None:
    result = run(command, "12")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "assistant: There is no candidate 12: `assistant eval candidates list` has them."
    ]


def test_ids_fall_into_the_half_that_was_asked_for(
    archive: Archive, assistant: MadeAssistant
) -> None:
    for number in range(5):
        rated(archive, assistant, Rating(good=True), f"Who won championship {number}?")
    for rating in archive.ratings():
        candidate = candidate_of(archive, rating)
        tune, check = (case_id(candidate, split) for split in ("tune", "check"))
        assert (split_of_id(tune), split_of_id(check)) == ("tune", "check")
