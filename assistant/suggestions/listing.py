"""Questions for what a sentence lists, names as instances, puts first, or saw somewhere."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from assistant.suggestions.candidate import Made
from assistant.suggestions.phrasing import POINTING, is_about_research, is_object, lowered
from assistant.suggestions.verbs import FORMS

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
    """Which of them: "Cells, such as A and B, can be reprogrammed"."""
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
    """What comes first: "X is the preferred method for Y"."""
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
