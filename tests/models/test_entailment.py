"""Natural language inference by any cross-encoder, if its labels are those."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from tiny_cross_encoder import make

from assistant.errors import ModelUnavailable
from assistant.models import pytorch
from assistant.models.entailment import LABELS, Entailment

PAIRS = [("stem cells repair myelin", "cells repair myelin"), ("eggs and butter", "which cells")]


def test_each_pair_gets_the_probability_of_each_label(tmp_path: Path) -> None:
    folder = make(tmp_path / "nli", labels=3, names=("contradiction", "entailment", "neutral"))
    scorer = Entailment(str(folder), offline=True)
    found = scorer(PAIRS)
    assert [set(one) for one in found] == [set(LABELS)] * 2
    assert all(sum(one.values()) == pytest.approx(1.0) for one in found)
    (alone,) = scorer(PAIRS[1:])
    assert alone == pytest.approx(found[1], abs=1e-5)
    assert scorer([]) == []


def test_another_model_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = make(tmp_path / "other", labels=3)
    with pytest.raises(ModelUnavailable, match=r"its labels are .*ASSISTANT_NLI_MODEL"):
        Entailment(str(folder), offline=True)(PAIRS)
    with pytest.raises(ModelUnavailable, match="does not load"):
        Entailment(str(tmp_path / "none"), offline=True)(PAIRS)


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
    with pytest.raises(ModelUnavailable) as caught:
        Entailment("who/what", offline=False)(PAIRS)
    assert f"Model 'who/what' does not load ({told}" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None
