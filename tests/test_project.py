"""What the package and the workflows promise is what is checked."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CI = ROOT / ".github" / "workflows" / "ci.yml"
ACTIONS = [
    path for path in sorted((ROOT / ".github").rglob("*.yml")) if "uses:" in path.read_text()
]


def read(path: Path) -> Any:  # noqa: ANN401 - whatever is in it
    return yaml.safe_load(path.read_text("utf-8"))


def test_the_citation_is_of_this_package() -> None:
    citation, project = read(ROOT / "CITATION.cff"), PROJECT["project"]
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert citation["authors"] == project["authors"]


def test_the_types_are_shipped() -> None:
    assert (ROOT / "assistant" / "py.typed").is_file()
    assert "py.typed" in PROJECT["tool"]["setuptools"]["package-data"]["assistant"]


def test_every_dependency_is_pinned() -> None:
    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    pinned = {plain(line.partition("==")[0]) for line in lines}
    extras = PROJECT["project"]["optional-dependencies"]
    asked = [*PROJECT["project"]["dependencies"], *extras["eval"], *extras["dev"], *extras["docs"]]
    names = {plain(re.match(r"[\w.-]+", one)[0]) for one in asked}  # type: ignore[index]
    assert names - pinned == set()


def test_the_pythons_that_are_promised_are_checked() -> None:
    promised = re.findall(r"Python :: (3\.\d+)", " ".join(PROJECT["project"]["classifiers"]))
    jobs = read(CI)["jobs"]
    assert [jobs[job]["strategy"]["matrix"]["python"] for job in ("test", "windows")] == [
        promised,
        promised,
    ]
    assert PROJECT["project"]["requires-python"] == f">={promised[0]}"


def test_the_tests_that_are_named_are_there() -> None:
    paths = re.findall(r"\btests/[\w/.]+", CI.read_text("utf-8"))
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_may_only_read(path: Path) -> None:
    for used in re.findall(r"uses: (.+)$", path.read_text("utf-8"), re.MULTILINE):
        assert re.fullmatch(r"\./\S+|[\w/-]+@[0-9a-f]{40} # v[\d.]+", used), used
    if path.parent.name == "workflows":
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}
        assert workflow["concurrency"]
        assert all("timeout-minutes" in job for job in workflow["jobs"].values())
