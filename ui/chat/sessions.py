"""What Gradio keeps of every open page: nothing.

The page's parts hold no state of their own (what was said is in the archive, what was chosen in the
browser), but Gradio would keep them for each session anyway, with all that they have shown: each
`gr.skip()` makes the component anew under another number, and what is shown next in it is then
remembered under that number for good. So a conversation cost 0.1 MB a question.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gradio.state_holder import SessionState, StateHolder

if TYPE_CHECKING:
    from gradio.blocks import Blocks
    from gradio.routes import App

_REMEMBERED_EVENTS = "100"
"""Of Gradio's statistics of its events, which nobody asks for; without this it is 10,000."""
_NEVER = str(10**12)


def keep_no_statistics() -> None:
    """Call it before a page is built: Gradio reads these variables then.

    It would gather all events into a table after each one, to sum up how long they took.
    """
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = _REMEMBERED_EVENTS
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = _NEVER


def keep_no_sessions(app: App) -> None:
    """Let all sessions of a page be one that never changes.

    Raises:
        ValueError: A part of the page holds state, which would be lost.
    """
    app.state_holder = _Sessions(app.get_blocks())


class _Sessions(StateHolder):
    def __init__(self, blocks: Blocks) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if any(block.stateful for block in blocks.blocks.values()):
            raise ValueError("A part of the page holds state: no session keeps any.")
        self.set_blocks(blocks)
        self._same = _Session(blocks)

    def __getitem__(self, session_id: str) -> SessionState:
        return self._same

    def __contains__(self, session_id: object) -> bool:
        return True


class _Session(SessionState):
    """Holds the page as it was built; what Gradio writes into it is dropped."""

    def __setitem__(self, key: int, value: object) -> None:
        pass

    def _update_config(self, key: int) -> None:
        pass

    def _update_value_in_config(self, key: int, value: object) -> None:
        pass
