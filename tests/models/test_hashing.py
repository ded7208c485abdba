"""A large file is read once, and again whenever it may have changed."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.models import checksums
from assistant.models.checksums import file_sha256, forget

DATA = bytes(range(256)) * 8192  # 2 MB
OTHER = DATA[:-1] + b"!"
DAY = 24 * 3600


class Clock:
    """Stands some time after the files of a test were written, and goes on when told to."""

    def __init__(self) -> None:
        self.ahead = 60.0  # seconds

    def __call__(self) -> int:
        return time.monotonic_ns() + self._offset + int(self.ahead * 1e9)

    _offset = time.time_ns() - time.monotonic_ns()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(checksums.time, "time_ns", clock)
    return clock


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def file(tmp_path: Path, clock: Clock) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(DATA)
    return path


class Looks:
    """Counts how often a file is read from its beginning to its end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        monkeypatch.setattr(checksums.hashlib, "sha256", self._sha256)

    def _sha256(self, *data: bytes) -> object:
        self.count += not data  # the memory's own hashes get their bytes at once
        return _SHA256(*data)


_SHA256 = hashlib.sha256


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch, file: Path) -> Looks:
    return Looks(monkeypatch)


def digest(data: bytes) -> str:
    return _SHA256(data).hexdigest()


def records(memory: Path) -> list[Path]:
    return sorted(path for path in memory.rglob("*") if path.is_file())


def test_it_is_read_once(file: Path, memory: Path, looks: Looks) -> None:
    told: list[int] = []
    for _ in "abc":
        assert file_sha256(file, memory, told.append) == digest(DATA)
    assert looks.count == 1
    assert sum(told) == 3 * len(DATA)
    assert len(records(memory)) == 1


def test_without_a_memory_it_is_read_each_time(file: Path, memory: Path, looks: Looks) -> None:
    for _ in "abc":
        assert file_sha256(file, None) == digest(DATA)
    assert looks.count == 3
    assert not memory.exists()


def test_it_is_read_anew_where_asked(file: Path, memory: Path, looks: Looks) -> None:
    for _ in "abc":
        assert file_sha256(file, memory, anew=True) == digest(DATA)
    assert looks.count == 3
    assert file_sha256(file, memory) == digest(DATA)  # and that is remembered
    assert looks.count == 3


