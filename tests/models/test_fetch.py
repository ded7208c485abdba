from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from fake_model import CONTENT, TINY, FakeSource, read, write
from filelock import FileLock

from assistant.errors import ModelUnavailable
from assistant.models import checksums, download
from assistant.models.catalog import Model, Source
from assistant.models.download import locate
from assistant.progress import Progress
from assistant.settings import Settings

WRONG = {**CONTENT, "config.json": b'{"tiny": 1234}'}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "models", model_path=None, offline=False)


@pytest.fixture
def home(settings: Settings) -> Path:
    """Where the model is kept."""
    return settings.models_dir / "tiny"


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_sources_in_order() -> None:
    names = [source.name for source in download.SOURCES]
    assert names == ["the hub", "the Python package index"]


def test_explicit_folder_is_used_in_place(settings: Settings, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine")
    unasked = FakeSource()
    explicit = settings.model_copy(update={"model_path": folder})
    assert locate(TINY, explicit, sources=[unasked.named("hub")]) == folder
    assert unasked.asked == 0
    assert not settings.models_dir.exists()


def test_wrong_file_at_explicit_folder_is_refused(
    settings: Settings, tmp_path: Path, home: Path
) -> None:
    write(home)  # a good copy in the cache does not excuse it
    explicit = settings.model_copy(update={"model_path": write(tmp_path / "mine", WRONG)})
    with pytest.raises(ModelUnavailable) as caught:
        locate(TINY, explicit, sources=[FakeSource().named("hub")])
    message = str(caught.value)
    assert str(tmp_path / "mine") in message
    assert (
        f"config.json is not the pinned file (sha256 expected {TINY.files[0].sha256[:12]}"
        in message
    )
    assert message.endswith("or unset ASSISTANT_MODEL_PATH to have them fetched.")


def test_of_an_explicit_folder_only_pinned_files_are_used(
    settings: Settings, tmp_path: Path, home: Path
) -> None:
    clone = write(tmp_path / "clone", {**CONTENT, "adapter_config.json": b"{}"})
    explicit = settings.model_copy(update={"model_path": clone, "offline": True})
    for _ in "ab":  # the second time, the copy is there
        assert locate(TINY, explicit) == home
        assert read(home) == CONTENT


def test_cache_is_used_without_asking_anyone(settings: Settings, home: Path) -> None:
    write(home)
    unasked = FakeSource()
    assert locate(TINY, settings, sources=[unasked.named("hub")]) == home
    assert unasked.asked == 0


@pytest.mark.parametrize(
    "damaged", [WRONG, {"config.json": CONTENT["config.json"]}, {**CONTENT, "adapter.json": b"{}"}],
    ids=["changed", "incomplete", "file added"],
)  # fmt: skip
def test_damaged_cache_is_fetched_again(
    settings: Settings, home: Path, damaged: dict[str, bytes]
) -> None:
    write(home, damaged)
    source = FakeSource()
    assert locate(TINY, settings, sources=[source.named("hub")]) == home
    assert read(home) == CONTENT
    assert source.asked == 1
    assert visible(settings.models_dir) == ["tiny"]


def test_failing_and_false_sources_are_passed_over(settings: Settings, home: Path) -> None:
    last = FakeSource()
    sources = [
        FakeSource(failure="no answer").named("first"),
        FakeSource(content=WRONG).named("second"),
        last.named("third"),
    ]
    assert locate(TINY, settings, sources=sources) == home
    assert (read(home), last.asked) == (CONTENT, 1)


def test_nothing_found_names_every_place_and_what_to_do(settings: Settings, home: Path) -> None:
    write(home, WRONG)
    sources = [
        FakeSource(failure="no answer").named("first"),
        FakeSource(content={"config.json": b"{}"}).named("second"),
    ]
    with pytest.raises(ModelUnavailable) as caught:
        locate(TINY, settings, sources=sources)
    message = str(caught.value)
    assert f"{home}: config.json is not the pinned file" in message
    assert "first: no answer" in message
    assert "second: 1_Part/weights.safetensors is missing" in message
    assert message.endswith(f"connect to the network and try again, or put its files into {home}.")
    assert "\n" not in message
    assert read(home) == WRONG  # nothing is taken away before there is something better
    assert visible(settings.models_dir) == ["tiny"]


def test_offline_asks_nobody_and_writes_nothing(settings: Settings, home: Path) -> None:
    unasked = FakeSource()
    offline = settings.model_copy(update={"offline": True})
    with pytest.raises(
        ModelUnavailable, match=r"not there; offline.*unset ASSISTANT_OFFLINE, or put"
    ):
        locate(TINY, offline, sources=[unasked.named("hub")])
    assert unasked.asked == 0
    assert not settings.models_dir.exists()


def test_two_at_once_fetch_once(settings: Settings, home: Path) -> None:
    source, start = FakeSource(), threading.Barrier(2)
    found: list[Path] = []

    def work() -> None:
        start.wait()
        found.append(locate(TINY, settings, sources=[source.named("hub")]))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, source.asked) == ([home, home], 1)


