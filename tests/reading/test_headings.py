"""Headings, their paths, captions and running headers of the two reviews."""

from __future__ import annotations

import pytest
from real_documents import NAMES, SHOKATI, WU, document

from assistant.reading.document import BlockKind
from assistant.reading.text.extracted import MAX_DEPTH, read_extracted
from assistant.reading.text.lines import split_lines
from assistant.reading.text.plain import read_plain

SHOKATI_HEADINGS = [
    ("Abstract",),
    ("Introduction",),
    ("Mesenchymal stromal cells (MSCs)",),
    ("The impact of MSCs on B lymphocytes",),
    ("The impact of MSCs on T cells",),
    ("The effect of MSCs on APCs",),
    ("The effect of MSCs on neurons",),
    ("The effect of MSCs on inflammation",),
    ("Autologous MSCs administration in patients with MS",),
    ("Autologous MSCs administration in patients with MS", "Bone marrow-MSCs (BMSCs)"),
    ("Adipose-derived MSCs (AdMSCs)",),
    ("Allogeneic mesenchymal stromal cell transplantation in MS",),
    ("Human Wharton’s jelly MSCs (WJMSCs)",),
    ("Human placental MSCs (PLMSCs)",),
    ("Human umbilical cord MSCs (hUC-MSCs)",),
    ("Challenges in MSC-based therapy",),
    ("Conclusions and future insights",),
]
THREE = "3 Foundations of stem cell therapies"
TYPES = "3.1 Types of stem cells"
POTENTIAL = "3.2 Therapeutic potential of stem cells"
FOUR = "4 Application of stem cells in the treatment of MS"
HSC = "4.1 Application of hematopoietic stem cells in MS"
MSC = "4.2 Application of mesenchymal stem cells in MS"
NSC = "4.3 Application of neural stem cells in MS"
ESC = "4.4 Application of embryonic stem cells in MS"
WU_HEADINGS = [
    ("1 Background",),
    ("2 Multiple sclerosis and current landscape of treatment",),
    (THREE,),
    (THREE, TYPES),
    (THREE, TYPES, "3.1.1 Hematopoietic stem cells (HSCs)"),
    (THREE, TYPES, "3.1.2 Mesenchymal stem cells (MSCs)"),
    (THREE, TYPES, "3.1.3 Neural stem cells (NSCs)"),
    (THREE, TYPES, "3.1.4 Embryonic stem cells (ESCs)"),
    (THREE, TYPES, "3.1.5 Induced pluripotent stem cells (iPSCs)"),
    (THREE, POTENTIAL),
    (THREE, POTENTIAL, "3.2.1 Differentiation"),
    (THREE, POTENTIAL, "3.2.2 Secretion"),
    (THREE, POTENTIAL, "3.2.3 Immunomodulation"),
    (FOUR,),
    (FOUR, HSC),
    (FOUR, HSC, "4.1.1 Procedure for HSCT"),
    (FOUR, HSC, "4.1.2 Mechanisms of HSCs treatment"),
    (FOUR, HSC, "4.1.3 Clinical evidence for HSCs"),
    (FOUR, HSC, "4.1.4 Clinical safety of HSCs treatment"),
    (FOUR, MSC),
    (FOUR, MSC, "4.2.1 Mechanisms of MSCs treatment and preclinical evidence"),
    (FOUR, MSC, "4.2.2 Clinical evidence for MSCs"),
    (FOUR, MSC, "4.2.3 Clinical safety of MSCs treatment"),
    (FOUR, NSC),
    (FOUR, NSC, "4.3.1 Mechanisms of NSCs treatment"),
    (FOUR, NSC, "4.3.2 Preclinical evidence for NSCs"),
    (FOUR, NSC, "4.3.3 Clinical evidence and safety for NSCs"),
    (FOUR, ESC),
    (FOUR, ESC, "4.4.1 Mechanisms of ESCs treatment and preclinical evidence"),
    (FOUR, ESC, "4.4.2 Clinical evidence for ESCs"),
    (FOUR, "4.5 Application of induced pluripotent stem cells in MS"),
    ("5 Conclusion",),
]


def texts(name: str, kind: BlockKind) -> list[str]:
    review = document(name)
    return [review.text[b.start : b.end] for b in review.blocks if b.kind == kind]


@pytest.mark.parametrize(("name", "expected"), [(SHOKATI, SHOKATI_HEADINGS), (WU, WU_HEADINGS)])
def test_headings(name: str, expected: list[tuple[str, ...]]) -> None:
    headings = [block for block in document(name).blocks if block.kind == "heading"]
    assert [block.section for block in headings] == expected
    assert texts(name, "heading") == [path[-1] for path in expected]


