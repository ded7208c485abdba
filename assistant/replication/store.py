"""A folder or URL that snapshots lie in; the only module that uses fsspec."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, NotInStore, StoreUnusable, UsageError
from assistant.indexing.files import replace_by_blocks
from assistant.replication.addresses import Address

BLOCK = 1024 * 1024
_IN_ONE = 16 * BLOCK  # what is smaller is written by one request, which is whole or is not there
_SECONDS = 30.0  # without a byte, after which a web server counts as gone
_RENAMED = frozenset({"sftp", "ssh"})  # a file there is seen while it is being written


class Store:
    """What is written there is named by relative paths with forward slashes.

    Every method raises StoreUnusable, in one line without passwords, where the store cannot be
    reached or does not do what is asked; NotInStore where the name is not there.
    """

    def __init__(self, address: Address) -> None:
        """Raises UsageError for an address of a kind that is not known or not installed."""
        import fsspec.core

        self.address = address
        try:
            self._fs, root = fsspec.core.url_to_fs(_plain(address), **_options(address))
        except ImportError as error:
            raise UsageError(
                f"{address.shown} needs another package ({address.cause(error)}): install it."
            ) from None
        except ValueError as error:
            raise UsageError(
                f"{address.shown} cannot be used ({address.cause(error)}): "
                "give a folder, or a URL that fsspec knows."
            ) from None
        except Exception as error:
            raise self._unusable(error) from None
        self._root = root.rstrip("/")
        kinds = self._fs.protocol
        self._kinds = {kinds} if isinstance(kinds, str) else {*kinds}

    @property
    def shown(self) -> str:
        """Its address, without what is secret in it."""
        return self.address.shown

    @property
    def folder(self) -> Path | None:
        """Where it lies, if that is on this computer."""
        return Path(self._root) if "file" in self._kinds else None

    def read(self, name: str, most: int) -> bytes:
        """A small file. most: bytes; a longer one is refused."""
        content = b""
        for block in self.blocks(name, most):
            content += block
            if len(content) > most:
                raise StoreUnusable(f"{self.shown} holds a {name} that is too large: look at it.")
        return content

    def blocks(self, name: str, size: int, start: int = 0) -> Iterator[bytes]:
        """A file, from a byte on, piece by piece. size: that it should have, which is not checked.

        Raises NotInStore, or StoreUnusable also where it can only be read from its beginning.
        """
        # A web server is asked once, and not first for how much there is.
        asked: dict[str, Any] = {"size": max(1, size)} if self.address.is_web else {}
        if self.address.is_web and not start:
            asked["block_size"] = 0
        with self._translated(), self._fs.open(self._path(name), "rb", **asked) as file:
            if start:
                file.seek(start)
            while block := file.read(BLOCK):
                yield block

    def sizes(self) -> Mapping[str, int]:
        """Every file that is there, by name, with its size."""
        with self._translated():
            self._fs.invalidate_cache()
            try:
                found = self._fs.find(self._root, detail=True)
            except FileNotFoundError:
                return {}
            return {
                path[len(self._root) :].lstrip("/"): int(one.get("size") or 0)
                for path, one in found.items()
            }

    def write(self, name: str, blocks: Iterable[bytes], size: int) -> None:
        """Write a file, all of it or nothing, as far as the store can.

        size: how much there is of it.
        """
        with self._translated():
            if self.folder is not None:
                _write_here(self.folder / name, blocks)
                return
            path = self._path(name)
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            if self._kinds & _RENAMED:
                with self._fs.open(f"{path}.new", "wb") as file:
                    for block in blocks:
                        file.write(block)
                self._fs.mv(f"{path}.new", path)
            elif size <= _IN_ONE:
                self._fs.pipe_file(path, b"".join(blocks))
            else:
                self._write_in_parts(path, blocks)

    def _write_in_parts(self, path: str, blocks: Iterable[bytes]) -> None:
        file = self._fs.open(path, "wb", autocommit=False)
        try:
            for block in blocks:
                file.write(block)
            file.close()
        except BaseException:
            with suppress(Exception):  # what failed first is told
                file.discard()
            raise
        file.commit()

    def delete(self, names: Collection[str]) -> None:
        """Remove files; one that is gone already is no error."""
        for name in names:
            with self._translated(), suppress(FileNotFoundError):
                self._fs.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        # From None: a traceback in a log would show what the error of another library holds.
        try:
            yield
        except AssistantError:
            raise
        except FileNotFoundError:
            raise NotInStore(
                f"{self.shown} lacks something that was published, or nothing was: "
                "look at the address, or run `assistant publish` where the documents are."
            ) from None
        except Exception as error:
            raise self._unusable(error) from None

    def _unusable(self, error: Exception) -> StoreUnusable:
        return StoreUnusable(
            f"{self.shown} cannot be used ({self.address.cause(error)}): "
            "check the address, the connection and the rights there, then try again."
        )


def _plain(address: Address) -> str:
    """As fsspec takes it. Of a web server's it would write user and password into its log."""
    return address.without_user if address.is_web else address.given


def _options(address: Address) -> dict[str, Any]:
    # No list of files from before, and no connection that another user of the library has set up.
    options: dict[str, Any] = {"skip_instance_cache": True, "use_listings_cache": False}
    if address.is_web:
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_SECONDS, sock_read=_SECONDS)
        said = address.authorization
        headers = {"Authorization": said} if said else {}
        options["client_kwargs"] = {"timeout": timeout, "headers": headers}
    return options


def _write_here(path: Path, blocks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_by_blocks(path, blocks)
