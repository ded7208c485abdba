"""The site holds every page, builds without a network, and what is wrong with one is found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from doc_pages import MADE, ROOT, program

BUILD = "import sys, build, pathlib; sys.exit(build.main(*map(pathlib.Path, sys.argv[1:])))"


def test_every_page_is_in_the_navigation() -> None:
    config = tomllib.loads((ROOT / "docs" / "zensical.toml").read_text("utf-8"))["project"]
    listed = re.findall(r"[\w./-]+\.md", json.dumps(config["nav"]))
    pages = [place for _, place in program("build").pages() if place.endswith(".md")]
    assert sorted(listed) == sorted([*pages, *(page.removeprefix("docs/") for page in MADE)])


def test_links_are_made_right_and_broken_ones_refused() -> None:
    relinked = program("build").relinked
    places = {"docs/a.md": "a.md", "docs/how-to/b.md": "how-to/b.md"}
    assert relinked("[x](how-to/b.md#y)", "docs/a.md", places) == "[x](how-to/b.md#y)"
    assert relinked("[x](../../README.md)", "docs/how-to/b.md", places) == "[x](../index.md)"
    assert relinked("[licence](../LICENSE)", "docs/a.md", places) == "licence"
    assert relinked("[x](https://example.org/y)", "docs/a.md", places).endswith("org/y)")
    with pytest.raises(SystemExit, match=r"nowhere\.md"):
        relinked("[x](nowhere.md)", "docs/a.md", places)


def test_what_is_wrong_with_a_site_is_found(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text('<h1 id="here">B</h1>', "utf-8")
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here"></a> <a href="https://example.org"></a>'
        '<a href="b.html#there"></a> <a href="c.html"></a>'
        '<script src="https://example.org/x.js"></script> <img src="gone.png">',
        "utf-8",
    )
    (tmp_path / "a.css").write_text("@import '//example.org/f.css'; a { color: red }", "utf-8")
    found = program("links").faults(tmp_path)
    assert [fault.partition(",")[0] for fault in found] == [
        "a.html: loads https://example.org/x.js",
        "a.html: loads gone.png",
        "a.html: links to b.html#there",
        "a.html: links to c.html",
        "a.css: loads @import '//example.org/f.css",
    ]


@pytest.mark.skipif(
    not (find_spec("zensical") and find_spec("mkdocstrings")),
    reason="the extra docs is not installed",
)
def test_the_site_builds(tmp_path: Path) -> None:
    work, site = tmp_path / "work", tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-c", BUILD, work, site],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "docs"), str(ROOT)))},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (site / "reference" / "python.html").read_text("utf-8")
    assert 'id="assistant.Assistant.ask"' in page
    # An aligned list of a docstring is a list, not one paragraph.
    assert re.search(r"<li[^>]*>(?:(?!</li>).)*confidence(?:(?!</li>).)*how sure", page, re.DOTALL)
