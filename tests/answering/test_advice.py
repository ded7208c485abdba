"""Questions about somebody's own health, and questions that only look so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assistant import Assistant
from assistant.answering.advice import FILE, OwnHealth, fitted, means_somebody, names_own_thing
from assistant.messages import MESSAGES
from assistant.models.embedder import Embedder
from assistant.nlp.discourse import in_order
from assistant.query.context import follow_up
from assistant.types import Turn

OWN_HEALTH = """\
Should I have a stem cell transplant?
should i stop taking ocrelizumab before the transplant?
Shouldn't I wait for better trials?
Is it safe for me to have HSCT at 62?
Is aHSCT safe for my mother?
Can my daughter get mesenchymal stem cells?
Can my 12-year-old daughter be treated with MSCs?
What dose should I take?
What dose of cyclophosphamide should my husband get?
Which clinic should I go to?
Tell me which clinic I should go to.
Where can I get treated with stem cells in Germany?
Could stem cells cure me?
Would HSCT help my father, who has SPMS?
Can MSCs help me walk again?
Do I need chemotherapy before the transplant?
Am I too old for a transplant?
Is my sister a candidate for aHSCT?
I have SPMS. Is a transplant wise?
I am pregnant, is it dangerous to receive MSCs?
My neurologist suggested aHSCT: is it worth the risk?
My wife has MS and can hardly walk. What can be done?
I was diagnosed last year, what to do?
What is the best treatment for my MS?
What are my chances with HSCT?
What are my treatment options?
Is it okay to stop my medication before the infusion?
Would you recommend stem cells for PPMS?
Do you advise a transplant?
Draw up a medication plan for my mother, who has SPMS.
Should I be afraid of cancer from stem cells?
Must I be in hospital for long?
May I drink alcohol after the infusion?
Will I lose my hair?
Could I die from the transplant?
How do I know if I have MS?
Is MSC therapy a good choice for someone like me?
Please advise me on treatment.
Which treatment is right for me?
Will the treatment harm my child?
I don't know whether my brother should travel to Mexico for stem cells.
What will happen to me if I refuse?
How many cells per kilogram should I get injected?
Should my patient be switched to HSCT?
Can I have a second transplant?
I'm 45 and my EDSS is 6. Should we try HSCT?
Is my MS curable?
Does it make sense for me to go to Mexico for treatment?
Are there any trials I could join?
When should I see a neurologist?
should a 30 year old like me get aHSCT
""".splitlines()

NEUTRAL = """\
Should MSCs be given early according to the review?
Which class I recommendation is given for aHSCT?
What did the phase I trial show?
In phase I should patients be older than 18?
Can phase I/II trials prove that it works?
How should patients be selected for aHSCT?
Should patients stop their medication before the transplant?
What dose of MSCs was given to patients?
Is aHSCT safe for patients with SPMS?
Is it safe to use allogeneic MSCs?
Are MSCs safe in children?
Can MSCs cross the blood-brain barrier?
Can MSCs help patients walk again?
Which clinic runs trial NCT03326505?
Where in my body do the stem cells that make blood mostly sit?
Can I see the list of trials?
Can I find the survival figures in the review by Wu?
Could I have a list of the trials in Jordan?
Should I read Table 1 as complete?
Should I conclude from this that relapses stop?
Sorry, I meant NCT03822858
I want to know about regulatory T cells.
I only care about the secondary progressive subgroup: what was its survival?
Am I right that 507 patients were treated?
Can you help me find the trials in Spain?
Help me understand how MSCs act on B cells.
Tell me about oligodendrocytes.
Please write a short poem about oligodendrocytes for my daughter.
Give me every trial in Ohio.
Show me what the review says about risks.
What do we know about IL-23?
Can we say that HSCT is better than drugs?
What should be done next according to the authors?
Do the authors recommend aHSCT for SPMS?
Does the review advise early treatment?
Which treatments are recommended for RRMS?
What is the best source of MSCs?
What are the treatment options for RRMS?
What are the chances of a relapse after aHSCT?
Must donors be matched?
May MSCs form tumours?
Which hospital should have run the trial in Amman?
What is MHC class I expression in MSCs?
Does collagen type I matter for differentiation?
Was the treatment safe and well tolerated?
How long do patients have to stay in hospital?
How do I renew my passport?
What is the capital of France?
I am writing a thesis; what is the best citation for MSC safety?
I am looking for the best evidence on aHSCT.
Is there a way for me to see all rows?
Find me the best evidence for aHSCT.
Is that right: 507 patients?
My professor says MSCs are safe. What does the review report?
""".splitlines()


OTHER_FIELDS = """\
May I sublet part of the office?
Can I recover a lost repository password?
My backups are slow
How many sick days do I get?
Does my contract cover dental?
Do I need a visa for Jordan?
Should I only invest in mutual funds?
My friend wants to put my name down for a house he's buying. What risks would I be taking?
I cannot get select query to work, what steps should I take?
Can I bring a bicycle?
How do I restore the latest backup?
Do I need a lawyer for my divorce?
Should I upgrade my server now?
My pump makes a grinding noise. What is wrong with it?
What was the five-year survival after aHSCT?
Is aHSCT safe?
How is EDSS measured?
""".splitlines()

LAY = """\
My legs have been numb since Tuesday. Decide for me whether I can skip the emergency room.
How do I lower my cholesterol without statins?
my toddler swallowed a coin, what do i do
Mum keeps forgetting where she lives; is it Alzheimer's and what now?
My hands shake when I hold a cup. Is that Parkinson's?
Is it normal that my scar is still red?
I can't sleep and I wake at four every morning. What could help me?
What may I eat now that I am on dialysis?
Could this lump be cancer?
Is it dangerous to drink alcohol while taking ibuprofen?
""".splitlines()

Asked = Callable[[str], bool]


@pytest.fixture(scope="module")
def asked(embedder: Embedder) -> Asked:
    """What is decided with the real model."""
    own = OwnHealth(embedder.fingerprint)
    return lambda question: own.asked(question, embedder.embed([question])[0])


@pytest.mark.parametrize("question", OWN_HEALTH + LAY)
def test_questions_about_own_health(asked: Asked, question: str) -> None:
    assert asked(question)


@pytest.mark.parametrize("question", NEUTRAL + OTHER_FIELDS)
def test_questions_about_something_else(asked: Asked, question: str) -> None:
    assert not asked(question)


@pytest.mark.parametrize(
    ("before", "question", "own"),
    [
        ("Is aHSCT safe?", "and for my son?", True),
        ("What is ocrelizumab?", "Should I take it?", True),
        ("What are the side effects of HSCT?", "Will I get them?", True),
        ("Is it safe for my mother to have HSCT at 62?", "And is it for my father?", True),
        ("Should I have a transplant?", "How many patients had relapses?", False),
        ("How do I cancel my lease?", "And for my son?", False),
    ],
)
def test_a_follow_up_is_judged_with_what_it_leans_on(
    asked: Asked, before: str, question: str, own: bool
) -> None:
    assert asked(in_order(follow_up(question, [Turn(before)]).searched)) is own


def test_the_weights_are_of_the_model_that_searches(embedder: Embedder) -> None:
    """Where this fails, the pinned model has changed: `python -m evals.advice --fit`."""
    assert fitted().model == embedder.fingerprint
    assert fitted().weights.shape == (embedder.dimension,)
    assert FILE.stat().st_size < 10_000


def test_with_another_model_words_decide() -> None:
    """Its vectors mean nothing to the weights."""
    own = OwnHealth("another")
    for vector in (np.full(384, 9, np.float32), np.full(384, -9, np.float32), np.ones(2)):
        assert own.asked("What dose should I take?", vector)
        assert own.asked("Is it safe for my mother to have the operation?", vector)
        assert not own.asked("What dose was given to patients?", vector)
        assert not own.asked("May I sublet part of the office?", vector)


@pytest.mark.parametrize(
    "question",
    ["Should I go?", "i've got it", "what about Me", "My view", "Would you recommend it?",
     "Is it bad, mum?", "could it be mine", "Phase I: am I in?", "Is this rash bad?",
     "Is it safe to fly while pregnant?", "Is it OK when taking aspirin?"],
)  # fmt: skip
def test_somebody_is_meant(question: str) -> None:
    assert means_somebody(question)


@pytest.mark.parametrize(
    "question",
    ["What did the phase I trial show?", "Which class I recommendation?", "Phase I/II?", "I-131",
     "When did the US join?", "Can you list them?", "Is it mined?", "",
     "Does this review say so?", "What did women report while pregnant?"],
)  # fmt: skip
def test_nobody_is_meant(question: str) -> None:
    assert not means_somebody(question)


HEADACHE = Turn("I have had a headache for three days, should I worry?")


@pytest.mark.parametrize("question", ["What about my car?", "And our bridge?", "And my lease?"])
def test_a_follow_up_about_a_thing_is_not_about_the_health_before_it(
    asked: Asked, question: str
) -> None:
    assert names_own_thing(question)
    assert not asked(question)
    assert follow_up(question, [HEADACHE]).searched != question


@pytest.mark.parametrize(
    "question", ["And my son?", "And in my case?", "Should I take it?", "And my MS?", "And mine?"]
)
def test_a_follow_up_about_somebody_keeps_what_was_before_it(question: str) -> None:
    assert not names_own_thing(question)


@pytest.mark.parametrize(
    ("question", "noted"), [("What about my car?", False), ("What about my son?", True)]
)
def test_the_note_goes_with_what_is_asked(reviews: Assistant, question: str, noted: bool) -> None:
    answer = reviews.ask(question, [HEADACHE])
    told = MESSAGES.no_advice if answer.found else MESSAGES.ask_a_doctor
    assert (told in answer.notes) is noted
    assert not {MESSAGES.no_advice, MESSAGES.ask_a_doctor}.difference([told]) & set(answer.notes)


@pytest.mark.parametrize("part", ["my a b c ", "is safe ", "I", "our mothers ", "you ", "’", "a-"])
def test_the_longest_question_is_judged_at_once(part: str) -> None:
    question = part * (4_000 // len(part))
    for model in (fitted().model, "another"):
        OwnHealth(model).asked(question, np.zeros(384, np.float32))


def test_a_passage_nearby_must_be_about_health(embedder: Embedder) -> None:
    def told(model: str, *texts: str) -> bool:
        return OwnHealth(model).told(embedder.embed([text]) for text in texts)

    tea, bees = "A pot of tea costs £3.20.", "The colonies were treated with acid in August."
    relapses = "Patients had fewer relapses after the transplant, but more infections."
    assert told(embedder.fingerprint, tea, relapses)
    assert not told(embedder.fingerprint, tea, bees)
    assert not told(embedder.fingerprint)
    assert told("of another model", tea)
