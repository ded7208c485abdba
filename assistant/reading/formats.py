"""The readers by file suffix. Add a format here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType

from assistant.reading.bibliography.sources import Known
from assistant.reading.encodings.decoding import decode
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.pdf import page_image, read_pdf
from assistant.reading.recognition import format_of
from assistant.reading.structure import Structure
from assistant.reading.text.plain import read_plain

Reader = Callable[[bytes], Structure]
"""From a file's bytes to its structure."""


@dataclass(frozen=True, slots=True)
class TextReader:
    """A reader of decoded text, as one of bytes."""

    read: Callable[[str], Structure]

    def __call__(self, data: bytes, encoding: str = "") -> Structure:
        """Decode the file and read it.

        encoding: that is named for it; "" to find out.

        Raises:
            UnreadableDocument: it is no text, or of an encoding that cannot be told.
        """
        decoded = decode(data, encoding)
        structure = self.read(decoded.text)
        return replace(structure, layer=replace(structure.layer, encoding=decoded.encoding))


@dataclass(frozen=True, slots=True)
class LaterReader:
    """A reader that is imported when the first file of its format is read."""

    module: str
    name: str

    def __call__(self, data: bytes) -> Structure:
        """Read the file.

        Raises:
            UnreadableDocument: it is damaged, or of another format.
        """
        return self.reader(data)

    @property
    def reader(self) -> Reader:
        """What reads; it is imported now."""
        found: Reader = getattr(import_module(f"assistant.reading.{self.module}"), self.name)
        return found


def _later_text(module: str, name: str) -> TextReader:
    """A reader of decoded text that is imported when the first file of its format is read."""

    def read(text: str) -> Structure:
        found: Callable[[str], Structure] = getattr(
            import_module(f"assistant.reading.{module}"), name
        )
        return found(text)

    return TextReader(read)


_SETTINGS = _later_text("data.settings_file", "read_settings")
_YAML = _later_text("data.tree", "read_yaml")
_CALENDAR = _later_text("data.calendar_file", "read_calendar")
_DOCX = LaterReader("office.docx", "read_docx")
_XLSX = LaterReader("office.xlsx", "read_xlsx")
_PPTX = LaterReader("office.pptx", "read_pptx")
_HTML = LaterReader("web.html_page", "read_html")
_CSV = LaterReader("text.csv_table", "read_csv")
_JATS = LaterReader("web.jats", "read_jats")
_ODF = LaterReader("office.odf", "read_odf")
_MAIL = LaterReader("web.mail", "read_mail")
_SUBTITLES = LaterReader("text.subtitles", "read_subtitles")


def _read_archive(data: bytes) -> Structure:
    """Read a ZIP archive: each file in it as it would be read alone, but for archives."""
    from assistant.reading.archive import read_archive

    def read(name: str, content: bytes) -> Structure | None:
        if PurePath(name).suffix.lower() not in FORMATS:
            return None
        reader = reader_for(name, content)
        return None if reader is _read_archive else reader(content)

    return read_archive(data, read)


FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": TextReader(read_plain),
        ".text": TextReader(read_plain),
        ".md": TextReader(read_markdown),
        ".markdown": TextReader(read_markdown),
        ".pdf": read_pdf,
        ".doc": _DOCX,  # old binary files are refused when they are recognised
        ".docx": _DOCX,
        ".docm": _DOCX,
        ".dotx": _DOCX,
        ".xls": _XLSX,
        ".xlsx": _XLSX,
        ".xlsm": _XLSX,
        ".xltx": _XLSX,
        ".ppt": _PPTX,
        ".pptx": _PPTX,
        ".pptm": _PPTX,
        ".ppsx": _PPTX,
        ".html": _HTML,
        ".htm": _HTML,
        ".xhtml": _HTML,
        ".csv": _CSV,
        ".tsv": _CSV,
        ".tab": _CSV,
        ".xml": _JATS,
        ".nxml": _JATS,
        ".odt": _ODF,
        ".ott": _ODF,
        ".ods": _ODF,
        ".odp": _ODF,
        ".epub": LaterReader("web.epub", "read_epub"),
        ".rtf": LaterReader("office.rtf", "read_rtf"),
        ".eml": _MAIL,
        ".mht": _MAIL,
        ".mhtml": _MAIL,
        ".msg": _MAIL,
        ".srt": _SUBTITLES,
        ".vtt": _SUBTITLES,
        ".ipynb": LaterReader("typeset.notebook", "read_notebook"),
        ".tex": LaterReader("typeset.latex", "read_latex"),
        ".rst": LaterReader("typeset.rst", "read_rst"),
        ".json": _later_text("data.tree", "read_json"),
        ".yaml": _YAML,
        ".yml": _YAML,
        ".toml": _SETTINGS,
        ".ini": _SETTINGS,
        ".cfg": _SETTINGS,
        ".conf": _SETTINGS,
        ".properties": _SETTINGS,
        ".ics": _CALENDAR,
        ".vcf": _CALENDAR,
        ".nbib": TextReader(read_plain),
        ".pgn": TextReader(read_plain),
        ".zip": _read_archive,
    }
)
"""By lower-case suffix. They meet hostile files, and so run in the reading process alone."""


def reader_for(name: str, data: bytes, formats: Mapping[str, Reader] = FORMATS) -> Reader:
    """The reader for a file: by what it is, and by its name where that cannot be told.

    Raises:
        UnreadableDocument: it is of a kind that has to be saved otherwise to be read.
    """
    return formats[_suffix(name, data, formats)]


def _suffix(name: str, data: bytes, known: Container[str]) -> str:
    """Of a file's format, by its content, or of its name where that is not known."""
    found = format_of(data)
    return found if found in known else PurePath(name).suffix.lower()


def informed(reader: Reader, known: Known) -> Reader:
    """The reader with what is known of a file, as far as it takes that.

    A reader that takes a keyword `encoding` or `password` is told it.
    """
    given = {name: value for name, value in asdict(known).items() if value}
    if not given:
        return reader
    reader = reader.reader if isinstance(reader, LaterReader) else reader
    taken = inspect.signature(reader).parameters
    return partial(reader, **{name: value for name, value in given.items() if name in taken})


PageImage = Callable[[bytes, int, int, str], bytes]
"""From a file's bytes, a page's number from 1, a width in pixels and a password ("" for none) to a
PNG image.
"""

PAGE_IMAGES: Mapping[str, PageImage] = MappingProxyType({".pdf": page_image})
"""What draws the pages of a format that has them."""


def drawer_for(
    name: str, data: bytes, images: Mapping[str, PageImage] = PAGE_IMAGES
) -> PageImage | None:
    """What draws a file's pages, chosen as its reader is; None where it has none.

    Raises:
        UnreadableDocument: as `reader_for`.
    """
    return images.get(_suffix(name, data, images))
