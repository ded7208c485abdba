"""Statements turned into questions, headings too; what cannot be turned well gives none."""

from __future__ import annotations

import pytest

from assistant.suggestions.sources import question, questions

SMALL = frozenset(
    "mesenchymal stem cells inflammatory contemporary febrile the recent intravenous most various"
    " allogeneic patients survival rare drugs types".split()
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Surprisingly, MSCs delay the maturation of DCs by reducing IL-12 secretion [31].",
            "How do MSCs delay the maturation of DCs?",
        ),
        (
            "The vaccine reduces mortality because it prevents severe pneumonia.",
            "",  # "the vaccine": which one, only the sentences before say
        ),
        ("HSCs primarily reside in the bone marrow (BM).", "Where do HSCs reside?"),
        (
            "Allogeneic MSCs can be derived from the placenta or the umbilical cord.",
            "What can allogeneic MSCs be derived from?",
        ),
        (
            "Recent studies suggest that MSCs inhibited T-cell growth via cyclooxygenase.",
            "How did MSCs inhibit T-cell growth?",
        ),
        (
            "AdMSCs inhibit inflammation of the nervous system and increase recovery.",
            "What effect do AdMSCs have on inflammation of the nervous system?",
        ),
        (
            "Brown et al. (140) found that NSCs homed to the central nervous system.",
            "What did Brown et al. find?",
        ),
        (
            "Notably, seven patients exhibited sustained improvements in their scores.",
            "",  # "their"
        ),
        (
            "Remarkably, 95% of patients showed improvements in walking, a good sign.",
            "What percentage of patients showed improvements in walking?",
        ),
        (
            "The most vital dangers of MSCs are fibrosis, proinflammation, and tumorigenicity.",
            "What are the most vital dangers of MSCs?",
        ),
        (
            "Due to its low risk, aHSCT is the preferred method for treating lupus.",
            "",  # does not begin with what is preferred
        ),
        (
            "Calf septicemia is the main cause of death in the neonatal period [1].",
            "What is the main cause of death in the neonatal period?",
        ),
        (
            "Hepcidin was discovered by chance in 2000.",
            "",  # by whom would be asked, not when
        ),
        ("Penicillin was discovered in September 1928.", "When was Penicillin discovered?"),
        (
            "Inflammatory cytokines, including IL-6, are elevated in damaged tissue.",
            "Which inflammatory cytokines are elevated in damaged tissue?",
        ),
        (
            "NSCs can secrete neurotrophic factors such as NGF, BDNF and VEGF.",
            "Which neurotrophic factors can NSCs secrete?",
        ),
        ("mESCs and hESCs exhibit significant differences in shape.", ""),
    ],
)
def test_a_sentence_gives_the_question_that_it_answers(sentence: str, expected: str) -> None:
    made = [one.question for one in questions(sentence, SMALL)]
    if expected:
        assert made == [expected]
    elif sentence.startswith("mESCs"):
        assert made == ["How do mESCs and hESCs differ?"]
    else:
        assert made == []


@pytest.mark.parametrize(
    "sentence",
    [
        "They inhibit the growth of tumours by blocking vessels.",
        "This effect was mediated through the JAK pathway.",
        "Such drugs reduce the risk of stroke.",
        "Some studies show that it works.",
        "The cells secrete growth factors.",
        "It is noteworthy that depletion may trigger an expansion of cells.",
        "Safe?",
        "",
    ],
)
def test_a_sentence_that_leans_on_others_gives_none(sentence: str) -> None:
    assert list(questions(sentence, SMALL)) == []


def test_what_only_the_sentences_before_explain_does_not_stand_alone() -> None:
    (made,) = questions("It reported an impressive 5-year survival rate of 98.8% (99).", SMALL)
    assert (made.question, made.alone) == ("What was the 5-year survival rate?", False)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("The impact of MSCs on T cells", "What effect do MSCs have on T cells?"),
        ("Effect of sleep on memory", "What effect does sleep have on memory?"),
        ("4.1.1 Procedure for HSCT", "What is the procedure for HSCT?"),
        ("3.1 Types of stem cells", "What types of stem cells are there?"),
        (
            "4.2.1 Mechanisms of MSCs treatment and preclinical evidence",
            "How does treatment with MSCs work?",
        ),
        ("Symptoms of gout", "What are the symptoms of gout?"),
        ("How do I get a refund?", "How do I get a refund?"),
        ("Conclusion", ""),
        ("The effect of these cells on others", ""),
    ],
)
def test_a_heading_gives_the_question_that_its_section_answers(heading: str, expected: str) -> None:
    assert question(heading, SMALL) == expected
