from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.lexicon import Lexicon
from assistant.nlp.tokens import stem
from assistant.nlp.word_statistics import without_references

SENTENCES = [
    "Multiple sclerosis (MS) is a disease of the central nervous system (CNS).",
    "Mesenchymal stem cells (MSCs) were transplanted into patients with multiple sclerosis.",
    "The survival of patients after transplantation was 98.8% [12].",
    "Graft-versus-host disease was rare.",
    "It is cheaper than other drugs.",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    ordinary = frozenset(["weather", "capital", "summer", "stems", "diseased", "cell"])
    return Lexicon([" ".join(SENTENCES)], SENTENCES, ordinary)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("mesenchimal", "mesenchymal"),
        ("sclerossis", "sclerosis"),
        ("survial", "survival"),
        ("transplntation", "transplantation"),
        ("pateints", "patients"),
        ("multple", "multiple"),
    ],
)
def test_typos_are_mended(lexicon: Lexicon, wrong: str, right: str) -> None:
    query = lexicon.query(f"What about {wrong}?")
    assert query.text == f"What about {right}?"
    assert query.corrected == {wrong: right}
    assert stem(right) in query.terms


@pytest.mark.parametrize(
    "word",
    [
        "weather",  # ordinary, not in the corpus
        "cheapest",  # what it is formed from is
        "capital",
        "transplants",  # another form of a word of the corpus
        "patient",
        "ms",  # too short
        "MSCS",  # names are left alone
        "Sclerossis",
        "IL-23",
        "zebrafish",  # near to nothing
        "hosts",
    ],
)
def test_other_words_stay(lexicon: Lexicon, word: str) -> None:
    query = lexicon.query(f"What about {word}?")
    assert query.text == f"What about {word}?"
    assert query.corrected == {}


def test_rare_words_weigh_more(lexicon: Lexicon) -> None:
    assert lexicon.idf("graft") > lexicon.idf(stem("patients")) > 0
    assert lexicon.idf("nowhere") >= lexicon.idf("graft")
    assert lexicon.frequency(stem("patient")) == 2


def test_reference_marks_are_no_words(lexicon: Lexicon) -> None:
    assert lexicon.frequency("12") == 0
    text = "It rose to 98% [12, 13] in men (99, 103) and (2) in (n = 4)."
    blanked = without_references(text)
    assert len(blanked) == len(text)
    assert blanked.split() == "It rose to 98% in men and in (n = 4).".split()


def test_question_words_weigh_nothing(lexicon: Lexicon) -> None:
    query = lexicon.query("What is the survival of them?")
    assert query.words == ("survival",)
    assert query.terms == {stem("survival"): 1.0}


def test_abbreviations_in_both_forms(lexicon: Lexicon) -> None:
    short = lexicon.query("Which MSCs were given?")
    assert 0 < short.terms[stem("mesenchymal")] < 1
    assert "mesenchymal stem cells" in lexicon.full_text_terms(short)
    long = lexicon.query("Which mesenchymal stem cells were given?")
    assert 0 < long.terms[stem("MSC")] < 1
    assert "MSC" in lexicon.full_text_terms(long)


def test_parts_of_compounds_weigh_less(lexicon: Lexicon) -> None:
    query = lexicon.query("Was graft-versus-host disease seen?")
    assert query.terms[stem("graft-versus-host")] == 1.0
    assert 0 < query.terms["graft"] < 1


@given(st.text())
def test_any_question(text: str) -> None:
    query = Lexicon([" ".join(SENTENCES)], SENTENCES).query(text)
    assert all(0 < weight <= 1 for weight in query.terms.values())


def test_an_empty_corpus() -> None:
    assert Lexicon([], []).query("What is MS?").words == ("MS",)
