"""The page of `evals.calibrate`: for each source, how right the confidence is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.reporting import data, plots
from evals.reporting.data import Curves
from evals.reporting.templates import environment, own, policy

PAGE = "calibration.html"


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A source of questions, with the confidence by coefficients of two origins.

    questions:  how many were weighed; right: the share whose quotes hold the answer.
    as_in_code: by the coefficients in the code.
    left_out:   by coefficients fitted on all other sources; None where there are no others.
    """

    name: str
    questions: int
    right: float
    as_in_code: Curves
    left_out: Curves | None


def render(sources: Sequence[Calibrated]) -> str:
    """The page, ready to be written as UTF-8."""
    style = own("report.css")
    return (
        environment()
        .get_template("calibration.html.jinja")
        .render(sources=sources, style=style, policy=policy(style), plots=plots, words=data)
    )
