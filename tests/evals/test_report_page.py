from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from evals.gate.compare import Change, Comparison
from evals.metrics.table import METRICS
from evals.records.history import TrendPoint
from evals.records.record import Cited, End, Figure, GoldPlace, Header, Line, Piece, Run
from evals.reporting.data import Curves, ReportData, ends, interval, number, percent, signed, told
from evals.reporting.differences import Difference, change, differences, paired
from evals.reporting.page import render
from evals.reporting.questions import facts_held, gold_quote, marked, piece, places_of, shared
from evals.reporting.svg import ticks
from evals.statistics.confidence import Bin
from evals.statistics.figures import MANY

START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
MEASURES = {measure.name: measure for measure in (*METRICS, *MANY)}
HOSTILE = "<script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>{{ 7 * 7 }}"
SENTENCE = "There are four subtypes of MS: CIS, RRMS, PPMS and SPMS (14)."


def line(name: str = "a-1", **given: object) -> Line:
    """An answered question whose sentence stands at 100 in its document."""
    end = 100 + len(SENTENCE)
    cited = Cited(
        marker=1, document="a.txt", start=100, end=end, quote=SENTENCE, section="2", exact=True
    )
    values: dict[str, object] = {
        "id": name,
        "digest": "d",
        "kind": "fact",
        "why": "",
        "split": "tune",
        "section": "2 Subtypes",
        "difficulty": "easy",
        "answerable": True,
        "question": f"What is {name}?",
        "reference": "Four.",
        "facts": (("four", "4"), ("nine",)),
        "gold": (GoldPlace(document="a.txt", start=100, end=end, quote=SENTENCE),),
        "searched": f"What is {name}?",
        "found": True,
        "confidence": 0.8,
        "lead": "",
        "pieces": (Piece(text=SENTENCE, marker=1),),
        "citations": (cited,),
        "scores": {"facts": 0.5, "decision": 1.0, "right": 0.0, "exact": 1.0, "words": 12.0},
        "search_seconds": 0.02,
        "seconds": 0.05,
    }
    return Line.model_validate({**values, **given})


def run(*lines: Line, name: str = "20261121T030000-aaaa") -> Run:
    header = Header(
        id=name,
        started=START,
        revision="abc123",
        set="reviews",
        settings={"offline": "True"},
        corpus="c" * 64,
        documents=("a.txt",),
        models={"mini": "m" * 64},
        cases="e" * 64,
        versions={"python": "3.11"},
        machine={"cores": "2"},
    )
    end = End(
        finished=START + timedelta(seconds=75), seconds=75, questions=len(lines), peak_memory=None
    )
    return Run(header=header, lines=lines, end=end)


def report(now: Run, before: Run | None = None, **given: object) -> ReportData:
    figures = [
        Figure(measure, group, 0.5, 0.4, 0.6, len(now.lines), 0)
        for measure in MEASURES
        for group in ("all", "split:tune", "split:check", "kind:fact", "section:2 Subtypes")
    ]
    values: dict[str, object] = {
        "figures": figures,
        "metrics": tuple(MEASURES.values()),
        "baseline": before,
        "comparison": comparison(failed=False) if before else None,
        "curves": Curves([(0.5, 0.1), (1.0, 0.2)], 0.1, [Bin(0.7, 0.6, 3, 0.7, 0.8)], 0.1, 0.9),
    }
    return ReportData(now, **{**values, **given})  # type: ignore[arg-type]


def comparison(*, failed: bool) -> Comparison:
    facts = Change("facts", 1, 0.9, 0.5, -0.4, -0.2, 0.0001, 0.0002, 1, 0, 0.03, failed)
    return Comparison("base", "now", (facts,), 1, ("b-2",))


