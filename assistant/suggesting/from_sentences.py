"""Questions from single sentences: each turns one pattern of a statement round.

"MSCs delay the maturation of DCs by reducing IL-12 secretion" answers "How do MSCs delay the
maturation of DCs?". After Heilman and Smith, "Good Question! Statistical Ranking for Question
Generation", NAACL 2010, who turn statements round by rules and make far more of them than are
good: here the patterns are few and strict, and every question is asked before it is offered.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from assistant.suggesting.candidate import Kind
from assistant.suggesting.clause import Clause, clause
from assistant.suggesting.verbs import (
    CHANGING,
    FORMS,
    GIVING,
    REPORTING,
    STAYING,
    WITH_PREPOSITION,
)
from assistant.suggesting.wording import (
    POINTING,
    fits,
    is_about_research,
    is_object,
    is_subject,
    lowered,
    plain,
)

Made = tuple[str, Kind, bool]
"""A question, what it asks for, and whether it can stand alone."""

_MEANS = re.compile(
    r"^(?P<object>.+?),? (?:mainly |partly |primarily )?(?:by(?: \w+ly)? \w+ing|through|via)\b"
)
_CAUSE = re.compile(r"^(?P<object>.*?),? (?:because|due to|owing to|since)\b")
_CUT = re.compile(
    r"[,;:]| (?:while|whereas|which|that|when|where|who|but|by|through|via|thereby)\b"
)
_ADJUNCT = re.compile(
    rf" in an? | with | and (?:also )?(?:\w+ly )?(?={'|'.join(sorted(FORMS))}\b)| during | after | over "
)
_TRANSLATED = (
    "derived isolated obtained harvested collected extracted produced recovered:from"
    "|made composed:of|characterized characterised caused triggered mediated driven regulated"
    " controlled influenced affected limited hampered accompanied induced followed defined"
    " determined restricted transmitted explained:by|used:for,to,in,as|associated treated:with"
    "|linked attributed related:to|based:on|divided classified:into|known defined:as"
    "|approved recommended indicated suited responsible:for|involved implicated:in"
)
_PARTICIPLES = {
    (word, preposition)
    for group in _TRANSLATED.split("|")
    for word in group.split(":")[0].split()
    for preposition in group.split(":")[1].split(",")
}
_PLACES = frozenset("found located situated seen stored kept".split())
_WHEN = re.compile(
    r"^(?:first |originally |initially )?(?P<how>\w+(?:ed|wn|ilt|un))\b(?P<more>[^,;:]{0,60}?)"
    r" (?:in|on|since) (?:\w+ (?:\d{1,2}, )?)?(?:1[5-9]|20)\d\d\b"
)
_QUANTITY = re.compile(
    r"\b(?:rate|survival|prevalence|incidence|age|number|risk|dose|mortality|proportion|percentage"
    r"|size|length|score|temperature|duration|amount|frequency|probability|concentration|price"
    r"|cost|height|weight|speed|distance|population|accuracy|sensitivity|specificity|share|total"
    r"|period|ratio|level|value|limit|range|capacity)s?\b",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_A_NUMBER = re.compile(
    rf"^(?:about|around|approximately|nearly|only|over|estimated at|between|up to|at least|roughly)?"
    rf"\s?[$€£]?{_NUMBER}\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"^(?:a total of |only |about |approximately )?(?P<number>{_NUMBER})(?P<percent> ?%)?"
    r" (?P<what>[a-z][\w-]*(?: [\w-]+){0,4}?) (?P<verb>were|had|received|underwent|reported|showed"
    r"|experienced|exhibited|developed|died|achieved|completed|improved|remained|responded)"
    r" (?P<rest>.+)$",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"^(?P<who>[A-Z][\w’'-]+(?:(?: and| &)? [A-Z][\w’'-]+){0,2} et al)\.?,? (?:\(\d{4}\) )?"
    r"(?:have |has |also )*(?P<verb>\w+)(?P<that> that)?(?P<rest> .+)$"
)
_EVALUATIVE = re.compile(
    r"\b(?:important|key|vital|major|critical|promising|essential|potential|effective|good|common"
    r"|crucial|attractive|viable|significant|main|central|notable|appealing|primary|useful"
    r"|plentiful|available|challenge|concern|limitation|advantage|well-known|popular|great|topic|way|fundamental|new)\b"
)
_LINKED = re.compile(
    r"^(?:[\w-]+ ){1,5}(?:that|which|derived|found|capable|characterized|consisting)\b"
)
_SHOWN = re.compile(r"^been (?P<how>shown|reported|found|known|suggested) to (?P<do>[a-z]+)\b")
_COMPARED = re.compile(
    r" (?:compared (?:with|to)|in comparison (?:with|to)|than) (?P<other>[^,;:]+)$"
)
_ROLE = re.compile(r"^an? (?:[\w-]+ )?role in (?P<what>.+)$")
_ABLE = re.compile(r"^the (?:ability|capability|capacity|potential) to (?P<do>[a-z]+)\b")
_BEST = re.compile(
    r"^(?P<subject>[^,;:]{2,90}?) (?P<be>is|are|was|were) (?:\w+ly )?the (?P<what>(?:most|least|\w{3,}est"
    r"|leading|preferred|main|primary|first|only) [^,;:]{4,80})"
)
_LISTED = re.compile(
    r"^(?P<subject>(?:The|Some) [^,;:]{6,90}?) (?:\w+ly )?(?P<verb>includes?|encompass(?:es)?|are)"
    r" (?P<rest>[^:;]+)$"
)
_APPOSED = re.compile(r"^(?P<subject>[A-Z][^,;:]{1,40}), an? [^,;:]{10,120}, ")
_RATE = re.compile(
    rf"\b(?:an?|the) (?:(?:impressive|overall|remarkable|high|low|estimated|favorable) )*"
    rf"(?P<what>(?:[\w-]+ ){{0,3}}(?:rate|survival|prevalence|incidence|mortality|probability|dose|size"
    rf"|duration|length|weight|temperature)) of (?:about |approximately |only |nearly )?{_NUMBER}",
    re.IGNORECASE,
)
_STUDY_BY = re.compile(
    r"\b(?:an?|the) (?P<noun>study|investigation|trial|experiment|analysis)(?: \w+)? by"
    r" (?P<who>[A-Z][\w’'-]+(?:(?: and)? [A-Z][\w’'-]+){0,2} et al)\b"
)
_TO_EXAMINE = re.compile(
    r"\bto (?P<verb>examine|investigate|assess|evaluate|determine|test|explore)\b"
)
_QUANTIFIER = (
    r"(?:various |many |several |some |different |multiple |numerous |certain |a variety of "
    r"|a (?:wide )?range of |mild |other |most |all |existing )*"
)
_SUCH_AS = re.compile(
    rf"^{_QUANTIFIER}(?P<what>(?:[\w-]+ ){{0,5}}[\w-]+s),? (?:such as|including) (?P<list>.+)$",
    re.IGNORECASE,
)
_AFTER_LIST = re.compile(
    r"^[^;:]+?, (?P<do>(?:is|are|was|were|have|has|had|can|could|may|might) [^;:]+)$"
)
_SEEN = re.compile(
    r"^(?P<tail>(?:In|After|Following|During|At|Among|Within) [^,;:]{4,80}), [^,;:]{4,120}?"
    r" (?P<be>is|are|was|were|has been|have been) (?:also )?(?P<how>observed|seen|noted|detected)\b"
)
_DIFFERENT = re.compile(r"^(?:[\w-]+ )?differences (?:in|between)\b")
_DATE = re.compile(
    r"(?:\d{4}|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_LEAST, _MOST, _MOST_WITH_NUMBER = 4, 18, 25  # words of a question


def questions(sentence: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """The questions that a sentence answers, the most telling first.

    in_lower_case: words that are no names, since the documents write them small.
    """
    text = plain(sentence).split(";")[0]
    made = [*_of_authors(text, in_lower_case), *_counted(text), *_rated(text)]
    if fits(text):
        made += _superlative(text, in_lower_case)
        made += _instanced(text, in_lower_case)
        made += _seen(text)
        listed = list(_listed(text, in_lower_case))
        made += listed
        if not listed and (parsed := clause(text, in_lower_case)):
            made += _of_clause(parsed)
    for question, kind, alone in made:
        words = question.split()
        most = _MOST_WITH_NUMBER if kind == "value" else _MOST
        if _LEAST <= len(words) <= most and len({*words}) == len(words) - _repeated(words):
            yield question, kind, alone


def _listed(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """ "The dangers of MSCs are fibrosis, and …": "What are the dangers of MSCs?"."""
    if (match := _APPOSED.match(text)) and is_subject(match["subject"]):
        if not match["subject"].split()[0].lower().endswith("ly") and "as " not in match["subject"]:
            yield f"What is {lowered(match['subject'], in_lower_case)}?", "meaning", True
    match = _LISTED.match(text)
    if match is None or not re.search(r" (?:of|for|in) ", match["subject"]):
        return
    head = re.split(r" (?:of|for|in|on|to) ", match["subject"])[0].split()[-1]
    words = {*match["subject"].lower().split()}
    several = match["verb"] != "are" or (match["rest"].count(",") > 0 and " and " in match["rest"])
    first = match["rest"].split()[0]
    if not several or not head.endswith("s") or POINTING & words or FORMS.keys() & {first}:
        return
    if words & {"is", "are", "was", "were", "have", "has", "that", "which"}:
        return
    if match["verb"] == "are" and (first.endswith(("ed", "ly")) or first in ("not", "to", "in")):
        return
    yield f"What are {lowered(match['subject'], in_lower_case)}?", "what", True


def _superlative(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """ "X is the preferred method for Y": "What is the preferred method for Y?"."""
    match = _BEST.match(text)
    if match is None or POINTING & {*text[: match.end("be")].lower().split()}:
        return
    what = re.split(
        r" (?:while|whereas|which|that|when|where|who|but|by|because|and|as|with) ", match["what"]
    )[0]
    head = re.split(r" (?:of|for|in|among|to|on|at) ", what)
    wide = len(head[0].split())
    if wide < (3 if head[0].startswith(("most", "least")) else 2) or head[0].endswith("ed"):
        return
    if not is_object(what) or what.split()[-1] in ("to", "is"):
        return
    now = match["be"] in ("is", "are")
    several = head[0].endswith("s") and not head[0].endswith(("us", "ss", "is"))
    be = ("are" if now else "were") if several else ("is" if now else "was")
    yield f"What {be} the {what}?", "what", len(head) > 1


def _instanced(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """ "Cells, such as A and B, can be reprogrammed": "Which cells can be reprogrammed?"."""
    match = _SUCH_AS.match(text)
    after = _AFTER_LIST.match(match["list"]) if match else None
    if match is None or after is None or match["what"].split()[-1] in FORMS:
        return
    what, do = match["what"], _CUT.split(after["do"], maxsplit=1)[0]
    if is_about_research(what) or re.match(r"\W*,.{0,60}\band\b", after["do"][len(do) :]):
        return  # a list was cut in two
    words = {*f"{what} {do}".lower().split()}
    if not 3 <= len(do.split()) <= 12 or POINTING & words or "et" in words:
        return
    if what.split()[0].lower() in ("the", "in", "a", "by", "for", "as", "with", "to", "given"):
        return
    if do.split()[-1].lower() in ("and", "of", "in", "to", "the", "a", "for", "with"):
        return
    if not words & {"is", "are", "was", "were", "have", "has", "had", "can", "could", "may"}:
        return
    yield f"Which {lowered(what, in_lower_case)} {do}?", "what", len(what.split()) > 1


def _seen(text: str) -> Iterator[Made]:
    """ "In patients undergoing X, Y was observed": "What was observed in patients …?"."""
    match = _SEEN.match(text)
    if match is None or POINTING & {*match["tail"].lower().split()}:
        return
    if is_about_research(match["tail"]):
        return
    first, _, rest = match["be"].replace("are", "is").replace("were", "was").partition(" ")
    first = "has" if rest else first
    tail = f"{match['tail'][0].lower()}{match['tail'][1:]}"
    yield f"What {first} {rest + ' ' if rest else ''}{match['how']} {tail}?", "what", True


def _rated(text: str) -> Iterator[Made]:
    """ "… a survival rate of 98 %": "What was the survival rate?", of what was said before."""
    for match in _RATE.finditer(text):
        what = match["what"]
        if len(what.split()) > 1 and not POINTING & {*what.lower().split()}:
            yield f"What was the {what}?", "value", False


def _repeated(words: list[str]) -> int:
    """How often small words come again, which they may."""
    small = [word for word in words if len(word) < 4 or word in ("cells", "with", "from", "stem")]
    return len(small) - len({*small})


def _of_clause(found: Clause) -> Iterator[Made]:
    asked = f"{found.helper} {found.subject}"
    if found.verb == "be":
        yield from _of_being(found, asked)
    elif found.verb == "have":
        yield from _of_having(found, asked)
    elif found.verb:
        yield from _of_doing(found, asked)


def _of_doing(found: Clause, asked: str) -> Iterator[Made]:
    for pattern, word in ((_MEANS, "How"), (_CAUSE, "Why")):
        match = pattern.match(found.rest)
        if match and is_object(match["object"]) and not _has_verb(match["object"]):
            yield f"{word} {asked} {found.verb} {match['object']}{found.tail}?", "how", True
            return
    first, _, after = found.rest.partition(" ")
    if POINTING & {*_CUT.split(found.rest, maxsplit=1)[0].lower().split()}:
        return
    if found.verb in STAYING and first in ("in", "at", "on", "within"):
        yield f"Where {asked} {found.verb}{found.tail}?", "what", True
    if match := _ABLE.match(found.rest):
        able = {"do": "are", "does": "is", "did": "were"}.get(found.helper)
        if able and match["do"] in FORMS:
            yield f"What {able} {found.subject} able to do{found.tail}?", "what", True
        return
    if f"{found.verb}:{first}" in WITH_PREPOSITION and after[:1].isalpha():
        yield f"What {asked} {found.verb} {first}{found.tail}?", "what", True
        return
    if (such := _SUCH_AS.match(found.rest)) and is_object(such["what"]):
        if not _has_verb(such["what"]) and not re.search(r" (?:in|to|by) ", such["what"]):
            yield f"Which {such['what']} {asked} {found.verb}{found.tail}?", "what", True
            return
    whole = _CUT.split(found.rest, maxsplit=1)[0]
    if " and " in found.subject and _DIFFERENT.match(found.rest):
        yield f"How {asked} differ{found.tail}?", "effect", True
    elif found.verb in CHANGING and found.helper not in ("may", "might", "must"):
        whole = _ADJUNCT.split(whole, maxsplit=1)[0]
        if is_object(whole) and not _has_verb(whole) and len(whole.split()) > 1:
            yield f"What effect {asked} have on {whole}{found.tail}?", "effect", True
    elif (
        found.verb in GIVING
        and found.helper not in ("may", "might", "must")
        and first.lower() not in ("to", "by", "in", "from", "that", "for", "with", "and", "as")
        and found.rest
        and not (found.verb in ("cause", "induce", "trigger", "enable") and " to " in whole)
    ):
        yield f"What {asked} {found.verb}{found.tail}?", "what", True


def _of_having(found: Clause, asked: str) -> Iterator[Made]:
    if match := _SHOWN.match(found.rest):
        word = match["do"]
        if word != "be" and (form := FORMS.get(word)) and form.tense == "base":
            yield f"What {asked} been {match['how']} to do{found.tail}?", "what", True
    elif match := re.match(r"^led to ", found.rest):
        yield f"What {asked} led to{found.tail}?", "what", True


def _of_being(found: Clause, asked: str) -> Iterator[Made]:
    words = found.rest.split()
    be = f"{asked} be" if found.helper not in ("is", "are", "was", "were") else asked
    if match := _WHEN.match(found.rest):
        if found.helper in ("was", "were") and " by " not in match["more"]:
            yield f"When {be} {match['how']}{match['more']}?", "value", True
            return
    if POINTING & {*_CUT.split(found.rest, maxsplit=1)[0].lower().split()}:
        return
    form = FORMS.get(words[0]) if words else None
    means = len(words) > 2 and (
        words[1] in ("through", "via") or (words[1] == "by" and words[2].endswith("ing"))
    )
    if form and form.tense == "past" and means:
        yield f"How {be} {words[0]}{found.tail}?", "how", True
    elif (
        form
        and form.tense == "past"
        and len(words) > 2
        and words[1] == "by"
        and found.helper not in ("was", "were")
    ):
        yield f"What {be} {words[0]} by{found.tail}?", "what", True
    elif len(words) > 2 and (words[0], words[1]) in _PARTICIPLES and not _DATE.match(words[2]):
        if words[1] != "to" or words[0] != "used":
            yield f"What {be} {words[0]} {words[1]}{found.tail}?", "what", True
        else:
            yield f"What {be} used for{found.tail}?", "what", True
    elif len(words) > 2 and words[0] in _PLACES and words[1] in ("in", "at", "on", "between"):
        yield f"Where {be} {words[0]}{found.tail}?", "what", True
    elif _QUANTITY.search(re.split(r" (?:of|in|for|after|with) ", found.subject)[0]):
        if _A_NUMBER.match(found.rest):
            yield f"What {be}{found.tail}?", "value", " of " in found.subject
    elif _defines(found):
        yield f"What {asked}?", "meaning", True


def _defines(found: Clause) -> bool:
    if found.helper not in ("is", "are") or len(found.subject.split()) > 4 or found.tail:
        return False
    if (
        " of " in found.subject
        or found.subject.lower().startswith("the ")
        or " and " in found.subject
    ):
        return False
    beginning = " ".join(found.rest.split()[:5])
    if _EVALUATIVE.search(beginning) or beginning.startswith(("one of", "the ")):
        return False
    if found.helper == "is" and re.match(r"an? \w", found.rest):
        return True
    return found.helper == "are" and bool(
        re.match(r"an? \w", found.rest) or _LINKED.match(found.rest)
    )


def _counted(text: str) -> Iterator[Made]:
    """ "Seven patients exhibited …": "How many patients exhibited …?"."""
    tail = ""
    if match := re.match(
        r"^(?P<tail>(?:Among|Of|After|In|During) [^,;:()]{3,110}), (?P<rest>.+)$", text
    ):
        text, tail = match["rest"], f" {match['tail'][0].lower()}{match['tail'][1:]}"
    match = _COUNTED.match(text)
    if not match or not fits(text):
        return
    what, rest = match["what"], re.split(r"[,;]| and (?=\d)", match["rest"])[0]
    of = what.startswith("of ")
    if what[0].isupper() or POINTING & {*f"{what} {rest} {tail}".lower().split()}:
        return
    if len(rest.split()) > 10 or "," in what or re.search(r"\b(?:and|or|in|to|by|at)\b", what):
        return
    if (of and not match["percent"]) or (not of and match["percent"]):
        return
    if not (what.endswith("s") or what.endswith(("people", "children", "mice", "women", "men"))):
        return
    if re.search(r"\b(?:years?|months?|weeks?|days?|hours?|mg|kg|ml)\b", what) or "them" in rest:
        return
    if rest.split()[0] in ("to", "by") or rest.split()[-1] in ("and", "to", "of", "the", "with"):
        return
    how = "What percentage" if match["percent"] else "How many"
    yield f"{how} {what} {match['verb']} {rest}{tail}?", "value", bool(tail)


def _of_authors(text: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """ "Brown et al. found that NSCs homed …": "What did Brown et al. find about NSCs?"."""
    if by := _STUDY_BY.search(text):
        yield f"What was found in the {by['noun']} by {by['who']}.?", "study", True
    match = _AUTHORS.match(text)
    if match and match["verb"] in (
        "used",
        "performed",
        "conducted",
        "applied",
        "compared",
        "analyzed",
    ):
        if aim := _TO_EXAMINE.search(match["rest"]):
            yield f"What did {match['who']}. {aim['verb']}?", "study", True
        elif match["verb"] == "compared":
            yield f"What did {match['who']}. compare?", "study", True
    form = FORMS.get(match["verb"]) if match else None
    if match is None or form is None or form.base not in REPORTING:
        return
    about = ""
    if match["that"]:
        said = match["rest"].strip()
        first = re.split(
            r" (?:can|could|may|might|is|are|was|were|has|have|had|cultured|treated|did)\b"
            rf"| (?:{'|'.join(sorted(FORMS))})\b|[,;(]",
            said,
        )[0]
        if len(first.split()) <= 5 and is_subject(first) and fits(first):
            about = f" about {lowered(first, in_lower_case)}"
    if form.base in ("investigate", "evaluate", "examine", "assess", "describe", "propose", "note"):
        about = ""
    yield f"What did {match['who']}. {form.base}{about}?", "study", True


def _has_verb(phrase: str) -> bool:
    """Whether something in a phrase may be a verb of its own: "growth and inhibit others"."""
    words = phrase.lower().split()
    for place, word in enumerate(words[1:], 1):
        form = FORMS.get(word)
        if (
            form
            and (form.tense == "base" or words[place - 1] == "and")
            and (words[place - 1] in ("and", "or", "to"))
        ):
            return True
    return bool({"is", "are", "was", "were", "can", "could", "may", "which", "that"} & {*words})
