"""What is quoted around a deciding sentence, in documents of many fields."""

from __future__ import annotations

import pytest
from evidence_samples import evidence
from hypothesis import given
from hypothesis import strategies as st
from memory_index import document

from assistant.answering.excerpts import MAX_ITEMS, Excerpt, excerpt
from assistant.nlp.tokens import stems


def around(
    text: str, beginning: str, question: str = "", *, whole: bool = False, steps: bool = False
) -> Excerpt:
    """The excerpt of the sentence that begins so."""
    title = text.splitlines()[0].lstrip("# ")
    one, *_ = evidence(document("a.md", text, title=title), {beginning: 1.0})
    return excerpt(one, stems(question), whole=whole, steps=steps)


def lines(found: Excerpt) -> list[str]:
    return found.text.splitlines()


KIT = """# Climbing trip

Bring to the hut:

- a helmet
- two ropes
- a warm sleeping bag that is dry

The bus leaves at six.
"""


def test_an_item_is_quoted_with_what_introduces_it() -> None:
    found = around(KIT, "two ropes", "How many ropes do we bring to the hut?")
    assert lines(found)[0] == "Bring to the hut:"
    assert "two ropes" in lines(found)


def test_a_sentence_that_ends_with_a_colon_is_quoted_with_its_items() -> None:
    found = around(KIT, "Bring to", "What do we bring to the hut?")
    assert lines(found) == [
        "Bring to the hut:",
        "a helmet",
        "two ropes",
        "a warm sleeping bag that is dry",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nThe pump has three faults:\n\n- it leaks\n- it stalls\n",
        "# A\n\nRun this:\n\n```\nmake all\n```\n",
        "# A\n\nThe judge ruled as follows:\n\nThe claim fails.\n",
    ],
)
def test_nothing_ends_with_a_colon_that_introduces_something(text: str) -> None:
    for beginning in ("The pump", "Run this", "The judge"):
        if beginning in text:
            assert not around(text, beginning).text.rstrip().endswith(":")


LONG = "# Birds\n\nSeen at the lake:\n\n" + "".join(f"- kind number {n}\n" for n in range(31))


def test_a_long_list_is_cut_and_says_so() -> None:
    found = around(LONG, "Seen at", "Which birds were seen?", whole=True)
    assert found.total == 31
    assert len(lines(found)) == 1 + MAX_ITEMS


def test_one_item_of_a_long_list_is_quoted_without_the_others() -> None:
    found = around(LONG, "kind number 17", "Is kind number 17 there?")
    assert lines(found) == ["Seen at the lake:", "kind number 17"]
    assert found.total == 0


CODE = "# Install\n\nThe tool needs Rust. Then build it with this command:\n\n" + (
    "```\ncargo build --release\n```\n"
)


def test_code_is_quoted_with_the_sentence_that_introduces_it() -> None:
    found = around(CODE, "cargo build")
    assert lines(found) == ["Then build it with this command:", "cargo build --release"]


def test_of_long_code_only_the_lines_around_are_quoted() -> None:
    code = "\n".join(f"step {number}" for number in range(100, 150))
    found = around(f"# Job\n\n```\n{code}\n```\n", "step 125")
    assert "step 125" in lines(found)
    assert len(lines(found)) <= 12


FAQ = "# Library\n\nHow long may I keep a book?\n\nFor three weeks. You can renew it twice.\n"


def test_a_question_is_quoted_with_its_answer() -> None:
    found = around(FAQ, "How long")
    assert "For three weeks." in found.text
    assert found.document.text[found.deciding.start :].startswith("For three weeks.")


def test_a_heading_is_quoted_with_what_stands_under_it() -> None:
    text = "# Parish news\n\n## Summer fair\n\nThere is cake. Children come free.\n"
    assert lines(around(text, "Summer fair")) == [
        "Summer fair",
        "There is cake. Children come free.",
    ]


def test_a_heading_with_a_date_is_quoted_with_what_happens_then() -> None:
    text = "# Parish news\n\n## Summer fair, 14 June 2025\n\nThere is cake. Children come free.\n"
    found = around(text, "Summer fair")
    assert "14 June 2025" in found.text
    assert "There is cake." in found.text


@pytest.mark.parametrize("beginning", ["May children", "From ten"])
def test_a_heading_that_asks_is_quoted_with_its_answer(beginning: str) -> None:
    text = "# Locks\n\n## May children help?\n\nFrom ten years on, with an adult beside them.\n"
    found = around(text, beginning)
    assert lines(found) == ["May children help?", "From ten years on, with an adult beside them."]
    assert found.document.text[found.deciding.start :].startswith("From ten")


def test_a_row_is_quoted_whole() -> None:
    text = "# Fares\n\n| Zone | Fare |\n|---|---|\n| A | 2 euros |\n| B | 3 euros |\n"
    found = around(text, "B", "What is the fare in zone B?")
    assert lines(found)[-1] == "B | 3 euros"
    assert "2 euros" not in found.text


def test_a_short_item_is_quoted_under_its_heading() -> None:
    text = "# Menu\n\n## Thursday\n\n- leek soup\n- trout\n"
    found = lines(around(text, "trout", "When is there trout?"))
    assert found[0] == "Thursday"
    assert "trout" in found
    assert "Menu" not in found


def test_a_leaning_sentence_brings_the_one_it_leans_on() -> None:
    text = (
        "# Lighthouse\n\nIt was dark that night.\n\nThe keeper had two sons. They left in 1902.\n"
    )
    assert "The keeper had two sons. They left in 1902." in around(text, "They left").text


