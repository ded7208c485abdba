"""Addresses of stores: as they are shown, without what is secret in them."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from assistant.errors import UsageError
from assistant.printable import one_line

_USER = re.compile(r"//[^/\s]*@")
_QUERY = re.compile(r"[?#]\S*")
_LONGEST = 160  # characters of another library's message
WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Address:
    """A folder or URL. given: with what is secret in it; never shown, also not by `repr`."""

    given: str

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"

    @classmethod
    def of(cls, given: str) -> Address:
        """Raises UsageError for what is no address; the message does not repeat it."""
        given = given.strip()
        if not given:
            raise UsageError("No address is named: give a folder or a URL.")
        if "://" in given:
            try:
                parts = urlsplit(given)
                _ = parts.port  # raises for one that is no number
            except ValueError:
                raise UsageError(
                    "The address is no URL: in a user name or password, write %2F for /, "
                    "%40 for @ and %3A for :."
                ) from None
            if "::" in given.partition("://")[0]:
                raise UsageError("An address within another cannot be used: give one alone.")
            if parts.scheme in WEB and (parts.query or parts.fragment):
                raise UsageError("An address with ? or # cannot be used: it has to be a folder.")
            return cls(given)
        return cls(os.path.abspath(os.path.expanduser(given)))  # the same from any folder

    @property
    def is_url(self) -> bool:
        """Whether it is none of a folder of this computer."""
        return "://" in self.given

    @property
    def is_web(self) -> bool:
        """Whether it is of a web server, which can be read only."""
        return self.given.partition("://")[0].lower() in WEB

    @property
    def shown(self) -> str:
        """Without user and password."""
        return one_line(_scrubbed(self.given)) if self.is_url else one_line(self.given)

    @property
    def without_user(self) -> str:
        """The same address, without user and password."""
        parts = urlsplit(self.given)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    @property
    def authorization(self) -> str:
        """The header by which a web server is told user and password; "" where none are given."""
        user, at, _ = urlsplit(self.given).netloc.rpartition("@")
        return f"Basic {b64encode(unquote(user).encode()).decode()}" if at else ""

    def cause(self, error: BaseException) -> str:
        """What another library says went wrong, in a line and without what is secret."""
        status = getattr(error, "status", None)
        if isinstance(status, int):
            return f"HTTP {status}"
        said = getattr(error, "strerror", None) or str(error) or type(error).__name__
        for secret in self._secrets():
            said = said.replace(secret, "***")
        said = one_line(_scrubbed(str(said)))
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"

    def _secrets(self) -> list[str]:
        if not self.is_url:
            return []
        user = urlsplit(self.given).netloc.rpartition("@")[0]
        password = user.partition(":")[2]
        found = {password, unquote(password), user, unquote(user)} - {""}
        return sorted(found, key=len, reverse=True)


def _scrubbed(text: str) -> str:
    return _QUERY.sub("", _USER.sub("//", text))
