"""Send a served page what no browser sends: `python tests/ui/fuzz_requests.py`.

All of `hostile.requests` go over real connections, in random order, and broken ones besides. It
fails where one is answered with a 500 or not at all, where the server prints a traceback, and where
it does not answer an ordinary question at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fake_assistant import FakeAssistant
from hostile import HOST, Request, requests, some
from web_server import Server

from ui.app import create_app

AT_ONCE = 8
WAIT = 20
"""Seconds at most for an answer."""


def written(request: Request, port: int) -> bytes:
    """As it goes over the wire."""
    headers = {"Host": f"{HOST}:{port}", "Content-Length": str(len(request.body))}
    lines = [f"{request.method} {request.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in {**headers, **request.headers}.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", errors="replace") + request.body


def broken(whole: bytes, dice: random.Random) -> bytes:
    """The same with some bytes changed, dropped or doubled."""
    content = bytearray(whole)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(content))
        kind = dice.random()
        if kind < 0.5:
            content[at] = dice.randrange(256)
        elif kind < 0.75 and len(content) > 10:
            del content[at : at + dice.randint(1, 9)]
        else:
            content[at:at] = content[at : at + dice.randint(1, 99)]
    return bytes(content)


async def answered(port: int, content: bytes, *, ends: bool) -> int:
    """The status; 0 where the connection is closed without one.

    ends: nothing more comes, as the server is told; else it may wait for what was promised.
    """
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(content)
        if ends:
            writer.write_eof()
        line = await asyncio.wait_for(reader.readline(), WAIT)
        return int(line.split()[1]) if line else 0
    except (ConnectionError, ValueError):
        return 0
    finally:
        writer.close()


async def send_all(port: int, given: list[Request], seed: int) -> tuple[Counter[int], list[str]]:
    """How many had which status; what is wrong."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    dice.shuffle(given)
    left, seen, faults = iter(given), Counter[int](), []

    async def work() -> None:
        for request in left:
            whole = written(request, port)
            for content in (whole, broken(whole, dice)):
                try:
                    status = await answered(port, content, ends=content is not whole)
                except TimeoutError:
                    status = -1
                seen[status] += 1
                # A broken one may be no request at all.
                if status < 0 or status >= 500 or (status == 0 and content is whole):
                    faults.append(f"{status}: {request} {'' if content is whole else content!r}")

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return seen, faults


def given_by(root: Path, each: int, seed: int) -> list[Request]:
    async def routes() -> dict[str, list[Request]]:
        return requests(create_app(FakeAssistant(root)).routes)  # type: ignore[arg-type]

    return some(asyncio.run(routes()), each, seed)


def main() -> None:
    """Run it, and fail where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10_000, help="requests to a route, at most")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "corpus").mkdir()
        unlimited = {
            "ASSISTANT_QUESTIONS_PER_MINUTE": "0",
            "ASSISTANT_QUESTIONS_WAITING": "9999",
        }
        server = Server(root, **unlimited)
        said: list[str] = []  # read as it comes: a server that cannot write waits
        reading = threading.Thread(target=lambda: said.extend(server.process.stderr or ()))
        reading.start()
        try:
            all_ = given_by(root, given.each, given.seed)
            port = server.client.base_url.port or 0
            seen, faults = asyncio.run(send_all(port, all_, given.seed))
            if "92%" not in str(server.ask("What was the survival?", "at-the-end")):
                faults.append("the question at the end was not answered")
        finally:
            server.client.close()
            server.process.terminate()
            reading.join()
            server.process.wait()
    print(
        f"{seen.total():,} requests (--seed {given.seed}); by status: {dict(sorted(seen.items()))}"
    )
    if any("Traceback" in line for line in said):
        faults.append("".join(("tracebacks:\n", *said[-60:])))
    print("".join(f"{count:7,} x {line}" for line, count in Counter(said).most_common(5)), end="")
    sys.exit("\n".join(fault[:3_000] for fault in faults[:30]))


if __name__ == "__main__":
    main()
