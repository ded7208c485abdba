"""Train the model of entailment: `python -m evals.training.entailment DATA_DIR OUT`.

It begins with the cross-encoder that comes with the library, and learns from pairs of a premise and
a sentence whether the sentence follows. DATA_DIR holds the public files that README.md names. In
OUT is kept the state of the training after every few steps, which it goes on from when the command
is run again, and at the end the model as an ONNX file of 8-bit weights.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer
from torch import Tensor, tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.errors import AssistantError
from assistant.models.catalog import ENTAILMENT, MINILM, RERANKER
from assistant.models.download import locate
from assistant.models.entailment import LIMITS
from assistant.models.minilm import tokenizer_of
from assistant.models.pairs import pair_tokens
from assistant.models.shipped import DATA
from assistant.progress import Progress
from assistant.settings import Settings
from evals.benchmarks.collection import Row, read_array, read_text, wrong
from evals.console import TimeLeft, described
from evals.training.loop import SEED, drawn, scores, train
from evals.training.network import BGE, Network, export, from_ours, with_places

STEPS = 900
RATE = 6e-5  # of learning
CLAIMS = Path(__file__).with_name("claims")
HELD = ("a", "d", "g")
"""Files of `CLAIMS` that are not trained on: the figures are of them."""

_PAIRS = 32  # in a step
_LABELS = ("label", "premise", "hypothesis")
_MOST_WORDS = 75  # of a summary: longer ones would be cut off
_FEW = 4_000
_SHOWN = {"snli-dev.csv": _FEW, "conjnli-train.tsv": 7_000}
"""The most pairs of a file; all of the others."""
_TWICE = ("claims", "summedits")  # nearest to what is written over quotes


class Pair(NamedTuple):
    """A premise, and a sentence that follows from it or does not."""

    premise: str
    sentence: str
    follows: bool


class _Summary(Row):
    summary: str
    original_summary: str
    label: int


def table(path: Path, delimiter: str, names: Sequence[str] = ()) -> Iterator[Pair]:
    """Rows with a premise, a hypothesis and one of the labels of natural language inference.

    names: of the columns, where the first row does not give them.

    Raises:
        UsageError: the file cannot be read, or has no such columns.
    """
    lines = io.StringIO(read_text(path).removeprefix("\ufeff"), newline="")
    rows: csv.DictReader[str] = csv.DictReader(
        lines,
        names or None,
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL,
    )
    if missing := set(_LABELS) - set(rows.fieldnames or ()):
        raise wrong(path, "line 1", f"no column {min(missing)!r}")
    for row in rows:
        label, premise, hypothesis = ((row[name] or "").strip() for name in _LABELS)
        if label in ("entailment", "neutral", "contradiction") and premise and hypothesis:
            yield Pair(premise, hypothesis, label == "entailment")


def summaries(path: Path) -> Iterator[Pair]:
    """SummEdits: a summary, and it with one thing changed. (Laban and others 2023; CC BY 4.0.)"""
    for row in read_array(path, _Summary):
        short = len(row.original_summary.split()) <= _MOST_WORDS
        if short and row.summary != row.original_summary:
            yield Pair(row.original_summary, row.summary, bool(row.label))


def claims(folder: Path = CLAIMS) -> Iterator[Pair]:
    """Our own, each with the quote that has most of its words; none over a quote of `HELD`."""
    rows = {
        path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in sorted(folder.glob("*.jsonl"))
    }
    held = {quote for name in HELD for row in rows[name] for quote in row["quotes"]}
    for row in (row for some in rows.values() for row in some if held.isdisjoint(row["quotes"])):
        for claim in row["claims"]:
            said = _words(claim["s"])
            quote = max(row["quotes"], key=lambda one: len(said & _words(one)))
            yield Pair(quote, claim["s"], claim["true"])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def pairs(data: Path) -> list[Pair]:
    """All that is trained on.

    Raises:
        UsageError: a file is missing or not what it should be.
    """
    found = {
        "mnli-dev.csv": list(table(data / "mnli-dev.csv", ",")),
        "snli-dev.csv": list(table(data / "snli-dev.csv", ",")),
        "conjnli-train.tsv": list(
            table(data / "conjnli-train.tsv", "\t", ("premise", "hypothesis", "label"))
        ),
        "summedits": [
            one for path in sorted(data.glob("summedits_*.json")) for one in summaries(path)
        ],
        "claims": list(claims()),
    }
    draw = random.Random(SEED)  # noqa: S311  # no secret
    for name, most in _SHOWN.items():
        found[name] = draw.sample(found[name], min(most, len(found[name])))
    print(", ".join(f"{name} {len(some):,}" for name, some in found.items()))
    return [one for some in (*found.values(), *(found[name] for name in _TWICE)) for one in some]


def following(
    network: Network, tokenizer: Tokenizer, shown: Sequence[Pair]
) -> Callable[[int], Tensor]:
    """The loss of a step: cross-entropy of what follows and what does not."""

    def loss(step: int) -> Tensor:
        some = drawn(shown, step, _PAIRS)
        tokens = pair_tokens(tokenizer, [(one.sentence, one.premise) for one in some], LIMITS)
        truth = tensor([float(one.follows) for one in some])
        return binary_cross_entropy_with_logits(scores(network, tokens), truth)

    return loss


def trained(shown: Sequence[Pair], out: Path, steps: int, rate: float, progress: Progress) -> Path:
    """The ONNX file."""
    places = locate(BGE, Settings(), progress)
    network = with_places(from_ours(DATA / RERANKER.files[0].path), places, LIMITS.pair)
    tokenizer = tokenizer_of(locate(MINILM, Settings(), progress))
    loss = following(network, tokenizer, shown)
    losses = train(network, loss, steps, out / "checkpoint.pt", progress, rate)
    lines = "".join(f"{loss:.4f}\n" for loss in losses)
    (out / "losses.txt").write_text(lines, encoding="utf-8")
    path = out / ENTAILMENT.files[0].path
    export(network, path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is missing in OUT. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.entailment", description=__doc__
    )
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--steps", type=int, default=STEPS, help="default: %(default)s")
    parser.add_argument(
        "--rate", type=float, default=RATE, help="of learning; default: %(default)s"
    )
    options = parser.parse_args(arguments)
    try:
        shown = pairs(options.data)
        options.out.mkdir(parents=True, exist_ok=True)
        model = trained(shown, options.out, options.steps, options.rate, TimeLeft())
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(described(model))
    return 0


if __name__ == "__main__":
    sys.exit(main())
