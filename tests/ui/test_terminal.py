from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_assistant import REVIEW, FakeAssistant
from typer.testing import Result

from assistant.corpus.filter import Filter
from assistant.corpus.status import Holding
from assistant.errors import IndexMissing, ModelUnavailable
from assistant.progress import Progress

Run = Callable[..., Result]


def test_an_answer_prints_its_text_and_its_sources(run: Run) -> None:
    result = run("ask", "What was the survival?")
    assert result.exit_code == 0
    assert result.stdout == (
        "The five-year survival after aHSCT was 92% in 281 patients. [1]\n"
        "\n"
        "High confidence (0.82 of 1)\n"
        "\n"
        "Sources\n"
        "[1] Stem cell therapies: a new era (Wu et al., 2024)\n"
        "    3 Results > Survival\n"
        "    review-2024.txt, line 3 (characters 24–83)\n"
    )


def test_a_question_needs_no_quotation_marks(run: Run) -> None:
    told = json.loads(run("ask", "--json", "What", "was", "the survival?").stdout)
    assert told["question"] == "What was the survival?"


def test_a_refusal_shows_the_nearest_passages_and_exits_with_3(run: Run) -> None:
    result = run("ask", "Who won?")
    assert result.exit_code == 3
    assert "The documents do not say." in result.stdout
    assert "Nearest passages\n[1] Stem cell" in result.stdout
    assert "“The five-year survival after aHSCT was 92% in 281 patients.”" in result.stdout


def test_notes_stand_below_the_answer(run: Run, fake: FakeAssistant) -> None:
    ask = fake.ask
    fake.ask = lambda *given, **named: replace(  # type: ignore[method-assign]
        ask(*given, **named), notes=("No advice.\x1b[2J",)
    )
    assert (
        "patients. [1]\n\nNo advice.[2J\n\nHigh confidence (0.82 of 1)\n\nSources\n"
        in run("ask", "survival?").stdout
    )
    assert json.loads(run("ask", "--json", "survival?").stdout)["notes"] == ["No advice.\x1b[2J"]


def test_json_has_every_field(run: Run) -> None:
    result = run("ask", "--json", "survival?")
    answer = json.loads(result.stdout)
    assert list(answer) == [
        "question",
        "searched",
        "about",
        "found",
        "text",
        "notes",
        "confidence",
        "not_asked",
        "outdated",
        "citations",
        "composed",
        "timings",
    ]
    assert answer["citations"] == [
        {
            "version": 1,
            "document": "review-2024.txt",
            "document_sha256": REVIEW.sha256,
            "title": "Stem cell therapies: a new era",
            "section": "3 Results > Survival",
            "text_start": 0,
            "text_end": 59,
            "file": {
                "sha256": REVIEW.file.sha256,
                "encoding": "UTF-8",
                "characters": [[24, 83]],
                "lines": [[3, 3]],
                "units": [],
                "boxes": [],
            },
            "marker": 1,
            "quote": "The five-year survival after aHSCT was 92% in 281 patients.",
            "authors": "Wu et al.",
            "year": 2024,
            "journal": "Frontiers in Neurology 15:1389697",
            "doi": "10.3389/fneur.2024.1389697",
            "licence": "",
            "origin": [[24, 83]],
        }
    ]
    assert answer["timings"] == {"search": 0.02, "answer": 0.01, "total": 0.03}


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_control_characters_never_reach_the_terminal(run: Run, form: list[str]) -> None:
    result = run("ask", *form, "attack \x1b]0;title\x07 \x9b31m")
    assert result.exit_code == 0
    assert not set(result.output) & {chr(code) for code in (*range(9), *range(11, 32), 127, 155)}


def test_json_keeps_control_characters_as_escapes(run: Run) -> None:
    quote = json.loads(run("ask", "--json", "attack").stdout)["citations"][1]["quote"]
    assert "\x1b[31mred\x07" in quote


