"""Does a question ask for advice on somebody's own case?

Documents tell what was studied and found; they know nobody. A question that asks what to do
("Should I …?", "Is it safe for my daughter?") gets what they report, and a line that says so.

By rules on the form of the question: somebody who is meant (the asker, or one of theirs) and
something that is to be decided or foretold for them. Questions about patients in general are
neutral, and so are those of a reader about the documents ("Should I read this as …?").
"""

from __future__ import annotations

import re

_KIN = (
    r"(?:mother|mum|mom|father|dad|parents?|wife|husband|spouse|partner|(?:girl|boy)?friend"
    r"|daughter|son|child|kids?|children|baby|sister|brother|siblings?|twins?|aunt|uncle|cousin"
    r"|niece|nephew|grand(?:mother|father|ma|pa|parents?|son|daughter|child|children)"
    r"|family|relatives?|patients?|girl|boy)"
)
_THEIRS = rf"(?:my|our)\s+(?:[\w-]+\s+){{0,3}}?{_KIN}\b"
# The pronoun, not the numeral of "phase I", "class I/II", "I-131".
_I = (
    r"(?<!phase )(?<!class )(?<!stage )(?<!type )(?<!grade )(?<!level )(?<!table )(?<!part )"
    r"(?<!section )(?<!arm )(?<!group )(?<!cohort )(?<!collagen )\bI\b(?![/\-–])"
)
_SUBJECT = rf"(?:{_I}|{_THEIRS}|someone like me|people like me)"
_OBJECT = rf"(?:me|myself|us|{_THEIRS}|someone like me|people like me|(?:a )?person like me)\b"

# What a reader does with documents: no decision about anybody's health.
_READING = (
    r"(?:also |just |now |then |please |rather |only )?(?:read|ask|find|look"
    r"|see(?! an? (?:\w+ )?(?:doctor|neurologist|specialist|physician|surgeon|nurse))"
    r"|search|know|tell"
    r"|say|cite|quote|call|refer|conclude|infer|assume|understand|interpret|compare|trust|rely"
    r"|believe|mean|add|note|check|write|show|learn|type|click|open|upload|download|print|copy"
    r"|remember|count|calculate|rephrase|specify|choose between the|have meant|have asked"
    r"|(?:have|get) (?:the|a|an|all|some|more|your)\s+(?:\w+\s+){0,3}?"
    r"(?:lists?|tables?|rows?|trials?|studies|numbers?|names?|quotes?|sentences?|references?"
    r"|sources?|summary|overview|details?|answers?|definitions?|information|examples?))\b"
)
_JUDGED = (
    r"(?:safe|unsafe|dangerous|risky|harmful|advisable|wise|worth|right|wrong|good|bad|better|best"
    r"|suitable|appropriate|an option|options|ok|okay|healthy|recommended|enough|helpful|useful"
    r"|too (?:late|early|old|young|risky|dangerous|much|weak|ill|sick))"
)
_HEALTH = (
    r"(?:treatments?|therap(?:y|ies)|doses?|dosage|medications?|medicines?|meds|drugs?|pills?"
    r"|tablets?|injections?|infusions?|transplant(?:ation)?|symptoms?|relapses?|diagnosis|disease"
    r"|condition|MS|RRMS|SPMS|PPMS|diet|age)"
)
_DISCLOSED = (
    r"(?:\bI(?: am|['’]m)\b(?! (?:writing|reading|looking|searching|preparing|interested|curious"
    r"|trying|asking|working|studying|an? (?:student|researcher|journalist|librarian)))"
    rf"|{_I} (?:have|had|was|suffer|got|take|keep|feel|want|live|can't|cannot)\b"
    rf"|\bI['’](?:ve|d)\b|{_THEIRS}\s+(?:has|had|is|was|suffers|got|takes|wants|lives)\b"
    rf"|\bmy (?:own )?(?:doctor|neurologist|{_HEALTH})\b)"
)

