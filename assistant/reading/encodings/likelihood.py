"""How well the letters of a text follow one another, in any language that chardet knows."""

from __future__ import annotations

from functools import lru_cache

_EAST_ASIAN = ("gb18030", "big5hkscs", "cp932", "euc_jis_2004", "cp949", "johab")
MANY_BYTES = frozenset({*_EAST_ASIAN, "big5"})
"""Encodings with several bytes a character."""

# Encodings that chardet knows languages of. A text is as likely as its letters are, whatever the
# bytes were: Polish in Windows-1257 is Polish, though chardet has seen none in that encoding.
_YARDSTICKS = (
    *("cp1250", "cp1252", "cp1254", "cp1257", "iso8859-16", "iso8859-3", "cp1258"),
    *("cp1251", "koi8-u", "cp1253", "cp1255", "cp1256", "cp874"),
)
_UNPROVED = 0.1  # chardet's confidence where nothing fits


@lru_cache(maxsize=256)
def likelihood(text: str, name: str) -> tuple[float, str]:
    """Confidence of chardet in a text, in [0, 1], and the language that it takes it for.

    name: the encoding that it was read in.
    """
    encodings = [*_YARDSTICKS, *_EAST_ASIAN] if name in MANY_BYTES else _YARDSTICKS
    return max((_confidence(text, encoding) for encoding in encodings), default=(0.0, ""))


def _confidence(text: str, encoding: str) -> tuple[float, str]:
    import chardet

    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return 0.0, ""
    results = chardet.detect_all(
        data,
        ignore_threshold=True,
        compat_names=False,
        include_encodings=[encoding],
        no_match_encoding=encoding,
        empty_input_encoding=encoding,
        max_bytes=max(1, len(data)),
    )
    (result,) = results[:1]
    if result["confidence"] == _UNPROVED:
        return 0.0, ""
    return result["confidence"], result["language"] or ""
