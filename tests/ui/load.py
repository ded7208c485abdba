"""A hundred conversations at once, readers who leave, and an end in the middle of it all.

`python tests/ui/load.py` serves the page over the real assistant and a scripted language model, and
prints how long readers wait. It fails where an answer reaches another reader, where a question
that is not taken is not told so within 200 ms or not when to come back, where a reader who leaves
keeps a place for more than 2 s, and where the end takes more than 10 s.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from soak import REAL, UNLIMITED
from stub_endpoint import DONE, HEAD, Connection, StubEndpoint, piece
from web_server import Server

ROOT = Path(__file__).parents[2]
ASKED = "What was the five-year survival rate after aHSCT, asked for reader{number:04d}?"
SENTENCES = ("The five-year survival rate was 98.8%.", "The study included 414 patients.")
MOST_REFUSING, MOST_LEAVING, MOST_ENDING = 0.2, 2.0, 10.0
"""Seconds."""


@dataclass(frozen=True)
class Reply:
    """What a reader got. Seconds from the question on; None for what did not come.

    mixed: another reader's question was in it.
    """

    status: int
    told: float
    wait: str = ""
    first: float | None = None
    done: float | None = None
    mixed: bool = False


def writes(connection: Connection) -> None:
    """The language model: half a second for two sentences."""
    connection.send(HEAD)
    for sentence in SENTENCES:
        connection.pause(0.25)
        connection.send(piece(f"{sentence} "))
    connection.send(DONE)


def hangs(connection: Connection) -> None:
    """The language model that writes one sentence and then nothing."""
    connection.send(HEAD)
    connection.send(piece(f"{SENTENCES[0]} "))
    connection.hang()


@dataclass
class Readers:
    """Readers of one served page."""

    server: Server
    client: httpx.AsyncClient
    function: int

    async def ask(self, number: int, leaves: bool = False) -> Reply:
        """One question of one reader. leaves: once the quotes are there."""
        question, session = ASKED.format(number=number), f"reader{number:04d}"
        body = {"data": [question, "{}"], "fn_index": self.function, "session_hash": session}
        begun = time.monotonic()
        joined = await self.client.post("/gradio_api/queue/join", json=body)
        told = time.monotonic() - begun
        if joined.status_code != 200:
            return Reply(joined.status_code, told, joined.headers.get("retry-after", ""))
        first = done = None
        mixed = False
        address = f"/gradio_api/queue/data?session_hash={session}"
        with suppress(httpx.TransportError):  # then it is not done
            async with self.client.stream("GET", address) as events:
                async for line in events.aiter_lines():
                    mixed = mixed or line.count("asked for reader") > line.count(session)
                    message = json.loads(line.removeprefix("data: ")) if line else {}
                    if first is None and "98.8" in line:
                        first = time.monotonic() - begun
                        if leaves:
                            break
                    if message.get("msg") == "process_completed":
                        done = time.monotonic() - begun
                        break
        return Reply(200, told, "", first, done, mixed)

    async def all(self, asking: Iterable[Awaitable[Reply]]) -> list[Reply]:
        return list(await asyncio.gather(*asking))

    async def later(self, number: int, seconds: float) -> Reply:
        await asyncio.sleep(seconds)
        return await self.ask(number)


def shown(what: str, replies: list[Reply]) -> list[str]:
    """A line of a table; what is wrong."""
    taken = [one for one in replies if one.status == 200]
    refused = [one for one in replies if one.status != 200]
    firsts = [one.first for one in taken if one.first is not None]
    told = max((one.told for one in refused), default=0.0)
    print(
        f"{what:34} {len(taken):4} answered: taken in {percentile([one.told for one in taken]):.2f}"
        f" s, first words after {statistics.median(firsts):5.2f} s (95 %: {percentile(firsts):5.2f}"
        f" s); {len(refused):3} told to wait, in {told:.3f} s",
        flush=True,
    )
    faults = [f"{what}: answers were mixed up"] if any(one.mixed for one in taken) else []
    if any(one.first is None or one.done is None for one in taken):
        missing = sum(one.done is None for one in taken)
        faults.append(f"{what}: {missing} answers did not come")
    if any(one.status != 503 or not one.wait.isdecimal() for one in refused):
        faults.append(f"{what}: a refusal says nothing of when to come back")
    if told > MOST_REFUSING:
        faults.append(f"{what}: a refusal took {told:.3f} s")
    return faults


def percentile(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


async def measured(server: Server, stub: StubEndpoint, count: int, minute: float) -> list[str]:
    functions = server.client.get("/config").json()["dependencies"]
    number = next(one["id"] for one in functions if one["api_name"] == "ask")
    # Less than the 5 s after which the server closes what is idle.
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2)
    async with httpx.AsyncClient(
        base_url=server.url, timeout=120, trust_env=False, limits=limits
    ) as client:
        readers = Readers(server, client, number)
        await readers.ask(0)  # the models are loaded
        dice = random.Random(1)  # noqa: S311 - nothing secret
        at = [dice.uniform(0, minute) for _ in range(count)]
        spread = await readers.all(readers.later(n, seconds) for n, seconds in enumerate(at))
        faults = shown(f"{count} conversations in {minute:.0f} s", spread)
        burst = await readers.all(readers.ask(n) for n in range(count))
        faults += shown(f"{count} questions in one moment", burst)

        stub.script = hangs
        before = len(stub.connections)
        await readers.all(readers.ask(n, leaves=True) for n in range(4))  # all places
        begun = time.monotonic()
        for connection in stub.connections[before:]:
            while not connection.closed.is_set():
                await asyncio.sleep(0.01)
        freed = time.monotonic() - begun
        stub.script = writes
        answered = await readers.ask(5)
        print(
            f"{'a reader leaves':34} the place is free after {freed:.2f} s, the next reader's"
            f" first words come after {answered.first or 0:.2f} s"
        )
        if freed > MOST_LEAVING:
            faults.append(f"a reader who left kept a place for {freed:.1f} s")

        stub.script = hangs
        asking = [asyncio.create_task(readers.ask(n)) for n in range(30)]
        await asyncio.wait(asking, timeout=2)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(server.process.wait, 60)
        ended = time.monotonic() - begun
        await asyncio.gather(*asking, return_exceptions=True)
        print(f"{'SIGTERM, 4 answering, 26 waiting':34} ended after {ended:.2f} s")
        if ended > MOST_ENDING:
            faults.append(f"the end took {ended:.1f} s")
    return faults


def main() -> None:
    """Run it, and fail where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60, help="in which they ask")
    given = parser.parse_args()
    stub = StubEndpoint(writes)
    settings = {
        **UNLIMITED,
        "ASSISTANT_LANGUAGE_MODEL": "endpoint",
        "ASSISTANT_ENDPOINT_URL": stub.url,
        "ASSISTANT_ENDPOINT_MODEL": "scripted",
        "ASSISTANT_ENDPOINT_TIMEOUT": "60",
        "ASSISTANT_OFFLINE": "1",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(ROOT / "corpus", root / "corpus")
        server = Server(root, REAL, **settings)
        try:
            faults = asyncio.run(measured(server, stub, given.conversations, given.seconds))
        finally:
            server.client.close()
            server.process.kill()
            said = server.process.communicate()[1]
            stub.close()
    print(said[-3_000:], end="")
    if "Traceback" in said:
        faults.append("the server printed a traceback")
    sys.exit("; ".join(faults))


if __name__ == "__main__":
    main()
