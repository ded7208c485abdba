"""What a question leans on in the talk before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.messages import MESSAGES
from assistant.nlp.discourse import in_brackets, split_context, with_context
from assistant.nlp.tokens import tokens
from assistant.query.context import follow_up
from assistant.query.leaning import LEANS, leaning
from assistant.query.question import MAX_QUESTION, is_asked
from assistant.types import Turn


def about(question: str, *earlier: str | Turn) -> tuple[str, ...]:
    turns = [one if isinstance(one, Turn) else Turn(one) for one in earlier]
    return follow_up(question, turns).about


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("What is the notice period of the Alder agreement?", "How long is it?", "notice period"),
        ("How much is a bed in the bunkhouse?", "And sheets?", "bunkhouse"),
        ("Which valve does the boiler need?", "Where do I order one?", "boiler"),
        ("When does the night train leave Lisbon?", "Does it run on Sundays?", "Lisbon"),
        ("Who may open the vault?", "What about visitors?", "vault"),
    ],
)
def test_a_follow_up_leans_on_what_was_asked(earlier: str, question: str, expected: str) -> None:
    assert any(expected in phrase for phrase in about(question, earlier))


@pytest.mark.parametrize(
    "question",
    [
        "How long is the guarantee of the blue compressor in Norway?",
        "Which trees did the council plant beside Mill Lane in spring?",
        "A neighbour gave me a ladder worth £50, may I keep it?",
        "When did the sail loft in Harwich close?",
    ],
)
def test_a_question_complete_in_itself_stands_alone(question: str) -> None:
    assert (
        follow_up(question, [Turn("What is the smallest room?", "It has 6 m².")]).searched
        == question
    )


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("And in winter?", True),
        ("what about two dogs?", True),
        ("Who wrote it?", True),
        ("Why?", True),
        ("The other one?", True),
        ("Is there a swimming pool on the island for guests?", False),
        ("Which costs does the monthly rent of the flat not cover?", False),
    ],
)
def test_what_tells_that_a_question_leans(question: str, leans: bool) -> None:
    assert (leaning(question) >= LEANS) is leans


def test_the_question_stays_as_asked() -> None:
    turns = [Turn("What is the notice period of the Alder agreement?")]
    found = follow_up("And of the Birch agreement?", turns)
    assert found.question == "And of the Birch agreement?"
    assert found.about == ("notice period",)  # not Alder, which Birch takes the place of
    assert found.searched == "And of the Birch agreement? (about: notice period)"


@pytest.mark.parametrize(
    ("earlier", "question", "replaced"),
    [
        ("Are dogs allowed in the yard?", "And cats?", "dogs"),
        ("When does trip 1421 leave?", "and 1425?", "1421"),
        ("Who mends the roof in Cork?", "And in Derry?", "Cork"),
    ],
)
def test_what_is_of_the_same_kind_is_left_out(earlier: str, question: str, replaced: str) -> None:
    assert not any(replaced in phrase for phrase in about(question, earlier))


def test_who_was_named_in_the_answer_is_meant() -> None:
    earlier = Turn("Who bought the island in 1839?", "James Oswald bought it for £200. [1]")
    assert about("What did he want there?", earlier)[0] == "James Oswald"


def test_one_of_a_list_stands_for_itself() -> None:
    earlier = Turn("What is in the kit?", "The kit holds a saw, a chisel and a plane. [1]")
    assert about("What is the second of them for?", earlier) == ("chisel",)


@pytest.mark.parametrize(
    ("told", "question", "meant"),
    [
        (
            "Elm Ltd | £1,480 | May\nOak & Son | £1,720 | June",
            "How long for the second?",
            "Oak & Son",
        ),
        (
            "Inn: 14 rooms, a bar. Hut, Upper Row: no bar.",
            "Is the last one open?",
            "Hut, Upper Row",
        ),
    ],
)
def test_one_of_several_rows_or_lines_is_named_by_its_label(
    told: str, question: str, meant: str
) -> None:
    assert about(question, Turn("Which are there?", told)) == (meant,)


def test_a_correction_without_a_question_keeps_what_was_asked() -> None:
    assert "heavy" in about("Wait, mine is the DH-20.", "How heavy is the DH-12?")


def test_at_most_three_phrases() -> None:
    long = "Which oil, filter, belt, plug and lamp does the mower of the school in Cork need?"
    assert len(about("And why?", long)) == 3


def test_what_the_last_question_leant_on_is_carried() -> None:
    turns = [Turn("What does the bunkhouse cost?"), Turn("And sheets?")]
    assert "bunkhouse" in " ".join(about("And a towel?", *turns))


def test_something_else_begins_anew() -> None:
    found = follow_up("Something else: how tall is it?", [Turn("How old is the tower?")])
    assert (found.question, found.about, found.back) == ("How tall is it?", (), ())


def test_back_to_an_earlier_subject() -> None:
    turns = [Turn("How old is the lighthouse?"), Turn("What does the ferry cost?")]
    found = follow_up("Back to the lighthouse: who built it?", turns)
    assert found.back[-1].question == "How old is the lighthouse?"
    assert found.about[0] == "lighthouse"


def test_a_correction_takes_the_place_of_what_was_wrong() -> None:
    found = follow_up("No, I meant the DH-20", [Turn("Which hose fits the DH-12?")])
    assert "hose" in " ".join(found.about)
    assert "DH-12" not in " ".join(found.about)


def test_a_refused_topic_is_not_dragged_on() -> None:
    refusal = MESSAGES.refusal.format(asked=MESSAGES.who_was_asked(["Alpha", "Beta"], 0))
    turns = [Turn("Who owns the ferry?", "Ruth owns it. [1]"), Turn("Who is the king?", refusal)]
    assert "king" not in " ".join(about("How many others?", *turns))


def test_a_context_that_is_given_is_kept() -> None:
    turns = [Turn("What does the ferry cost?")]
    found = follow_up("And sheets? (about: bunkhouse)", turns)
    assert (found.question, found.about) == ("And sheets?", ("bunkhouse",))


def test_what_was_searched_is_believed() -> None:
    kept = Turn("And sheets?", searched="And sheets? (about: bunkhouse)")
    assert "bunkhouse" in " ".join(about("How much?", kept))


def test_a_context_can_be_split_off_again() -> None:
    text = with_context("And why?", ["a (b)", "c · d", " "])
    assert split_context(text) == ("And why?", ("a b", "c d"))
    assert split_context("Why (now)?") == ("Why (now)?", ())


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("How hot does the third one get?", "How hot does get? (The Dragon)"),
        ("What about the latter?", "What about ? (The Dragon)"),
        ("Is it the third year?", "Is it the third year? (The Dragon)"),
    ],
)
def test_what_an_ordinal_stands_for_is_read_in_its_place(asked: str, read: str) -> None:
    assert in_brackets(with_context(asked, ["The Dragon"])) == read
    assert in_brackets(asked) == asked


QUESTIONS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "what about IL-27 Alder and in rats mice it that ? the price of sheets why who ( ) "
            "how many people was were there ) ( (both) these second . DH-20 Back to : No, I meant"
            " (about: x)".split()
        )
    ).map(" ".join),
)
LONG = QUESTIONS.map(lambda text: f"{text} " * (MAX_QUESTION // (len(text) + 1)))


@given(st.one_of(QUESTIONS, LONG), st.lists(st.one_of(QUESTIONS, LONG), max_size=3), QUESTIONS)
def test_what_may_be_asked_may_be_searched(question: str, earlier: list[str], told: str) -> None:
    history = [Turn(asked, told) for asked in earlier]
    assert not is_asked(question) or is_asked(follow_up(question, history).searched)


@given(QUESTIONS, st.lists(QUESTIONS, max_size=4), QUESTIONS)
def test_no_word_comes_from_elsewhere(question: str, earlier: list[str], told: str) -> None:
    searched = follow_up(question, [Turn(asked, told) for asked in earlier]).searched
    said = " ".join([question, told, *earlier, "about"]).lower()
    assert all(token.lower() in said for token in tokens(searched))


@given(QUESTIONS)
def test_alone_it_only_loses_white_space(question: str) -> None:
    asked, given_ = split_context(" ".join(question.split()))
    assert follow_up(question, []).searched == with_context(asked, given_)


SHIPS = Turn(
    "Which ships does K. Sund own?",
    "Birka | NV-1 | 1976 | K. Sund | 2 [1]\nDelfin | NV-2 | 2020 | K. Sund | 2 [2]",
)
BODIES = Turn(
    "Which bodies has the club?", "a) the meeting, b) the committee, c) the three auditors. [1]"
)


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        (SHIPS, "When was the second one built in 2024?", ("Delfin",)),
        (BODIES, "What about the second one?", ("the committee",)),
    ],
)
def test_an_ordinal_counts_rows_and_lettered_items(
    turn: Turn, question: str, meant: tuple[str, ...]
) -> None:
    assert about(question, turn) == meant


def test_an_ordinal_after_an_ordinal_counts_no_list() -> None:
    turn = Turn("What is paid in her first year?", "Tarrant, Boatbuilders, Hob Lane Dock pay £9.")
    assert about("And in the third?", turn)[:1] != ("Hob Lane Dock",)


@pytest.mark.parametrize("earlier", ["", "What does a berth cost?"])
def test_thanks_are_nothing_to_lean_on(earlier: str) -> None:
    turns = [Turn(earlier, "A berth costs £5.")] if earlier else []
    asked = follow_up("Thanks! Who is Ines Calloway?", turns)
    assert asked.searched == "Who is Ines Calloway?"
    assert "Thanks" not in about("What does she earn?", *turns, Turn("Thanks! Who is Ines?"))