def test_interruption_leaves_the_old_files_and_no_others(settings: Settings, home: Path) -> None:
    def interrupted(model: Model, folder: Path, progress: Progress) -> None:
        write(folder)
        raise KeyboardInterrupt

    write(home, WRONG)
    with pytest.raises(KeyboardInterrupt):
        locate(TINY, settings, sources=[Source("hub", interrupted)])
    assert read(home) == WRONG
    assert visible(settings.models_dir) == ["tiny"]


@pytest.mark.parametrize("is_here", [False, True])
def test_leftovers_of_a_killed_process_are_cleared(
    settings: Settings, home: Path, is_here: bool
) -> None:
    if is_here:
        write(home)
    write(settings.models_dir / ".tiny-abcdefg_" / "files")
    write(settings.models_dir / ".tiny.partial")
    # What another model is being fetched into.
    write(settings.models_dir / ".tiny-2.partial")
    write(settings.models_dir / ".tiny-2-abcdefg_" / "files")
    locate(TINY, settings, sources=[FakeSource().named("hub")])
    assert visible(settings.models_dir) == [".tiny-2-abcdefg_", ".tiny-2.partial", "tiny"]


def test_what_is_being_fetched_is_no_leftover(settings: Settings, home: Path) -> None:
    write(home)
    write(settings.models_dir / ".tiny-abcdefg_" / "files")
    with FileLock(settings.models_dir / ".tiny.lock"):
        assert locate(TINY, settings) == home
    assert visible(settings.models_dir) == [".tiny-abcdefg_", "tiny"]


def test_a_large_file_is_read_once(
    settings: Settings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checksums, "_SMALL", 0)
    monkeypatch.setattr(checksums, "_SETTLED", 0)
    write(home)
    assert locate(TINY, settings) == home
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse_to_read(home))
        assert locate(TINY, settings) == home
        with pytest.raises(AssertionError, match="read"):
            locate(TINY, settings, anew=True)
    write(home, WRONG)
    source = FakeSource()
    locate(TINY, settings, sources=[source.named("hub")])
    assert (read(home), source.asked) == (CONTENT, 1)


def refuse_to_read(folder: Path) -> Callable[..., IO[bytes]]:
    usual = Path.open

    def opened(path: Path, *args: str, **more: str) -> IO[bytes]:
        assert not path.is_relative_to(folder), "read"
        return usual(path, *args, **more)  # type: ignore[call-overload, no-any-return]

    return opened


def test_folder_that_cannot_be_written(settings: Settings) -> None:
    settings.models_dir.parent.mkdir(exist_ok=True)
    settings.models_dir.write_text("a file in the way")
    with pytest.raises(ModelUnavailable, match="set ASSISTANT_MODELS_DIR to a folder that you can"):
        locate(TINY, settings, sources=[FakeSource().named("hub")])


def test_program_prints_the_folder(
    settings: Settings,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(home)
    monkeypatch.setenv("ASSISTANT_MODELS_DIR", str(settings.models_dir))
    monkeypatch.delenv("ASSISTANT_MODEL_PATH", raising=False)
    monkeypatch.setattr(download, "MINILM", TINY)
    assert download.main() == 0
    output = capsys.readouterr()
    assert (output.out, output.err) == (f"{home}\n", "Checking tiny: done\n")


def test_program_says_what_to_do(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_MODELS_DIR", str(settings.models_dir))
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    monkeypatch.delenv("ASSISTANT_MODEL_PATH", raising=False)
    monkeypatch.setattr(download, "MINILM", TINY)
    assert download.main() == 1
    assert capsys.readouterr().err.startswith("Model tiny cannot be had")
