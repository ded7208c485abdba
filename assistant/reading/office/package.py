"""Opens files that are ZIP packages (Office, OpenDocument, EPUB), and reads XML, within limits.

A package may unpack to a thousand times its size, and XML may define entities that do the same:
both end in one clear line.
"""

from __future__ import annotations

import functools
import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import ParamSpec
from urllib.parse import unquote
from xml.etree import ElementTree

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.decoding import decode
from assistant.reading.file_kinds import kind_of
from assistant.reading.structure import Structure

MAX_PARTS = 20_000
MAX_UNPACKED = 256 * 2**20
"""Bytes of all parts that are read of one package."""
MAX_XML = 96 * 2**20
"""Bytes of one part that is taken apart at once."""
_BLOCK = 2**16
_ENCRYPTED = 0x1
_TOO_LARGE = "it unpacks to more than can be read"

Element = ElementTree.Element
P = ParamSpec("P")


def refusing_damage(kind: str) -> Callable[[Callable[P, Structure]], Callable[P, Structure]]:
    """Make a reader refuse what is damaged, rather than fail on it. kind: "a Word document"."""

    def wrapped(read: Callable[P, Structure]) -> Callable[P, Structure]:
        @functools.wraps(read)
        def reader(*args: P.args, **kwargs: P.kwargs) -> Structure:
            try:
                return read(*args, **kwargs)
            except RecursionError:
                raise UnreadableDocument("it is nested too deeply to be read") from None
            except (
                *(zipfile.BadZipFile, zlib.error, EOFError, ElementTree.ParseError),
                *(KeyError, ValueError, OSError, NotImplementedError, LookupError),
            ):
                raise UnreadableDocument(
                    f"it is no {kind}, or a damaged one: open it in its program and save it again"
                ) from None

        return reader

    return wrapped


def _what_else(data: bytes) -> str:
    """What is true of a file that is no package, though its name says so."""
    if not data.strip():
        return "the file is empty"
    if data.startswith(b"PK"):
        return "it is a damaged ZIP file: save or download it again"
    if kind := kind_of(data):
        return f"it is {kind}, though its name says otherwise: give its name the right ending"
    try:
        decode(data)
    except UnreadableDocument:
        return "its content is of no kind that is known: save or download it again"
    return "it is plain text, though its name says otherwise: let its name end with .txt"


class Package:
    """The parts of a ZIP package by their names.

    Raises:
        UnreadableDocument: it is damaged, encrypted or has too many parts.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
            raise UnreadableDocument(_what_else(data)) from None
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            raise UnreadableDocument(f"it is a ZIP file with more than {MAX_PARTS:,} parts")
        self._infos = {info.filename: info for info in infos}
        self._lower = {info.filename.lower().lstrip("/"): info for info in infos}
        self._left = MAX_UNPACKED

    @property
    def names(self) -> list[str]:
        """All parts, in the order of the package."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name.lower().lstrip("/") in self._lower

    def read(self, name: str, limit: int = MAX_UNPACKED) -> bytes:
        """The bytes of a part; b"" where there is none.

        Raises:
            UnreadableDocument: it is encrypted, damaged, or larger than can be read.
        """
        info = self._infos.get(name) or self._lower.get(name.lower().lstrip("/"))
        if info is None or info.is_dir():
            return b""
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableDocument("it is encrypted: save it without a password")
        limit = min(limit, self._left)
        blocks: list[bytes] = []
        size = 0
        with self._zip.open(info) as part:
            while block := part.read(_BLOCK):
                size += len(block)
                if size > limit:
                    raise UnreadableDocument(_TOO_LARGE)
                blocks.append(block)
        self._left -= size
        return b"".join(blocks)

    def xml(self, name: str) -> Element | None:
        """A part as XML; None where there is none."""
        data = self.read(name, MAX_XML)
        return parse(data) if data else None


def parse(data: bytes) -> Element:
    """XML as a tree, its names as "prefix:name" with the usual prefixes of Office formats.

    Raises:
        UnreadableDocument: it defines entities.
        xml.etree.ElementTree.ParseError: it is no XML.
    """
    root = ElementTree.fromstring(without_entities(data))  # noqa: S314
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = short_name(element.tag)
    return root


def without_entities(data: bytes) -> bytes:
    """The same data, known to define no entities.

    Raises:
        UnreadableDocument: it defines some; no program writes them into documents.
    """
    head = data[:4]
    if b"\0" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode("utf-8")
        except UnicodeDecodeError:
            raise UnreadableDocument("its XML is in no encoding that can be read") from None
        _, declaration, rest = data.partition(b"?>")
        data = rest if declaration and len(data) - len(rest) < 200 else data
    if b"<!ENTITY" in data:
        raise UnreadableDocument("its XML defines entities, which is not read")
    return data


_OOXML = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_PREFIXES = {
    "wordprocessingml/main": "w",
    "wordprocessingml/2006/main": "w",
    "presentationml/main": "p",
    "presentationml/2006/main": "p",
    "spreadsheetml/main": "s",
    "spreadsheetml/2006/main": "s",
    "drawingml/main": "a",
    "drawingml/2006/main": "a",
    "drawingml/chart": "c",
    "drawingml/2006/chart": "c",
    "drawingml/diagram": "dgm",
    "drawingml/2006/diagram": "dgm",
    "officeDocument/math": "m",
    "officeDocument/2006/math": "m",
    "officeDocument/relationships": "r",
    "officeDocument/2006/relationships": "r",
}
_OTHERS = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/1999/xlink": "xlink",
}
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OASIS_NAMES = {"drawing": "draw", "xsl-fo-compatible": "fo", "svg-compatible": "svg"}


@functools.lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """A name with its name space, "{http://…/wordprocessingml/2006/main}p", as "w:p"."""
    space, brace, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if not brace:
        return local
    for beginning in _OOXML:
        if space.startswith(beginning) and (prefix := _PREFIXES.get(space[len(beginning) :])):
            return f"{prefix}:{local}"
    if space in _OTHERS:
        return f"{_OTHERS[space]}:{local}"
    if space.startswith(_OASIS):
        name = space[len(_OASIS) :].split(":")[0]
        return f"{_OASIS_NAMES.get(name, name)}:{local}"
    return f"other:{local}"


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute by its short name, "w:val"."""
    if element is None:
        return default
    for key, value in element.items():
        if short_name(key) == name:
            return value
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and the first of the next name in it."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if each.tag == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    return (each for each in element if each.tag == name) if element is not None else iter(())


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: by id, the end of its type ("footnotes") and the part's name."""
    folder, name = posixpath.split(part)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for each in root if root is not None else ():
        if each.get("TargetMode") == "External":
            continue
        target = unquote(each.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = each.get("Type", "").rsplit("/", 1)[-1]
        found[each.get("Id", "")] = (kind, posixpath.normpath(path))
    return found


def related(found: dict[str, tuple[str, str]], kind: str) -> str:
    """The first part of a kind among the relations; "" where there is none."""
    return next((part for each, part in found.values() if each == kind), "")


def main_part(
    package: Package, default: str, tag: str, what: str
) -> tuple[Element, dict[str, tuple[str, str]]]:
    """The root of the part that a document begins with, and what that part refers to.

    default: its name where the package does not say; tag: what its root has to be.
    what:    the document is called, as in "Word document".

    Raises:
        UnreadableDocument: it is another kind of document, or damaged.
    """
    main = related(relations(package, ""), "officeDocument") or default
    root = package.xml(main)
    if root is None or root.tag != tag:
        raise UnreadableDocument(f"it is no {what}, though its name says so")
    return root, relations(package, main)
