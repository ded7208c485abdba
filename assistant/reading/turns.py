"""Transcripts in any format: the paragraph "Matteo: I came late" is what a speaker says."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.document import Block
from assistant.reading.structure import Structure
from assistant.reading.text import speech_forms as speech


def with_turns(structure: Structure) -> Structure:
    """The paragraphs of those who take turns as turns; see `speech.speakers`."""
    if any(block.kind == "turn" for block in structure.blocks):
        return structure
    said = {
        at: structure.text[block.start : block.end]
        for at, block in enumerate(structure.blocks)
        if block.kind in ("paragraph", "field")
    }
    speakers = speech.speakers(said.values())
    if not speakers:
        return structure
    return replace(
        structure,
        blocks=tuple(
            _turn(block) if speech.speaker(said.get(at, "")) in speakers else block
            for at, block in enumerate(structure.blocks)
        ),
    )


def _turn(block: Block) -> Block:
    return replace(block, kind="turn")
