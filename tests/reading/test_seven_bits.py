"""Encodings that write every script in ASCII are read as what they are, or refused."""

from __future__ import annotations

import pytest
from encoding_samples import ENGLISH, SAMPLES

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.decoding import decode

JAPANESE, KOREAN, CHINESE = (SAMPLES[language][0] for language in ("ja", "ko", "zh"))


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        (f"{JAPANESE} ﾜｲﾔｰ", "iso2022_jp_ext", "ISO-2022-JP"),
        (f"{JAPANESE} Główne przęsło", "iso2022_jp_3", "ISO-2022-JP"),
        (f"{JAPANESE} 俱", "iso2022_jp_2004", "ISO-2022-JP"),
        (KOREAN, "iso2022_kr", "ISO-2022-KR"),
        (f"{ENGLISH}{KOREAN[:4]} {ENGLISH}", "iso2022_kr", "ISO-2022-KR"),
        (CHINESE, "hz", "HZ"),
        *((SAMPLES[one][0], "utf-7", "UTF-7") for one in ("pl", "ru", "el", "fr", "zh")),
    ],
)
def test_what_is_sure_is_read(text: str, encoding: str, name: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, name)


NEC = JAPANESE.encode("iso2022_jp").replace(b"\x1b$B", b"\x1b$B-!", 1)


@pytest.mark.parametrize(
    "data",
    [
        NEC,  # ①, which the standard has not
        ENGLISH.encode() + NEC + ENGLISH.encode(),
        ENGLISH.encode() + b"\x1b$)A\x0e1a\x0f" + ENGLISH.encode(),  # ISO-2022-CN
        "Zürich ".encode() + JAPANESE.encode("iso2022_jp"),
        f"{ENGLISH} {CHINESE[:3]} {ENGLISH}".encode("hz"),
        f"{ENGLISH} Gdańsku {ENGLISH}".encode("utf-7"),
        f"{ENGLISH} мост {ENGLISH}".encode("utf-7"),
    ],
)
def test_what_is_not_sure_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"certain \(it may be .*\): save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize(
    "text",
    [
        r"A tie~{\em in} TeX, and~{\it of~} another one.",
        "In a shell ~{a,b} and x~{of~} mean little.",
        "C++ and 1+1=2, +44 20 7946, a+b+c, age+BMI and +BMI +DHA, E+10.",
        "base64: +AGE/RAGE+abc and a+AAAAAAAA",
        "\x1b(B\x1b[mA terminal wrote this \x1b[1mline\x1b[0m of text. " + ENGLISH * 4,
    ],
)
def test_ordinary_text_is_no_such_encoding(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.encoding) == (text, "UTF-8")
