"""Look through a built site for links that lead nowhere, and for what is loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADED = {
    *(("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src")),
    *(("audio", "src"), ("embed", "src"), ("object", "data"), ("link", "href"), ("use", "href")),
}
_IN_STYLES = re.compile(r"(?:url\(\s*|@import\s+)['\"]?(?:https?:)?//[^)'\"\s]+")


class _Page(HTMLParser):
    """What a page links to, what it loads, and the anchors in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name in ("id", "name"):
                self.anchors.add(value)
            elif (tag, name) in _LOADED:
                self.loads.append(value)
            elif (tag, name) == ("a", "href"):
                self.links.append(value)


def faults(site: Path) -> Iterator[str]:
    """One line for each thing that is wrong."""
    pages = {path.resolve(): _Page(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        where = path.relative_to(site.resolve()).as_posix()
        for address in page.loads:
            if _is_foreign(address):
                yield f"{where}: loads {address}"
            elif not _is_there(path, address, pages, anchors=False):
                yield f"{where}: loads {address}, which is not there"
        for address in page.links:
            if not _is_foreign(address) and not _is_there(path, address, pages, anchors=True):
                yield f"{where}: links to {address}, which is not there"
    for path in sorted(site.rglob("*.css")):
        for found in _IN_STYLES.findall(path.read_text("utf-8")):
            yield f"{path.relative_to(site).as_posix()}: loads {found}"


def _is_foreign(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _is_there(path: Path, address: str, pages: dict[Path, _Page], *, anchors: bool) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return True
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return False
    fragment = unquote(parts.fragment)
    if not anchors or not fragment or target not in pages:
        return True
    return fragment in pages[target].anchors or fragment in ("", "top", "__")