@pytest.mark.parametrize(
    ("name", "quote", "section"),
    [
        (SHOKATI, "They tracked the work for 12 months", SHOKATI_HEADINGS[10]),
        (SHOKATI, "HGF is a multi-functional mediator", SHOKATI_HEADINGS[14]),
        (WU, "a cure remains elusive", ()),
        (WU, "5-year survival rate of 98.8% (99)", (FOUR, HSC, "4.1.3 Clinical evidence for HSCs")),
        (WU, "tend to form dome-shaped", (THREE, TYPES, "3.1.4 Embryonic stem cells (ESCs)")),
    ],
)
def test_text_knows_the_headings_above_it(name: str, quote: str, section: tuple[str, ...]) -> None:
    review = document(name)
    at = review.text.index(quote)
    assert next(b.section for b in review.blocks if b.start <= at < b.end) == section


def test_captions_stand_outside_sentences() -> None:
    assert [text[:7].rstrip() for text in texts(SHOKATI, "caption")] == [
        "Fig. 1",
        "Fig. 2",
        "Fig. 3",
        "Fig. 4",
        "Table 1",
    ]
    (figure,) = texts(WU, "caption")
    assert figure.startswith("FIGURE 1 Therapeutic potential of stem cells in multiple sclerosis.")
    assert figure.endswith("represents a promising therapeutic strategy for the treatment of MS.")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            SHOKATI,
            "MSCs could hinder T CD8 and CD4 proliferation and inhibit T lymphocytes derived from "
            "other species [15].",
        ),
        (
            SHOKATI,
            "while human MSCs stimulate through TLR ligands; further, they secret CXCL10",
        ),
        (
            SHOKATI,
            "Human MSCs therapy notably declined nitric oxide (NO) and tumor necrosis factor-alpha "
            "(TNF-α) production, inducible NO synthase mRNA expression",
        ),
        (SHOKATI, "reducing inflammatory cytokines’ yield [25]."),
        (
            WU,
            "whether complete tissue immune cell depletion is necessary or whether the maintenance "
            "of tissue immune cells can protect patients from post-transplant complications",
        ),
    ],
)
def test_sentences_run_on_over_captions_and_pages(name: str, sentence: str) -> None:
    assert sentence in document(name).text


@pytest.mark.parametrize("name", NAMES)
def test_running_headers_are_gone(name: str) -> None:
    text = document(name).text
    assert "Shokati et al." not in text
    assert "12:400" not in text
    assert "Page " not in text
    assert "(Continued)" not in text


def test_numbers_that_cannot_follow_are_no_headings() -> None:
    text = (
        "1 Background\n\nThis is how it began and it went on for a good while after that.\n\n"
        "34 Patients were treated\n\nThe end of this part is here and nothing else follows it.\n\n"
        "2 Methods\n\nThat is what was done with all of them over the whole of the first year.\n\n"
        "2.1 Animals\n\nAll of them were mice, and each of them was kept in a cage of its own.\n\n"
        "4 Results\n\nThere was no section three, so this is not one that could follow here.\n"
    )
    read = read_plain(text)
    headings = [block.section for block in read.blocks if block.kind == "heading"]
    assert headings == [("1 Background",), ("2 Methods",), ("2 Methods", "2.1 Animals")]


def test_headers_that_repeat_are_taken_out_without_a_page_count() -> None:
    pages = [
        f"\fJournal of Mice 4 (2020) {100 + n}\n\nThe mice of cage {n} were fed in the morning and "
        f"they were\nseen to sleep in the afternoon. None of them was ill on day {n}.\n"
        for n in range(1, 6)
    ]
    text = read_plain("".join(pages)).text
    assert "Journal of Mice" not in text
    assert all(f"cage {n}" in text for n in range(1, 6))


def test_headings_under_one_another_are_nested_so_deep_and_no_deeper() -> None:
    words = [chr(ord("A") + at) + "lpha" for at in range(20)]
    file = "\n".join([*words, *["The beam carries the load of the bridge here."] * 20])
    read = read_extracted(file, split_lines(file))
    sections = [block.section for block in read.blocks if block.kind == "heading"]
    assert [len(section) for section in sections] == [*range(1, MAX_DEPTH), *[MAX_DEPTH] * 9]
    assert sections[-1] == (*words[: MAX_DEPTH - 1], words[-1])
