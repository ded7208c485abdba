"""What the checks let through and what they catch, one plain example each."""

from __future__ import annotations

import pytest
from checking_samples import (
    BLADDER,
    CAUSE,
    COHORT,
    COMPARED,
    HARMLESS,
    HAYFLICK,
    MARKERS,
    QUOTES,
    check,
    checker,
    support,
)

from assistant.types import Verdict


@pytest.mark.parametrize("quote", QUOTES)
def test_a_verbatim_sentence_is_supported_by_its_quote(quote: str) -> None:
    others = [other for other in QUOTES if other != quote]
    checked = check(quote, *others[:4], quote)
    assert (checked.verdict, checked.reason, checked.markers) == (Verdict.SUPPORTED, "", (5,))


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("There were 414 patients with RRMS and 93 with SPMS.", COHORT),
        ("Five-year survival after aHSCT was 98.8%.", COHORT),
        ("Survival after autologous hematopoietic stem cell transplantation was 98.8%.", COHORT),
        ("Half of the participants noted better bladder control.", BLADDER),
        ("MSC therapy improved muscle strength in 70% and bladder control in 50%.", BLADDER),
        ("The decrease in CXCL13 was not statistically significant.", MARKERS),
        ("aHSCT may be more effective than alemtuzumab.", COMPARED),
        ("In 2010, Karussis et al. conducted a Phase 2 trial in Israel.", HAYFLICK),
        ("There were no serious adverse events in the MSC group.", HARMLESS),
        ("The risk of infections is increased by severe T-cell depletion.", CAUSE),
    ],
)
def test_an_honest_rewording_is_shown(sentence: str, quote: str) -> None:
    checked = check(sentence, quote)
    assert checked.verdict is not Verdict.UNSUPPORTED, checked.reason
    assert checked.markers == (1,)


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("Five-year survival after aHSCT was 97.8%.", COHORT, "“97.8%” is not in the quote"),
        ("Survival after aHSCT was 98.8 months.", COHORT, "of something else"),
        ("The study included 414 trials with RRMS.", COHORT, "not “trials”"),
        (
            "There were 93 patients with RRMS and 414 with SPMS.",
            COHORT,
            "“414” may belong to something else",
        ),
        ("Survival was raised by 98.8 percentage points.", COHORT, "of something else"),
        ("Petrou et al. conducted a phase II trial in Israel.", HAYFLICK, "“Petrou”"),
        ("Karussis et al. conducted a phase III trial in Israel.", HAYFLICK, "“P3”"),
        ("Karussis et al. conducted a phase II trial in Spain.", HAYFLICK, "“Spain”"),
        ("The trial was registered as NCT02166022.", HAYFLICK, "“NCT02166022”"),
        ("The reduction in IL-17 levels was significant.", MARKERS, "“IL-17”"),
        ("The increase in NF-L levels was significant.", MARKERS, "not “increase”"),
        ("aHSCT may be less effective than alemtuzumab.", COMPARED, "not “less”"),
        ("Serious adverse events were observed in the MSC group.", HARMLESS, "“No serious”"),
        ("Alemtuzumab may be more effective than aHSCT.", COMPARED, "swapped"),
        (
            "aHSCT works better than alemtuzumab.",
            "MS was treated by aHSCT or alemtuzumab.",
            "do not say this",
        ),
        ("Treatment was tolerated badly.", "They showed good tolerance to treatment.", "“badly”"),
        ("About 99% survived five years.", COHORT, "“99%” is not in the quote"),
        ("aHSCT is more effective than alemtuzumab.", COMPARED, "the sentence is surer"),
        ("Yes, aHSCT is better than alemtuzumab.", COMPARED, "the sentence is surer"),
        ("Dogs are allowed daily.", "Dogs are not allowed on the ferry.", "“not allowed”"),
        ("The price was 35 dollars.", "The price was 35 euros.", "not “dollars”"),
    ],
)
def test_a_false_sentence_is_withheld(sentence: str, quote: str, reason: str) -> None:
    checked = check(sentence, quote)
    assert checked.verdict is Verdict.UNSUPPORTED
    assert reason in checked.reason
    assert checked.markers == ()


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("Half of the participants had better bladder control.", BLADDER, "may not follow"),
        ("The reduction in NF-L levels was not significant.", MARKERS, "“not significant”"),
        ("All participants reported enhanced muscle strength.", BLADDER, "“All”"),
        ("The office is open since 9 May.", "The office is open until 9 May.", "not “since”"),
        ("It weighs 8 kg and 8 kg.", "It weighs 8 kg and 9 kg.", "“8” may belong"),
        ("All clubs lost members.", "Some clubs lost members.", "“All”"),
        ("Survival was 98.8% because of aHSCT.", COHORT, "“because”"),
    ],
)
def test_a_doubtful_sentence_is_marked(sentence: str, quote: str, reason: str) -> None:
    checked = check(sentence, quote)
    assert checked.verdict is Verdict.PARTLY
    assert reason in checked.reason
    assert checked.markers == (1,)