def test_a_changed_question_is_shown(run: Run) -> None:
    assert "five-year survival\n" in run("ask", "and then?").stdout
    assert "Searched for" not in run("ask", "survival").stdout


def test_several_piped_lines_are_several_turns(run: Run, fake: FakeAssistant) -> None:
    result = run("ask", stdin="survival?\n\nand then?\nexit\nnever asked\n")
    assert result.exit_code == 0
    assert [len(history) for history in fake.histories] == [0, 1]
    turn = fake.histories[1][0]
    assert (turn.question, turn.searched) == ("survival?", "survival?")
    assert turn.answer.endswith("[1]")


def test_piped_json_is_one_line_an_answer(run: Run) -> None:
    lines = run("ask", "--json", stdin="survival?\nwho?\n").stdout.splitlines()
    assert [json.loads(line)["found"] for line in lines] == [True, False]


def test_the_worst_of_piped_questions_is_the_exit_code(run: Run) -> None:
    assert run("ask", stdin="survival?\nwho?\nsurvival?\n").exit_code == 3
    too_long = run("ask", stdin=f"{'x' * 4_001}\nsurvival?\n")
    assert "assistant: The question has more than 4,000 characters" in too_long.stderr
    assert too_long.exit_code == 2
    assert "[1]" in too_long.stdout


def test_no_piped_question_is_no_error(run: Run) -> None:
    assert run("ask", stdin="").exit_code == 0


def test_search_shows_passages(run: Run) -> None:
    result = run("search", "survival", "--limit", "1")
    assert result.exit_code == 0
    assert result.stdout.startswith("1. Stem cell therapies: a new era (Wu et al., 2024)  (score")
    assert "3 Results > Survival" in result.stdout
    assert run("search", "nothing").exit_code == 3


def test_search_as_json(run: Run) -> None:
    found = json.loads(run("search", "--json", "survival").stdout)
    assert found["question"] == "survival"
    assert found["hits"][0]["section"] == "3 Results > Survival"
    assert found["hits"][0]["matched"] == [[0, 60]]


def test_documents_are_passed_on(run: Run, fake: FakeAssistant) -> None:
    run("ask", "survival", "--document", "a.txt", "-d", "b.txt")
    run("search", "survival", "-d", "a.txt")
    assert fake.asked_of == [Filter(names=("a.txt", "b.txt")), Filter(names=("a.txt",))]


def test_the_workspace_may_stand_before_or_after_the_command(run: Run, fake: FakeAssistant) -> None:
    run("--workspace", "here", "ask", "survival")
    run("ask", "survival", "--workspace", "there")
    run("ask", "survival")
    assert fake.opened == [Path("here"), Path("there"), None]  # type: ignore[attr-defined]


def test_index_prints_the_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.cli.console.PATIENCE", -1.0)
    result = run("index")
    assert result.exit_code == 0
    assert result.stdout == "2 documents, 4 sentences, 2 passages\n"
    assert result.stderr == "Reading: 1 of 2\nReading: 2 of 2\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (IndexMissing("No index here yet: run `assistant index`."), 1),
        (ModelUnavailable("The model cannot be had:\nask for it \x1b[2Jagain."), 1),
    ],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_error_is_one_line(
    run: Run, fake: FakeAssistant, error: Exception, code: int, command: str
) -> None:
    fake.error = error
    result = run(command, "survival")
    assert result.exit_code == code
    assert result.stderr.startswith("assistant: ")
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", ""],
        ["ask", "x" * 4_001],
        ["ask", "--nonsense"],
        ["search"],
        ["search", "survival", "--limit", "0"],
        ["bogus"],
        ["chat", "--host", "0.0.0.0"],  # noqa: S104 - refused
        ["chat", "--host", "192.168.0.7"],
        ["chat", "--host", "example.org"],
    ],
)
def test_a_wrong_call_exits_with_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr


def test_an_interrupt_exits_with_130(run: Run, fake: FakeAssistant) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    fake.ask = interrupted  # type: ignore[method-assign,assignment]
    assert run("ask", "survival").exit_code == 130


