"""Look for what takes too long on hostile texts: `python tests/growth/growth.py` (minutes).

Every pattern is tried on about 90 texts and on those made against it, each in two lengths; so is
everything that is done with a document. What a question or a sentence goes through is timed at the
greatest length that one may have.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from collect import Use, collect
from hostile_texts import HOSTILE, Text, against
from measure import growth, least, too_fast
from work import ANY_LENGTH, LIMITED

_OF_PATTERNS, _OF_WORK = 32_000, 40_000  # characters
_ENOUGH = 1.0  # seconds at the greatest length


def of_patterns(uses: list[Use]) -> Iterator[str]:
    """What is wrong with patterns."""
    for use in uses:
        pattern = use.judged
        texts: dict[str, Text] = {**HOSTILE, **against(pattern, use.scanning)}
        for name, text in texts.items():
            grown = growth(use.run, text, _OF_PATTERNS)
            if too_fast(grown):
                yield f"{use.place} on {name}: {grown:.0f} times the time on 16 times the text"


def of_work() -> Iterator[str]:
    """What is wrong with functions."""
    for what, run in ANY_LENGTH.items():
        for name, text in HOSTILE.items():
            grown = growth(run, text, _OF_WORK)
            if too_fast(grown):
                yield f"{what} on {name}: {grown:.0f} times the time on 16 times the text"
    for what, (length, run) in LIMITED.items():
        for name, text in HOSTILE.items():
            if (took := least(run, text(length)[:length], _ENOUGH)) > _ENOUGH:
                yield f"{what} of {length:,} characters on {name}: {took:.1f} s"


def main() -> int:
    """Print what is wrong; the exit code says whether anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("patterns", "work"))
    only = parser.parse_args().only
    wrong = 0
    for found in (
        (() if only == "work" else of_patterns(collect()[0])),
        (() if only == "patterns" else of_work()),
    ):
        for line in found:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            wrong += 1
    sys.stdout.write(f"{wrong} of what was tried takes too long.\n")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
