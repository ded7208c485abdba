"""Seconds and memory for a hundred pages, each reader in a process of its own."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from evals.reading.readers import OURS, PLAIN, Reader, assistant
from evals.reading.sources.articles import Shape, article
from evals.reading.writers.layout import Layout
from evals.reading.writers.typst import typeset

PAGES = 100


@dataclass(frozen=True, slots=True)
class Cost:
    """For a hundred pages. megabytes: above what the process had before it read."""

    seconds: float
    megabytes: float


def costs(readers: Mapping[str, Reader] = PLAIN) -> dict[str, Cost]:
    """Of the assistant and of other libraries, over one long document in two columns."""
    short = typeset(article("short", "law", 1, Shape(2, 1)), Layout()).pdf
    pdf, pages = _document()
    found = {}
    for name in (OURS, *readers):
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            seconds, grown = pool.submit(_measured, name, short, pdf).result()
        found[name] = Cost(seconds * PAGES / pages, grown * PAGES / pages / 1e6)
    return found


def _document() -> tuple[bytes, int]:
    import pypdfium2

    source = article("long", "medicine", 99, Shape(90, 8, subsections=True, table=8))
    pdf = typeset(source, Layout(columns=2, size=9, header="A long report")).pdf
    return pdf, len(pypdfium2.PdfDocument(pdf))


def _measured(name: str, short: bytes, pdf: bytes) -> tuple[float, float]:
    """Seconds of the second reading, so that loading code does not count; and bytes."""
    read = assistant if name == OURS else PLAIN[name]
    read("short.pdf", short)
    before = _peak()
    begin = time.perf_counter()
    read("long.pdf", pdf)
    seconds = time.perf_counter() - begin
    return seconds, _peak() - before


def _peak() -> int:
    """The most memory that this process held, in bytes; 0 where the system does not tell.

    Not `getrusage`, which counts what the process was before it became this program.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
