"""The units that start the nightly run are well-formed and call what there is."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from real_documents import ROOT
from typer.testing import CliRunner

from ui.cli import app

UNITS = ROOT / "evals" / "nightly" / "units"
COMMAND = "assistant nightly"


def _unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((UNITS / name).read_text("utf-8"))
    return parser


def test_the_service_runs_the_command_once() -> None:
    service = _unit("assistant-nightly.service")["Service"]
    assert service["ExecStart"].endswith(f"/.venv/bin/{COMMAND}")
    assert service["Type"] == "oneshot"


def test_the_timer_is_nightly_and_makes_up_for_a_missed_night() -> None:
    timer = _unit("assistant-nightly.timer")
    assert timer["Timer"]["OnCalendar"] == "*-*-* 02:30"
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    program = tmp_path / "assistant"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    for path in UNITS.glob("assistant-nightly.*"):
        text = path.read_text("utf-8").replace("%h/document-assistant/.venv/bin", str(tmp_path))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", str(tmp_path / "assistant-nightly.timer")],
        capture_output=True,
        text=True,
    )
    assert "assistant-nightly" not in done.stderr


def test_the_cron_line_has_five_fields_and_the_command() -> None:
    lines = (UNITS / "crontab").read_text("utf-8").splitlines()
    (line,) = [one for one in lines if one and not one.startswith("#")]
    assert re.fullmatch(r"30 2 \* \* \* cd .+ && nice \.venv/bin/assistant nightly", line)


def test_the_workflow_runs_the_target_and_keeps_the_report() -> None:
    path = ROOT / ".github" / "workflows" / "nightly.yml"
    workflow = yaml.safe_load(path.read_text("utf-8"))
    triggers = workflow[True]  # YAML 1.1 reads "on" as true
    assert triggers["schedule"] == [{"cron": "30 2 * * *"}]
    steps = workflow["jobs"]["evaluate"]["steps"]
    assert {"run": "make nightly"} in steps
    uploads = [one for one in steps if "upload-artifact" in one.get("uses", "")]
    assert [(one["if"], one["with"]["path"]) for one in uploads] == [("always()", "evals/runs")]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^nightly:.*\n\t\$\(BIN\)/{COMMAND}$", makefile, re.MULTILINE)


def test_the_command_is_there() -> None:
    result = CliRunner().invoke(app.app, ["nightly", "--help"], prog_name="assistant")
    assert result.exit_code == 0
    assert "4  worse than the baseline" in result.stdout
