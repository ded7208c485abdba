"""Every row of Table 1, written out by hand from the extracted text of the article."""

from __future__ import annotations

import pytest
from real_documents import SHOKATI, document

from assistant.reading.document import Block

# Number, title, location, registration number, outcome.
ROWS = [
    (
        "1.",
        "Evaluation of autologous MSCs transplantation in MS",
        "Royan Institute, Iran",
        "NCT01377870",
        "• To evaluate MRI metrics changes, brain atrophy, number of severe relapses, EDSS, MSFC, "
        "quality of life, and RAO test",
    ),
    (
        "2.",
        "MSCs for MS with autologous MSCs",
        "University of Genova, Italy",
        "NCT01854957",
        "• Safety • Efficacy",
    ),
    (
        "3.",
        "Autologous MSCs for the treatment of MS",
        "Karolinska University Hospital, Sweden",
        "NCT01730547",
        "• To measure the efficacy and safety of IV treatment with autologous MSCs as an MS "
        "therapy • Initial data collection on the effectiveness of experimental therapy in terms "
        "of combined MRI operation and therapeutic application (incidence of relapses and "
        "worsening of disabilities)",
    ),
    (
        "4.",
        "BM autologous MSCs for progressive MS Sweden",
        "Valladolid, Spain",
        "NCT04361942",
        "• To assess a group of patients with a harmful incidence associated with the therapy "
        "• To assess the impact of a combined number of MRI T2 lesions on the activity of MS "
        "illness • To study the impact assessed by the changes in EDSS on the activity of MS "
        "disorder • To measure the impact on populations of peripheral blood immune cells",
    ),
    (
        "5.",
        "Safety and efficacy study of autologous BMSCs in MS",
        "Amman, Jordan",
        "NCT01895439",
        "• To assess the number of patients with any related side effects detected "
        "• To assess the therapeutic benefits of the injected Autologous MSCs by MRI and "
        "ophthalmological tests, in addition to its safety",
    ),
    (
        "6.",
        "Multi-center study safety of AdMSCs for the treatment of MS",
        "George Town, Cayman Islands",
        "NCT02326935",
        "• To assess standard complication questionnaire, MS impact scale MSIS-29, improved SF-36 "
        "cell-based therapy track, physical evaluation",
    ),
    (
        "7.",
        "MSCs (MESEMS) for MS",
        "Guangzho, Guangdon, China",
        "NCT02403947",
        "• To determine the safety of the injection of MSCs, frequency, the timeline of incidence, "
        "and seriousness of harmful effects • To assess efficacy",
    ),
    (
        "8.",
        "Feasibility study of hUC-MSCs in patients diagnosed with MS",
        "Panama City, Panama",
        "NCT02034188",
        "• To evaluate some contributors with an alteration in EDSS, neurological disability as "
        "assessed by Scripps neurological rating scale, cognitive and leg function, quality of "
        "life, and alteration in MRI for spinal cord and brain",
    ),
    (
        "9.",
        "MSCs transplantation in MS (CMM-EM)",
        "Barcelona, Spain",
        "NCT01228266",
        "• To assess the safety and efficacy in terms of the combined amount of "
        "gadolinium-improving lesions in MRI",
    ),
    (
        "10.",
        "MSCs in MS (MSCIMS)",
        "London, UK",
        "NCT00395200",
        "• To assess visual ability (color and acuity), optic nerve magnetization transfer ratio, "
        "visual evoked potential latency, • To assess retinal nerve fiber layer thickness",
    ),
    (
        "11.",
        "hUCMSCs transplantation for patients with Progressive MS and NMO",
        "Nanjing, Jiangsu, China",
        "NCT01364246",
        "• To assess safety and efficacy • To assess adverse events",
    ),
    (
        "12.",
        "autologous BMSCs injection for RRMS",
        "Barcelona, Spain",
        "NCT02035514",
        "• To assess change from baseline in safety and effectiveness by MRI",
    ),
    (
        "13.",
        "SCs in Rapidly Evolving Active MS (STRE AMS)",
        "London, UK",
        "NCT01606215",
        "• To assess the rate of recurrence, duration, and seriousness of undesirable incidence in "
        "MSC and placebo groups as determined by CTCAE v4.0 and the overall number of GELs at "
        "weeks 4, 12, and 24 after MSC treatment",
    ),
    (
        "14.",
        "MSCs from autologous BM administered intravenously in patients with MS",
        "Reina Sofia Hospital Córdoba, Spain",
        "NCT01745783",
        "• To evaluate the effectiveness and safety of BMSCs transplantation in participants with "
        "MS. • To evaluate the lack of unanticipated severe harmful reactions as an assessment of "
        "safety and number and size of the lesions on MRI",
    ),
    (
        "15.",
        "Allogenic MSCs and physical treatment for MS",
        "Amman, Jordan",
        "NCT03326505",
        "• To assess isolation and expansion of MSCs, • To evaluate safety and efficacy assessment "
        "pre- and post-treatment",
    ),
    (  # a page ends inside this row
        "16.",
        "Autologous MSCs-derived Neural Progenitors (MSC-NP) administration in patients diagnosed "
        "with MS",
        "New York, USA",
        "NCT01933802",
        "• To assess the safety, the number of participants with adverse events, and tolerability "
        "of intrathecal administration with autologous MSCNPs in MS, preliminary evaluation of "
        "efficacy",
    ),
    (
        "17.",
        "Intravenous autologous MSCs administration for MS: a proof of concept Study",
        "Ontario, Canada",
        "NCT02239393",
        "• To assess safety and efficacy",
    ),
    (
        "18.",
        "Intrathecal administration of autologous MSC-NP in MS",
        "New York, USA",
        "NCT03355365",
        "• To evaluate (EDSS) Plus MS functional composite (MSFC) and Bladder function",
    ),
    (
        "19.",
        "Autologous MSC transplantation in MS",
        "Ohio, USA",
        "NCT00813969",
        "• To assess the feasibility, safety, and tolerance of autologous MSC injection in "
        "participants with relapsing forms of MS",
    ),
    (
        "20.",
        "Autologous BMSC-derived neural progenitors (MSC-NP) injection in progressive MS",
        "New York, USA",
        "NCT03822858",
        "• To assess the tolerance and safety of autologous MSC-NP therapy with progressive MS, "
        "N:20",
    ),
    (
        "21.",
        "A study of allogeneic hUC-MSC and liberation treatment in RRMS",
        "Trinidad and Tobago",
        "NCT02587715",
        "• To assess the percentage of patients with medical enhancement in EDSS score in "
        "comparison with standard",
    ),
    (
        "22.",
        "A study of allogeneic hUC-MSC and liberation treatment in patients with RRMS",
        "Genesis Limited",
        "NCT02418325",
        "• To assess the safety, effectiveness, and adverse events",
    ),
    (
        "23.",
        "Autologous AdMSCs in participants with SPMS",
        "Sevilla, Spain",
        "NCT01056471",
        "• To assess tolerance and safety associated with intravenous injection of autologous MSCs",
    ),
    (
        "24.",
        "Clinical efficacy of autologous BMSCs in Active & Progressive MS",
        "Israel",
        "NCT02166021",
        "• To assess safety assessment, neurological efficacy",
    ),
    (
        "25.",
        "NurOwn (hMSC-NTF cells) in progressive MS patients",
        "Ohio, United States",
        "NCT03799718",
        "• Efficacy and safety of repeated injection (3 intrathecal dosages) of NurOwn® "
        "(MSC-NTF cells)",
    ),
    (
        "26.",
        "MSCs for the treatment of MS",
        "Guangdong, China",
        "NCT00781872",
        "• To assess migration capability and safety of the injected cells and clinical efficacy "
        "in disability score",
    ),
    (
        "27.",
        "Autologous MSCs transplantation for MS",
        "Barcelona, Spain",
        "NCT02495766",
        "• To assess adverse events, the cumulative number of MRI Gd-enhancing lesions, MS "
        "outbreaks",
    ),
    (
        "28.",
        "Autologous BMSCs for the treatment of MS",
        "Amman, Jordan",
        "NCT03069170",
        "• To assess efficacy by MRI and safety by vital signs, electrocardiograph monitoring, "
        "EDSS, physical inspection, analytical results, and change in quality of life",
    ),
    (
        "29.",
        "SCM-010 transplantation in patients with SPMS",
        "Tel Aviv, Israel",
        "NCT03696485",
        "• To assess the effectiveness and safety of rising dosages of intrathecal SCM-010 in "
        "focusses with SPMS",
    ),
    (
        "30",  # without a full stop in the article too
        "Study of autologous MSCs as a regenerative therapy for MS",
        "University hospital of North Norway",
        "NCT04749667",
        "• To assess neurophysiological parameters - combined evoked potentials",
    ),
    (
        "31.",
        "MSCs for progressive MS (PMS)",
        "Karolinska Institute, Sweden",
        "NCT03778333",
        "• To assess the safety and adverse events of IV infusion of autologous BMSCs in PMS",
    ),
    (
        "32.",
        "The effects of multiple injections of MSCs for PMS",
        "Israel",
        "NCT04823000",
        "• To evaluate adverse events and EDSS",
    ),
    (
        "33.",
        "The effect of autologous AdMSCs injection in the patients with SPMS",
        "University of Mashhad, Iran",
        "IRCT20091127002778N1",
        "• Safety and side effects of high dose MSCs transplantation in terms of pain, "
        "hypersensitivity • Safety of SCs transplantation in terms of infection",
    ),
    (
        "34",
        "BMSCs transplantation in patients with RRMS under fingolimod therapy",
        "Tehran, Iran",
        "IRCT20191004044975N1",
        "• Evaluation of safety and efficacy of Intravenous and Intrathecal injection of "
        "autologous BMSCs",
    ),
]


