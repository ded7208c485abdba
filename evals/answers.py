"""Score answers on the gold questions: `python -m evals.answers --set seed -v`."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import Answer, Assistant, Turn
from evals.gold_cases import SETS, Case, facts_found, load


@dataclass(frozen=True, slots=True)
class Scored:
    """One answered case. facts: share of the facts found; None for questions to refuse."""

    case: Case
    answer: Answer
    facts: float | None
    seconds: float

    @property
    def exact(self) -> bool:
        """Whether every quote stands in its document where its citation says."""
        return all(c.document.text[c.start : c.end] == c.quote for c in self.answer.citations)

    @property
    def words(self) -> int:
        """Length of the answer."""
        return len(self.answer.text.split())


def score(assistant: Assistant, cases: Sequence[Case]) -> list[Scored]:
    """Ask every question and score its answer."""
    assistant.warm()
    scored: list[Scored] = []
    for case in cases:
        history = [Turn(question, answer) for question, answer in case.history]
        started = time.perf_counter()
        answer = assistant.ask(case.question, history)
        seconds = time.perf_counter() - started
        text = answer.text if answer.found else ""
        facts = facts_found(text, case) if case.answerable else None
        scored.append(Scored(case, answer, facts, seconds))
    return scored


def report(name: str, scored: Sequence[Scored]) -> str:
    """A summary of some lines."""
    answerable = [one for one in scored if one.case.answerable]
    single = [one for one in answerable if one.case.kind not in ("all", "followup")]
    refusals = [one for one in scored if not one.case.answerable]
    lines = [f"{name}: {len(scored)} questions"]
    for what, group in (
        ("facts found, single questions", single),
        ("facts found, all-of-them questions", [o for o in answerable if o.case.kind == "all"]),
        ("facts found, follow-ups", [o for o in answerable if o.case.kind == "followup"]),
        ("facts found, where answered", [o for o in single if o.answer.found]),
    ):
        values = [one.facts for one in group if one.facts is not None]
        if values:
            lines.append(f"  {what:<36} {statistics.fmean(values):.3f}  (n={len(values)})")
    for what, group in (("refused, should", refusals), ("refused, should not", answerable)):
        if group:
            share = sum(not one.answer.found for one in group) / len(group)
            lines.append(f"  {what:<36} {share:.3f}  (n={len(group)})")
    lines.append(f"  {'citations exact':<36} {all(one.exact for one in scored)}")
    prose = [o for o in single if o.answer.found]
    if prose:
        words = statistics.median(one.words for one in prose)
        sentences = statistics.fmean(len(one.answer.statements) for one in prose)
        lines.append(f"  {'median words, mean sentences':<36} {words:.0f}, {sentences:.2f}")
    times = sorted(one.seconds for one in scored)
    p95 = times[int(len(times) * 0.95)]
    lines.append(f"  {'seconds p50, p95':<36} {statistics.median(times):.3f}, {p95:.3f}")
    return "\n".join(lines)


def plain(assistant: Assistant, cases: Sequence[Case]) -> str:
    """What two plain answers find in the same questions, without refusing: two sentences each,
    the nearest by cosine, and the best by 0.7 cosine + 0.3 of the passage's share of BM25.
    """
    found: dict[str, list[float]] = {"nearest": [], "hybrid": []}
    for case in cases:
        if not case.answerable or case.kind in ("all", "followup"):
            continue
        searcher = assistant.searcher
        ranked = searcher.rank(searcher.query(case.question))
        sentences = [(one, passage) for passage in ranked for one in passage.sentences]
        scores = {
            "nearest": [one.cosine for one, _ in sentences],
            "hybrid": [0.7 * one.cosine + 0.3 * passage.bm25 for one, passage in sentences],
        }
        for name, values in scores.items():
            best = sorted(range(len(values)), key=lambda place: -values[place])[:2]
            chosen = [sentences[place] for place in best]
            text = " ".join(
                passage.passage.document.text[one.span.start : one.span.end]
                for one, passage in chosen
            )
            found[name].append(facts_found(text, case) or 0.0)
    return "; ".join(
        f"two {name} sentences find {statistics.fmean(values):.3f}"
        for name, values in found.items()
        if values
    )


def main() -> None:
    """Score the chosen sets over the repository's own workspace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append", dest="sets")
    parser.add_argument("--split", choices=("tune", "check"))
    parser.add_argument("-v", "--verbose", action="store_true", help="show what went wrong")
    parser.add_argument("--plain", action="store_true", help="compare with two plain answers")
    options = parser.parse_args()
    assistant = Assistant()
    for name in options.sets or SETS:
        cases = [case for case in load(name) if options.split in (None, case.split)]
        scored = score(assistant, cases)
        print(report(name, scored))
        if options.plain:
            print(f"  {plain(assistant, cases)}")
        if options.verbose:
            for one in scored:
                _explain(one)


def _explain(one: Scored) -> None:
    wrong = one.answer.found if not one.case.answerable else (one.facts or 0.0) < 1
    if wrong:
        print(f"\n{one.case.id} [{one.case.kind}] {one.case.question}")
        print(f"  searched {one.answer.searched!r}, confidence {one.answer.confidence}")
        print(f"  facts {one.facts} of {one.case.facts}")
        print("  " + one.answer.text.replace("\n", "\n  ")[:700])


if __name__ == "__main__":
    main()
