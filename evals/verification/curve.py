"""What it costs to show few false sentences: tables and the curve of the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.verification.signals import POSSIBLE, SURE
from evals.statistics.confidence import auroc
from evals.training.entailment import HELD
from evals.verification.beside import left_out_beside, placed
from evals.verification.fitting import NAMES, Measured, fitted, left_out

_POINTS = (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25)
Scored = Sequence[tuple[Measured, float]]


def weights(sentences: list[Measured]) -> str:
    """The weights, as `assistant.verification.signals` has them."""
    found = fitted(one for one in sentences if not one.group.endswith("check"))
    named = zip(("INTERCEPT", *NAMES), found, strict=True)
    lines = [f"{weight:8.2f}  {name}" for name, weight in named]
    return "\n".join([*lines, f"ENTAILED = {tuple(round(float(w), 2) for w in placed(sentences))}"])


def with_and_without(sentences: list[Measured]) -> str:
    """At the thresholds: what is shown with the model of entailment and without it, of the files
    that the model was not trained on and of our own check half.
    """
    lines = [
        "| | AUROC | false unmarked | false marked | true unmarked | true marked | true hidden |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for how, scored in (
        ("rules alone", left_out(sentences)),
        ("with the model", left_out_beside(sentences)),
    ):
        for kind in ("unseen", "own"):
            rows = _of(scored, kind)
            points = [(true, least) for true in (False, True) for least in (SURE, POSSIBLE)]
            shares = [_shown(rows, least, true=true) for true, least in points]
            sure = np.array([sure for _, sure in rows])
            told = auroc(sure, np.array([one.true for one, _ in rows])) or 0.5
            lines.append(
                f"| {how}: {kind} | {told:.3f} | {shares[0]:.1%} "
                f"| {shares[1] - shares[0]:.1%} | {shares[2]:.1%} | {shares[3] - shares[2]:.1%} "
                f"| {1 - shares[3]:.1%} |"
            )
    return "\n".join(lines)


def operating_points(sentences: list[Measured], *, beside: bool) -> str:
    """How many true sentences are shown where so many false ones are; with a model beside the
    rules, of the files that it was not trained on.
    """
    scored = left_out_beside(sentences) if beside else left_out(sentences)
    lines = ["| false shown | from | true shown, others | own |", "|---:|---:|---:|---:|"]
    others, own = _of(scored, "unseen" if beside else "others"), _of(scored, "own")
    for share in _POINTS:
        least = _threshold(others, share)
        lines.append(
            f"| {share:.0%} | {least:.2f} | {_shown(others, least, true=True):.1%} "
            f"| {_shown(own, least, true=True):.0%}, {_shown(own, least, true=False):.0%} false |"
        )
    return "\n".join(lines)


def ablation(sentences: list[Measured]) -> str:
    """Without one signal at a time: false ones shown unmarked, true ones hidden, and the true shown
    where 5 % of the false ones are.
    """
    lines = [
        "| without | false unmarked | true unmarked | true hidden | true at 5 % false "
        "| own: false unmarked | true hidden |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in ("nothing", *NAMES):
        scored = left_out(sentences, [one for one in NAMES if one != name])
        others, own = _of(scored, "others"), _of(scored, "own")
        lines.append(
            f"| {name} | {_shown(others, SURE, true=False):.1%} "
            f"| {_shown(others, SURE, true=True):.1%} "
            f"| {1 - _shown(others, POSSIBLE, true=True):.1%} "
            f"| {_shown(others, _threshold(others, 0.05), true=True):.1%} "
            f"| {_shown(own, SURE, true=False):.0%} | {1 - _shown(own, POSSIBLE, true=True):.0%} |"
        )
    return "\n".join(lines)


def draw(sentences: list[Measured], file: Path) -> None:
    """The curve, as an SVG: true sentences shown by false ones shown."""
    lines = []
    alone, beside = left_out(sentences), left_out_beside(sentences)
    for scored, dashes in ((alone, ' stroke-dasharray="5 4"'), (beside, "")):
        for kind, colour in (("unseen", "#1f6f8b"), ("own", "#b5651d")):
            rows = _of(scored, kind)
            steps = [(_threshold(rows, one / 200), one / 200) for one in range(61)]
            points = " ".join(
                f"{60 + 1400 * x:.0f},{330 - 300 * _shown(rows, least, true=True):.0f}"
                for least, x in steps
            )
            lines.append(
                f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dashes} '
                f'points="{points}"/>'
            )
    ticks = "".join(
        f'<text x="{60 + 1400 * x / 100:.0f}" y="350" text-anchor="middle">{x} %</text>'
        for x in (0, 5, 10, 15, 20, 25, 30)
    )
    marks = "".join(
        f'<text x="52" y="{334 - 3 * y}" text-anchor="end">{y} %</text>'
        f'<line x1="60" x2="480" y1="{330 - 3 * y}" y2="{330 - 3 * y}" stroke="#ddd"/>'
        for y in (0, 25, 50, 75, 100)
    )
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 380" font-family="sans-serif" '
        f'font-size="12">{marks}{ticks}{"".join(lines)}'
        '<text x="270" y="372" text-anchor="middle">false sentences shown unmarked</text>'
        '<text x="60" y="18">true sentences shown unmarked: '
        '<tspan fill="#1f6f8b">other writers</tspan>, <tspan fill="#b5651d">our check half</tspan>'
        '</text><text x="60" y="36">dashed: by the rules alone</text></svg>\n',
        "utf-8",
    )


def _of(scored: Scored, kind: str) -> Scored:
    """Those by other writers, those of them that no model was trained on ("unseen"), or those of
    our labelled check half.
    """
    if kind in ("own", "unseen"):
        groups = ("own check",) if kind == "own" else HELD
        return [(one, sure) for one, sure in scored if one.group in groups]
    return [(one, sure) for one, sure in scored if "check" not in one.group]


def _threshold(rows: Scored, share: float) -> float:
    """The probability above which at most this share of the false sentences lies."""
    false = sorted((sure for one, sure in rows if not one.true), reverse=True)
    return false[int(share * len(false))] + 1e-9


def _shown(rows: Scored, least: float, *, true: bool) -> float:
    """Share of the true or the false sentences of at least this probability."""
    found = [sure >= least for one, sure in rows if one.true is true]
    return sum(found) / max(1, len(found))
