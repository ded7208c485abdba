"""The model of entailment is trained on pairs of a premise and a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.errors import UsageError
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.models.entailment import LIMITS
from assistant.models.minilm import tokenizer_of
from assistant.settings import Settings
from evals.training.entailment import CLAIMS, HELD, Pair, claims, following, pairs, summaries, table
from evals.training.loop import train
from evals.training.network import Network, Shape

ROWS = [
    "premise,hypothesis,label",
    '"A man, old, sleeps.",A man sleeps.,entailment',
    "A man sleeps.,A man runs.,contradiction",
    "A man sleeps.,A man snores.,-",
    ",A man snores.,neutral",
]
TINY = Shape(width=16, layers=4, heads=2, inner=32, places=LIMITS.pair)


def test_rows_of_natural_language_inference(tmp_path: Path) -> None:
    path = tmp_path / "dev.csv"
    path.write_text("\ufeff" + "\n".join(ROWS), "utf-8")
    assert list(table(path, ",")) == [
        Pair("A man, old, sleeps.", "A man sleeps.", follows=True),
        Pair("A man sleeps.", "A man runs.", follows=False),
    ]


def test_rows_without_names_of_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "train.tsv"
    path.write_text('Premise\tHypothesis\tLabel\nHe said "no.\tHe spoke.\tentailment\n', "utf-8")
    names = ("premise", "hypothesis", "label")
    assert list(table(path, "\t", names)) == [Pair('He said "no.', "He spoke.", follows=True)]


def test_a_table_without_labels_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dev.csv"
    path.write_text("premise,hypothesis\na,b\n", "utf-8")
    with pytest.raises(UsageError, match="line 1: no column 'label'"):
        list(table(path, ","))


def test_a_summary_is_the_premise_of_what_was_made_of_it(tmp_path: Path) -> None:
    path = tmp_path / "summedits_news.json"
    long = "word " * 80
    rows = [("Two came.", "Two came.", 1), ("Three came.", "Two came.", 0), ("a", long, 0)]
    made = [{"summary": one, "original_summary": two, "label": three} for one, two, three in rows]
    path.write_text(json.dumps(made), "utf-8")
    assert list(summaries(path)) == [Pair("Two came.", "Three came.", follows=False)]


def test_our_own_sentences_meet_the_quote_that_has_their_words(tmp_path: Path) -> None:
    def write(name: str, quotes: list[str], sentence: str) -> None:
        said = {"s": sentence, "true": True, "why": ""}
        row = {"question": "", "quotes": quotes, "claims": [said]}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", "utf-8")

    for name in HELD:
        write(name, [f"The held quote of {name}."], "Held.")
    write("x", ["Rain fell.", "The bridge was closed on Monday."], "On Monday the bridge closed.")
    write("y", ["Something else.", "The held quote of a."], "It shares a quote with one held.")
    assert list(claims(tmp_path)) == [
        Pair("The bridge was closed on Monday.", "On Monday the bridge closed.", follows=True)
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"mnli-dev\.csv"):
        pairs(tmp_path)


def test_training_learns_what_follows(tmp_path: Path) -> None:
    assert CLAIMS.is_dir()
    tokenizer = tokenizer_of(locate(MINILM, Settings(offline=True)))
    torch.manual_seed(0)
    network = Network(TINY)
    shown = [Pair("It rained.", "Yes." if true else "No.", follows=true) for true in (True, False)]
    loss = following(network, tokenizer, shown)
    losses = train(network, loss, 20, tmp_path / "kept.pt", lambda *_: None, 2e-3)
    assert np.mean(losses[-4:]) < 0.5 < np.mean(losses[:2])
