from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kept_turns import Clock
from sqlalchemy import create_engine

from assistant.history.history import Archive
from assistant.history.tables import metadata
from assistant.settings import Settings
from assistant.workspace import Workspace

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
"""A PostgreSQL database whose conversations may be lost: postgresql+psycopg://…"""


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 9, tzinfo=UTC), timedelta(minutes=1))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def archive(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Archive]:
    """An empty one; in PostgreSQL as well, where there is one and the test is about no file."""
    settings = Settings()
    if request.param == "postgresql":
        if "workspace" in request.fixturenames:
            pytest.skip("about a file")
        settings = Settings(database_url=POSTGRES)
        engine = create_engine(POSTGRES)
        metadata.drop_all(engine)
        engine.dispose()
    opened = Archive(settings, request.getfixturevalue("workspace"), clock)
    yield opened
    opened.close()
