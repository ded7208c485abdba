"""However much is asked on a page, Gradio keeps nothing of it."""

from __future__ import annotations

import asyncio

import gradio as gr
import pytest
from asgi import asked, reading, sent
from fake_assistant import FakeAssistant
from gradio.routes import App

from assistant.settings import Settings
from ui.app import _mounted, create_app
from ui.chat.conversation import keep_no_sessions
from ui.chat.queue import Queued


def kept(page: gr.Blocks) -> dict[str, int]:
    """How much there is of what Gradio keeps for a session, or for a question."""
    holder, queue = page.state_holder, page._queue
    session = holder["tab"]
    return {
        "sessions": len(holder.session_data),
        "components": len(session.blocks_config.blocks),
        "what they show": len(session.config_values),
        "in all": sum(len(str(one)) for one in session.components),
        "messages": len(queue.pending_messages_per_session),
        "names of events": len(queue.pending_event_ids_session),
        "events": len(queue.event_ids_to_events),
        "iterators": len(page.app.iterators),
    }


async def idle(page: gr.Blocks) -> None:
    """Until every event is at its end: its last message comes a moment before."""
    async with asyncio.timeout(20):
        while page._queue.event_ids_to_events:
            await asyncio.sleep(0)


def test_a_conversation_leaves_nothing_in_gradio(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.door.clients.MOMENT", 0)
    fake.settings = Settings(questions_per_minute=0)

    async def converse() -> None:
        app = create_app(fake)  # type: ignore[arg-type]
        page = _mounted(app).get_blocks()
        async with app.router.lifespan_context(app):
            before = kept(page)
            name = ""
            for number in range(6):
                name = await asked(app, "survival", name)
                await asked(app, "attack", session=f"another-{number}")
            await idle(page)
            await asked(app, "survival", name, session="last")
            await idle(page)
            after = kept(page)
            # The last session is forgotten with the next event.
            assert after.pop("messages") <= before.pop("messages") + 1
            assert after.pop("names of events") <= before.pop("names of events") + 1
            assert after == before

    asyncio.run(converse())
    assert len(fake.histories[-1]) == 6  # it was one conversation


def test_its_statistics_stay_small(fake: FakeAssistant) -> None:
    fake.settings = Settings(questions_per_minute=0)

    async def converse() -> int:
        app = create_app(fake)  # type: ignore[arg-type]
        queue = _mounted(app).get_blocks()._queue
        async with app.router.lifespan_context(app):
            for _ in range(queue.ANALYTICS_MAX_EVENTS + 2):
                queue.event_analytics[str(len(queue.event_analytics))] = {}
            await asked(app, "survival")
            return len(queue.event_analytics)

    assert asyncio.run(converse()) <= 100


def test_a_page_that_holds_state_is_refused() -> None:
    async def refuse() -> None:
        with gr.Blocks(analytics_enabled=False) as page:
            gr.State(1)
        app = App()
        app.blocks = page
        keep_no_sessions(app)

    with pytest.raises(ValueError, match="holds state"):
        asyncio.run(refuse())


def test_sessions_that_are_never_read_are_forgotten(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.chat.queue.SESSIONS", 3)

    async def forget() -> tuple[set[str], int]:
        app = create_app(fake)  # type: ignore[arg-type]
        page = _mounted(app).get_blocks()
        queue = page._queue
        async with app.router.lifespan_context(app):
            for number in range(5):
                queue.pending_event_ids_session[f"old-{number}"] = {"x"}
            Queued(page).joined("new")
            status = (await sent(app, reading("old-1"))).status
            return set(queue.pending_event_ids_session), status

    assert asyncio.run(forget()) == (set(), 404)
