"""Tells a file's format by its content: names lie, and people rename what will not open."""

from __future__ import annotations

import io
import re
import zipfile

from assistant.errors import UnreadableDocument
from assistant.reading.file_kinds import kind_of

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of parts in the old container, and what to do with the file.
_OLD = (
    ("EncryptedPackage", "it is encrypted: save it without a password"),
    ("WordDocument", "it is an old Word document: save it as .docx"),
    ("PowerPoint Document", "it is an old PowerPoint presentation: save it as .pptx"),
    ("Workbook", "it is an old Excel workbook: save it as .xlsx"),
    ("Book", "it is an old Excel workbook: save it as .xlsx"),
    ("__substg1.0_", "it is a mail of Outlook: save it as .eml"),
)
_OPEN_DOCUMENT = {
    "text": ".odt",
    "text-template": ".odt",
    "spreadsheet": ".ods",
    "spreadsheet-template": ".ods",
    "presentation": ".odp",
    "presentation-template": ".odp",
}
# Parts that only one kind of package has.
_PARTS = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
    ("META-INF/container.xml", ".epub"),
)
_FOLDERS = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,300}>\s{0,99})?(?:<!--[^>]{0,2000}-->\s{0,99})?"
    rb"<(?:!DOCTYPE\s{1,9})?(article|PubmedArticleSet|PubmedArticle|html)[\s>]",
)
_WRITTEN = {"an RTF document": ".rtf", "a web page (HTML)": ".html", "a PDF": ".pdf"}


def format_of(data: bytes) -> str:
    """The usual suffix of a file's format; "" where it is text, or of no format known here.

    Raises:
        UnreadableDocument: it is of a kind that has to be saved otherwise to be read.
    """
    if data.startswith(_OLD_OFFICE):
        raise UnreadableDocument(_old(data))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_package(data)
    if match := _XML.match(data):
        return ".html" if match.group(1) == b"html" else ".xml"
    return _WRITTEN.get(kind_of(data), "")


def _old(data: bytes) -> str:
    for name, reason in _OLD:
        if name.encode("utf-16-le") in data:
            return reason
    return "it is an old Office document: save it in today's format"


def _of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if "mimetype" in names:
                with package.open("mimetype") as stream:
                    found = _of_type(stream.read(100).decode("ascii", "replace").strip())
                if found:
                    return found
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise UnreadableDocument("it is a damaged ZIP file: save or download it again") from None
    known = set(names)
    if "xl/workbook.bin" in known:
        raise UnreadableDocument("it is a binary Excel workbook: save it as .xlsx")
    for part, suffix in _PARTS:
        if part in known:
            return suffix
    if "[Content_Types].xml" in known:
        for folder, suffix in _FOLDERS:
            if any(name.startswith(folder) for name in names):
                return suffix
    return ".zip"


def _of_type(media_type: str) -> str:
    if media_type == "application/epub+zip":
        return ".epub"
    prefix, _, kind = media_type.partition("opendocument.")
    return _OPEN_DOCUMENT.get(kind, "") if prefix == "application/vnd.oasis." else ""
