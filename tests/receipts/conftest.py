from __future__ import annotations

from pathlib import Path

import pytest
from receipt_samples import Sample


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample.made(tmp_path / "workspace")
