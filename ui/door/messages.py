"""The messages that the page's scripts send to Gradio; what is none of them is refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from ui.door.received import read

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""A session or an event, as Gradio's browser code names them."""

MALFORMED = "This is no request that the page sends: open the page again."


class Join(BaseModel):
    """An event of the page for Gradio's queue.

    data:       the function's arguments.
    event_data: what the page's scripts say about it.
    """

    model_config = ConfigDict(extra="ignore", strict=True)

    data: list[str | None]
    fn_index: int
    session_hash: Name
    trigger_id: int | None = None
    event_data: dict[str, str | int | bool | None] | None = None


class Cancel(BaseModel):
    """An event that is to end."""

    model_config = ConfigDict(extra="ignore", strict=True)

    session_hash: Name
    fn_index: int
    event_id: Name


class Reset(BaseModel):
    """An event that has ended."""

    model_config = ConfigDict(extra="ignore", strict=True)

    event_id: Name


BY_PATH: dict[str, type[Join | Cancel | Reset]] = {
    "/gradio_api/queue/join": Join,
    "/gradio_api/cancel": Cancel,
    "/gradio_api/reset": Reset,
}


def parsed(path: str, body: bytes) -> Join | Cancel | Reset:
    """The message in a body.

    Raises:
        ValueError: It is none that this path takes.
    """
    try:
        return BY_PATH[path].model_validate(read(body))
    except ValueError:  # pydantic's too
        raise ValueError(MALFORMED) from None
