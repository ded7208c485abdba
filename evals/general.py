"""Score the general collections, each in a workspace of its own: `python -m evals.general`.

Prints facts found, wholly right, rightly and wrongly refused: by field, by kind of document, by
half and over all; apart from these, of the further follow-ups. Compares with the accepted scores,
`evals/baseline/general.json`, where the same questions are in both. Exit codes: 0, also after
--accept; 1: an error; 2: no such collection; 4: the answers got worse.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant import Assistant
from assistant.errors import AssistantError
from assistant.progress import Progress, silent
from evals.benchmarks import materialising
from evals.console import TimeLeft, plain
from evals.gate.general_baseline import GeneralResults, accept, baseline, compared
from evals.general_gold import Collection, collections
from evals.metrics.table import BY_NAME, METRICS
from evals.records.folder import Folder
from evals.records.general import MEASURES, GeneralLine
from evals.running.outcomes import Answering, Texts, line_of, outcome

ERROR, NOTHING, REGRESSION = 1, 2, 4
ACCEPT = "`python -m evals.general --accept`"


def run(found: Sequence[Collection], progress: Progress = silent) -> Iterator[GeneralLine]:
    """Ask every question of these collections, each over an index of its own documents."""
    with tempfile.TemporaryDirectory() as folder:
        for one in found:
            workspace = materialising.of_folder(one.documents, Path(folder) / one.name)
            assistant = Assistant(workspace.root)
            try:
                materialising.indexed(assistant)
                index = assistant.searcher.index
                texts = Texts(index.documents, tuple(index.passages))
                asked = Answering(assistant, "quoted")
                for done, case in enumerate(one.asked, 1):
                    line = line_of(outcome(asked, case, texts), one.about.split, METRICS)
                    talk = done > len(one.cases)
                    yield GeneralLine(one.name, one.about.field, one.about.kind, line, talk)
                    progress(f"Asking {one.name}", done, len(one.asked))
            finally:
                assistant.close()


def table(lines: Sequence[GeneralLine]) -> str:
    """The mean of each measure in each group."""
    members: dict[str, list[GeneralLine]] = {}
    for one in lines:
        for group in _groups(one):
            members.setdefault(group, []).append(one)
    order = ("all", "split", "field", "kind", "question", "further follow-ups")
    rows = [
        [group, str(len(some)), *(_mean(some, name) for name in MEASURES)]
        for group, some in sorted(
            members.items(), key=lambda item: (order.index(item[0].split(":")[0]), item[0])
        )
    ]
    return plain(["", "questions", *(BY_NAME[name].title for name in MEASURES)], rows)


def _groups(one: GeneralLine) -> tuple[str, ...]:
    if one.talk:
        return (f"further follow-ups: {one.line.split}",)
    return (
        "all",
        f"split: {one.line.split}",
        f"field: {one.field}",
        f"kind: {one.kind}",
        f"question: {one.line.kind}",
    )


def _mean(lines: Sequence[GeneralLine], name: str) -> str:
    values = [one.scores[name] for one in lines if name in one.scores]
    return f"{100 * sum(values) / len(values):.1f} %" if values else "–"


def _there(folder: Folder) -> list[Collection]:
    return collections(folder.gold / "general")


def _known(folder: Folder) -> set[str]:
    return {f"{one.id} {one.digest}" for each in _there(folder) for one in each.asked}


def nightly(folder: Folder, progress: Progress) -> GeneralResults | None:
    """All collections, beside the accepted scores; None where there are no collections."""
    lines = list(run(_there(folder), progress))
    return compared(lines, baseline(folder)) if lines else None


def told(found: GeneralResults) -> list[str]:
    """How it compares with the accepted scores, in lines."""
    if not found.before:
        return [f"No scores were accepted yet, so nothing is compared: {ACCEPT} keeps these."]
    lines = [str(one) for one in found.changes]
    if new := found.uncompared:
        names = ", ".join(new[:3])
        lines.append(f"{len(new)} questions are new or changed, and not compared: {names}.")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the comparison. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.general", description=__doc__)
    parser.add_argument("names", nargs="*", help="of collections; left out: all")
    parser.add_argument("--split", choices=("tune", "check"), help="only this half")
    parser.add_argument("--workspace", type=Path, default=Path(), help="with evals/gold/general")
    parser.add_argument(
        "--accept",
        action="store_true",
        help="keep the scores as the baseline, better or worse; of collections that were not "
        "asked, those kept before stay",
    )
    options = parser.parse_args(arguments)
    folder = Folder(options.workspace / "evals")
    try:
        return _score(folder, options)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return ERROR


def _score(folder: Folder, options: argparse.Namespace) -> int:
    there = _there(folder)
    unknown = set(options.names) - {one.name for one in there}
    chosen = [
        one
        for one in there
        if options.split in (None, one.about.split)
        and (not options.names or one.name in options.names)
    ]
    if unknown or not chosen:
        names = f" {', '.join(sorted(unknown))}" if unknown else ""
        print(f"No such collection{names}: see {folder.gold / 'general'}.", file=sys.stderr)
        return NOTHING
    before = baseline(folder)  # before minutes of asking: it may be broken
    found = compared(list(run(chosen, TimeLeft())), before)
    print(table(found.lines), *told(found), sep="\n")
    if options.accept:
        print(f"Accepted: {accept(folder, found.lines, _known(folder))}. Commit it with a reason.")
        return 0
    return REGRESSION if found.worse else 0


if __name__ == "__main__":
    sys.exit(main())
