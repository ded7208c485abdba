"""A receipt's checksum, and its form as a file.

The checksum is the sha256 of the canonical JSON of all fields but `sha256`: keys sorted, no white
space, everything beyond ASCII escaped; in Python
`json.dumps(fields, sort_keys=True, separators=(",", ":"))`. The file itself may be laid out anew.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import ValidationError

from assistant.errors import UnreadableReceipt
from assistant.printable import json_text, one_line
from assistant.receipts.receipt import FORMAT, VERSION, VERSIONS, Receipt

MAX_BYTES = 16 * 1024 * 1024
_UNSEALED = "0" * 64


def checksum(receipt: Receipt) -> str:
    """What the receipt's `sha256` must be for the rest of its content."""
    content = receipt.model_dump(mode="json", exclude={"sha256"})
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sealed(fields: dict[str, Any]) -> Receipt:
    """A receipt with its checksum.

    Raises:
        pydantic.ValidationError: The fields are not those of a receipt.
    """
    receipt = VERSIONS[VERSION](format=FORMAT, version=VERSION, sha256=_UNSEALED, **fields)
    return receipt.model_copy(update={"sha256": checksum(receipt)})


def to_bytes(receipt: Receipt) -> bytes:
    """The receipt as a file: readable JSON in UTF-8, harmless to print."""
    return (json_text(receipt.model_dump(mode="json")) + "\n").encode()


def from_bytes(content: bytes) -> Receipt:
    """Read what `to_bytes` gave, or what somebody made of it. The checksum is not compared.

    Raises:
        UnreadableReceipt: It is no receipt of a version that is known.
    """
    if len(content) > MAX_BYTES:
        raise unreadable(f"it is larger than {MAX_BYTES // 2**20} MB")
    try:
        text = content.decode("utf-8")
        data = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise unreadable(f"it is not JSON: {_short(error)}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise unreadable(f"its “format” is not “{FORMAT}”")
    version = data.get("version")
    if type(version) is not int or version not in VERSIONS:  # True is 1
        known = " and ".join(map(str, VERSIONS))
        raise unreadable(f"this program reads the versions {known} of the format, it has another")
    try:
        return VERSIONS[version].model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        raise unreadable(f"{where}: {first['msg']}"[:300]) from error


def unreadable(why: str) -> UnreadableReceipt:
    """The error for a file that is no receipt."""
    return UnreadableReceipt(
        f"This is no receipt that can be checked ({one_line(why)}): "
        "give the file as `assistant ask --receipt` wrote it."
    )


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ in which of the two they take: a receipt must mean one thing.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _short(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
