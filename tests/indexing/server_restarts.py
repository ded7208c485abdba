"""Start a Chroma server again in the middle, and look for losses: `make test-server`.

Made-up vectors are put into a server's collection as the index does it, and searched before and
after it was stopped (SIGTERM, kill -9). Each time all must be there and as many of the ten nearest
be found; then its vector index is taken away, which must be noticed, cost no answer, and be mended.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from chroma_process import ChromaProcess, made_up, running, write

from assistant.indexing import segment_sizes
from assistant.indexing.recall import FLOOR, Recall
from assistant.indexing.served import ServedReader, candidates, fault, measured
from assistant.indexing.served_upkeep import keep_served
from assistant.progress import silent

_NAME = "20260101T000000Z-00000000"
_SEARCHES = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=int, nargs="+", default=[20_000])
    options = parser.parse_args()
    segment_sizes.SERVED_FROM = 1
    for count in options.vectors:
        with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "server") as process:
            _try(process, Path(folder) / "index", count)


def _try(process: ChromaProcess, index: Path, count: int) -> None:
    rows = made_up(count)
    segment = write(index, _NAME, rows)

    def kept() -> str:
        server = process.client()
        trouble = keep_served(server, index, {_NAME: segment}, silent)
        server.close()
        return trouble

    def looked() -> tuple[str, int, Recall]:
        server = process.client()
        (found,) = candidates(server, _NAME, segment)
        wrong = fault(server, found, segment, rows)
        result = wrong, server.count(found), measured(server, found, rows, silent, _SEARCHES)
        server.close()
        return result

    def told(what: str, started: float) -> tuple[str, float]:
        took = time.monotonic() - started
        wrong, counted, share = looked()
        print(  # noqa: T201
            f"{count:7,} {what:30} {took:6.1f} s  {counted:7,} counted, "
            f"{share.found:.2%} of the ten nearest found{f', so: {wrong}' if wrong else ''}",
            flush=True,
        )
        assert counted == count
        return wrong, share.found

    started = time.monotonic()
    assert kept() == ""
    wrong, before = told("filled", started)
    assert wrong == ""
    assert before >= FLOOR
    for how in (signal.SIGTERM, signal.SIGKILL):
        started = time.monotonic()
        process.stop(how)
        process.start()
        assert told(f"started after {how.name}", started) == ("", before)
    process.stop()
    process.lose_vectors()
    process.start()
    started = time.monotonic()
    wrong, after = told("its vector index taken away", started)
    assert wrong
    assert after < FLOOR
    server = process.client()
    reader = ServedReader(server, _NAME, segment, rows)
    reader.look()
    server.close()
    started = time.monotonic()
    assert kept() == ""
    wrong, after = told("filled again", started)
    assert wrong == ""
    assert after >= FLOOR


if __name__ == "__main__":
    main()
