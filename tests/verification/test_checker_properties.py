"""What holds for every sentence of the reviews: verbatim is supported, a changed digit is not."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_documents import NAMES, document

from assistant.chunking.chunks import cut
from assistant.nlp.lexicon import Lexicon
from assistant.nlp.word_statistics import without_references
from assistant.types import Verdict
from assistant.verification.premise import Support
from assistant.verification.verifier import Checker


@cache
def sentences() -> list[str]:
    found = [document(name) for name in NAMES]
    return [d.text[s.start : s.end] for d in found for p in cut(d) for s in p.sentences]


@cache
def checker() -> Checker:
    return Checker(Lexicon([document(name).text for name in NAMES], sentences()))


def supports(number: int) -> list[Support]:
    """A sentence of the reviews and the four that follow it."""
    chosen = [sentences()[(number + step) % len(sentences())] for step in range(5)]
    return [Support(marker, quote) for marker, quote in enumerate(chosen, start=1)]


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 592))
def test_a_verbatim_sentence_is_always_supported(number: int) -> None:
    checked = checker().check(sentences()[number], supports(number))
    assert checked.verdict is Verdict.SUPPORTED
    assert 1 in checked.markers
    assert checked.reason == ""


def _digits(text: str) -> list[int]:
    """Places of digits that say something: no reference marks, no numbers of items or headings."""
    shown = re.sub(
        r"^\W*\d+(?:\.\d+)*(?:\.|(?=\s))", lambda m: " " * len(m[0]), without_references(text)
    )
    return [at for at, char in enumerate(shown) if char in "0123456789"]


WITH_DIGITS = [number for number, text in enumerate(sentences()) if _digits(text)]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_changed_digit_is_never_supported(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(WITH_DIGITS))
    text = sentences()[number]
    at = data.draw(st.sampled_from(_digits(text)))
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != text[at]]))
    changed = text[:at] + digit + text[at + 1 :]
    checked = checker().check(changed, supports(number))
    assert checked.verdict is not Verdict.SUPPORTED, changed


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200), quote=st.text(max_size=200))
def test_any_text_can_be_checked(text: str, quote: str) -> None:
    checked = checker().check(text, [Support(7, quote)])
    assert checked.text == text
    assert set(checked.markers) <= {7}
    assert (checked.verdict is Verdict.SUPPORTED) == (checked.reason == "")


def test_the_same_question_twice_gives_the_same_answer() -> None:
    first = checker().check("About 98.8% survived.", supports(390))
    assert checker().check("About 98.8% survived.", supports(390)) == first


@pytest.mark.parametrize("sentence", ["(" * 3000, "not " * 800, "1 2 3 " * 400, "A. " * 700])
def test_odd_sentences_take_no_long_time(sentence: str) -> None:
    assert checker().check(sentence, supports(390)).verdict is not None
