from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.tokens import is_stop, parts, spaced, stem, stems, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("graft-versus-host disease", ["graft-versus-host", "disease"]),
        ("IL-17, TNF-α and CD4+ cells.", ["IL-17", "TNF-α", "and", "CD4+", "cells"]),
        ("Wharton’s jelly (WJ)", ["Wharton’s", "jelly", "WJ"]),
        ("98.8% of 1/2", ["98.8", "of", "1/2"]),
        ("end. Next", ["end", "Next"]),
        ("_under_score_", ["under", "score"]),
        ("", []),
        ("... --- !!!", []),
        ("IL-17细胞治疗", ["IL-17", "细胞", "胞治", "治疗", "细", "胞", "治", "疗"]),
        ("タワーの高さ。桥", ["タワ", "ワー", "ーの", "の高", "高さ", "高", "桥"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_pairs_with_a_character_of_no_content_are_stop_words() -> None:
    assert [pair for pair in tokens("这座桥的长度") if not is_stop(pair)] == [
        *("座桥", "长度", "座", "桥", "长", "度"),
    ]


def test_a_full_text_index_is_given_pairs() -> None:
    assert spaced("IL-17 works.") == "IL-17 works."
    assert spaced("第1章 桥 长度").split() == ["第", "1", "章", "桥", "长度", "长", "度"]


def test_parts() -> None:
    assert parts("graft-versus-host") == ["graft", "versus", "host"]
    assert parts("IL-17") == ["IL", "17"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trials", "trial"),
        ("MSCs", "MSC"),
        ("iPSCs", "iPSC"),
        ("transplantation", "transplant"),
        ("Patients", "patient"),
        ("three", "3"),
        ("twenty", "20"),
        ("Wharton’s", "Wharton"),
        ("Wharton's", "wharton"),
        ("injected", "injection"),
        ("safety", "Safety"),
    ],
)
def test_forms_of_one_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("IL-23", "IL-27"), ("CD4", "CD8"), ("rats", "mice"), ("MSC", "HSC")]
)
def test_different_words(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_compounds_count_whole_and_in_parts() -> None:
    assert stems("anti-CD20 drugs") >= {stem("anti-CD20"), "anti", "cd20", stem("drug")}
    assert stem("CD4") in stems("CD4+ cells")


@pytest.mark.parametrize("word", ["the", "The", "what", "Don’t", "isn't"])
def test_stop_words(word: str) -> None:
    assert is_stop(word)


@pytest.mark.parametrize("word", ["MS", "cells", "HSCT", "no-one"])
def test_words_with_content(word: str) -> None:
    assert not is_stop(word)


@given(st.text())
def test_any_text(text: str) -> None:
    for token in tokens(text):
        assert token in text
        assert parts(token)
        assert stem(token) == stem(token)
    assert all(isinstance(found, str) for found in stems(text))


def test_threads_do_not_mix_up_each_other_s_words() -> None:
    made = ("operational", "relapses", "vietnamization", "hopefulness", "electricity", "adjustable")
    expected = [stem.__wrapped__(word) for word in made]

    def again(_: int) -> bool:
        return all([stem.__wrapped__(word) for word in made] == expected for _ in range(60))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(again, range(16)))
    finally:
        sys.setswitchinterval(interval)
