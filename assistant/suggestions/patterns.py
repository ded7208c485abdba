"""Make questions by pattern: for what a sentence lists, names, defines or counts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from assistant.suggestions.candidate import Made
from assistant.suggestions.clauses import FORMS, REPORTING
from assistant.suggestions.phrasing import (
    POINTING,
    fits,
    is_about_research,
    is_object,
    is_subject,
    lowered,
)

CUT = re.compile(r"[,;:]| (?:while|whereas|which|that|when|where|who|but|by|through|via|thereby)\b")
"""Where a phrase ends at the latest."""

_QUANTIFIER = (
    r"(?:various |many |several |some |different |multiple |numerous |certain |a variety of "
    r"|a (?:wide )?range of |mild |other |most |all |existing )*"
)
SUCH_AS = re.compile(
    rf"^{_QUANTIFIER}(?P<what>(?:[\w-]+ ){{0,5}}[\w-]+s),? (?:such as|including) (?P<list>.+)$",
    re.IGNORECASE,
)
"""Things with instances of them."""

_AFTER_LIST = re.compile(
    r"^.+?, (?P<do>(?:is|are|was|were|have|has|had|can|could|may|might) .+)", re.DOTALL
)
_LIST_GOES_ON = re.compile(r"\W*,.{0,60}\band\b")
_BEST = re.compile(
    r"^(?P<subject>[^,;:]{2,90}?) (?P<be>is|are|was|were) (?:\w+ly )?the"
    r" (?P<what>(?:most|least|\w{3,}est|leading|preferred|main|primary|first|only) [^,;:]{4,80})"
)
_BEST_ENDS = re.compile(r" (?:while|whereas|which|that|when|where|who|but|by|because|and|as|with) ")
_LISTED = re.compile(
    r"^(?P<subject>(?:The|Some) [^,;:]{6,90}?) (?:\w+ly )?(?P<verb>includes?|encompass(?:es)?|are)"
    r" (?P<rest>[^:;]+)$"
)
_SEEN = re.compile(
    r"^(?P<tail>(?:In|After|Following|During|At|Among|Within) [^,;:]{4,80}), [^,;:]{4,120}?"
    r" (?P<be>is|are|was|were|has been|have been) (?:also )?(?P<how>observed|seen|noted|detected)\b"
)
_VERBS = frozenset("is are was were have has had can could may might that which".split())
_SMALL = frozenset("and of in to the a for with".split())
_NO_THING = frozenset("the in a by for as with to given".split())


def listed(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """What something is made up of: "The dangers of MSCs are fibrosis, …, and …"."""
    match = _LISTED.match(text)
    if match is None or not re.search(r" (?:of|for|in) ", match["subject"]):
        return
    head = re.split(r" (?:of|for|in|on|to) ", match["subject"])[0].split()[-1]
    words = {*match["subject"].lower().split()}
    first = match["rest"].split()[0]
    if not head.endswith("s") or words & (POINTING | _VERBS) or first in FORMS:
        return
    if match["verb"] == "are" and (
        not ("," in match["rest"] and " and " in match["rest"])
        or first.endswith(("ed", "ly"))
        or first in ("not", "to", "in")
    ):
        return
    yield Made(f"What are {lowered(match['subject'], in_lower_case)}?", "what")


def instanced(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """Questions for instances: "Cells, such as A and B, can be reprogrammed"."""
    match = SUCH_AS.match(text)
    plain = match is not None and not {";", ":"} & {*match["list"]}
    after = _AFTER_LIST.match(match["list"]) if match and plain else None
    if match is None or after is None:
        return
    what, do = match["what"], CUT.split(after["do"], maxsplit=1)[0]
    if is_about_research(what) or _LIST_GOES_ON.match(after["do"][len(do) :]):
        return
    words = {*f"{what} {do}".lower().split()}
    first, last = what.split()[0].lower(), what.split()[-1]
    if POINTING & words or first in _NO_THING or last in FORMS:
        return
    if 3 <= len(do.split()) <= 12 and do.split()[-1].lower() not in _SMALL:
        several = len(what.split()) > 1
        yield Made(f"Which {lowered(what, in_lower_case)} {do}?", "what", several)


def superlative(text: str) -> Iterator[Made]:
    """Questions for the preferred thing: "X is the preferred method for Y"."""
    match = _BEST.match(text)
    if match is None or POINTING & {*text[: match.end("be")].lower().split()}:
        return
    what = _BEST_ENDS.split(match["what"])[0]
    head, *more = re.split(r" (?:of|for|in|among|to|on|at) ", what)
    least = 3 if head.startswith(("most", "least")) else 2  # "most common" names nothing
    if len(head.split()) < least or head.endswith("ed") or not is_object(what):
        return
    several = head.endswith("s") and not head.endswith(("us", "ss", "is"))
    now, then = ("are", "were") if several else ("is", "was")
    be = now if match["be"] in ("is", "are") else then
    yield Made(f"What {be} the {what}?", "what", bool(more))


def seen(text: str) -> Iterator[Made]:
    """What was observed somewhere: "In patients undergoing X, Y was observed"."""
    match = _SEEN.match(text)
    if match is None or POINTING & {*match["tail"].lower().split()}:
        return
    if is_about_research(match["tail"]):
        return
    be = {"are": "is", "were": "was", "have been": "has been"}.get(match["be"], match["be"])
    tail = f"{match['tail'][0].lower()}{match['tail'][1:]}"
    yield Made(f"What {be} {match['how']} {tail}?", "what")


_WHO = r"(?P<who>[A-Z][\w’'-]+(?:(?: and| &)? [A-Z][\w’'-]+){0,2} et al)"
_AUTHORS = re.compile(
    rf"^{_WHO}\.?,? (?:\(\d{{4}}\) )?(?:have |has |also )*(?P<verb>\w+)(?P<that> that)?"
    r"(?P<rest> .+)$",
    re.DOTALL,
)
_STUDY_BY = re.compile(
    r"\b(?:an?|the) (?P<noun>study|investigation|trial|experiment|analysis)(?: \w+)? by"
    rf" {_WHO}\b"
)
_WORKED = frozenset("used performed conducted applied compared analyzed analysed".split())
_TO_EXAMINE = re.compile(
    r"\bto (?P<verb>examine|investigate|assess|evaluate|determine|test|explore)\b"
)
_TOPIC_ENDS = re.compile(
    r" (?:can|could|may|might|is|are|was|were|has|have|had|cultured|treated|did)\b"
    rf"| (?:{'|'.join(sorted(FORMS))})\b|[,;(]"
)
_WITHOUT_TOPIC = frozenset("investigate evaluate examine assess describe propose note".split())
_MOST_TOPIC = 5  # words
_APPOSED = re.compile(r"^(?P<subject>[A-Z][^,;:]{1,40}), an? [^,;:]{10,120}, ")


def by_authors(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """What a study did: "Brown et al. found …" is "What did Brown et al. find?"."""
    if by := _STUDY_BY.search(text):
        yield Made(f"What was found in the {by['noun']} by {by['who']}.?", "study")
    match = _AUTHORS.match(text)
    if match is None:
        return
    if match["verb"] in _WORKED:
        if aim := _TO_EXAMINE.search(match["rest"]):
            yield Made(f"What did {match['who']}. {aim['verb']}?", "study")
        elif match["verb"] == "compared":
            yield Made(f"What did {match['who']}. compare?", "study")
    form = FORMS.get(match["verb"])
    if form and form.base in REPORTING:
        about = _about(match, in_lower_case) if form.base not in _WITHOUT_TOPIC else ""
        yield Made(f"What did {match['who']}. {form.base}{about}?", "study")


def apposed(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """What something is that a sentence explains in passing: "MS, a disease of …, …"."""
    match = _APPOSED.match(text)
    if match and is_subject(match["subject"]) and not re.search(r"\bas\b|ly\b", match["subject"]):
        yield Made(f"What is {lowered(match['subject'], in_lower_case)}?", "meaning")


def _about(match: re.Match[str], in_lower_case: Container[str]) -> str:
    """What a finding is about, where it begins with that; else ""."""
    if not match["that"]:
        return ""
    first = _TOPIC_ENDS.split(match["rest"].strip(), maxsplit=1)[0]
    if len(first.split()) > _MOST_TOPIC or not is_subject(first) or not fits(first):
        return ""
    return f" about {lowered(first, in_lower_case)}"


QUANTITY = re.compile(
    r"\b(?:rate|survival|prevalence|incidence|age|number|risk|dose|mortality|proportion|percentage"
    r"|size|length|score|temperature|duration|amount|frequency|probability|concentration|price"
    r"|cost|height|weight|speed|distance|population|accuracy|sensitivity|specificity|share|total"
    r"|period|ratio|level|value|limit|range|capacity)s?\b",
    re.IGNORECASE,
)
"""What a sentence says the number of."""

_NUMBER = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
A_NUMBER = re.compile(
    rf"^(?:about|around|approximately|nearly|only|over|estimated at|between|up to|at least"
    rf"|roughly)?\s?[$€£]?{_NUMBER}\b",
    re.IGNORECASE,
)
"""A number at the beginning, or about one."""

_COUNTED = re.compile(
    rf"^(?:a total of |only |about |approximately )?(?P<number>{_NUMBER})(?P<percent> ?%)?"
    r" (?P<what>[a-z][\w-]*(?: [\w-]+){0,4}?) (?P<verb>were|had|received|underwent|reported|showed"
    r"|experienced|exhibited|developed|died|achieved|completed|improved|remained|responded)"
    r" (?P<rest>.+)$",
    re.IGNORECASE,
)
_FRONTED = re.compile(r"^(?P<tail>(?:Among|Of|After|In|During) [^,;:()]{3,110}), (?P<rest>.+)$")
_PEOPLE = ("people", "children", "mice", "women", "men")
_MEASURES = re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|mg|kg|ml)\b")
_RATE = re.compile(
    rf"\b(?:an?|the) (?:(?:impressive|overall|remarkable|high|low|estimated|favorable) )*"
    rf"(?P<what>(?:[\w-]+ ){{0,3}}(?:rate|survival|prevalence|incidence|mortality|probability|dose"
    rf"|size|duration|length|weight|temperature)) of (?:about |approximately |only |nearly )?"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_MOST_REST = 10  # words


def counted(text: str) -> Iterator[Made]:
    """Questions for a number: "Seven patients exhibited …" is "How many patients exhibited …?"."""
    tail = ""
    if before := _FRONTED.match(text):
        text = before["rest"]
        tail = f" {before['tail'][0].lower()}{before['tail'][1:]}"
    match = _COUNTED.match(text)
    if match is None or not fits(text):
        return
    what, rest = match["what"], re.split(r"[,;]| and (?=\d)", match["rest"])[0]
    share = match["percent"] is not None
    leans = POINTING & {*f"{what} {rest} {tail}".lower().split()}
    if share == what.startswith("of ") and _counts(what) and _ends_well(rest) and not leans:
        how = "What percentage" if share else "How many"
        yield Made(f"{how} {what} {match['verb']} {rest}{tail}?", "value", bool(tail))


def rated(text: str) -> Iterator[Made]:
    """What a rate was that a sentence mentions: of what, only those before it say."""
    for match in _RATE.finditer(text):
        what = match["what"]
        if " " in what and not POINTING & {*what.lower().split()}:
            yield Made(f"What was the {what}?", "value", alone=False)


def _counts(what: str) -> bool:
    """Whether things are counted, not measured."""
    if what[0].isupper() or re.search(r"\b(?:and|or|in|to|by|at)\b", what):
        return False
    return what.endswith(("s", *_PEOPLE)) and _MEASURES.search(what) is None


def _ends_well(rest: str) -> bool:
    words = rest.split()
    return (
        0 < len(words) <= _MOST_REST
        and words[0] not in ("to", "by")
        and words[-1] not in ("and", "to", "of", "the", "with")
    )
