"""Questions that ask for advice on somebody's own case, and questions that only look so."""

from __future__ import annotations

import pytest

from assistant.answering.advice import asks_for_advice

SEEK_ADVICE = """\
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
Does my son qualify for a trial in Jordan?
Am I too old for a transplant?
Am I eligible for NCT03326505?
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
What would you do in my place?
Would it be better in my case to wait?
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
Would you go for HSCT if you were me?
Is my MS curable?
Does it make sense for me to go to Mexico for treatment?
Are there any trials I could join?
When should I see a neurologist?
should a 30 year old like me get aHSCT
How do I choose a clinic?
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
Could my stem cells be made out of a pee sample?
Where in my body do the stem cells that make blood mostly sit?
My eyesight is what suffers most from my MS. Is there a trial on the retina?
I have trouble holding my water. Does any trial look at the bladder, and which?
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
Should we expect relapses in the phase II trial?
Find me the best evidence for aHSCT.
Is that right: 507 patients?
My professor says MSCs are safe. What does the review report?
""".splitlines()


@pytest.mark.parametrize("question", SEEK_ADVICE)
def test_questions_that_seek_advice(question: str) -> None:
    assert asks_for_advice(question)


@pytest.mark.parametrize("question", NEUTRAL)
def test_questions_that_do_not(question: str) -> None:
    assert not asks_for_advice(question)


def test_enough_of_both() -> None:
    assert len(set(SEEK_ADVICE)) >= 40
    assert len(set(NEUTRAL)) >= 40


@pytest.mark.parametrize("part", ["my a b c ", "is safe ", "good ", "our mothers ", "help "])
def test_the_longest_question_is_judged_at_once(part: str) -> None:
    assert not asks_for_advice(part * (4_000 // len(part)))
