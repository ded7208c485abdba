"""Which language a question is in: only where it is certain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.reading.languages import is_close, language_name, language_of

GOLD = Path(__file__).parents[2] / "evals" / "gold"
QUESTIONS = [
    ("de", "Wie lange darf man im Hafen liegen bleiben?"),
    ("de", "Welche Unterlagen brauche ich für die Anmeldung"),
    ("de", "Wer haftet bei Schäden am Boot?"),
    ("de", "Ist das Fahrrad im Preis inbegriffen"),
    ("fr", "Où peut-on garer sa voiture le week-end ?"),
    ("fr", "Qui doit signer le contrat de location"),
    ("fr", "Combien de jours avant le départ faut-il payer ?"),
    ("fr", "Quels sont les risques du traitement"),
    ("es", "¿Dónde se entregan las llaves del piso?"),
    ("es", "Cuántos días de vacaciones hay al año"),
    ("es", "qué pasa si pierdo el billete"),
    ("es", "Quién firma el informe anual"),
    ("it", "Quanto costa il biglietto per i bambini?"),
    ("it", "Dove si trova la chiave di riserva"),
    ("it", "Chi ha scritto la relazione annuale?"),
    ("pt", "Quanto custa o bilhete para crianças?"),
    ("pt", "Quem assinou o contrato de aluguel?"),
    ("nl", "Hoeveel kost een kaartje voor kinderen?"),
    ("nl", "Wie heeft het verslag geschreven"),
    ("nl", "Waar kan ik mijn fiets neerzetten?"),
    ("sv", "Hur mycket kostar en biljett för barn?"),
    ("sv", "Vem skrev den årliga rapporten"),
    ("sv", "När öppnar biblioteket på lördagar?"),
    ("pl", "Ile kosztuje bilet dla dzieci?"),
    ("pl", "Kto napisał raport roczny o pszczołach"),
    ("pl", "Gdzie można zaparkować samochód w weekend?"),
    ("cs", "Kolik stojí lístek pro děti v neděli?"),
    ("cs", "Kdo napsal výroční zprávu o včelách"),
    ("tr", "Çocuklar için bilet ne kadar?"),
    ("tr", "Yıllık raporu kim yazdı ve ne zaman"),
    ("fi", "Paljonko lippu maksaa lapsille viikonloppuna?"),
    ("fi", "Kuka kirjoitti vuosikertomuksen mehiläisistä"),
    ("hu", "Mennyibe kerül a jegy a gyerekeknek?"),
    ("hu", "Ki írta az éves jelentést a méhekről"),
    ("ru", "Сколько стоит билет для детей?"),
    ("ru", "Кто написал годовой отчёт о пчёлах"),
    ("el", "Πόσο κοστίζει το εισιτήριο για παιδιά;"),
    ("zh", "谁写了年度报告"),
    ("ja", "子供の切符はいくらですか"),
    ("ja", "年次報告書は誰が書きましたか"),
    ("ko", "어린이 표는 얼마입니까?"),
    ("ko", "연례 보고서는 누가 썼습니까"),
    ("ar", "كم سعر التذكرة للأطفال في العطلة؟"),
    ("hi", "बच्चों के लिए टिकट कितने का है?"),
    ("th", "ตั๋วเด็กราคาเท่าไหร่ครับ"),
    ("vi", "Vé cho trẻ em giá bao nhiêu tiền?"),
]


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_a_question_of_a_few_words_tells_its_language(language: str, question: str) -> None:
    assert language_of(question) == language
    assert language_name(language)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "Und Katzen?",
        "¿y los domingos?",
        "Wo ist die?",
        "Guillain-Barré syndrome",
        "José Muñoz, María García, Madrid",
        "Rio de Janeiro",
        "北京",
        "What does Hausordnung mean in the lease von Frau Müller?",
        "Is Mycobacterium abscessus a human pathogen?",
        "De novo mutations novel genes involved systemic lupus erythematosus",
        "clocks run well September",
        "OPEC prices oil October",
    ],
)
def test_nothing_is_said_of_few_words_names_and_mixtures(question: str) -> None:
    assert language_of(question) in ("", "en")


def gold() -> dict[bool, list[str]]:
    """The questions of the collections in other languages, and all others."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for path in sorted(GOLD.rglob("*.jsonl")):
        cases = map(json.loads, path.read_text("utf-8").splitlines())
        found["tongues" in path.parent.name] += [
            one["question"] for one in cases if "question" in one
        ]
    return found


def test_no_english_question_is_called_foreign() -> None:
    questions = gold()
    assert len(questions[False]) > 1_000
    assert {language_of(one) for one in questions[False]} <= {"", "en"}
    recognised = [one for one in questions[True] if language_of(one) not in ("", "en")]
    assert len(recognised) >= 44


def test_neighbours_are_not_told_apart() -> None:
    assert is_close("da", "no")
    assert is_close("en", "en")
    assert not is_close("de", "en")
