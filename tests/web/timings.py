"""How long a reader waits for the page, measured in the browser: `python tests/web/timings.py`.

Each figure runs from what the reader does to the frame in which its result is painted; beside the
median stands the slowest round.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from browsing import launched
from chat_page import STARTED_IN, ChatPage
from playwright.sync_api import Browser
from served_page import ServedPage

from assistant import Assistant

ROOT = Path(__file__).parents[2]
QUESTIONS = (
    "What was the five-year survival rate after aHSCT?",
    "Which clinical subtypes of MS are recognised?",
    "Is there a cure for multiple sclerosis?",
    "What are the most vital dangers of MSCs?",
    "Who first isolated embryonic stem cells from mice?",
    "How do mesenchymal stem cells protect myelin?",
    "Which trials took place in Spain?",
    "What happened to the concentration of IL-23?",
    "What side effects does aHSCT have?",
    "What is the capital of France?",
)
STARTED = "from the command to the first paint"
USABLE = "from the command to the page with its first questions"
ASKED = "from Enter to the quotes"
CLICKED = "from a click on a marker to its card"
OPENED = "from “In context” to the reader"
MOST = {ASKED: 500, CLICKED: 100}
"""Milliseconds: a reader should not wait longer than this."""

# From the next event of a kind, until a selector is shown and painted.
MEASURE = """([kind, selector]) => {
  window.took = new Promise((done) => {
    document.addEventListener(kind, ({timeStamp}) => {
      const look = () => requestAnimationFrame(() => {
        const there = document.querySelector(selector)?.getClientRects().length;
        if (there) requestAnimationFrame(() => done(performance.now() - timeStamp));
        else look();
      });
      look();
    }, {once: true, capture: true});
  });
}"""
PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((list, observer) => {
    const found = list.getEntriesByName("first-contentful-paint")[0];
    if (found) { observer.disconnect(); done(performance.timeOrigin + found.startTime); }
  }).observe({type: "paint", buffered: true});
})"""

Took = defaultdict[str, list[float]]


def main() -> None:
    """Measure on a copy of this checkout's corpus, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="of each figure")
    rounds = parser.parse_args().rounds
    took: Took = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        workspace = Path(folder) / "workspace"
        for part in ("corpus", "index"):
            shutil.copytree(ROOT / part, workspace / part)
        Assistant(workspace).index()
        for _ in range(rounds):
            start(browser, workspace, took)
        with ServedPage(workspace) as site:
            use(browser, site, rounds, took)
    print(table(took))  # noqa: T201


def start(browser: Browser, workspace: Path, took: Took) -> None:
    """Start the server and look at its first page."""
    site = ServedPage(workspace)
    began = time.time()
    site.begin()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(site.url)
        took[STARTED].append(page.evaluate(PAINTED) - 1000 * began)
        page.wait_for_selector(".welcome .ask-this", timeout=STARTED_IN)
        took[USABLE].append(1000 * (time.time() - began))
    finally:
        context.close()
        site.stop()


def use(browser: Browser, site: ServedPage, rounds: int, took: Took) -> None:
    """Ask, look at a card, read in context."""
    for number in range(rounds + 1):  # the first one loads what is loaded once
        counted = took if number else defaultdict(list)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = ChatPage(context.new_page(), site.url)
        page.open()
        page.box.fill(QUESTIONS[number % len(QUESTIONS)])
        page.page.evaluate(MEASURE, ["keydown", "#live .answer"])
        page.box.press("Enter")
        counted[ASKED].append(page.page.evaluate("took"))
        page.page.wait_for_selector('#live .turn[data-state="done"]')
        page.page.evaluate(MEASURE, ["click", ".card.chosen"])
        page.marker(1).click()
        counted[CLICKED].append(page.page.evaluate("took"))
        page.page.evaluate(MEASURE, ["click", "#view .reader-mark"])
        page.card(1).get_by_role("link", name="In context").click()
        counted[OPENED].append(page.page.evaluate("took"))
        context.close()


def table(took: Took) -> str:
    """In Markdown."""
    lines = ["| what | median | slowest | at most |", "|---|---|---|---|"]
    for what, times in took.items():
        most = f"{MOST[what]} ms" if what in MOST else ""
        middle = statistics.median(times)
        lines.append(f"| {what} | {middle:,.0f} ms | {max(times):,.0f} ms | {most} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
