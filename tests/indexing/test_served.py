"""Segments in a Chroma server: filled, found wanting, done without, filled again."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import httpx
import numpy as np
import pytest
from chroma_process import made_up, write
from fake_chroma import FakeChroma, Kept
from fake_embedder import FakeEmbedder

from assistant.errors import VectorServerUnusable
from assistant.indexing import recall, segment_sizes
from assistant.indexing.build import build
from assistant.indexing.compact import compact
from assistant.indexing.index import OpenIndex, open_index
from assistant.indexing.manifest import Segment
from assistant.indexing.served import MISSES, ServedReader, choose
from assistant.indexing.served_upkeep import IDENTITY, keep_served
from assistant.progress import silent
from assistant.workspace import Workspace

NAME = "20260101T000000Z-00000000"
ROWS = made_up(300, 16)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_sizes, "SERVED_FROM", 20)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def segment(index: Path) -> Segment:
    return write(index, NAME, ROWS)


@pytest.fixture
def filled(index: Path, segment: Segment) -> FakeChroma:
    fake = FakeChroma()
    assert keep_served(fake.client(), index, {NAME: segment}, silent) == ""
    return fake


def only(fake: FakeChroma) -> Kept:
    (one,) = fake.collections.values()
    return one


def what_is_wrong(fake: FakeChroma, segment: Segment) -> str:
    return choose(fake.client(), NAME, segment, ROWS)[1]


def test_a_segment_becomes_a_collection_that_says_what_it_is(
    filled: FakeChroma, segment: Segment, index: Path
) -> None:
    kept = only(filled)
    assert len(kept.vectors) == 300
    assert kept.name.endswith(f"-{NAME}-{segment.sha256[:12]}")
    assert kept.metadata == {
        "rows": 300,
        "dimension": 16,
        "sha256": segment.sha256,
        "state": "ready",
        "recall": 1.0,
    }
    assert what_is_wrong(filled, segment) == ""
    adds = filled.asked("/add")
    assert keep_served(filled.client(), index, {NAME: segment}, silent) == ""
    assert filled.asked("/add") == adds
    assert only(filled).metadata["state"] == "ready"


def lacks(fake: FakeChroma) -> None:
    for key in [*only(fake).vectors][250:]:
        del only(fake).vectors[key]


def is_not_searched(fake: FakeChroma) -> None:
    only(fake).searchable = False


def was_stopped_while_filled(fake: FakeChroma) -> None:
    only(fake).metadata["state"] = "filling"


def was_stopped_while_looked_at(fake: FakeChroma) -> None:
    only(fake).metadata["state"] = "checking"


def is_of_other_rows(fake: FakeChroma) -> None:
    only(fake).metadata["sha256"] = "0" * 64


def is_mixed_up(fake: FakeChroma) -> None:
    vectors = only(fake).vectors
    only(fake).vectors = dict(zip(vectors, reversed(vectors.values()), strict=True))


def is_gone(fake: FakeChroma) -> None:
    fake.collections.clear()


DAMAGES = [lacks, is_not_searched, was_stopped_while_filled, is_of_other_rows, is_mixed_up, is_gone]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_noticed_told_and_filled_again(
    damage: object,
    filled: FakeChroma,
    segment: Segment,
    index: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert callable(damage)
    damage(filled)
    assert what_is_wrong(filled, segment).startswith("are ")
    reader = ServedReader(filled.client(), NAME, segment, ROWS, lambda _: None)
    with caplog.at_level(logging.WARNING):
        reader.look()
        reader.look()
    (line,) = caplog.messages
    assert "run `assistant index`" in line
    with pytest.raises(VectorServerUnusable):
        reader.nearest_rows(ROWS[0], 5)
    assert keep_served(filled.client(), index, {NAME: segment}, silent) == ""
    assert what_is_wrong(filled, segment) == ""
    assert len(filled.collections) == 1
    reader.look()
    assert reader.nearest_rows(ROWS[3], 1) == [3]


def test_a_server_that_ended_while_it_was_looked_at_is_not_made_to_again(
    filled: FakeChroma, segment: Segment, index: Path
) -> None:
    was_stopped_while_looked_at(filled)
    searched = filled.asked("/query")
    adds = filled.asked("/add")

    def forbid(request: httpx.Request) -> None:
        if filled.asked("/add") == adds:
            assert not request.url.path.endswith("/query")

    filled.fails = forbid
    assert keep_served(filled.client(), index, {NAME: segment}, silent) == ""
    assert filled.asked("/query") > searched
    assert only(filled).metadata["state"] == "ready"


def test_one_that_cannot_be_searched_is_filled_again(
    filled: FakeChroma, segment: Segment, index: Path
) -> None:
    broken = only(filled).id

    def fails(request: httpx.Request) -> httpx.Response | None:
        is_search = broken in request.url.path and request.url.path.endswith("/query")
        return httpx.Response(500, json={}) if is_search else None

    filled.fails = fails
    assert what_is_wrong(filled, segment) == "are there and cannot be searched"
    assert keep_served(filled.client(), index, {NAME: segment}, silent) == ""
    assert only(filled).id != broken
    assert what_is_wrong(filled, segment) == ""


def test_where_no_effort_finds_enough_the_rows_are_scanned_and_nothing_is_tried_again(
    segment: Segment, index: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(recall, "FLOOR", 1.01)
    fake = FakeChroma()
    assert keep_served(fake.client(), index, {NAME: segment}, silent) == ""
    creations = fake.asked("/collections")
    assert creations == len(recall.EFFORTS)
    assert what_is_wrong(fake, segment) == MISSES
    assert keep_served(fake.client(), index, {NAME: segment}, silent) == ""
    assert fake.asked("/collections") == creations
    reader = ServedReader(fake.client(), NAME, segment, ROWS)
    reader.look()
    assert not caplog.messages  # nothing to do about it
    with pytest.raises(VectorServerUnusable):
        reader.nearest_rows(ROWS[0], 5)


def test_what_is_not_used_any_more_is_removed_and_never_somebody_elses(
    filled: FakeChroma, segment: Segment, index: Path, tmp_path: Path
) -> None:
    for name in ("notes", f"assistant-0123456789abcdef-{NAME}-000000000000"):
        filled.collections[name] = Kept("x", name, {})
    shutil.copytree(index, tmp_path / "copy")
    assert keep_served(filled.client(), tmp_path / "copy", {NAME: segment}, silent) == ""
    assert len(filled.collections) == 4  # a copied workspace has its own
    small = write(index, "20260102T000000Z-00000000", ROWS[:19])
    other = write(index, "20260103T000000Z-00000000", ROWS[:40])
    segments = {"20260102T000000Z-00000000": small, "20260103T000000Z-00000000": other}
    assert keep_served(filled.client(), index, segments, silent) == ""
    sizes = sorted(len(one.vectors) for one in filled.collections.values())
    assert sizes == [0, 0, 40, 300]
    assert keep_served(filled.client(), index, {}, silent) == ""
    assert len(filled.collections) == 3
    assert (index / IDENTITY).read_text()


def test_a_pulled_index_is_searched_in_its_publishers_collections(
    filled: FakeChroma, segment: Segment
) -> None:
    broken = f"assistant-{'0' * 16}-{NAME}-{segment.sha256[:12]}"
    theirs = only(filled)
    filled.collections = {broken: Kept("x", broken, {**theirs.metadata}), theirs.name: theirs}
    reader = ServedReader(filled.client(), NAME, segment, ROWS)
    reader.look()
    assert sorted(reader.nearest_rows(ROWS[5], 40)) == sorted(
        np.argsort(-(ROWS @ ROWS[5]), kind="stable")[:40].tolist()
    )


def test_a_server_that_is_down_is_one_line(segment: Segment, index: Path) -> None:
    fake = FakeChroma(fails=lambda _: httpx.Response(503))
    told = keep_served(fake.client(), index, {NAME: segment}, silent)
    assert "http://chroma.test:8000" in told
    assert "\n" not in told
    assert keep_served(None, index, {NAME: segment}, silent) == ""


def test_a_question_looks_behind_its_back_and_not_all_the_time(
    filled: FakeChroma, segment: Segment
) -> None:
    now, looks = [0.0], []
    reader = ServedReader(filled.client(), NAME, segment, ROWS, looks.append, clock=lambda: now[0])
    for _ in range(3):
        with pytest.raises(VectorServerUnusable):
            reader.nearest_rows(ROWS[0], 5)
    assert len(looks) == 1  # and that one has not been done
    looks.pop()()
    assert len(reader.nearest_rows(ROWS[0], 5)) == 5
    now[0] += 1_000  # the server may have been started again
    assert len(reader.nearest_rows(ROWS[0], 5)) == 5
    assert len(looks) == 1
    looks.pop()()
    is_not_searched(filled)
    with pytest.raises(VectorServerUnusable):
        reader.nearest_rows(ROWS[0], 5)
    pauses = []
    for _ in range(12):
        start = now[0]
        while not looks:
            now[0] += 10
            with pytest.raises(VectorServerUnusable):
                reader.nearest_rows(ROWS[0], 5)
        pauses.append(now[0] - start)
        looks.pop()()
    assert pauses == sorted(pauses)
    assert 30 <= pauses[0] <= 60
    assert pauses[-1] == 3_600


def nearest(index: OpenIndex, vector: np.ndarray) -> list[tuple[int, float]]:
    return [(number, round(cosine, 5)) for number, cosine in index.nearest(vector, 10)]


def test_an_index_is_answered_from_by_the_server_and_as_well_without(
    workspace: Workspace, embedder: FakeEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    fake = FakeChroma()
    server = fake.client()
    assert build(workspace, embedder, server=server).vector_server == ""
    vector = embedder.embed(["a question"])[0]
    with open_index(workspace, embedder.fingerprint) as exact:
        assert not any(segment.chroma for segment in exact.manifest.segments.values())
        wanted = nearest(exact, vector)
    with open_index(workspace, embedder.fingerprint) as index:
        index.warm(server)
        queries = fake.asked("/query")
        assert nearest(index, vector) == wanted
        assert fake.asked("/query") == queries + 1
        is_not_searched(fake)
        assert nearest(index, vector) == wanted
        fake.fails = lambda _: httpx.Response(503)
        assert nearest(index, vector) == wanted
    report = build(workspace, embedder, server=server)
    assert not report.changed
    assert "Chroma server" in report.vector_server
    assert report.vector_server in str(report)


def test_the_collections_follow_the_index(workspace: Workspace, embedder: FakeEmbedder) -> None:
    fake = FakeChroma()
    server = fake.client()
    build(workspace, embedder, server=server)
    first, rows = only(fake).name, len(only(fake).vectors)
    with open_index(workspace, embedder.fingerprint) as before:
        before.warm(server)
        (workspace.corpus / "more.txt").write_text("One more sentence about bees. And two.")
        build(workspace, embedder, server=server)
        assert only(fake).name == first  # a small addition is scanned
        with open_index(workspace, embedder.fingerprint) as after:
            after.take_over(before)
            vector = embedder.embed(["bees"])[0]
            queries = fake.asked("/query")
            assert len(nearest(after, vector)) == 10
            assert fake.asked("/query") == queries + 1
    (workspace.corpus / "papers" / "mice.txt").unlink()
    build(workspace, embedder, server=server)
    assert compact(workspace, embedder, server=server).changed
    assert only(fake).name != first
    with open_index(workspace, embedder.fingerprint) as index:
        large = max(one.rows for one in index.manifest.segments.values())
        assert len(only(fake).vectors) == large  # with none of the removed document's
        assert large < rows
    shutil.rmtree(workspace.corpus)
    workspace.corpus.mkdir()
    build(workspace, embedder, may_be_empty=True, server=server)
    assert not fake.collections
