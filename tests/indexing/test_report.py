from __future__ import annotations

from assistant.indexing.report import IndexReport
from assistant.reading.discovery import Skipped


def test_a_name_fakes_no_line() -> None:
    report = IndexReport(
        generation="1",
        changed=True,
        documents=1,
        passages=1,
        sentences=1,
        embedded=1,
        resumed=0,
        added=("a\n  Skipped b.md.md",),
        updated=("\x1b[31mc.md",),
        removed=("\u202ed.md",),
        unchanged=(),
        skipped=(Skipped("e\nf", "it is\nodd"),),
        seconds=0.1,
        exact_search=False,
        reason="",
        bytes_on_disk=0,
    )
    assert str(report).splitlines()[1:] == [
        "  Added: a Skipped b.md.md",
        "  Updated: [31mc.md",
        "  Removed: d.md",
        "  Newly embedded: 1 sentence",
        "  Skipped e f: it is odd",
    ]
