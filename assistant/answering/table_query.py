"""Parse a question about table rows: all or one, and under which conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.nlp.countries import compounded, names_of_place
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.reading.document import Table
from assistant.reading.text.tables import REGISTRATION_CODE

_EXCEPT = re.compile(
    r"\b(?:leaving|putting|setting) (?P<aside>[^;?]{1,200}?) (?:aside|out)\b"
    r"|\b(?:except(?:ing)?(?: for)?|excluding|not counting|other than|apart from|but not|and not"
    r"|not (?=in|at|from)) (?P<but>[^,;?()]+)"
    r"|(?:\b(?:but|and)|,) (?:no|without)(?: any)? (?P<none>[\w-]+)"
    r"|\(\s*(?:not|but not|without|excluding|except(?: for)?) (?P<bracket>[^()]*)\)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_BETWEEN = re.compile(r"(?:(?<!\s)\s++)?(?:,|;|/|\bor\b|\band\b)\s*+", re.IGNORECASE)
_OR = re.compile(
    r"(?<![\w’'-])(?P<left>[\w’'-]+(?: [\w’'-]+){0,2}(?:, (?!or\b)[\w’'-]+){0,20}),? or "
    r"(?P<right>[\w’'-]+(?: [\w’'-]+){0,2})",
    re.I,
)
_COLUMN = re.compile(
    r"\b(?:in|by|from) (?:the|its|their|a) (?:brief )?(?P<a>title|name|outcome|location)s?\b"
    r"|\bwhose (?P<b>title|name|outcome|location)s?\b"
    r"|\b(?P<c>title|name)s? (?:say|says|mention|mentions|contain|contains|hold|holds)\b"
    r"|\b(?:in|for|among|as) (?:an? |the |their |its )?(?P<d>outcome|end-?point)s?\b"
    r"|\b(?:for|in|by) what they (?:measure|assess|evaluate|test|look at)\b"
    r"|\baccording to (?:the|its|their) (?P<e>title|name)s?\b",
    re.IGNORECASE,
)
_EXPLAINED = 3  # words before a bracket that it may explain

Words = tuple[str, ...]
Kept = Callable[[str], bool]
"""Whether a word of a question is a condition, not only a way of asking."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Alternatives: a row matches if it matches every word of one of them.

    explained: words just before, for which the alternatives may stand: "a donor (allogeneic)".
    """

    alternatives: tuple[Words, ...]
    excluded: bool = False
    explained: Words = ()


def demands(question: str, kept: Kept) -> tuple[Demand, ...]:
    """What a question demands of rows; one alternative each unless it says "or" or "not".

    question: names of places of several words are one token already.
    """
    found: list[Demand] = []
    rest = question
    for match in _EXCEPT.finditer(question):
        phrase = next(group for group in match.groups() if group)
        options = [_words(phrase, kept)] if "(" not in phrase else _options(phrase, kept)
        found += [Demand((option,), excluded=True) for option in options if option]
        rest = rest.replace(match.group(), " , ", 1)
    for match in _BRACKET.finditer(rest):
        if options := _options(match.group(1), kept):
            before = _words(rest[: match.start()], kept)[-_EXPLAINED:]
            found.append(Demand(tuple(options), explained=before))
    rest = _BRACKET.sub(" , ", rest)
    for match in _OR.finditer(rest):
        options, behind = _alternatives(match, kept)
        if len(options) > 1:
            found.append(Demand(tuple(options)))
            left, _ = _phrase(match.group("left").split(", ")[0])
            rest = rest.replace(match.group(), f"{left} , {behind} ", 1)
    found += [Demand(((word,),)) for word in dict.fromkeys(_words(rest, kept))]
    return tuple(found)


def column_meant(question: str) -> str:
    """The kind of column that the conditions are about: "title"; "" if any will do."""
    found = _COLUMN.search(question)
    if found is None:
        return ""
    kind = next((group for group in found.groups() if group), "outcome").lower()
    return {"name": "title", "endpoint": "outcome", "end-point": "outcome"}.get(kind, kind)


def _words(text: str, kept: Kept) -> Words:
    return tuple(token for token in tokens(text) if kept(token))


def _options(text: str, kept: Kept) -> list[Words]:
    pieces = _BETWEEN.split(text.replace("(", ",").replace(")", ","))
    return [words for piece in pieces if (words := _words(piece, kept))]


def _phrase(text: str) -> tuple[str, str]:
    """What stands before the last phrase of content words, and that phrase."""
    words = text.split(" ")
    start = next((n + 1 for n in range(len(words) - 1, -1, -1) if is_stop(words[n])), 0)
    return " ".join(words[:start]), " ".join(words[start:])


def _alternatives(match: re.Match[str], kept: Kept) -> tuple[list[Words], str]:
    """What stands on both sides of "or", and what is behind that.

    As many words on both sides: "evoked potentials or visual acuity", but "Spain or Italy".
    """
    first, *others = match.group("left").split(", ")
    left = _words(_phrase(first)[1], kept)
    options = [left, *(_words(piece, kept) for piece in others)]
    words = tokens(re.sub(r"^(?:an?|the) ", "", match.group("right")))
    taken = 0
    while taken < min(len(words), max(1, len(left))) and kept(words[taken]):
        taken += 1
    options.append(tuple(words[:taken]))
    return [one for one in options if one], " ".join(words[taken:])


_SUBJECT = r"(?:trials?|stud(?:y|ies)|rows?|entries|records?|registrations?)"
_PLURAL = r"(?:trials|studies|rows|entries|records|registrations)"


def _soon(most: int, wanted: str, joined: str = "'’-") -> str:
    """One of the words wanted, behind at most so many others ("case-reports" is one and one).

    Each character has one part of the pattern that may read it. joined: what a word may hold.
    """
    word = rf"\w[\w{joined}]{{0,60}}"
    other = rf"(?:{word}+[^\w{joined}]\W*+)"
    return (
        rf"\W++(?:{other}{{0,{most}}}?{wanted}\b"
        rf"|{other}{{0,{most - 1}}}?{word}[{joined}]{wanted}\b)"
    )


_COUNT = re.compile(rf"\b(?:how many|number of|count)\b{_soon(4, _PLURAL, '-')}", re.I)
_LIST = re.compile(
    rf"\b(?:which|what|list|name|show|give|find|all|every|each|any|are there|other)\b"
    rf"{_soon(6, _PLURAL)}|\b(?:every|each|list)\b.{{0,20}}\b{_SUBJECT}\b"
    rf"|^\W*{_PLURAL}\b",
    re.I,
)
_ONE = re.compile(rf"\b(?:which|what|the|that|this)\b{_soon(5, _SUBJECT)}", re.I)
_CODE = re.compile(rf"\b(?:{REGISTRATION_CODE})", re.IGNORECASE)
_MAIN = re.compile(
    r"\b(?:primary|main|principal|chief) (?=(?:outcome|end-?point|aim|goal|purpose|objective"
    r"|measure)s?\b)",
    re.I,
)
_NAMED = re.compile(r"\b(?:table|list(?:ed|s)?|register(?:ed|s)?|registry|rows?)\b", re.I)

# Words of a question by the column they ask for, beside the words of the column's own name.
_ASKED = {
    "location": "where place country city town site hospital institution institute university "
    "centre center located location run conducted conducting carried held done performed based "
    "home taking",
    "number": "number registration identifier id registry code nct registered",
    "outcome": "outcome outcomes endpoint endpoints measure measures measured measuring assess "
    "assesses assessed evaluate evaluates evaluated purpose aim aims goal goals objective "
    "objectives test tests tested testing look looks looking investigate investigates examine "
    "examined examines studying studied trying",
    "title": "title name called brief named about",
}
_FRAME = frozenset(
    stem(word)
    for word in """trial trials study studies row rows entry entries record records table list
    listed lists
    listing registered register registry registration registrations research clinical
    patient patients people participant participants person subject subjects use uses used
    using involve involves involving include includes included including give given gives
    show shows tell find found take takes took taking place places run runs running ran
    conduct conducted conducting carried carry based locate located location happen
    happens happening held hold host hosted hosts occur occurs do done doing perform
    performed name names named mention mentions mentioned title titles total altogether
    overall together complete please contribute contributes contributed review article
    paper document documents database one ones many all every each work works kind kinds
    type types set available exist exists present presented treat treats treated treating
    treatment there world currently about me you us get got see summarise summarize
    according going by judging wording derived derive among amongst within
    suggested existing concern concerns focus focuses deal deals go goes going made make
    makes test tests tested testing only both entire whole full number numbers site sites
    centre centres center centers also word words wording phrase phrases term terms text say says
    said form forms administration administrations administered itself use uses very plainly
    explicitly either want wants look looks meant means mean stand stands almost same differ
    differs get gets own""".split()
)


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """What a question says of how it asks.

    text:        the question, names of places of several words made one token.
    codes:       of registrations, in capitals.
    counting:    whether it asks how many.
    listing:     whether it asks for all.
    one:         whether it asks for one.
    names_table: whether it is plainly about the table, not about studies in the text.
    """

    text: str
    codes: frozenset[str]
    counting: bool
    listing: bool
    one: bool
    names_table: bool

    @classmethod
    def read(cls, question: str) -> RowQuestion:
        """Read a question that stands alone."""
        text = _MAIN.sub("", compounded(question))
        counting = _COUNT.search(text) is not None
        listing = counting or _LIST.search(text) is not None
        return cls(
            text,
            frozenset(code.upper() for code in _CODE.findall(text)),
            counting,
            listing,
            not listing and _ONE.search(text) is not None,
            _NAMED.search(text) is not None,
        )


def without_codes(question: str) -> str:
    """The question without codes of registrations."""
    return _CODE.sub(" ", question)


def names_a_place(conditions: Sequence[Demand], question: str) -> bool:
    """Whether a condition is the name of a place, or stands where one would."""
    words = [word for one in conditions for option in one.alternatives for word in option]
    return any(
        names_of_place(word)
        or (word.istitle() and re.search(rf"\b(?:in|at|from) {re.escape(word)}\b", question))
        for word in words
    )


def asked_columns(question: str, table: Table) -> frozenset[str]:
    """The kinds of the table's columns that a question asks for: "location", "outcome"."""
    words = {token.lower() for token in tokens(question)}
    return frozenset(
        kind
        for column in table.columns
        for kind, names in _ASKED.items()
        if kind in column.lower() and words & {*names.split()}
    )


def demanded(question: str, table: Table, asked: frozenset[str]) -> tuple[Demand, ...]:
    """What a row must fulfil. asked: kinds of columns whose words only ask."""
    about = {stem(word) for kind in asked for word in _ASKED[kind].split()}
    about |= {word for column in table.columns for word in stems(column)}
    about |= stems(table.caption)  # holds for every row

    def kept(token: str) -> bool:
        return (
            not is_stop(token)
            and (stem(token) not in _FRAME or token.isupper())  # "us", but not "US"
            and stem(token) not in about
            and not (token.isdigit() and len(token) == 1)
        )

    return demands(question, kept)
