"""The formats that can be read, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.benchmarks import beir, clapnq, mtrag, question_list, squad
from evals.benchmarks.collection import Collection


@dataclass(frozen=True, slots=True)
class Format:
    """A format. paths: what is to be given, for `--help`."""

    name: str
    paths: str
    load: Callable[[Sequence[Path]], Collection]


FORMATS = {
    form.name: form
    for form in (
        Format("squad", "SQuAD 1.1 or 2.0, .json", squad.load),
        Format("beir", "a folder: corpus.jsonl, queries.jsonl, qrels/*.tsv", beir.load),
        Format("mtrag", "MTRAG's human evaluation, .json; rewritten questions, .jsonl", mtrag.load),
        Format("clapnq", "CLAPNQ, .jsonl, several for one corpus", clapnq.load),
        Format("csv", "columns question and answer; with --documents", question_list.load),
    )
}
