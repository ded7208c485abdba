from __future__ import annotations

import pytest

from assistant.reading.languages import detect

SENTENCES = {
    "en": "The pump must be switched off before the lid is opened by anybody.",
    "de": "Die Miete ist am ersten Tag des Monats fällig und im Voraus zu zahlen.",
    "fr": "Le loyer est dû le premier jour de chaque mois et payé d'avance.",
    "es": "El alquiler vence el primer día de cada mes y se paga por adelantado.",
    "it": "L'affitto scade il primo giorno di ogni mese ed è pagato in anticipo.",
    "pt": "O aluguel vence no primeiro dia de cada mês e deve ser pago adiantado.",
    "nl": "De huur moet op de eerste dag van elke maand vooraf worden betaald.",
    "sv": "Hyran ska betalas den första dagen i varje månad och i förskott.",
    "no": "Husleien forfaller den første dagen i hver måned og betales på forskudd.",
    "pl": "Czynsz jest płatny pierwszego dnia każdego miesiąca z góry.",
    "cs": "Nájemné je splatné první den každého měsíce a platí se předem.",
    "ru": "Арендная плата вносится первого числа каждого месяца вперёд.",
    "tr": "Kira her ayın ilk günü ve peşin olarak ödenir.",
    "zh": "租金应在每月的第一天支付，金额为九百欧元。",
    "ja": "家賃は毎月一日に前払いで支払うものとします。",
    "ko": "임대료는 매월 첫째 날에 선불로 지불합니다.",
    "ar": "يُدفع الإيجار مقدمًا في اليوم الأول من كل شهر.",
    "hi": "किराया हर महीने के पहले दिन अग्रिम देना होता है।",
    "th": "ค่าเช่าต้องชำระล่วงหน้าในวันแรกของทุกเดือน",
    "el": "Το ενοίκιο καταβάλλεται προκαταβολικά την πρώτη ημέρα κάθε μήνα.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_enough(language: str) -> None:
    assert detect(SENTENCES[language]) == language
    assert detect(SENTENCES[language] * 500) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "zh",
            "长江是中国最长的河流。全长6300公里。三峡大坝于2006年建成。它的装机容量为2250万千瓦。",
        ),
        ("ja", "富士山は日本で最も高い山です。標高は3776メートルです。"),
        ("th", "แม่น้ำเจ้าพระยามีความยาว372กิโลเมตรและไหลผ่านกรุงเทพมหานคร"),
    ],
)
def test_a_number_makes_no_code_of_a_text_without_spaces(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text", ["", "12 34 56", "OK", "NCT01377870 ISRCTN12345678", "x = f(y)", "José Muñoz, Madrid"]
)
def test_nothing_is_guessed_of_too_little(text: str) -> None:
    assert detect(text) == ""