def in_place(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(b"x")


def behind_its_back(path: Path) -> None:
    before = path.stat()
    in_place(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    before = path.stat()
    new = path.with_name("new")
    new.write_bytes(OTHER)
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(path)


def truncated(path: Path) -> None:
    os.truncate(path, len(DATA) // 2 + 1)


@pytest.mark.parametrize("change", [in_place, behind_its_back, replaced, truncated])
def test_every_change_is_seen(
    file: Path, memory: Path, looks: Looks, change: Callable[[Path], None]
) -> None:
    file_sha256(file, memory)
    time.sleep(0.02)  # the clock that stamps files ticks every few milliseconds
    change(file)
    assert file_sha256(file, memory) == digest(file.read_bytes()) != digest(DATA)


def test_what_was_written_just_now_is_not_remembered(
    file: Path, memory: Path, clock: Clock, looks: Looks
) -> None:
    clock.ahead = 1.0
    for _ in "abc":
        assert file_sha256(file, memory) == digest(DATA)
    assert looks.count == 3
    assert records(memory) == []


def test_what_is_written_while_it_is_read_is_not_remembered(
    file: Path, memory: Path, looks: Looks
) -> None:
    def write(_: int) -> None:
        if file.stat().st_size == len(DATA):
            with file.open("ab") as stream:
                stream.write(b"more")

    file_sha256(file, memory, write)
    assert records(memory) == []


def test_a_link_is_what_it_leads_to(tmp_path: Path, file: Path, memory: Path, looks: Looks) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(OTHER)
    link = tmp_path / "link.gguf"
    link.symlink_to(file)
    assert file_sha256(link, memory) == digest(DATA)
    assert file_sha256(file, memory) == digest(DATA)
    assert looks.count == 1
    link.unlink()
    link.symlink_to(other)
    assert file_sha256(link, memory) == digest(OTHER)


@pytest.mark.parametrize("days", [7.1, -1.0])
def test_after_a_week_or_with_another_clock_it_is_read_again(
    file: Path, memory: Path, clock: Clock, looks: Looks, days: float
) -> None:
    file_sha256(file, memory)
    clock.ahead += 6.9 * DAY
    file_sha256(file, memory)
    assert looks.count == 1
    clock.ahead += (days - 6.9) * DAY
    file_sha256(file, memory)
    assert looks.count == 2


def test_what_was_forgotten_is_read_again(file: Path, memory: Path, looks: Looks) -> None:
    forget(file, memory)  # nothing was remembered: no error
    file_sha256(file, memory)
    forget(file, memory)
    file_sha256(file, memory)
    assert looks.count == 2


def _other_digest(content: bytes) -> bytes:
    return content.replace(digest(DATA).encode(), digest(OTHER).encode())


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"[]",
        lambda content: b"{}",
        lambda content: b"\xff" * len(content),
        lambda content: json.dumps({**json.loads(content), "stamp": None}).encode(),
        _other_digest,
    ],
)
def test_a_damaged_memory_is_not_trusted(
    file: Path, memory: Path, looks: Looks, damage: Callable[[bytes], bytes]
) -> None:
    file_sha256(file, memory)
    [record] = records(memory)
    record.write_bytes(damage(record.read_bytes()))
    for _ in "ab":  # the second time, it is mended
        assert file_sha256(file, memory) == digest(DATA)
    assert looks.count == 2


def test_a_memory_of_another_file_is_not_trusted(
    tmp_path: Path, file: Path, memory: Path, looks: Looks
) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(OTHER)
    file_sha256(file, memory)
    [record] = records(memory)
    file_sha256(other, memory)
    [theirs] = set(records(memory)) - {record}
    theirs.write_bytes(record.read_bytes())
    assert file_sha256(other, memory) == digest(OTHER)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
def test_a_memory_that_others_can_write_is_not_trusted(
    file: Path, memory: Path, looks: Looks
) -> None:
    file_sha256(file, memory)
    [record] = records(memory)
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700
    for path, mode in ((record, 0o620), (record.parent, 0o777)):
        path.chmod(mode)
        before = looks.count
        file_sha256(file, memory)
        assert looks.count == before + 1
        path.parent.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
def test_a_memory_of_another_user_is_not_trusted(
    file: Path, memory: Path, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_sha256(file, memory)
    own = os.geteuid()
    monkeypatch.setattr(checksums.os, "geteuid", lambda: own + 1)
    file_sha256(file, memory)
    assert looks.count == 2


def test_a_memory_that_a_link_leads_to_is_not_trusted(
    tmp_path: Path, file: Path, memory: Path, looks: Looks
) -> None:
    file_sha256(file, memory)
    [record] = records(memory)
    moved = record.rename(tmp_path / "moved.json")
    moved.chmod(0o666)
    record.symlink_to(moved)
    file_sha256(file, memory)
    assert looks.count == 2
    assert not record.is_symlink()


@pytest.fixture
def read_only(memory: Path) -> Iterator[Path]:
    memory.mkdir()
    memory.chmod(0o500)
    yield memory
    memory.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(file: Path, read_only: Path, looks: Looks) -> None:
    for _ in "ab":
        assert file_sha256(file, read_only) == digest(DATA)
    assert looks.count == 2


def test_a_file_in_the_way_of_the_memory(file: Path, memory: Path) -> None:
    memory.write_text("no folder")
    for _ in "ab":
        assert file_sha256(file, memory) == digest(DATA)


def test_many_at_once(file: Path, memory: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.extend(file_sha256(file, memory) for _ in range(20)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [digest(DATA)] * 80


def test_a_small_file_is_not_worth_remembering(tmp_path: Path, memory: Path, clock: Clock) -> None:
    small = tmp_path / "config.json"
    small.write_bytes(b"{}")
    assert file_sha256(small, memory) == digest(b"{}")
    assert not memory.exists()
