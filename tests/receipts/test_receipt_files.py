"""Receipts as files: written whole, read with suspicion."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from receipt_samples import COMPOSED, DOSES, NOW, Sample

from assistant.errors import UnreadableReceipt, UsageError
from assistant.receipts import files
from assistant.receipts.builder import make
from assistant.receipts.files import from_bytes, read_receipt, to_bytes, write_receipt


def test_what_is_written_is_read(sample: Sample, tmp_path: Path) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)
    write_receipt(receipt, tmp_path / "r.json")
    assert read_receipt(tmp_path / "r.json") == receipt
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["r.json"]


def test_what_a_killed_program_left_is_removed(sample: Sample, tmp_path: Path) -> None:
    names = ["0123456789abcdef", "fedcba9876543210", "notes"]
    old, new, other = (tmp_path / f".receipt-{name}.new" for name in names)
    for path in (old, new, other):
        path.write_bytes(b"half a rec")
    for path in (old, other):
        os.utime(path, (0, 0))
    write_receipt(sample.receipt(), tmp_path / "r.json")
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


def test_the_checksum_can_be_computed_by_anybody(sample: Sample) -> None:
    fields = json.loads(to_bytes(sample.receipt()))
    stated = fields.pop("sha256")
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == stated


def test_the_layout_of_the_file_does_not_matter(sample: Sample) -> None:
    receipt = sample.receipt()
    fields = json.loads(to_bytes(receipt))
    turned = json.dumps(dict(reversed(fields.items())), indent=7, ensure_ascii=True)
    read = from_bytes(turned.encode())
    assert read == receipt
    assert files.checksum(read) == receipt.sha256


def test_a_file_is_not_replaced_unasked(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("mine")
    with pytest.raises(UsageError, match="--force"):
        write_receipt(sample.receipt(), path)
    assert path.read_text() == "mine"
    write_receipt(sample.receipt(), path, replace=True)
    assert read_receipt(path) == sample.receipt()


def test_a_file_that_appears_meanwhile_is_not_replaced(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.json"
    monkeypatch.setattr(files, "sync_file", lambda _: path.write_text("mine"))
    with pytest.raises(UsageError, match="--force"):
        write_receipt(sample.receipt(), path)
    assert path.read_text() == "mine"
    assert not list(tmp_path.glob(".receipt*"))


def test_only_a_file_in_a_folder_is_written(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        write_receipt(sample.receipt(), tmp_path / "none" / "r.json")
    with pytest.raises(UsageError, match="no folder"):
        write_receipt(sample.receipt(), tmp_path / "a\0b")
    with pytest.raises(UsageError, match="not a regular file"):
        write_receipt(sample.receipt(), tmp_path / "workspace", replace=True)
    with pytest.raises(UsageError, match="not a regular file"):
        write_receipt(sample.receipt(), Path("/dev/null"), replace=True)


def test_a_full_disk_leaves_nothing(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "sync_file", full)
    with pytest.raises(UsageError, match="No space left"):
        write_receipt(sample.receipt(), tmp_path / "r.json")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json", Path("/dev/zero"), tmp_path / "a\0b"):
        with pytest.raises(UnreadableReceipt, match=r"no file|not a regular file|null byte"):
            read_receipt(path)


FILE = {"encoding": "UTF-8", "characters": [[9, 62]], "lines": [[3, 3]], "units": [], "boxes": []}
FILE["sha256"] = hashlib.sha256(DOSES.encode()).hexdigest()


def edited(sample: Sample, **changes: object) -> bytes:
    return json.dumps({**json.loads(to_bytes(sample.receipt())), **changes}).encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[]", "format"),
        (b"null", "format"),
        (b'{"format": "another"}', "format"),
        (b'{"format": "document-assistant receipt", "version": 4}', "versions 1, 2 and 3"),
        (b'{"a": NaN}', "not JSON"),
        (b'{"a": 1, "a": 2}', "a key occurs twice"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b" " * (files.MAX_BYTES + 1), "larger than 16 MB"),
    ],
)
def test_what_is_no_receipt_is_refused_in_one_line(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableReceipt, match=says) as caught:
        from_bytes(content)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": 1},
        {"question": 7},
        {"question": None},
        {"quotes": "none"},
        {"quotes": [{"marker": 1}]},
        {"documents": []},
        {"made": "yesterday"},
        {"sha256": "A" * 64},
        {"versions": {"numpy": 1}},
        {"format": "document-assistant receipt", "version": True},
    ],
)
def test_wrong_fields_are_refused(sample: Sample, changes: dict[str, Any]) -> None:
    with pytest.raises(UnreadableReceipt):
        from_bytes(edited(sample, **changes))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("text_start", -1), ("text_end", -5), ("text_start", 1.5), ("text_start", True)),
        *(("text_start", "1"), ("text_end", 10**30), ("start", 1), ("version", 2)),
        *(("file", {}), ("file", FILE | {"lines": [1]}), ("file", FILE | {"units": None})),
        *(("file", FILE | {"sha256": "0" * 64}), ("document_sha256", "0" * 64)),
        *(
            ("file", FILE | {"characters": [[1]]}),
            ("origin", [[1]]),
            ("origin", [[-1, 2]]),
            ("marker", 0),
        ),
        ("quote", ""),
        *(("marker", 2), ("marker", 9), ("document", "other.txt"), ("quote", "\ud800")),
    ],
)
def test_wrong_quotes_are_refused(sample: Sample, field: str, value: object) -> None:
    quotes = json.loads(to_bytes(sample.receipt()))["quotes"]
    quotes[0][field] = value
    with pytest.raises(UnreadableReceipt):
        from_bytes(edited(sample, quotes=quotes))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(data=st.data(), value=json_values)
def test_no_change_of_a_receipt_does_more_than_be_refused(
    sample: Sample, data: st.DataObject, value: object
) -> None:
    fields: Any = json.loads(to_bytes(sample.receipt()))
    place = fields
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else [0]))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    try:
        read = from_bytes(json.dumps(fields).encode())
    except UnreadableReceipt:
        return
    assert from_bytes(to_bytes(read)) == read


def test_a_file_is_harmless_to_print(sample: Sample) -> None:
    receipt = sample.receipt().model_copy(update={"question": "\x1b[2J \x9b31m \u202e \x7f “é”"})
    text = to_bytes(receipt).decode()
    assert not {"\x1b", "\x9b", "\u202e", "\x7f"} & set(text)
    assert "“é”" in text
