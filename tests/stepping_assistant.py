"""An assistant without an index, whose indexing goes on step by step as a test wants it to."""

from __future__ import annotations

import time
from pathlib import Path

from fake_assistant import FakeAssistant

from assistant.errors import AssistantError
from assistant.progress import Progress, silent

SCRIPT = "steps"
"""In the workspace. Each line is "DONE TOTAL STAGE", "fail WHY" or "end"."""

LOOK = 0.01  # seconds between two looks for another line


class SteppingAssistant(FakeAssistant):
    """Reads its script as it grows; after a "fail", the next indexing goes on there."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.answerable = False
        self._at = 0

    def index(self, progress: Progress | None = None, *, may_be_empty: bool = False) -> str:
        report = progress or silent
        last = ("Reading", 0, 1)
        while True:
            for line in self._lines():
                first, _, rest = line.partition(" ")
                if first == "fail":
                    raise AssistantError(rest)
                if first == "end":
                    return super().index(silent, may_be_empty=may_be_empty)
                total, _, stage = rest.partition(" ")
                last = (stage, int(first), int(total))
            report(*last)
            time.sleep(LOOK)

    def _lines(self) -> list[str]:
        """What is new; at most up to a line that ends the indexing."""
        path = self.workspace.root / SCRIPT
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        found = []
        for line in lines[self._at :]:
            found.append(line)
            self._at += 1
            if line.startswith(("fail", "end")):
                break
        return found
