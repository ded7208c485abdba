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
