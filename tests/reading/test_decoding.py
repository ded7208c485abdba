from __future__ import annotations

import codecs
import contextlib
from collections.abc import Iterator

import pytest
from encoding_samples import AMBIGUOUS, ENGLISH, MISREAD, SAMPLES, SURE
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.decoding import Decoded, decode
from assistant.reading.encodings.guessing import SAMPLE

TEXT = "Élan vital of naïve mice in Córdoba – “none” – was not seen in this study of theirs."
LATIN = "Élan vital of naïve mice in Córdoba was not observed in this study of theirs."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("cp1252"),
    ],
    ids="utf-8 utf-8-bom utf-16 utf-16-le utf-16-be utf-32-le utf-32-be cp1252".split(),
)
def test_encodings(data: bytes) -> None:
    assert decode(data).text == TEXT


def test_latin_1() -> None:
    assert decode(LATIN.encode("latin-1")).text == LATIN


def test_line_ends_stay() -> None:
    assert decode(b"one\r\ntwo\rthree\n").text == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "no text"),
        (codecs.BOM_UTF16_LE, "no text"),
        (b"text with a \0 in it", "binary"),
        (b"\x01\x02\x03\x04 control characters \x05\x06\x07\x0e", "binary"),
        (b"... --- ...", "signs alone"),
        (b"[" * 50_000, "signs alone"),
        (bytes(range(0x80, 0x100)) * 4, "could not be told for certain: save it as UTF-8"),
        (b"plain text with one \x81 byte, of which nothing is sure", "could not be told"),
        ("trwało – ".encode() + "Café".encode("cp1252"), "UTF-8 but .* the first after 15 others"),
        (codecs.BOM_UTF8 + b"caf\xe9", "cannot be decoded"),
        (codecs.BOM_UTF16_LE + b"a\0b", "cannot be decoded"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "cannot be decoded"),  # half a surrogate pair
    ],
)
def test_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        decode(data)


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_a_lone_high_byte_is_read_or_refused(byte: int) -> None:
    """Nothing is sure of it, but that it is one character if it is read at all."""
    data = b"A line of plain text with one odd byte: " + bytes([byte])
    try:
        read = decode(data)
    except UnreadableDocument:
        return
    assert len(read.text) == len(data)
    assert read.text[-1] == bytes([byte]).decode("cp1252")


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        assert decode(data).text.strip()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_any_utf_8_text_comes_back(text: str) -> None:
    try:
        assert decode(text.encode()).text == text.removeprefix("\ufeff")
    except UnreadableDocument:
        assert not any(char.isalnum() for char in text)


def cases() -> Iterator[tuple[str, str, int]]:
    for language, (text, encodings) in SAMPLES.items():
        for encoding in encodings:
            for length in (60, 200, len(text)):
                yield language, encoding, length


DOUBTFUL = {  # refused, as it must be where two readings are as likely
    *(("es", "cp1252", 60), ("es", "iso8859-1", 60), ("es", "cp1252", 200)),
    *(("es", "iso8859-1", 200), ("cs", "iso8859-2", 60)),
    *(("fr", "mac-roman", 60), ("cs", "iso8859-2", len(SAMPLES["cs"][0]))),
}


@pytest.mark.parametrize(("language", "encoding", "length"), [*cases()])
def test_no_character_is_read_as_another(language: str, encoding: str, length: int) -> None:
    text = SAMPLES[language][0][:length]
    if (language, encoding, length) in DOUBTFUL:
        with pytest.raises(UnreadableDocument, match="could not be told for certain"):
            decode(text.encode(encoding))
    else:
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", SAMPLES)
def test_wide_encodings_without_a_mark(language: str, encoding: str) -> None:
    text = SAMPLES[language][0]
    assert decode(text.encode(encoding)) == Decoded(text, encoding.upper())


@pytest.mark.parametrize(
    ("encoding", "word"), [(encoding, word) for encoding, words in SURE.items() for word in words]
)
def test_english_with_little_beyond_ascii(encoding: str, word: str) -> None:
    text = f"{ENGLISH}{word} {ENGLISH}"
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "word"),
    [(encoding, word) for encoding, words in AMBIGUOUS.items() for word in words],
)
def test_a_word_that_may_be_another_is_refused(encoding: str, word: str) -> None:
    data = f"{ENGLISH}{word} {ENGLISH}".encode(encoding)
    with pytest.raises(UnreadableDocument, match=r"certain \(.+ or .+\): save it as UTF-8"):
        decode(data)


def test_the_encoding_is_told() -> None:
    polish = SAMPLES["pl"][0]
    assert decode(polish.encode("cp1250")).encoding == "Windows-1250"
    assert decode(polish.encode("iso8859-2")).encoding == "ISO-8859-2"
    assert decode(SAMPLES["ja"][0].encode("shift_jis")).encoding == "Shift JIS"
    assert decode(SAMPLES["ja"][0].encode("iso2022_jp")).encoding == "ISO-2022-JP"


@pytest.mark.parametrize(("text", "encoding"), [*MISREAD], ids=ascii)
@pytest.mark.parametrize("around", ["", ENGLISH])
def test_what_was_read_wrongly_is_read_rightly_or_not_at_all(
    text: str, encoding: str, around: str
) -> None:
    whole = f"{around}{text} {around}"
    with contextlib.suppress(UnreadableDocument):
        assert decode(whole.encode(encoding)).text == whole


