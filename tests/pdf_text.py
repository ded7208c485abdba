"""The words of a PDF that fpdf2 has written, by its own tables of what each glyph stands for."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DRAWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(content: bytes) -> str:
    """All of it in order, a space between lines."""
    streams = _STREAM.findall(content)
    tables = [_table(stream) for stream in streams if stream.startswith(b"/CIDInit")]
    words: list[str] = []
    for stream in streams:
        if stream[:1] == b"x" and b" Tj" in (page := zlib.decompress(stream)):
            words += _page(page, tables)
    return " ".join(words)


def _table(stream: bytes) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be")
        for code, char in _PAIR.findall(stream)
    }


def _page(page: bytes, tables: list[dict[int, str]]) -> list[str]:
    table, lines = tables[0], []
    for font, drawn in _DRAWN.findall(page):
        if font:
            table = tables[int(font) - 1]
            continue
        codes = re.sub(
            rb"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), drawn, flags=re.DOTALL
        )
        pairs = zip(codes[::2], codes[1::2], strict=True)
        lines.append("".join(table[high << 8 | low] for high, low in pairs))
    return lines
