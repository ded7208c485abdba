"""Addresses are shown without passwords; files are read in parts, from web servers, and told of."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from stores import WebServer, blobs, documents, publish, pull

from assistant.errors import NotInStore, StoreUnusable, UsageError
from assistant.replication.addresses import Address
from assistant.replication.store import Store
from assistant.workspace import Workspace


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://me:hush@example.org/papers", "https://example.org/papers"),
        ("https://hush@example.org:8443/papers", "https://example.org:8443/papers"),
        ("s3://bucket/papers", "s3://bucket/papers"),
        ("s3://bucket/papers?versionId=hush", "s3://bucket/papers"),
        ("sftp://me:h%40ush@host/x", "sftp://host/x"),
        ("sftp://me:hush@hush@host/x", "sftp://host/x"),
        ("/srv/a folder", "/srv/a folder"),
    ],
)
def test_what_is_shown_of_an_address(given: str, shown: str) -> None:
    address = Address.of(given)
    assert address.shown == shown
    assert "hush" not in f"{address} {address!r}"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "  ",
        "https://me:hu/sh@example.org/",
        "https://example.org/papers?key=hush",
        "https://example.org/papers#hush",
        "simplecache::https://me:hush@example.org/",
        "nothing://me:hush@example.org/",
    ],
)
def test_addresses_that_cannot_be_used(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        Store(Address.of(given))
    assert "hush" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_another_library_says_nothing_secret() -> None:
    address = Address.of("sftp://me:h%40ush@host/x")
    for said in ("no sftp://me:h%40ush@host/x", "user me with h@ush", "at //a:b@c/d?key=1 now"):
        told = address.cause(RuntimeError(said))
        assert not {"h%40ush", "h@ush", "a:b@", "key=1"} & {*told.split()}
        assert "h@ush" not in told
        assert "h%40ush" not in told
    assert address.cause(RuntimeError()) == "RuntimeError"
    assert len(address.cause(RuntimeError("x" * 10_000))) < 200


def test_a_folder_is_the_same_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Store(Address.of("a/b")).folder == tmp_path / "a/b"
    assert Address.of("~/b").shown == str(tmp_path / "home/b")


def test_a_web_server_that_asks_who_it_is(
    workspace: Workspace,
    copy: Workspace,
    store: Store,
    web: WebServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    publish(workspace, store)
    web.user = "me:h@ush"
    for user in ("", "me:wrong@"):
        with pytest.raises(StoreUnusable) as caught:
            pull(copy, Store(Address.of(f"http://{user}{web.place}")))
        assert str(caught.value).startswith(f"http://{web.place} cannot be used (HTTP 401): check")
    pull(copy, Store(Address.of(f"http://me:h%40ush@{web.place}/")))
    assert documents(copy) == documents(workspace)
    written = [path.read_bytes() for path in copy.index.rglob("*.json")]
    assert not any(b"ush" in one for one in written)
    assert "h%40ush" not in caplog.text
    assert "wrong" not in caplog.text


def test_a_server_that_is_not_there(copy: Workspace, web: WebServer) -> None:
    place = web.place
    web.__exit__()
    try:
        with pytest.raises(StoreUnusable) as caught:
            pull(copy, Store(Address.of(f"http://me:hush@{place}")))
        assert str(caught.value).startswith(f"http://{place} cannot be used (")
        assert "hush" not in str(caught.value)
    finally:
        web.__init__(Path())  # type: ignore[misc]
        web.__enter__()


@pytest.mark.parametrize("in_parts", [False, True])
def test_a_pull_that_was_cut_off_goes_on(
    workspace: Workspace, copy: Workspace, store: Store, web: WebServer, *, in_parts: bool
) -> None:
    publish(workspace, store)
    largest = max(blobs(store), key=lambda one: store.sizes()[one])
    size = store.sizes()[largest]
    there = Store(Address.of(f"http://{web.place}"))
    web.cut_at, web.in_parts = size - 1_000, in_parts
    with pytest.raises(StoreUnusable):
        pull(copy, there)
    assert not (copy.index / "CURRENT").exists()
    web.cut_at = 0
    part = copy.index / "incoming" / f"{largest.rpartition('/')[2]}.part"
    part.write_bytes(store.read(largest, size)[: size // 2])  # as a killed one leaves it
    web.sent.clear()
    pull(copy, there)
    assert documents(copy) == documents(workspace)
    assert not [*copy.index.rglob("*.part")]
    if in_parts:
        assert web.sent[f"/{largest}"] == size - size // 2


def test_what_is_begun_of_something_else_is_fetched_anew(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    publish(workspace, store)
    (copy.index / "incoming").mkdir()
    for number, name in enumerate(sorted(blobs(store))):
        size = store.sizes()[name]
        wrong = b"x" * (size // 2, size, size + 1, 1)[number % 4]
        (copy.index / "incoming" / f"{name.rpartition('/')[2]}.part").write_bytes(wrong)
    pull(copy, store)
    assert documents(copy) == documents(workspace)


# What is large is written in parts, which the store in memory shows before they are all there.
@pytest.mark.parametrize(
    ("where", "size"),
    [("folder", 0), ("folder", 10), ("folder", 17_000_000), ("memory", 0), ("memory", 10)],
)
def test_all_or_nothing_is_written(tmp_path: Path, where: str, size: int) -> None:
    store = Store(Address.of(str(tmp_path) if where == "folder" else f"memory://{tmp_path.name}"))

    def blocks(*, fails: bool) -> list[bytes]:
        if fails:
            raise RuntimeError("the disk is gone")
        return [b"x" * (size // 4)] * 4

    store.write("a/b", blocks(fails=False), size)
    assert store.sizes()["a/b"] == size // 4 * 4
    assert sum(map(len, store.blocks("a/b", size))) == size // 4 * 4

    def breaking() -> object:
        yield b"y" * (size // 2)
        raise RuntimeError("the disk is gone")

    with pytest.raises(StoreUnusable, match="the disk is gone"):
        store.write("a/b", breaking(), size)  # type: ignore[arg-type]
    assert {*b"".join(store.blocks("a/b", size))} <= {*b"x"}
    assert {*store.sizes()} == {"a/b"}
    store.delete(["a/b", "a/b", "nothing"])
    assert not store.sizes()
    with pytest.raises(NotInStore):
        store.read("a/b", 10)
