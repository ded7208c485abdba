"""Build the documentation's site: `make docs`. Needs the extra `docs`, and no network.

The pages of docs/ and those that stand elsewhere in the repository are put together in build/docs,
with the links between them made right, the command line's reference made from its own help, and
the examples' code put under their list. Zensical makes site/ of that. What it made is then looked
through: a link that leads nowhere, or a page that would load something from another host, is an
error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from links import faults  # noqa: E402 - beside this file

from ui.cli import app  # noqa: E402

SUFFIXES = {".css", ".js", ".md", ".png", ".svg"}
ELSEWHERE = {
    **{name: name for name in ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md")},
    "SECURITY.md": "SECURITY.md",
    "evals/README.md": "explanation/measuring.md",
    "evals/benchmarks/README.md": "explanation/public-data.md",
    "evals/verification/README.md": "explanation/checks.md",
    "examples/README.md": "examples.md",
    "ui/static/icon.svg": "theme/icon.svg",
}
"""What stands outside docs/, and its place on the site."""

INSTEAD = {
    "README.md": "index.md",
    "docs/decisions": "explanation/decisions.md",
    "docs/reference/command-line.md": "reference/command-line.md",  # made below
}
"""What the site has under another name, or makes itself."""

WORKER = "https://unpkg.com/iframe-worker/shim"
"""What Zensical's offline search loads from elsewhere; we have it beside the pages."""

WIDTH = 88
_LINK = re.compile(r"\[([^\]]*)\]\((?!\w+:)([^)#\s]+)(#[^)\s]*)?\)")  # not to other hosts


def main(work: Path = ROOT / "build", site: Path = ROOT / "site") -> int:
    """Build and check the site; returns the exit status.

    work: where the pages are put together; its folders `docs` and `site` are made anew.
    site: where the site is put; what was there is gone.
    """
    stage(work / "docs")
    shutil.copyfile(HERE / "zensical.toml", work / "zensical.toml")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))}
    done = subprocess.run(command, cwd=work, env=environment, check=False)  # noqa: S603
    if done.returncode:
        return done.returncode
    settle(work / "site")
    shutil.rmtree(site, ignore_errors=True)
    shutil.move(work / "site", site)
    found = list(faults(site))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    if found:
        return 1
    sys.stdout.write(f"{len(list(site.rglob('*.html')))} pages: {site / 'index.html'}\n")
    return 0


def stage(folder: Path) -> None:
    """Put all pages together."""
    shutil.rmtree(folder, ignore_errors=True)
    places = dict(pages())
    for source, place in places.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".md":
            text = (ROOT / source).read_text("utf-8")
            target.write_text(relinked(text, source, places), "utf-8")
        else:
            shutil.copyfile(ROOT / source, target)
    (folder / "reference" / "command-line.md").write_text(command_line(), "utf-8")
    with (folder / "examples.md").open("a", encoding="utf-8") as page:
        page.writelines(examples())


def settle(site: Path) -> None:
    """Make every page load what it needs from the site itself."""
    # Its links are from the root of a host that nobody knows here.
    (site / "404.html").unlink(missing_ok=True)
    for path in site.rglob("*.html"):
        own = relpath(site / "theme" / "iframe-worker" / "shim.js", path.parent)
        path.write_text(path.read_text("utf-8").replace(WORKER, own), "utf-8")


def pages() -> Iterator[tuple[str, str]]:
    """Path in the repository and path on the site of each file."""
    for path in sorted((ROOT / "docs").rglob("*")):
        if path.suffix in SUFFIXES or path.name == "LICENSE":
            yield path.relative_to(ROOT).as_posix(), path.relative_to(ROOT / "docs").as_posix()
    yield from ELSEWHERE.items()


def relinked(text: str, source: str, places: dict[str, str]) -> str:
    """A page with links that are right on the site; one to what is not on it becomes its text.

    Raises:
        SystemExit: a link leads to what is not in the repository.
    """
    folder = PurePosixPath(source).parent
    here = PurePosixPath(places[source]).parent

    def link(match: re.Match[str]) -> str:
        words, anchor = match[1], match[3] or ""
        target = relpath(ROOT / folder / match[2], ROOT)
        place = INSTEAD.get(target) or places.get(target)
        if place is None and target.startswith("examples/"):
            place, anchor = "examples.md", f"#{PurePosixPath(target).name.replace('.', '')}"
        if place is None and not (ROOT / target).exists():
            raise SystemExit(f"{source} links to {match[2]}, which is not there.")
        return words if place is None else f"[{words}]({relpath(place, here)}{anchor})"

    return _LINK.sub(link, text)


def relpath(path: PurePath | str, start: PurePath | str) -> str:
    """A relative path with forward slashes."""
    return Path(os.path.relpath(path, start)).as_posix()


def examples() -> Iterator[str]:
    """Each example's code under its name."""
    for path in sorted((ROOT / "examples").glob("*.py")):
        yield f"\n## {path.name}\n\n```python\n{path.read_text('utf-8')}```\n"


def command_line() -> str:
    """The help of every command."""
    parts = ["# Command line\n\nWhat `--help` prints, of each command.\n"]
    for name, text in helps(get_command(app.app), "assistant"):
        level = "#" * min(3, 1 + len(name.split()))
        parts.append(f"{level} {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def helps(command: Any, name: str, parent: Any = None) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name and help of a command and of those below it; typer keeps its types to itself."""
    options = {**command.context_settings, "terminal_width": WIDTH}
    context = command.context_class(command, parent, info_name=name.split()[-1], **options)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, TyperGroup):
        for word in command.list_commands(context):
            yield from helps(command.get_command(context, word), f"{name} {word}", context)


if __name__ == "__main__":
    sys.exit(main())
