"""Reads the documents with every reader and scores what they give."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.reading.readers import OURS, PLAIN, Reader, assistant, can_read
from evals.reading.scoring.places import Letter, letters
from evals.reading.scoring.reading import Reading
from evals.reading.scoring.score import score
from evals.reading.scoring.tally import Scores
from evals.reading.truth import Truth


@dataclass(frozen=True, slots=True)
class Result:
    """A file as scored. refused: why the reader gave nothing; "" where it gave something."""

    file: str
    features: tuple[str, ...]
    reader: str
    scores: Scores
    seconds: float
    refused: str = ""
    notes: tuple[str, ...] = ()


def measure(
    folder: Path, truths: Iterable[Truth], others: Mapping[str, Reader] = PLAIN
) -> list[Result]:
    """Every document by every reader that takes its format.

    others: besides the assistant, for PDFs.
    """
    results = []
    for truth in truths:
        data = (folder / truth.file).read_bytes()
        is_pdf = truth.file.endswith(".pdf")
        pages = letters(data) if is_pdf and not truth.password else []
        readers: dict[str, Reader] = {OURS: assistant} if can_read(truth.file) else {}
        readers |= others if is_pdf else {}
        results += [_result(truth, data, pages, name, read) for name, read in readers.items()]
    return results


def _result(
    truth: Truth, data: bytes, pages: list[list[Letter]], name: str, read: Reader
) -> Result:
    begin = time.perf_counter()
    try:
        reading = read(truth.file, data)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        crash = f"crashed: {error.__class__.__name__}: {error} ({where.name}, line {where.lineno})"
        reading = Reading(refused=crash)
    seconds = time.perf_counter() - begin
    scores = score(truth, reading, pages)
    return Result(
        truth.file, truth.features, name, scores, seconds, reading.refused, reading.report.notes
    )
