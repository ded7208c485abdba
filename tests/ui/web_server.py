"""The page over a fake assistant, served by the real server in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

TESTS = Path(__file__).parents[1]

# Any connection that leaves this computer is written to the error stream and refused.
SERVER = f"""
import sys
def stay(event, arguments):
    if event == 'socket.connect' and isinstance(arguments[1], tuple):
        if arguments[1][0] not in ('127.0.0.1', '::1', 'localhost'):
            sys.stderr.write(f'OUTBOUND {{arguments[1]}}\\n')
            raise OSError('no network')
    if event == 'socket.getaddrinfo' and arguments[0] not in ('127.0.0.1', '::1', 'localhost'):
        sys.stderr.write(f'OUTBOUND {{arguments[0]}}\\n')
        raise OSError('no network')
sys.addaudithook(stay)
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from fake_assistant import FakeAssistant
from ui.app import serve
serve(FakeAssistant(Path(sys.argv[1])), port=0, announce=lambda line: print(line, flush=True))
"""


class Server:
    """The process, started; `client` speaks to it. settings: ASSISTANT_* variables of it."""

    def __init__(self, workspace: Path, program: str = SERVER, **settings: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(workspace)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUTF8": "1", **settings},
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, said
        self.url = found[0]
        self.client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        self.early = self.client.get("/")
        while not self.client.get("/api/ready").json()["ready"]:  # each waits for 20 seconds
            pass

    def ask(self, question: str | None, session: str, conversation: str = "") -> list[list[Any]]:
        """Every state of the page's parts while a question is answered."""
        given = json.dumps({"conversation": conversation})
        functions = self.client.get("/config").json()["dependencies"]
        number = next(n for n, one in enumerate(functions) if one["api_name"] == "ask")
        join = {"data": [question, given], "fn_index": number, "session_hash": session}
        joined = self.client.post(
            "/gradio_api/queue/join",
            content=json.dumps(join),  # half an emoji too, as a browser would send it
            headers={"content-type": "application/json"},
        )
        assert joined.status_code == 200
        states = []
        with self.client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as events:
            for line in events.iter_lines():
                event = json.loads(line.removeprefix("data: ")) if line else {}
                if event.get("msg") in ("process_generating", "process_completed"):
                    states.append(event["output"]["data"])
        return states
