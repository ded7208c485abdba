"""Captions that roll, and cues in which two people speak."""

from __future__ import annotations

from assistant.reading.text.subtitles import read_subtitles


def turns(*cues: str) -> list[str]:
    """The turns of cues of two seconds each, one after the other."""
    times = [f"00:00:{at:02d}.000 --> 00:00:{at + 2:02d}.000" for at in range(0, 60, 2)]
    body = "\n\n".join(f"{time}\n{cue}" for time, cue in zip(times, cues, strict=False))
    read = read_subtitles(f"WEBVTT\n\n{body}\n".encode())
    return [read.text[b.start : b.end] for b in read.blocks]


def test_lines_that_stay_are_said_once() -> None:
    found = turns("we bake at five", "we bake at five\nand sell at six", "and sell at six\ndaily.")
    assert found == ["we bake at five and sell at six daily."]


def test_captions_that_grow_word_by_word() -> None:
    assert turns("rye", "rye and", "rye and oats", "\u00a0\nrye and oats\nwheat") == [
        "rye and oats wheat"
    ]


def test_what_is_said_twice_stays() -> None:
    assert turns("No.", "Never.", "Never.") == ["No. Never. Never."]
    assert turns("- No.", "- No.\n- Yes.") == ["- No.", "- No.", "- Yes."]


def test_two_speakers_of_a_cue() -> None:
    assert turns("- Hello. - Who is there?", "- The milk - two litres.") == [
        "- Hello.",
        "- Who is there?",
        "- The milk - two litres.",
    ]
    assert turns("<v Anna>At six.</v> <v Ben>Which one?", "<v Ben>The low one.\n<v Anna>Both.") == [
        "Anna: At six.",
        "Ben: Which one? The low one.",
        "Anna: Both.",
    ]
