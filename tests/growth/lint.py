"""Refuse patterns that may take longer than their text is long: `python tests/growth/lint.py`.

Why no tool of others: regexploit (the last version is of 2021) stops at possessive repeats and
reports nothing below the third power; redos-linter asks an engine for JavaScript's syntax, which
has none of those repeats, and takes each literal for a search from every character.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ambiguity import find_fault
from automaton import NotJudgedError
from collect import collect


def complaints() -> Iterator[str]:
    """What is wrong with the packages' patterns, one line each."""
    uses, untold = collect()
    for place in untold:
        yield f"{place}: write it at the top of a module, or put only re.escape(…) into it"
    for use in uses:
        try:
            fault = find_fault(use.judged, use.scanning)
        except NotJudgedError as error:
            yield f"{use.place}: cannot be judged: {error}"
            continue
        if fault:
            text = f"{fault.prefix!r} + {fault.pump!r} * n + {fault.suffix!r}"
            yield f"{use.place}: takes n² on {text}: {use.pattern.pattern!r:.80}"


def main() -> int:
    """Print the complaints; the exit code says whether there are any."""
    found = list(complaints())
    found_in_all = f"{len(found)} patterns may take longer than their text is long."
    sys.stdout.write("\n".join([*found, found_in_all, ""]))
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