_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "should I …", "can my daughter …", "what dose must I …"
        rf"\b(?:should|shall|must|ought|may|might|can|could|would|will)(?:n['’]t)?\s+{_SUBJECT}"
        rf"(?!\s+(?:not\s+)?{_READING})(?!['’]s)",
        # "which clinic I should go to", "whether my son ought to …"
        rf"{_SUBJECT}\s+(?:should|ought|must|needs? to|have to|has to)\b"
        rf"(?!\s+(?:not\s+)?{_READING})",
        r"\bshould we (?:try|get|have|go|take|choose|start|stop|switch|travel|refuse|accept)\b"
        r"(?! (?:it|this|that|them) (?:as|to mean)\b)",
        rf"{_SUBJECT}\s+(?:can|could|might|may) "
        r"(?:join|apply|enrol|take part|participate|try|go)\b",
        rf"\b(?:do|does)\s+{_SUBJECT}\s+(?:choose|pick|decide|need|have to|qualify|stand a chance"
        rf"|stop|start|take|inject|prepare|benefit)\b(?!\s+(?:to\s+)?{_READING})",
        rf"\bhow (?:do|can|would) {_I} know (?:if|whether|that) (?:I|my)\b",
        # "am I too old", "is my son a candidate"
        r"\bam I\b(?!\s+(?:right|correct|wrong|mistaken|reading|understanding|asking|missing|to "
        r"(?:understand|read|infer|conclude)))",
        rf"\b(?:is|are|was)\s+{_THEIRS}\s+(?:{_JUDGED}|eligible|a candidate|allowed|able|at risk"
        r"|going to|likely|old enough|fit enough|in danger)",
        # "is it safe for me", "the right one for my mother", "will it help my father"
        rf"\b{_JUDGED}\b[^.?!]{{0,60}}\b(?:for|to|in) {_OBJECT}",
        rf"\b(?:cure|treat|heal|harm|hurt|benefit|save|kill|suit|work (?:for|on|in)|happen to"
        rf"|mean for|do (?:for|to)|recommended? (?:for|to)|prescribe(?: for)?"
        rf"|(?:plan|schedule|therapy|treatment|dose|clinic|doctor|hospital|drug) for) {_OBJECT}",
        rf"\blike me\b|\bif you were (?:me|in my)\b|\bfor {_OBJECT} to\b(?! {_READING})",
        rf"\b(?:is|are) my (?:own )?{_HEALTH}\b",
        rf"\bhelp {_OBJECT}(?!\s+(?:to\s+)?(?:with the|{_READING}))",
        # "is it wise to stop my medication", "the best treatment for my MS"
        rf"\b{_JUDGED}\b[^.?!]{{0,60}}\bmy (?:own )?{_HEALTH}\b",
        r"\bmy (?:own )?(?:treatment |therapy )?(?:options|chances?|prognosis|outlook|odds"
        r"|life expectancy)\b",
        rf"\b(?:stop|start|change|switch|increase|reduce|skip|treat|adjust|double|delay|refuse)\w*"
        rf" my (?:own )?{_HEALTH}\b",
        # "would you recommend", "what would you do", "your advice"
        r"\b(?:would|do|could|can) you (?:recommend|advise|suggest|prescribe|diagnose)\b",
        r"\bwhat would you (?:do|take|choose)\b|\bin my (?:case|situation|place|shoes|position)\b",
        r"\b(?:advise|diagnose|prescribe) me\b|\byour (?:medical )?(?:advice|recommendation)\b",
    )
)
_DECIDES = re.compile(
    rf"\b(?:is|are|was|would|will|be)\b[^.?!]{{0,60}}\b{_JUDGED}\b|\bwhat (?:to do|now|next)\b"
    r"|\bwhat (?:can|should|could) be done\b|\b(?:which|what) (?:\w+ ){1,2}(?:to take|is best)\b",
    re.IGNORECASE,
)
_DISCLOSES = re.compile(_DISCLOSED, re.IGNORECASE)


def asks_for_advice(question: str) -> bool:
    """Whether a question seeks advice on the asker's own case or that of one of theirs."""
    text = " ".join(question.split())
    if any(pattern.search(text) for pattern in _ASKS):
        return True
    # "I have SPMS. Is a transplant wise?"
    return bool(_DISCLOSES.search(text) and _DECIDES.search(text))