def test_the_first_sentence_of_a_block_leans_on_the_block_before() -> None:
    text = "# Oven\n\nTurn the dial to the left.\n\nThis opens the valve for gas.\n"
    found = around(text, "This opens")
    assert "Turn the dial to the left." in found.text
    assert "This opens the valve for gas." in found.text


def test_but_not_over_a_heading() -> None:
    text = "# Oven\n\nTurn the dial.\n\n# Gas\n\nThis opens the valve for gas in the kitchen now.\n"
    assert "dial" not in around(text, "This opens").text


def test_an_excerpt_has_about_sixty_words() -> None:
    text = "# Tale\n\n" + " ".join(
        f"Sentence number {n} of this old tale has just ten words." for n in range(30)
    )
    found = around(text, "Sentence number 12 ")
    assert "Sentence number 12 " in found.text
    assert 20 <= len(found.text.split()) <= 60


@given(
    st.lists(
        st.sampled_from(
            [
                *("# Head", "## What?", "- item", "- other: item", "The end. Of it.", "They say:"),
                *("Why?", "```\ncode\n```", "1. one", "| A | B |\n|---|---|\n| 1 | 2 |"),
            ]
        ),
        min_size=1,
    ),
    st.booleans(),
)
def test_parts_are_in_order_of_one_document_and_hold_what_decides(
    blocks: list[str], whole: bool
) -> None:
    made = document("a.md", "\n\n".join(blocks) + "\n")
    for one in evidence(made, {"": 1.0}):
        found = excerpt(one, {"item"}, whole=whole)
        assert found.parts
        last = 0
        for part in found.parts:
            assert last <= part.start < part.end <= len(made.text)
            last = part.end
        assert any(
            p.start <= found.deciding.start < found.deciding.end <= p.end for p in found.parts
        )


RULES = """# Depot

## Electricity

2.1 The line carries 750 V. It is switched off before anyone climbs on a roof.

2.2 Nobody may work on the roof alone. This does not apply to halls.

2.3 The keys are kept at:

- gate A
- gate B

## Persons

Visitors wear a vest at all times. Dogs are not admitted, except guide dogs.

For lost property, ask in the office.
"""


def test_an_excerpt_stops_before_a_colon_and_begins_with_no_pronoun() -> None:
    found = around(RULES, "2.2 Nobody", "Can I climb on the roof alone?")
    assert found.text.endswith("This does not apply to halls.")
    assert "It is switched off" not in found.text


def test_an_excerpt_keeps_to_its_paragraph() -> None:
    assert lines(around(RULES, "Dogs are", "May I bring a dog?")) == [
        "Persons",
        "Visitors wear a vest at all times. Dogs are not admitted, except guide dogs.",
    ]


def test_a_short_excerpt_stands_under_its_heading() -> None:
    text = "# Trip\n\n## Boats\n\n### The Skua\n\nCarries six.\n\n### The Petrel\n\nCarries four.\n"
    assert lines(around(text, "Carries six")) == ["Boats", "The Skua", "Carries six."]
    assert lines(around(text, "Carries four")) == ["Boats", "The Petrel", "Carries four."]


def test_of_a_long_list_only_what_is_asked_follows_its_lead_in() -> None:
    foods = LONG.replace("kind number 27", "a heron")
    assert lines(around(foods, "Seen at", "Was a heron seen?")) == ["Seen at the lake:", "a heron"]
    assert len(lines(around(foods, "kind number 3", "Was a heron seen?"))) == 2


def test_of_a_short_list_without_a_lead_in_only_the_item_that_answers_is_quoted() -> None:
    text = "# News\n\n## 3.2\n\n- Four boats at once.\n- A booking may be cancelled until eight.\n"
    found = around(text, "A booking", "Until when can I cancel a booking?")
    assert lines(found) == ["3.2", "A booking may be cancelled until eight."]


def test_a_heading_that_asks_is_quoted_with_a_long_answer() -> None:
    text = (
        "# Ferry\n\n## Who owns the boat?\n\nThe islands do, more or less: since 2016 the company "
        "belongs to the trust, and the trust is everybody who lives here and has paid the pound "
        "that it costs to join.\n\n## Where do I sit?\n\nBelow.\n"
    )
    assert lines(around(text, "The islands do"))[0] == "Who owns the boat?"


STEPS = "# Cheese\n\nHow the cheese is made:\n\n" + "".join(
    f"{number}. {step} Then wait until the next step of the cheese, and touch nothing at all.\n"
    for number, step in enumerate(
        [
            "Warm the milk slowly to 32 degrees.",
            "Cut the curd with a long knife.",
            "Press it with 3 kg for half an hour.",
            "Float it in brine for five hours.",
            "Dry it on a rack for a day.",
            "Wash it every other day for weeks.",
            "Turn it on the same day, and look at it.",
        ],
        1,
    )
)


def test_of_a_procedure_only_the_step_that_answers_is_quoted() -> None:
    found = around(STEPS, "3. Press", "How is the cheese made firm?")
    assert "3. Press" in found.text
    assert "Warm the milk" not in found.text
    assert "Warm the milk" in around(STEPS, "3. Press", "How is it made?", whole=True).text
    made = around(STEPS, "3. Press", "How is the cheese made?", steps=True)
    assert "Warm the milk" in made.text