@pytest.mark.parametrize("encoding", ["cp1257", "iso8859-13"])
def test_a_language_in_an_encoding_of_others_is_told(encoding: str) -> None:
    text = SAMPLES["pl"][0]
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"The bridge \xc0\xaf is long",
        "悬索桥长度米检查".encode("utf-16-le"),
        "Brücke\n".encode() * 2 + "schön größer für über süß Mädchen\n".encode("latin-1"),
        "Die Brücke hat zwei Türme.".encode("cp273"),
    ],
)
def test_too_little_to_tell_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize("where", ["start", "middle", "end"])
def test_a_large_file_is_told_by_parts_of_it(where: str) -> None:
    polish, plain = SAMPLES["pl"][0], ENGLISH * 2_000
    text = {"start": polish + plain, "middle": plain + polish + plain, "end": plain + polish}[where]
    assert len(text) > SAMPLE
    assert decode(text.encode("cp1250")).text == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n%\xe2\xe3\n1 0 obj <<>> endobj\n", "a PDF"),
        (b"junk before it\n%PDF-1.7\n1 0 obj <<>> endobj\n", "a PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "a ZIP archive or an Office document"),
        (rb"{\rtf1\ansi Some words.}", "an RTF document"),
        (b"%!PS-Adobe-3.0\n", "PostScript"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive"),
        (b"SQLite format 3\0\x10\0", "an SQLite database"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "a program"),
        (b"MZ\x90\0\x03\0\0\0", "a program"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a picture, sound or video"),
        (b"<!DOCTYPE html>\n<p>Some words.", "a web page (HTML)"),
        (b"\n <html lang='en'>", "a web page (HTML)"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        decode(data)
    assert str(caught.value) == f"it is {kind}, not text"


@pytest.mark.parametrize(
    "text",
    [
        "A PDF begins with %PDF-1.4 and ends otherwise.",
        "%PDF is how it begins.",
        "MZ twins were compared.",
        "ID3 is a gene.",
        "BM is bone marrow.",
        "PK was measured twice.",
        "The tag <html> begins a page.",
        "RIFF is a format.",
        "GIF is another.",
        "GIF89a is how a picture begins, and Grüße.",
        "OggS is the capture pattern of a page.",
        "wOFF is a font. wOF2 is one, too.",
        "fLaC begins with a marker.",
        "The ftyp box names the brand.",
        "RIFF.... WAVE is sound.",
        "RIFF4444WAVE is sound.",
        "OTTO was a king.",
        r"{\rtf is how RTF begins.",
        "%!PS is how PostScript begins.",
        "%PDF-1.7 is how a PDF begins.",
        "BZh91AY&SY begins an archive.",
    ],
)
def test_text_about_them_is_text(text: str) -> None:
    assert decode(text.encode()).text == text


LETTER = (
    "Dear Mr {0},\n\nThank you for your letter of 3 March. The pumps will be sent on Thursday, and "
    "the invoice follows by post.\n\nYours sincerely\n{1}\n"
)


@pytest.mark.parametrize(
    "names",
    [
        ("José", "Muñoz"),
        ("García", "Ann"),
        ("Müller", "Jean-François"),
        ("Sørensen", "Åse"),
        ("Gonçalves", "Núñez’s"),
    ],
)
def test_a_letter_in_which_only_names_are_beyond_ascii(names: tuple[str, str]) -> None:
    text = LETTER.format(*names)
    assert decode(text.encode("cp1252")) == Decoded(text, "Windows-1252")


@pytest.mark.parametrize("encoding", ["cp1250", "cp1257", "cp1254", "mac-roman"])
@pytest.mark.parametrize("name", ["Dvořák", "Kovács", "Gdańsk", "Jānis", "Şahin", "Muñoz"])
def test_a_letter_with_a_name_of_elsewhere_is_read_rightly_or_not_at_all(
    name: str, encoding: str
) -> None:
    text = LETTER.format(name, "Ann")
    with contextlib.suppress(UnreadableDocument, UnicodeEncodeError):
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1250", "Windows-1250"), ("cp1250", "cp1250"), ("mac-roman", " mac os roman "),
     ("koi8-r", "KOI8-R"), ("utf-16", "UTF-16"), ("utf-8-sig", "utf-8"), ("cp852", "IBM852")],
)  # fmt: skip
def test_an_encoding_that_is_named_is_used(encoding: str, name: str) -> None:
    text = "Москва" if encoding == "koi8-r" else "Die Brücke"
    assert decode(text.encode(encoding), name).text == text


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"caf\xe9", "UTF-8", "not in UTF-8, which is named as its encoding: the 4th byte"),
        (b"caf\x81", "Windows-1252", "not in Windows-1252"),
        (b"caf\x93", "iso8859-1", "not in iso8859-1"),
        (b"cafe", "rot13", "“rot13”, which is none of: Windows-1252, "),
        (b"cafe", "no such", "“no such”, which is none of"),
        (b"caf\0e\1\2\3", "cp1252", "binary"),
        (b"%PDF-1.4\n%\xe2\xe3\n1 0 obj <<>> endobj\n", "cp1252", "it is a PDF"),
    ],
)
def test_an_encoding_that_is_named_wrongly_is_refused(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        decode(data, name)


def test_who_is_refused_is_told_what_to_do() -> None:
    data = LETTER.format("Dvořák", "Ann").encode("cp1250")
    with pytest.raises(UnreadableDocument) as caught:
        decode(data)
    assert str(caught.value) == (
        "its text encoding could not be told for certain (Windows-1250 or Windows-1252): save it as"
        " UTF-8, or name the encoding in sources.yaml, as in “encoding: Windows-1250”"
    )
    assert decode(data, "Windows-1250").text.count("Dvořák") == 1
