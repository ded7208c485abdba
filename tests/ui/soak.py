"""Ask the served page thousands of questions, and see that it does not grow.

`python tests/ui/soak.py` opens tabs as a browser does, each with its session, its heartbeat and its
conversations: most are left after a question or two, some hold a long conversation or one after
the other for a day, and in some a reader leaves in the middle of an answer. It fails where the
server's memory is more than 5 % larger at the end than after the first tenth, or where its open
files or threads have grown. The assistant is a fake, so that nothing but the page can grow; with
--workspace it is the real one over a copy of that workspace.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from web_server import SERVER, Server

QUESTIONS = ("What was the survival?", "attack", "What happened then?", "How much does it cost?")
REAL_QUESTIONS = (
    "What was the five-year survival rate after aHSCT?",
    "What side effects does aHSCT have?",
    "Which trials took place in Spain?",
    "And in Jordan?",
    "What is the capital of France?",
)
UNLIMITED = {"ASSISTANT_QUESTIONS_PER_MINUTE": "0"}
MOST = 5.0
"""Percent that the memory may grow."""
SPARE = 10
"""Open files and threads that may be more at the end: what happens to be open at that moment."""
TABS_AT_ONCE = 4
LEFT_EARLY = 0.05
"""Share of the questions whose reader leaves before the answer is there."""

# The fake one remembers what it was asked, for other tests.
FORGETFUL = SERVER.replace(
    "serve(FakeAssistant(",
    """
class Forgetful(FakeAssistant):
    def ask(self, *given):
        self.histories.clear()
        self.asked_of.clear()
        return super().ask(*given)