class Page(HTMLParser):
    """Elements with their attributes, and the text outside style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._inside: list[str] = []
        self._texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        if tag in ("style", "script"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside[-1:] == [tag]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self._texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def hostile() -> Line:
    quote = GoldPlace(document=HOSTILE, start=0, end=len(HOSTILE), quote=HOSTILE)
    cited = Cited(
        marker=1,
        document=HOSTILE,
        start=0,
        end=len(HOSTILE),
        quote=HOSTILE,
        section=HOSTILE,
        exact=False,
    )
    return line(
        kind="followup",
        question=HOSTILE,
        history=((HOSTILE, HOSTILE),),
        standalone=HOSTILE,
        reference=HOSTILE,
        section=HOSTILE,
        facts=((HOSTILE,),),
        gold=(quote,),
        searched=HOSTILE + "?",
        lead=HOSTILE,
        pieces=(Piece(text=HOSTILE, marker=1),),
        citations=(cited,),
        scores={"facts": None},
        unjudged={"facts": HOSTILE},
    )


def test_hostile_text_is_shown_and_inert() -> None:
    now = run(hostile())
    before = run(hostile().model_copy(update={"lead": ""}))
    groups = [Figure("facts", f"section:{HOSTILE}", 0.5, 0.4, 0.6, 1, 0)]
    trend = [TrendPoint(HOSTILE, START, HOSTILE, {"facts": (0.5, 0.4, 0.6)})] * 2
    html = render(report(now, before, figures=groups, trend=trend, notes=[HOSTILE]))
    page = Page(html)
    assert page.text.count(HOSTILE) > 10
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert not [key for _, given in page.elements for key in given if key.startswith("on")]
    assert HOSTILE not in html


def test_control_characters_and_lone_surrogates_do_not_reach_the_page() -> None:
    html = render(report(run(line(question="a\x1b[2J\u202eb\ud800c", reference="\ud800"))))
    assert "a[2Jb\ufffdc" in html
    html.encode("utf-8")
    assert not re.search("[\x00-\x08\x1b\u202e]", html)


def test_nothing_is_loaded_and_only_its_own_style_and_script_are_let_run() -> None:
    html = render(report(run(line())))
    page = Page(html)
    policy = next(
        meta["content"]
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert inside
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for tag in ("link", "img", "iframe", "object", "embed", "base"):
        assert not page.all(tag)
    given = [attributes for _, attributes in page.elements]
    assert not [one for one in given if {"src", "srcset", "style", "xlink:href"} & one.keys()]
    assert all(one["href"].startswith("#") for one in given if "href" in one)
    assert not re.search(r"url\(|@import|https?://", html)


def test_every_measure_and_every_question_appears() -> None:
    now = run(*(line(f"a-{number}", pieces=()) for number in range(5)))
    before = run(*(line(f"a-{number}") for number in range(5)), name="base")
    page = Page(render(report(now, before)))
    for measure in MEASURES.values():
        assert measure.title in page.text
    rows = {row.get("id"): row for row in page.all("details")}
    assert {f"q-a-{number}" for number in range(5)} <= rows.keys()
    assert all("data-text" in rows[f"q-a-{number}"] for number in range(5))


@pytest.mark.parametrize(("failed", "verdict"), [(True, "Regression"), (False, "Passed")])
def test_the_verdict_is_the_gates(failed: bool, verdict: str) -> None:
    html = render(report(run(line()), run(line()), comparison=comparison(failed=failed)))
    page = Page(html)
    assert f'<h1 class="{"failed" if failed else "passed"}">{verdict}</h1>' in html
    assert ("Worse beyond the margin: facts found" in page.text) is failed
    assert "< 0.001" in page.text


def test_without_a_baseline_the_worst_come_first_and_nothing_is_compared() -> None:
    good = line("a-good", scores={"facts": 1.0, "decision": 1.0})
    page = Page(render(report(run(good, line("a-bad", scores={"facts": 0.0})))))
    ids = [row["id"] for row in page.all("details") if "id" in row]
    assert ids == ["q-a-bad", "q-a-good"]
    assert "No baseline" in page.text
    assert "Gate" not in page.text
    assert "Got worse" not in page.text


def test_what_has_no_mean_is_a_dash() -> None:
    nothing = [Figure("facts", "all", None, None, None, 0, 2)]
    html = render(report(run(line()), figures=nothing, headline=("facts",)))
    assert '<dd class="large">–</dd>' in html
    assert "2 unjudged" in Page(html).text
    assert "None" not in Page(html).text


def test_a_run_without_questions_renders() -> None:
    page = Page(render(report(run(), run(), figures=[], curves=Curves())))
    assert "0 questions" in page.text
    assert page.text.count("No data.") == 4


def test_figures_without_an_interval_and_trends_without_one_are_drawn() -> None:
    alone = [Figure("facts", "all", 0.5, None, None, 2, 0)]
    points = [TrendPoint(f"r{n}", START, "", {"facts": (0.5, None, None)}) for n in range(2)]
    html = render(report(run(line()), figures=alone, trend=points))
    assert "Trend of facts found" in html
    assert "(–)" in html


def test_questions_are_ordered_from_worst_to_best_and_new_ones_last() -> None:
    def scored(name: str, facts: float) -> Line:
        return line(name, scores={"facts": facts})

    before = run(*(scored(name, 0.5) for name in ("a-up", "a-down", "a-same", "a-edited")))
    edited = scored("a-edited", 0.1).model_copy(update={"digest": "other"})
    now = run(
        scored("a-up", 1), scored("a-new", 0), edited, scored("a-same", 0.5), scored("a-down", 0)
    )
    found = differences(now, before, METRICS)
    assert [(one.now.id, one.status) for one in found] == [
        ("a-down", "worse"),
        ("a-same", "same"),
        ("a-up", "better"),
        ("a-edited", "edited"),
        ("a-new", "new"),
    ]


def test_an_answer_that_became_a_refusal_is_rewritten() -> None:
    refused = line(found=False)
    assert Difference(refused, line(), "same", 0.0).rewritten
    assert not Difference(line(), line(), "same", 0.0).rewritten


def test_changes_are_those_of_shared_and_judged_questions() -> None:
    before = run(line("a-1", scores={"facts": 0.5}), line("a-2", scores={"facts": None}))
    now = run(line("a-1", scores={"facts": 0.75}), line("a-2"), line("a-3"))
    assert change(MEASURES["facts"], *paired(now, before)) == 0.25
    assert change(MEASURES["focus"], *paired(now, before)) is None
    assert change(MEASURES["seconds_p50"], *paired(now, before)) == 0.0
    assert change(MEASURES["seconds_p50"], [], []) is None


def test_an_answer_is_marked_where_it_overlaps_gold_and_holds_facts() -> None:
    gold = GoldPlace(document="a.txt", start=100, end=100 + SENTENCE.index(":"), quote="")
    one = line(gold=(gold,))
    assert piece(one, one.pieces[0]) == (
        '<mark class="gold">There are </mark><mark class="gold fact">four</mark>'
        '<mark class="gold"> subtypes of MS</mark>: CIS, RRMS, PPMS and SPMS (14).'
    )
    elsewhere = line(gold=(gold.model_copy(update={"document": "b.txt"}),), facts=())
    assert piece(elsewhere, elsewhere.pieces[0]) == SENTENCE


def test_a_gold_quote_is_marked_where_it_is_and_was_cited() -> None:
    def citing(start: int, end: int, *, found: bool = True) -> Line:
        cited = line().citations[0].model_copy(update={"start": 100 + start, "end": 100 + end})
        return line(citations=(cited,), found=found)

    gold = line().gold[0]
    html = gold_quote(gold, citing(-50, 9), citing(0, 14))
    assert html.startswith(
        '<mark class="cited">There are</mark><mark class="dropped"> four</mark> subtypes'
    )
    assert "<mark" not in gold_quote(gold, citing(0, 9, found=False), None)


def test_marks_clip_and_escape() -> None:
    assert marked("a<b>c", {"x": [(-5, 2), (4, 99)]}) == (
        '<mark class="x">a&lt;</mark>b&gt;<mark class="x">c</mark>'
    )


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("one two three four", "two three four five", ["two three four"]),
        ("one two three four", "two three", ["two three"]),
        ("one two", "two three four", []),
        ("a b c x d e f", "a b c d e f", ["a b c", "d e f"]),
        ("A–B, c", "a-b c", ["A–B, c"]),
        ("words", "…", []),
        ("same", "same", ["same"]),
    ],
)
def test_shared_runs_of_words(text: str, source: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in shared(text, source)] == found


def test_forms_are_not_found_inside_longer_numbers() -> None:
    text = "98.8% and 8.8% of 1,200"
    assert [text[a:b] for a, b in places_of(text, "8.8%")] == ["8.8%"]
    assert [start for start, _ in places_of(text, "8.8%")] == [10]
    assert not list(places_of(text, "200"))


def test_a_refusal_holds_no_fact() -> None:
    assert facts_held(line()) == ["four", None]
    assert facts_held(line(found=False)) == [None, None]


def test_numbers_are_short_and_changes_signed() -> None:
    assert [number(one) for one in (None, 0, 0.0512, 1.234, 56.78, 1234.5)] == [
        "–", "0", "0.051", "1.23", "56.8", "1,234",
    ]  # fmt: skip
    assert [percent(one) for one in (None, 0.0, 0.8766, 1.0)] == ["–", "0%", "87.7%", "100%"]
    facts, words = MEASURES["facts"], MEASURES["words"]
    assert interval(facts, 0.812, 0.9) == "81.2–90.0%"
    assert interval(facts, None, 0.9) == "–"
    assert [signed(facts, one) for one in (0.021, -0.021, 0.0001, None)] == [
        "+2.1", "−2.1", "0", "–",
    ]  # fmt: skip
    assert told(facts, -0.021) == "2.1 points worse"
    assert told(words, -3.0) == "3 better"
    assert told(words, None) == ""


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [(0.0, 1.0, [0.0, 0.5, 1.0]), (0.81, 0.93, [0.8, 0.85, 0.9, 0.95]), (5.0, 5.0, None)],
)
def test_ticks_are_round_and_hold_the_values(
    low: float, high: float, found: list[float] | None
) -> None:
    marks = ticks(low, high)
    assert marks[0] <= low <= high <= marks[-1]
    assert len(marks) > 1
    assert found is None or marks == found


def test_the_ends_of_a_time_line_are_told_apart_within_one_day() -> None:
    noon = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)
    assert ends(noon, noon + timedelta(hours=2)) == ("4 Mar 2026, 12:05", "14:05")
    assert ends(noon, noon + timedelta(days=2)) == ("4 Mar 2026", "6 Mar 2026")
