"""What cleaning changes in the text, and what it leaves as it is."""

from __future__ import annotations

import re

import pytest
from real_documents import NAMES, SHOKATI, WU, document, file_text

from assistant.reading.text.plain import read_plain
from assistant.reading.text_builder import Hyphens

# Every word that the two files break at a line's end, judged by hand.
JOINED = """
neurological inflammation reported disorder rehabilitation dimethyl medications characteristics
differentiated cultures different experimental alternate annexes description elevated upregulation
cytokines microenvironments neurological molecules suppression chemokine significantly
indolamine-2,3-dioxygenase nuclear immunosuppressive differentiation Macrophages secreting responses
immunomodulatory multiple including neurotrophic neurodegenerative astrocytes enhance
encephalomyelitis inflammation influence mesencephalic induce remyelination patterns damaged
immigration inflammation downregulate accomplished cytokines collecting proliferation Senescence
telomeres modifications intrathecal MSCstransplantation genetic elderly disorder inducible
maturation experiment isolation especially origins membrane advantages investigations
immunomodulatory secretion Therefore effectively embryonic progenitors progressive liberation
liberation impact symptoms Histological indicate maternal modulators powerfully discarding
extracellular concentration placental populations filaments invasive differentiation necessary
fibroblasts proinflammation leading observed differentiate inflammatory numerous duration
significant procedure considerations
""".split()
KEPT = """
marrow-derived non-hematopoietic antibody-producing HLA-DR anti-inflammatory TNF-α
anti-inflammatory cyclin-dependent granulocyte-macrophage TNF-α post-treatment cell-derived
hWJMSC-derived hUC-MSCs platelet-derived self-renewal muscle-derived dome-shaped brain-derived
secretome-based post-aHSCT post-transplant post-transplantation post-transplantation
anti-inflammatory anti-inflammatory anti-inflammatory double-blind gadolinium-enhancing MSC-NP
iPSC-induced TNF-α-induced
""".split()


def test_every_hyphen_at_a_line_end_of_the_reviews() -> None:
    found = []
    for name in NAMES:
        hyphens = Hyphens(file_text(name))
        for match in re.finditer(r"(\S+)-[ \t]*\n\s*(\S+)", file_text(name)):
            left, right = match.groups()
            hyphen = "-" if hyphens.belongs(f"{left}-", right) else ""
            found.append(f"{left}{hyphen}{right}".strip("().,;"))
    kept = [word for word in found if word in KEPT]
    assert [word for word in found if word not in KEPT] == JOINED
    assert kept == KEPT


@pytest.mark.parametrize("word", sorted(set(JOINED + KEPT)))
def test_word_is_whole_in_the_text(word: str) -> None:
    assert any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", document(n).text) for n in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_left_broken(name: str) -> None:
    broken = re.findall(r"[a-z]{3,}- [a-z]+", document(name).text)
    assert set(broken) <= {"pre- and"}  # "pre- and post-treatment"


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        (WU, "graft-versus-host disease"),
        (SHOKATI, "anti-CD20 drugs"),
        (SHOKATI, "IL-23 and IL-27 cytokines"),
        (SHOKATI, "(HLA-DR)"),
        (SHOKATI, "TNF-α, IL-8, and IL-6"),
        (WU, "dome-shaped"),
        (WU, "(MSC-NP)"),
        (SHOKATI, "low-dose (1 × 106 cells/kg) or high-dose (4 × 106 cells/kg)"),
        (SHOKATI, "disease-modifying drugs )DMD(, including interferon-ß"),  # as it is in the file
        (SHOKATI, "adipocytes[6]"),  # "adipocyte s[6]" in the file
        (SHOKATI, "IL-8, and IL-6 molecules[22]."),
        (SHOKATI, "CXCR5, CXCR4, and CCR7, respectively[22]."),
    ],
)
def test_spelling_that_must_stand(name: str, quote: str) -> None:
    assert quote in document(name).text


@pytest.mark.parametrize("name", NAMES)
def test_no_stray_character_is_left(name: str) -> None:
    text = document(name).text
    assert not re.search(r"[\ufb00-\ufb06\ufffd\u00ad\u00a0\u200b\f\r\t]", text)
    assert "  " not in text
    assert "\n\n\n" not in text
    assert text == text.strip()


def test_unknown_bullets_become_bullets() -> None:
    review = document(SHOKATI)
    items = [review.text[b.start : b.end] for b in review.blocks if b.kind == "item"]
    assert file_text(SHOKATI).count("\ufffd") == 9
    assert sum(item.startswith("• ") for item in items) == 9
    assert [item[:3] for item in items if not item.startswith("•")] == ["(A)", "(B)", "(C)"]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("The ﬁrst eﬃcient aﬀair of the ﬂoor.", "The first efficient affair of the floor."),
        ("An oﬄine ﬅep of ﬆaﬀ.", "An offline step of staff."),
        ("A co\u00adopera\u00adtion of two.", "A cooperation of two."),
        ("A long exam\u00ad\nple in two lines.", "A long example in two lines."),
        ("Ten\u00a0mg  of\tsalt,   at once.", "Ten mg of salt, at once."),
        ("An e\u0301tude by Co\u0301rdoba.", "An étude by Córdoba."),
        ("A zero\u200b-width\u200d and\ufeff a mark.", "A zero-width and a mark."),
        ("Auf\u200clage und Auf\u200blage.", "Auflage und Auflage."),
        ("می\u200cخواهم بروم.", "می\u200cخواهم بروم."),  # Persian: "I want", not another word
        ("क्\u200dष और क्\u200cष।", "क्\u200dष और क्\u200cष।"),
        ("A family: 👨\u200d👩\u200d👧.", "A family: 👨\u200d👩\u200d👧."),
        ("A heart: ❤\ufe0f\u200d🔥.", "A heart: ❤\ufe0f\u200d🔥."),
        ("ภาษา\u200bไทย", "ภาษา\u200bไทย"),  # where Thai has no space, words end
        ("Ends \u202eof the\u202c line.", "Ends of the line."),
        ("One.\fTwo.", "One.\n\nTwo."),
        ("One\vtwo\x1cthree\x1dfour\x1efive.", "One two three four five."),
        ("One\x85two\u2028three.", "One two three."),
        ("One\x1ftwo.", "One two."),
        ("One\u2003two\u3000three\u202ffour.", "One two three four."),
        ("\ufffd First of all.", "First of all."),
        ("A \ufffd in the middle.", "A \ufffd in the middle."),
        ("Doses of 1 × 106 cells.", "Doses of 1 × 106 cells."),
        ("A treatment pre-\nand post-surgery.", "A treatment pre- and post-surgery."),
        ("A dash at the end -\nand on.", "A dash at the end - and on."),
        ("The cells (IL-\n17) of it.", "The cells (IL-17) of it."),
        ("An anti-\nCD20 drug.", "An anti-CD20 drug."),
        ("One line.\r\nof two.", "One line. of two."),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert read_plain(raw).text == cleaned


def test_a_hyphen_is_judged_by_the_spelling_elsewhere() -> None:
    assert read_plain("A set-up is a setup.\n\nIt was pre-\nclinical.").text.endswith(
        "preclinical."
    )
    text = "The pre-clinical work was done.\n\nAll of it was pre-\nclinical."
    assert read_plain(text).text.endswith("All of it was pre-clinical.")