serve(Forgetful(""",
)
REAL = """
import sys
from pathlib import Path
from assistant import Assistant
from ui.app import serve
assistant = Assistant(Path(sys.argv[1]))
assistant.index()
serve(assistant, port=0, announce=lambda line: print(line, flush=True))
"""


@dataclass(frozen=True)
class Sample:
    """What the server's process held after so many questions. memory: resident, in MB."""

    questions: int
    memory: float
    files: int
    threads: int
    seconds: float


@dataclass
class Soak:
    """One run. plan: the tabs that are still to be opened, each with how many questions each of
    its conversations has.
    """

    server: Server
    plan: Iterator[list[int]]
    questions: tuple[str, ...]
    total: int
    every: int
    asked: int = 0
    samples: list[Sample] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    async def run(self) -> None:
        """Ask them all."""
        functions = self.server.client.get("/config").json()["dependencies"]
        self.ask_with = next(one["id"] for one in functions if one["api_name"] == "ask")
        # The page asks for what it shows when it is opened by this one.
        self.show_with = next(
            one["id"] for one in functions if one["targets"] and one["targets"][0][1] == "load"
        )
        self.sample()
        await asyncio.gather(*(self.worker(number) for number in range(TABS_AT_ONCE)))

    async def worker(self, number: int) -> None:
        dice = random.Random(number)  # noqa: S311 - nothing secret
        for tab in self.plan:
            if self.asked >= self.total:
                return
            async with httpx.AsyncClient(
                base_url=self.server.url, timeout=60, trust_env=False
            ) as client:
                await self.tab(client, tab, dice)

    async def tab(
        self, client: httpx.AsyncClient, conversations: list[int], dice: random.Random
    ) -> None:
        session = f"{dice.getrandbits(50):011x}"
        assert (await client.get("/")).status_code == 200
        async with client.stream("GET", f"/gradio_api/heartbeat/{session}"):
            await self.event(client, session, self.show_with, ["{}"])
            await client.get("/view/first")
            for length in conversations:
                await self.conversation(client, session, length, dice)

    async def conversation(
        self, client: httpx.AsyncClient, session: str, length: int, dice: random.Random
    ) -> None:
        name = ""
        for number in range(1, length + 1):
            if self.asked >= self.total:
                return
            question = dice.choice(self.questions)
            leaves = dice.random() < LEFT_EARLY
            given = json.dumps({"conversation": name})
            said = await self.event(client, session, self.ask_with, [question, given], leaves)
            self.asked += 1
            if self.asked % self.every == 0:
                self.sample()
            found = said.rpartition('data-conversation="')[2].partition('"')[0]
            if leaves or not found:
                return
            name = found
            await client.get(f"/view/next/{name}/{number}")

    async def event(
        self,
        client: httpx.AsyncClient,
        session: str,
        function: int,
        data: list[str],
        leaves: bool = False,
    ) -> str:
        """What the last message said. leaves: the reader goes after the first."""
        body = {"data": data, "fn_index": function, "session_hash": session, "trigger_id": 7}
        joined = await client.post("/gradio_api/queue/join", json=body)
        joined.raise_for_status()
        said = ""
        async with client.stream(
            "GET", "/gradio_api/queue/data", params={"session_hash": session}
        ) as events:
            async for line in events.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if leaves and message.get("msg") == "process_starts":
                    return ""
                if message.get("msg") == "process_completed":
                    assert message["success"], message
                    said = json.dumps(message["output"], ensure_ascii=False).replace('\\"', '"')
                    break  # as a browser does
        return said

    def sample(self) -> None:
        """Note what the server's process holds."""
        process = Path(f"/proc/{self.server.process.pid}")
        status = dict(
            line.split(":", 1) for line in (process / "status").read_text().splitlines() if line
        )
        self.samples.append(
            Sample(
                self.asked,
                int(status["VmRSS"].split()[0]) / 1024,
                len(list((process / "fd").iterdir())),
                int(status["Threads"]),
                time.monotonic() - self.begun,
            )
        )
        if len(self.samples) % 5 == 1:
            print_row(self.samples[-1], self.samples[0])


def tabs(seed: int = 1) -> Iterator[list[int]]:
    """Endless: the lengths of the conversations of each tab.

    Each kind comes in each 25 tabs, so that the largest has been there when the measuring begins:
    what it needs for a moment stays with the process.
    """
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    while True:
        short = [[dice.randint(1, 2)] for _ in range(17)]
        middling = [[dice.randint(3, 12)] for _ in range(6)]
        all_day = [dice.randint(1, 6) for _ in range(30)]
        mixed = [*short, *middling, [60], all_day]
        dice.shuffle(mixed)
        yield from mixed


def print_row(sample: Sample, first: Sample) -> None:
    if sample is first:
        print("questions    memory   files  threads  seconds")
    bar = "#" * round((sample.memory - first.memory) / 2)
    print(
        f"{sample.questions:9,}  {sample.memory:5.0f} MB  {sample.files:6}  {sample.threads:7}"
        f"  {sample.seconds:7.0f}  {bar}",
        flush=True,
    )


def judged(samples: list[Sample], total: int) -> list[str]:
    """What has grown; [] where nothing has."""
    early = [one for one in samples if total * 0.09 <= one.questions <= total * 0.12]
    late = [one for one in samples if one.questions >= total * 0.97]
    before, after = (statistics.median(one.memory for one in some) for some in (early, late))
    grown = (after / before - 1) * 100
    print(f"memory after {early[0].questions:,}: {before:.0f} MB, at the end: {after:.0f} MB")
    print(
        f"growth: {grown:+.1f} % (at most {MOST:.0f} %), "
        f"{(after - before) * 1024 / (late[-1].questions - early[0].questions):+.2f} kB a question"
    )
    faults = [f"memory grew by {grown:.1f} %"] if grown > MOST else []
    for name in ("files", "threads"):
        least, most = (max(getattr(one, name) for one in some) for some in (early, late))
        if most > least + SPARE:
            faults.append(f"{name} grew from {least} to {most}")
    return faults


def main() -> None:
    """Run it, and fail where something grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--workspace", type=Path, help="ask the real assistant over a copy of it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        if given.workspace:
            shutil.copytree(given.workspace / "corpus", root / "corpus")
        else:
            (root / "corpus").mkdir(parents=True)
        program = REAL if given.workspace else FORGETFUL
        server = Server(root, program, **UNLIMITED)
        questions = REAL_QUESTIONS if given.workspace else QUESTIONS
        soak = Soak(server, tabs(), questions, given.questions, max(1, given.questions // 100))
        try:
            asyncio.run(soak.run())
        finally:
            server.client.close()
            server.process.terminate()
            said = server.process.communicate()[1]
    print(said[-2_000:], end="")
    faults = judged(soak.samples, given.questions)
    if "Traceback" in said:
        faults.append("the server printed a traceback")
    sys.exit("; ".join(faults))


if __name__ == "__main__":
    main()