def rows() -> list[Block]:
    return [block for block in document(SHOKATI).blocks if block.kind == "row"]


def test_there_is_one_table_of_34_rows() -> None:
    review = document(SHOKATI)
    (table,) = review.tables
    assert table.caption == (
        "Table 1 List of suggested or existing MSC transplantation research for MS therapy"
    )
    assert table.columns == (
        "NO",
        "Brief title of the trial",
        "Location",
        "Clinical trial number",
        "Main outcome",
    )
    assert len(rows()) == len(ROWS) == 34
    assert {block.table for block in rows()} == {0}
    assert {block.section for block in rows()} == {(table.caption,)}


@pytest.mark.parametrize("number", range(34), ids=lambda number: f"row {number + 1}")
def test_row(number: int) -> None:
    text = document(SHOKATI).text
    cells = tuple(text[cell.start : cell.end] for cell in rows()[number].cells)
    assert cells == ROWS[number]


@pytest.mark.parametrize("number", range(34), ids=lambda number: f"row {number + 1}")
def test_row_reads_as_a_line_and_holds_no_word_of_another(number: int) -> None:
    row = rows()[number]
    ordinal, *cells = ROWS[number]
    expected = f"{ordinal.rstrip('.')}. {' | '.join(cells)}"
    assert document(SHOKATI).text[row.start : row.end] == expected


def test_table_stands_outside_the_sentence_that_it_interrupts() -> None:
    review = document(SHOKATI)
    holder = next(
        block
        for block in review.blocks
        if "injection of hWJMSCs-derived" in review.text[block.start : block.end]
    )
    paragraph = review.text[holder.start : holder.end]
    assert (
        "oligodendrocyte progenitor cells into the brain decreased the disease’s symptoms and "
        "significantly increased remyelination [13]." in paragraph
    )
    assert "NCT" not in paragraph
    assert (
        "stem cell-derived oligodendrocyte progenitor cells (OPCs) of human Wharton’s jelly into "
        "the brain ventricle" in review.text
    )
