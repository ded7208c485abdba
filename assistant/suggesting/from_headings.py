"""Questions from headings: "The impact of MSCs on T cells" is what a section answers.

Only headings of a form that turns into a question without knowing more; others give none.
"""

from __future__ import annotations

import re
from collections.abc import Container

from assistant.suggesting.wording import POINTING, fits, lowered

_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+")
_AND_MORE = re.compile(r" and (?:preclinical|clinical)? ?(?:evidence|safety|outlook|perspectives)$")
_FORMS = (
    (r"(?:the )?(?:impact|effects?|influence) of (?P<x>.+?) on (?P<y>.+)", "What effect do {x} have on {y}?"),
    (r"(?:the )?(?:impact|effects?|influence) of (?P<x>.+?) on (?P<y>.+)", "What effect does {x} have on {y}?"),
    (r"(?:the )?mechanisms? (?:of action )?of (?P<x>.+?) treatment", "How does treatment with {x} work?"),
    (r"(?:the )?mechanisms? of action of (?P<x>.+)", "What is the mechanism of action of {x}?"),
    (r"(?P<k>pre-?clinical|clinical) evidence (?:for|of) (?P<x>.+)", "What {k} evidence is there for {x}?"),
    (r"(?:clinical )?safety of (?P<x>.+?)(?: treatment| therapy)?", "How safe is treatment with {x}?"),
    (r"(?:the )?procedures? for (?P<x>.+)", "What is the procedure for {x}?"),
    (r"(?:the )?types of (?P<x>.+)", "What types of {x} are there?"),
    (r"(?:the )?therapeutic potential of (?P<x>.+)", "What is the therapeutic potential of {x}?"),
    (r"(?:the )?(?P<k>symptoms|causes|advantages|benefits|drawbacks|disadvantages|limitations|risks|risk factors|side effects|signs|sources|uses|functions|goals|aims|requirements|consequences) (?P<p>of|for|in) (?P<x>.+)", "What are the {k} {p} {x}?"),
    (r"challenges (?P<p>of|for|in) (?P<x>.+)", "What are the challenges {p} {x}?"),
    (r"(?:the )?(?P<k>diagnosis|treatment|prevention|transmission|epidemiology|management|aetiology|etiology|pathogenesis|role|purpose|history|structure|incidence|prevalence) (?P<p>of) (?P<x>.+)", "What is known about the {k} of {x}?"),
    (r"applications? of (?P<x>.+s(?: \(\w+\))?) in (?P<y>.+)", "How are {x} used in {y}?"),
    (r"application of (?P<x>.+?[^s]) in (?P<y>.+)", "How is {x} used in {y}?"),
    (r"(?P<q>(?:how|why|when|where|what|which|who|can|does|do|is|are|should) .+\?)", "{q}"),
)  # fmt: skip
_COMPILED = tuple((re.compile(form, re.IGNORECASE), question) for form, question in _FORMS)
_MANY = re.compile(r"(?:[a-z]s|[A-Z]{2,}s|people|children|mice)$")


def question(heading: str, in_lower_case: Container[str]) -> str:
    """The question that the section below a heading answers; "" where its form is unknown."""
    title = _AND_MORE.sub("", _NUMBER.sub("", " ".join(heading.split())))
    title = re.sub(r"\s*\([^()]*\)", "", title)
    if not title.endswith("?") and not fits(title):
        return ""
    for form, asked in _COMPILED:
        match = form.fullmatch(title)
        if match is None:
            continue
        parts = {name: lowered(value, in_lower_case) for name, value in match.groupdict().items()}
        subject = re.split(r" (?:of|in|for) ", parts.get("x", ""))[0]
        if POINTING & {*" ".join(parts.values()).lower().split()} and "q" not in parts:
            return ""
        several = bool(_MANY.search(subject)) and not subject.endswith(("ss", "us", "is"))
        if "{y}" in asked and asked.startswith("What effect"):
            asked = f"What effect {'do' if several else 'does'} {{x}} have on {{y}}?"
        if len(asked.format(**parts).split()) > 16:
            return ""
        made = asked.format(**parts)
        return made[0].upper() + made[1:]
    return ""
