from __future__ import annotations

from assistant.lru import Lru


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    kept: Lru[str, str] = Lru(2)
    made: list[str] = []

    def get(key: str) -> str:
        return kept.get(key, lambda: (made.append(key), key.upper())[1])

    assert [get(key) for key in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]


def test_empty_values_are_kept_and_faults_are_not() -> None:
    kept: Lru[str, bytes] = Lru(2)
    made: list[int] = []

    def fail() -> bytes:
        made.append(1)
        raise ValueError

    for _ in range(2):
        try:
            kept.get("a", fail)
        except ValueError:
            continue
    assert len(made) == 2
    assert kept.get("b", bytes) == kept.get("b", lambda: b"another") == b""


def test_what_is_kept_is_bounded_by_its_size_but_the_last_stays() -> None:
    kept: Lru[str, str] = Lru(5, len)
    kept.keep({"a": "aa", "b": "bbb"})
    assert kept.known("abc") == {"a": "aa", "b": "bbb"}
    kept.keep({"a": "a"})  # one that is made anew counts once
    assert kept.get("c", lambda: "c") == "c"
    assert kept.known("abc") == {"a": "a", "b": "bbb", "c": "c"}
    assert kept.get("d", lambda: "d" * 9) == "d" * 9
    assert kept.known("abcd") == {"d": "d" * 9}
