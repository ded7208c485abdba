"""Train the cross-encoder: `python -m evals.training DATA_DIR OUT`.

DATA_DIR holds the public files that evals/benchmarks/README.md names. In OUT are written, in this
order, and taken from there when the command is run again: the indexed documents, the examples, the
state of the training after every few steps, and the model as an ONNX file of 8-bit weights.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.models.catalog import MINILM, RERANKER
from assistant.models.download import locate
from assistant.progress import Progress
from assistant.settings import Settings
from evals.console import TimeLeft, described
from evals.training.examples import DATA, Example, examples, read, write
from evals.training.near_misses import near_misses, unanswered
from evals.training.public import FORMATS

STEPS = 2_200
RATE = 8e-5  # of learning
NEAR_MISSES = 0.3
"""Share of the answerable examples of which a near miss is made."""

WITHOUT = 0.35
"""Share of the answerable examples of `evals.training.public` that are shown without what answers,
too: those data sets have no other questions without an answer."""

TWICE = ("covid",)
"""Data sets whose examples are shown twice as often: few articles, as ours."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is missing in OUT. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.training", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--steps", type=int, default=STEPS, help="default: %(default)s")
    parser.add_argument(
        "--begin", type=Path, metavar="FILE", help="go on with a model that this command made"
    )
    parser.add_argument(
        "--keep", type=float, default=0.0, help="share of what it began with in its weights"
    )
    parser.add_argument(
        "--rate", type=float, default=RATE, help="of learning; default: %(default)s"
    )
    options = parser.parse_args(arguments)
    progress = TimeLeft()
    try:
        found = prepared(options.data, options.out, progress)
        print(_counts(found))
        model = trained(
            found,
            options.out,
            options.steps,
            progress,
            begin=options.begin,
            keep=options.keep,
            rate=options.rate,
        )
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(described(model))
    return 0


def prepared(data: Path, out: Path, progress: Progress) -> list[Example]:
    """The examples of all data sets."""
    found: list[Example] = []
    for one in DATA:
        path = out / f"examples-{one.name}.jsonl"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, examples(one, data, out / "workspaces", progress))
        found += read(path)
    return found


def trained(
    found: Sequence[Example],
    out: Path,
    steps: int,
    progress: Progress,
    *,
    begin: Path | None = None,
    keep: float = 0.0,
    rate: float = RATE,
) -> Path:
    """The ONNX file. begin: such a file of another run, whose network is trained further. keep: the
    share in [0, 1] that weights from before have in the result, which then is better on what they
    were trained on. (Wortsman et al. 2022.)
    """
    from assistant.models.minilm import tokenizer_of
    from evals.training.learning import questions
    from evals.training.loop import train
    from evals.training.network import BGE, export, from_bge, from_ours

    folder = locate(MINILM, Settings(), progress)
    shown = [one for one in found if one.part == "train"]
    shown += list(near_misses(shown, NEAR_MISSES))
    shown += list(unanswered([one for one in shown if one.data in FORMATS], WITHOUT))
    shown += [one for one in shown if one.data in TWICE]
    network = from_ours(begin) if begin else from_bge(locate(BGE, Settings(), progress))
    before = {name: value.clone() for name, value in network.state_dict().items()}
    kept = out / "checkpoint.pt"
    loss = questions(network, tokenizer_of(folder), shown)
    losses = train(network, loss, steps, kept, progress, rate)
    if losses:
        lines = "".join(f"{loss:.4f}\n" for loss in losses)
        (out / "losses.txt").write_text(lines, encoding="utf-8")
    now = network.state_dict()
    network.load_state_dict(
        {name: keep * value + (1 - keep) * now[name] for name, value in before.items()}
    )
    path = out / RERANKER.files[0].path
    export(network, path)
    return path


def _counts(found: Sequence[Example]) -> str:
    counts = Counter((one.data, one.part, one.answerable) for one in found)
    return "\n".join(
        f"{data}, {part}, {'answerable' if answerable else 'not'}: {count:,}"
        for (data, part, answerable), count in sorted(counts.items())
    )


if __name__ == "__main__":
    sys.exit(main())
