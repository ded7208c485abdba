"""Whether a sentence follows from a quote: our model, or any of natural language inference."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
import pytest
import tiny_cross_encoder

from assistant.errors import ModelUnavailable
from assistant.models import pytorch
from assistant.models.catalog import ENTAILMENT
from assistant.models.checksums import fault
from assistant.models.entailment import LIMITS, entailment, judged_by
from assistant.models.reranker import CrossEncoder
from assistant.models.shipped import DATA, Shipped
from assistant.settings import Settings

PAIRS = [("cells repair myelin", "stem cells repair myelin"), ("which cells", "eggs and butter")]

QUOTE = "The council approved the new bridge in 2019 after two years of debate."
FOLLOWS_OR_NOT = [
    (QUOTE, "The council approved the bridge.", "The council rejected the bridge."),
    (
        "Only members who have paid may vote at the meeting.",
        "Members who have paid may vote.",
        "All members may vote at the meeting.",
    ),
    (
        "The pump failed because its seal had worn out.",
        "A worn seal made the pump fail.",
        "The pump failed although its seal was new.",
    ),
]


def made(folder: Path, names: Sequence[str] = ()) -> CrossEncoder:
    place = tiny_cross_encoder.make(folder, labels=3, names=names)
    found = entailment(Settings(nli_model=str(place), offline=True))
    assert found is not None
    return found


def test_the_setting_decides() -> None:
    assert entailment(Settings(nli_model="none")) is None
    assert isinstance(entailment(Settings()), Shipped)
    assert judged_by(Settings(nli_model="none")) == "none"
    assert judged_by(Settings(nli_model="some/model")) == "some/model"
    assert judged_by(Settings()).startswith("entailment ")


def test_the_file_that_comes_with_the_library_is_the_pinned_one() -> None:
    assert fault(ENTAILMENT, DATA) is None


@pytest.mark.parametrize(("quote", "true", "false"), FOLLOWS_OR_NOT)
def test_what_follows_scores_more(quote: str, true: str, false: str) -> None:
    ours = entailment(Settings(offline=True))
    assert ours is not None
    better, worse = ours.score([(true, quote), (false, quote)])
    assert better > 0 > worse


def test_a_changed_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ENTAILMENT.files[0].path).write_bytes(b"changed")
    changed = Shipped(
        Settings(offline=True), None, ENTAILMENT, LIMITS, "ASSISTANT_NLI_MODEL", tmp_path
    )
    with pytest.raises(ModelUnavailable, match=r"reinstall.*or set ASSISTANT_NLI_MODEL=none"):
        changed.score(PAIRS)


def test_any_such_model_gives_the_log_odds_of_entailment(tmp_path: Path) -> None:
    scorer = made(tmp_path / "nli", ("contradiction", "entailment", "neutral"))
    moved = made(tmp_path / "moved", ("entailment", "contradiction", "neutral"))
    found = scorer.score(PAIRS)
    assert (found.shape, found.dtype) == ((2,), np.float32)
    assert scorer.score(PAIRS[1:])[0] == pytest.approx(found[1], abs=1e-5)
    assert scorer.score([]).shape == (0,)
    # The same three scores under other labels: each is the entailment of one of them.
    third = made(tmp_path / "third", ("neutral", "contradiction", "entailment"))
    chances = sum(1 / (1 + np.exp(-one.score(PAIRS))) for one in (scorer, moved, third))
    assert chances == pytest.approx(np.ones(2), abs=1e-5)


def test_another_model_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"its labels are .*ASSISTANT_NLI_MODEL"):
        made(tmp_path / "other").score(PAIRS)
    missing = entailment(Settings(nli_model=str(tmp_path / "none"), offline=True))
    assert missing is not None
    with pytest.raises(ModelUnavailable, match="does not load"):
        missing.score(PAIRS)


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (httpx.ConnectError("hunter2"), "the connection fails)"),
        (None, "see https://mirror.example/…"),
    ],
)
def test_an_address_with_a_password_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, cause: Exception | None, told: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("see https://user:hunter2@mirror.example/a?token=hunter2") from cause

    monkeypatch.setattr(pytorch, "_cross_encoder", fail)
    named = entailment(Settings(nli_model="who/what", offline=False))
    assert named is not None
    with pytest.raises(ModelUnavailable) as caught:
        named.score(PAIRS)
    assert f"Model 'who/what' does not load ({told}" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None
