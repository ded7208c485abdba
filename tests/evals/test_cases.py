from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_runs import DOCUMENT, REFUSED, case
from pydantic import ValidationError

from assistant.errors import UsageError
from evals.gold_cases import CALIBRATION, Case, fold, load, load_file, split_of
from evals.validate import problems

TEXTS = {DOCUMENT: fold("Results\nOf 40 patients 98.8% survived. It was seen twice. It was seen.")}


@pytest.mark.parametrize(
    "changes",
    [
        {"quotes": (), "documents": ()},
        {"facts": ()},
        {"facts": ((),)},
        {"why": "absent"},
        {"kind": "refusal"},
        {"kind": "followup"},
        {"standalone": "In full?"},
        {"kind": "all"},
        {"kind": "both"},
        {"documents": ("other.txt",)},
        {"question": " How? "},
        {"question": ""},
        {"id": "No id"},
        {"difficulty": "impossible"},
        {"notes": "typed by mistake"},
        REFUSED | {"why": ""},
        REFUSED | {"kind": "fact"},
        REFUSED | {"why": "premise"},
    ],
)
def test_a_case_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        case(**changes)


def test_what_is_well_formed_is_taken() -> None:
    assert case().answerable
    assert not case(**REFUSED).answerable
    assert case(
        kind="followup",
        history=({"question": "q", "answer": "a"},),
        standalone="In full?",
    ).history


def test_the_split_goes_by_the_id_alone() -> None:
    assert case(question="Another?").split == case().split
    assert {case(id=f"t-{number:03}").split for number in range(20)} == {"tune", "check"}


def test_what_refusals_are_fitted_on_is_never_evidence() -> None:
    names = [f"t-{number:03}" for number in range(20)]
    assert {split_of(case(id=name), CALIBRATION) for name in names} == {"tune"}


def test_another_wording_is_another_case() -> None:
    assert case().digest == case().digest
    assert case().digest != case(question="How many lived?").digest


def _problems(**changes: Any) -> list[str]:  # noqa: ANN401
    return list(problems(case(**changes), TEXTS))


def test_a_sound_case_has_no_problem() -> None:
    assert _problems() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reference": "Nearly all."}, "reference holds no form"),
        ({"facts": (("98.8%", "nearly all"),)}, "'nearly all' is neither"),
        ({"section": "Methods"}, "no section"),
        ({"quotes": ({"document": DOCUMENT, "quote": "nowhere 98.8%"},)}, "stands 0 times"),
        ({"quotes": ({"document": DOCUMENT, "quote": "It was seen"},)}, "stands 2 times"),
        (
            {"quotes": ({"document": "b.txt", "quote": "98.8%"},), "documents": ("b.txt",)},
            "no document",
        ),
    ],
)
def test_what_the_documents_do_not_bear_out_is_told(changes: dict[str, Any], said: str) -> None:
    assert any(said in problem for problem in _problems(**changes))


def _write(path: Path, *cases: Case) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(one.model_dump_json() + "\n" for one in cases), encoding="utf-8")


def test_a_set_is_a_file_or_a_folder_of_files(tmp_path: Path) -> None:
    _write(tmp_path / "one.jsonl", case())
    _write(tmp_path / "many" / "a.jsonl", case())
    _write(tmp_path / "many" / "b.jsonl", case(id="t-002"))
    assert [one.id for one in load(tmp_path, "one")] == ["t-001"]
    assert [one.id for one in load(tmp_path, "many")] == ["t-001", "t-002"]


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    _write(path, case())
    path.write_text(path.read_text("utf-8") + '{"id": "t-002"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"set\.jsonl, line 2: question: .*correct the line"):
        load_file(path)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    _write(tmp_path / "set.jsonl", case(), case(question="Again?"))
    with pytest.raises(UsageError, match="t-001 is used twice"):
        load(tmp_path, "set")


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No gold cases"):
        load(tmp_path, "nothing")
    with pytest.raises(UsageError, match="cannot be read"):
        load_file(tmp_path / "nothing.jsonl")
