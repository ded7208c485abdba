"""Questions from headings: "The impact of MSCs on T cells" is what a section answers.

Only headings of a form that turns into a question without knowing more; others give none.
"""

from __future__ import annotations

import re
from collections.abc import Container

from assistant.suggestions.phrasing import POINTING, fits, lowered

_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+")
_AND_MORE = re.compile(r" and (?:preclinical|clinical)? ?(?:evidence|safety|outlook|perspectives)$")
_WHAT_ARE = (
    "symptoms|causes|advantages|benefits|drawbacks|disadvantages|limitations|risks|risk factors"
    "|side effects|signs|sources|uses|functions|goals|aims|requirements|consequences|challenges"
)
_KNOWN = (
    "diagnosis|treatment|prevention|transmission|epidemiology|management|aetiology|etiology"
    "|pathogenesis|role|purpose|history|structure|incidence|prevalence"
)
_FORMS = (
    (
        r"(?:impact|effects?|influence) of (?P<x>.+?) on (?P<y>.+)",
        "What effect {do} {x} have on {y}?",
    ),
    (r"mechanisms? (?:of action )?of (?P<x>.+?) treatment", "How does treatment with {x} work?"),
    (r"mechanisms? of action of (?P<x>.+)", "What is the mechanism of action of {x}?"),
    (
        r"(?P<kind>pre-?clinical|clinical) evidence (?:for|of) (?P<x>.+)",
        "What {kind} evidence is there for {x}?",
    ),
    (
        r"(?:clinical )?safety of (?P<x>.+?)(?: treatment| therapy)?",
        "How safe is treatment with {x}?",
    ),
    (r"procedures? for (?P<x>.+)", "What is the procedure for {x}?"),
    (r"types of (?P<x>.+)", "What types of {x} are there?"),
    (r"therapeutic potential of (?P<x>.+)", "What is the therapeutic potential of {x}?"),
    (rf"(?P<kind>{_WHAT_ARE}) (?P<of>of|for|in) (?P<x>.+)", "What are the {kind} {of} {x}?"),
    (rf"(?P<kind>{_KNOWN}) of (?P<x>.+)", "What is known about the {kind} of {x}?"),
    (r"applications? of (?P<x>.+) in (?P<y>.+)", "How {are} {x} used in {y}?"),
    (r"(?P<q>(?:how|why|when|where|what|which|who|can|does|do|is|are|should) .+\?)", "{q}"),
)
_COMPILED = tuple(
    (re.compile(form, re.IGNORECASE | re.DOTALL), question) for form, question in _FORMS
)
_MOST = 16  # words
_MANY = re.compile(r"(?:[a-z]s|[A-Z]{2}s|people|children|mice)$")


def question(heading: str, in_lower_case: Container[str]) -> str:
    """The question that the section below a heading answers; "" where its form is unknown."""
    title = _AND_MORE.sub("", _NUMBER.sub("", " ".join(heading.split())))
    title = re.sub(r"(?:(?<!\s)\s++)?\([^()]*\)", "", title)
    title = re.sub(r"^the ", "", title, flags=re.IGNORECASE)
    if not title.endswith("?") and not fits(title):
        return ""
    for form, asked in _COMPILED:
        if match := form.fullmatch(title):
            return _filled(asked, match, in_lower_case)
    return ""


def _filled(asked: str, match: re.Match[str], in_lower_case: Container[str]) -> str:
    parts = {
        name: value.lower() if name in ("kind", "of") else lowered(value, in_lower_case)
        for name, value in match.groupdict().items()
    }
    if "q" not in parts and POINTING & {*" ".join(parts.values()).lower().split()}:
        return ""
    subject = re.split(r" (?:of|in|for) ", parts.get("x", ""))[0]
    several = bool(_MANY.search(subject)) and not subject.endswith(("ss", "us", "is"))
    parts |= {"do": "do" if several else "does", "are": "are" if several else "is"}
    made = asked.format(**parts)
    return made[0].upper() + made[1:] if len(made.split()) <= _MOST else ""