PAIRED = "Levels of CD4 and CD8 were 5 and 9 pg/ml, respectively, and CD4 rose later."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mice", "rats"),
        ("daily", "weekly"),
        ("nausea", "vomiting"),
        ("intravenous", "intrathecal"),
        ("children", "adults"),
        ("women", "men"),
        ("left", "right"),
        ("serum", "urine"),
    ],
)
def test_siblings_do_not_hold_each_other_up(one: str, other: str) -> None:
    quote = f"The safety of the {one} cohort of the trial was confirmed by 12 centers."
    assert check(quote.replace(one, other), quote).verdict is Verdict.UNSUPPORTED
    both = f"The safety of the {one} and {other} cohorts was confirmed."
    turned = check(f"The safety of the {other} and {one} cohorts was confirmed.", both)
    assert turned.verdict is Verdict.SUPPORTED, turned.reason


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Mild liver and kidney toxicity was seen.", "Mild hepatic and renal toxicity was seen."),
        ("Fever was due to MSC infusion.", "MSC infusion induced fever."),
        ("Serious events were rarely seen.", "Serious events were rare and seldom seen."),
        ("Levels of CD4 and CD8 were 5 and 9 pg/ml, respectively.", PAIRED),
    ],
)
def test_other_words_for_the_same_are_not_withheld(sentence: str, quote: str) -> None:
    checked = check(sentence, quote)
    assert checked.verdict is not Verdict.UNSUPPORTED, checked.reason


RATES = "Complications were higher in busulfan and BEAM protocols, at 18 and 7.7%, respectively."


def test_what_belongs_to_what_respectively() -> None:
    quote = RATES.replace("busulfan", "CD8").replace("BEAM", "CD4")
    sentence = "Complications were higher in {} and {} protocols, at 18 and 7.7%, respectively."
    assert check(sentence.format("CD8", "CD4"), quote).verdict is Verdict.SUPPORTED
    assert check(sentence.format("CD4", "CD8"), quote).verdict is not Verdict.SUPPORTED


def test_a_rounded_number_without_a_hedge_is_withheld() -> None:
    assert check("Five-year survival was 99%.", COHORT).verdict is Verdict.UNSUPPORTED


def test_one_quote_must_hold_up_the_whole_sentence() -> None:
    sentence = "Survival was 98.8%, and no serious adverse events were observed in the MSC group."
    assert check(sentence, HARMLESS, COHORT).verdict is Verdict.UNSUPPORTED
    assert check(sentence, f"{HARMLESS} {COHORT}").verdict is not Verdict.UNSUPPORTED


def test_a_number_does_not_take_its_subject_from_another_quote() -> None:
    quotes = ("Relapses fell in 30% of the patients.", "Headaches were mild with alemtuzumab.")
    assert check("Headaches were mild in 30%.", *quotes).verdict is Verdict.UNSUPPORTED


def test_a_quote_that_denies_the_sentence_outweighs_one_that_is_only_near() -> None:
    other = "They reported 213 adverse events, with infections as the most common."
    checked = check("Serious adverse events were observed in the MSC group.", other, HARMLESS)
    assert checked.verdict is Verdict.UNSUPPORTED


def test_a_name_may_come_from_the_sentence_before_only_where_the_quote_leans_on_it() -> None:
    before = "Karussis et al. conducted a phase II trial."
    leaning = support("They found that NF-L levels fell in all patients.", before=before)
    alone = support("In another trial, NF-L levels fell in all patients.", before=before)
    sentence = "Karussis et al. found that NF-L levels fell."
    assert checker().check(sentence, [leaning]).verdict is Verdict.SUPPORTED
    assert checker().check(sentence, [alone]).verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "The documents do not say what it costs.",
        "The provided quotes don't mention the price.",
        "There is no information about this.",
    ],
)
def test_to_say_that_the_documents_do_not_say_is_no_claim(sentence: str) -> None:
    checked = check(sentence, COHORT)
    assert (checked.verdict, checked.markers) == (Verdict.SUPPORTED, ())


def test_a_claim_behind_a_denial_is_checked() -> None:
    checked = check("The documents do not say, but survival was 50%.", COHORT)
    assert checked.verdict is Verdict.UNSUPPORTED


def test_without_a_quote_nothing_is_supported() -> None:
    checked = checker().check("MSCs are safe.", [])
    assert checked.verdict is Verdict.UNSUPPORTED
    assert checked.reason


PASSED = "The bus passed the train on the bridge."


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The bus was passed by the train.", PASSED),
        ("The train passed the bus.", PASSED),
        ("Oslo beat Bergen in the final.", "In the final, Bergen beat Oslo."),
        (
            "The landlord must notify the tenant in writing.",
            "The tenant must notify the landlord in writing.",
        ),
    ],
)
def test_exchanged_roles_are_caught(sentence: str, quote: str) -> None:
    checked = check(sentence, quote)
    assert checked.verdict is not Verdict.SUPPORTED
    assert "swapped" in checked.reason


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The train was passed by the bus.", PASSED),
        ("Age and sex were recorded.", "Sex and age were recorded."),
        ("In the final, Bergen beat Oslo.", "Bergen beat Oslo in the final, as expected."),
    ],
)
def test_roles_that_are_kept_are_shown(sentence: str, quote: str) -> None:
    assert check(sentence, quote).verdict is Verdict.SUPPORTED
