"""Templates of the evaluation's pages, which load nothing and run only what is their own."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.printable import printable

_HERE = Path(__file__).parent


def environment() -> Environment:
    """Of its own: the evaluation runs without `ui`, whose templates drop the layout of their text,
    while these pages keep it.
    """
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )


def own(name: str) -> Markup:
    """The text of a style or script beside the templates."""
    return Markup((_HERE / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page that has only these two, named by their hashes."""
    scripts = f" script-src {_hash(script)};" if script else ""
    return (
        f"default-src 'none'; style-src {_hash(style)};{scripts} base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