def test_chat_serves_at_once_and_is_told_what_comes_of_reading(
    run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ui.app

    served: list[tuple[object, ...]] = []

    def serve(
        assistant: FakeAssistant,
        host: str,
        port: int,
        announce: Callable[[str], None],
        progress: Progress,
    ) -> None:
        served.append((assistant, host, port, assistant.indexed))
        progress("reading", 1, 2)
        announce("Indexed 2 documents\n  Added: \x1b[2Ja.txt")

    monkeypatch.setattr(ui.app, "serve", serve)
    monkeypatch.setattr("ui.cli.console.PATIENCE", -1.0)
    result = run("chat", "--port", "7999")
    assert result.exit_code == 0
    assert served == [(fake, "127.0.0.1", 7999, 0)]
    assert result.stderr == "Reading: 1 of 2\nIndexed 2 documents\n  Added: [2Ja.txt\n"


def test_a_composed_answer_follows_its_quotes_and_says_what_is_withheld(run: Run) -> None:
    result = run("ask", "--answers", "composed", "What was the survival?")
    assert result.exit_code == 0
    quotes, _, words = result.stdout.partition("\nIn other words\n")
    assert quotes.startswith("The five-year survival after aHSCT was 92% in 281 patients. [1]\n")
    assert words == (
        "Survival was 92%. [1]\n"
        "Most relapses stopped. [1] (partly: the quote does not say “Most”)\n"
        "(A sentence is hidden: “27” is not in the quote.)\n"
    )
    assert "27 died" not in result.stdout
    assert "written by model, first word after 0.5 s, 20 tokens/s" in result.stderr


def test_a_composed_answer_as_json_has_its_sentences(run: Run) -> None:
    answer = json.loads(run("ask", "--json", "--answers", "composed", "survival?").stdout)
    assert answer["text"].startswith("Survival was 92%. [1]")
    assert [one["verdict"] for one in answer["composed"]["sentences"]] == [
        "supported",
        "partly",
        "unsupported",
    ]
    assert json.loads(run("ask", "--json", "survival?").stdout)["composed"] is None


def test_an_unknown_way_to_answer_is_one_line(run: Run) -> None:
    result = run("ask", "--answers", "sung", "survival?")
    assert result.exit_code == 2
    assert result.stderr == "assistant: No answers 'sung': use quoted or composed.\n"


def test_only_some_documents_are_asked(run: Run, fake: FakeAssistant) -> None:
    options = ["--year", "-2022", "--author", "Wu", "--tag", "a", "--tag", "b", "--type", "pdf"]
    assert run("ask", "survival", *options, "--language", "en").exit_code == 0
    chosen = Filter((), (None, 2022), ("Wu",), ("a", "b"), ("en",), ("pdf",))
    assert fake.asked_of == [chosen]
    run("search", "survival", "--year=2019-2022")
    run("search", "survival")
    assert fake.asked_of[1:] == [Filter(years=(2019, 2022)), None]
    assert run("search", "survival", "--year", "soon").exit_code == 2


@pytest.mark.parametrize("command", [["index"], ["reindex"]])
def test_who_stops_indexing_is_told_what_can_be_asked(
    run: Run, fake: FakeAssistant, command: list[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    fake.index = stopped  # type: ignore[assignment, method-assign]
    fake.files = [  # type: ignore[attr-defined]
        Holding("a.txt", "indexed"),
        Holding("b.txt", "waiting", changed=True),
        Holding("c.txt", "waiting"),
        Holding("d.bin", "refused", "it is no text"),
    ]
    fake.holdings = lambda: tuple(fake.files)  # type: ignore[attr-defined, method-assign]
    result = run(*command)
    assert result.exit_code == 130
    assert result.stderr == (
        "assistant: Stopped: 2 documents can be asked, 2 wait for "
        "`assistant index`, which goes on from here.\n"
    )
