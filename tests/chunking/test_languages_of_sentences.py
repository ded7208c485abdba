"""Sentences of other languages than English."""

from __future__ import annotations

import pytest

from assistant.chunking.sentences import sentences


@pytest.mark.parametrize(
    "found",
    [
        ["Die Miete ist am 29. Juli fällig.", "Sie beträgt 900 Euro."],
        ["Er kam im 19. Jahrhundert, z. B. nach Wien.", "Dort blieb er bis 1848.", "Er ging."],
        ["Er ist 29.", "Sie ist 30."],
        ["Der 2. Weltkrieg endete 1945.", "Danach kam der 3. Plan."],
        ["Vgl. Abs. 3 und Nr. 4.", "Das gilt auch für Hr. Müller."],
        ["M. Dupont et Mme. Martin arrivent.", "Ils partent."],
        ["El Sr. García vive aquí.", "¿Dónde está?", "¡Aquí!", "La Sra. López, pág. 5."],
        ["这座桥很长。", "它建于1957年！", "真的？", "是的。"],
        ["彼は「行きます。」と言った。", "次の日、雨が降った。"],
        ["ما اسمك؟", "اسمي علي."],
        ["यह एक पुल है।", "यह लंबा है॥", "ठीक।"],
        ["Он родился в 1990 г. в Москве.", "Это ул. Ленина.", "Потом уехал."],
    ],
)
def test_sentences(found: list[str]) -> None:
    for text in (" ".join(found), "".join(found) if found[0].endswith("。") else " ".join(found)):
        assert [text[span.start : span.end] for span in sentences(text)] == found


@pytest.mark.parametrize(
    "clause", ["ภาษาไทยไม่มีการเว้นวรรคระหว่างคำแต่มีช่องว่าง ", "这座桥建于一九五七年并且很长，"]
)
def test_a_long_text_without_ends_of_sentences_is_cut_at_its_pauses(clause: str) -> None:
    text = clause * 40
    spans = sentences(text)
    assert len(spans) > 5
    assert all(50 <= span.end - span.start <= 200 for span in spans)
    joined = "".join(text[span.start : span.end] for span in spans)
    assert joined.replace(" ", "") == text.replace(" ", "")
