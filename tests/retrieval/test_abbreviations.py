"""Cases after Schwartz and Hearst (2003), and of our own documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_documents import NAMES, document

from assistant.nlp.word_statistics import abbreviations, singular


@pytest.mark.parametrize(
    ("text", "short", "long_form"),
    [
        ("Patients with multiple sclerosis (MS) were seen.", "MS", "multiple sclerosis"),
        ("We gave hematopoietic stem cells (HSCs).", "HSC", "hematopoietic stem cells"),
        (
            "A heat shock transcription factor (HSF) of it.",
            "HSF",
            "heat shock transcription factor",
        ),
        (
            "The granulocyte-macrophage colony-stimulating factor (GM-CSF) rose.",
            "GM-CSF",
            "granulocyte-macrophage colony-stimulating factor",
        ),
        ("By tumor necrosis factor-alpha (TNF-a) alone.", "TNF-a", "tumor necrosis factor-alpha"),
        ("A methyl methanesulfonate sulfate (MMS) dose.", "MMS", "methyl methanesulfonate sulfate"),
        ("It stopped. Brain atrophy (BA) followed.", "BA", "brain atrophy"),
    ],
)
def test_definitions(text: str, short: str, long_form: str) -> None:
    assert abbreviations([text]).get(short, "") == long_form


@pytest.mark.parametrize(
    "text",
    [
        "It was seen (see below) in all.",
        "In most of them (n) and more.",
        "In two of them (99) and more.",
        "Something else (XYZ) here.",
        "Unrelated words stand before it (MSC).",
        "A long sentence ends. (MS) begins nothing.",
        "The (MS) first.",
        "(MS)",
    ],
)
def test_brackets_that_define_nothing(text: str) -> None:
    assert abbreviations([text]) == {}


def test_the_most_frequent_long_form_wins() -> None:
    texts = ["magnetic stimulation (MS)", "multiple sclerosis (MS)", "Multiple Sclerosis (MS)"]
    assert abbreviations(texts) == {"MS": "multiple sclerosis"}


def test_those_of_the_reviews() -> None:
    found = abbreviations(document(name).text for name in NAMES)
    expected = {
        "MS": "multiple sclerosis",
        "CNS": "central nervous system",
        "HSCT": "hematopoietic stem cell transplantation",
        "RRMS": "relapsing–remitting ms",
        "PDGF": "platelet-derived growth factor",
        "DMD": "disease-modifying drugs",
    }
    assert {short: found.get(short) for short in expected} == expected


@pytest.mark.parametrize(
    ("short", "expected"),
    [("HSCs", "HSC"), ("MS", "MS"), ("iPSCs", "iPSC"), ("cells", "cells"), ("CD4s", "CD4")],
)
def test_singular(short: str, expected: str) -> None:
    assert singular(short) == expected


@given(st.lists(st.text()))
def test_any_texts(texts: list[str]) -> None:
    for short, long_form in abbreviations(texts).items():
        assert len(short) < len(long_form)
