"""Whatever is sent to the page, it is refused in a line: no 500, no traceback in the log."""

from __future__ import annotations

import asyncio

import pytest
from asgi import sent
from fake_assistant import FakeAssistant
from hostile import requests, some

from assistant.settings import Settings
from ui.app import create_app

EACH = 25
"""Requests to each route; `make fuzz` sends all there are, to a server."""


def test_no_hostile_request_ends_in_a_traceback(
    fake: FakeAssistant, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[str] = []
    fake.settings = Settings(questions_per_minute=0)  # or most would be refused for their number

    async def send_all() -> None:
        app = create_app(fake)  # type: ignore[arg-type]
        async with app.router.lifespan_context(app):
            for request in some(requests(app.routes), EACH, seed=1):
                caplog.clear()
                capfd.readouterr()
                try:
                    status = (await sent(app, request, leaves=True)).status
                except Exception as error:
                    faults.append(f"{error!r}: {request}")
                    continue
                said = caplog.text + "".join(capfd.readouterr())
                if not 200 <= status < 500 or "Traceback" in said:
                    faults.append(f"{status} {said[-300:]}: {request}")

    asyncio.run(send_all())
    said = caplog.text + "".join(capfd.readouterr())
    if "Traceback" in said:  # of an event that was answered later
        faults.append(said)
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:40])
