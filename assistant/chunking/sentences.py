"""Split text into sentences, at full stops that end one.

Each `.`, `!`, `?` or `…` is judged by the word before it and the word after it. Our own rules
rather than a library: measured on these documents in docs/decisions/0003-sentences.md.
Every pattern looks a bounded distance back or consumes what it sees, so time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.document import Span


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Always followed by what they belong to. Case matters: "MS." and "CF." are diseases.
_NEVER_LAST = _words(
    "approx ca cf Dr e.g Eds eq eqs esp fig FIG figs FIGS i.e incl Mr Mrs Ms Prof ref refs resp "
    "viz vs "
    "Abb bzw evtl geb ggf Hr inkl Nrn sog Tel vgl zzgl Mme Mmes Mlle Dra Sra Sres Ud Uds núm pág "
    "Sig Dott Gent bijv dhr mevr resp тыс млн млрд ул им проф акад рис см"
)
# Abbreviations only before a number ("No. 3", "Jan. 5"), ordinary words elsewhere.
_BEFORE_NUMBER = _words(
    "abs anm bd chap nr rn st tit ziff "
    "apr art aug ch dec feb jan jul jun mar no nos nov oct p pp sec sect sep sept suppl tab v "
    "ver vol vols"
)
# May end a sentence, but only a sure beginning proves it: "Smith et al. Stem Cells", "St. Louis".
_SELDOM_LAST = _words("Abs al Bros bspw Capt Co Col Corp Dept Gen Inc Jr Ltd Mt Sr St Univ")
# A capital letter after these is no initial: "vitamin D. Patients", "type B. Cells".
_LETTERED = _words(
    "appendix arm class cohort factor grade group hepatitis influenza panel part phase stage "
    "type vitamin"
)
# Words that begin a sentence and hardly a name ("He", "An", "So", "Do" are surnames too).
_STARTERS = _words(
    "A According Additionally After All Also Although Among And Another As At Because Before "
    "Besides Between Both But By Consequently Conversely Currently Despite During Each Finally "
    "First For From Furthermore Given Hence Here However If Importantly In Interestingly It Its "
    "Many Moreover Most Nevertheless Nonetheless Notably On One Other Our Overall Patients "
    "Recently Second Several She Similarly Since Some Specifically Such That The Their Then "
    "There Therefore These They Third This Those Though Three Through Thus To Two Under Until "
    "Using We What When Where Whereas Whether Which While With Within"
)

# "§ 2 Pets are allowed", which is not the "§ 2 Abs. 3" of a citation.
_SECTION = re.compile(
    r"§{1,2}\s?\d{1,4}\w?(?:\.\d{1,3})*+(?:\(\w{1,3}\))*+\s(?!Abs|Art|Satz|Nr|Sent)[A-Z][a-z]+\s"
)

_SURE = "。！？｡।॥۔؟።"  # they end a sentence wherever they stand
_TERMINATOR = re.compile(rf"[.!?…][.!?…\"'”’»)\]}}]*|[{_SURE}]+[」』”’）》】\"')]*")
# What is quoted in 「…。」 goes on as part of the sentence around it.
_QUOTED_ON = re.compile(r"(?<=[」』])[とっのがはをにもだで]")
# Before the number of a day or a century stands one of these: "am 29. Juli", "im 19. Jahrhundert".
_ORDINAL_AFTER = _words(
    "der die das dem den des am im zum zur vom bis ab beim seit nach vor einem einen einer eines "
    "jeder jedem jeden dieser diesem diesen ihrem ihren seinem seinen"
)
_MONTHS = _words(
    "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November "
    "Dezember Jahrhundert Jahrhunderts Jahrtausend Lebensjahr Kapitel Auflage"
)
# Reference marks behind the full stop belong to the sentence before: "attacks. [4, 5] These",
# "attacks.4 These". A lone "(2)" does not: it counts points.
_MARK = re.compile(
    r"\s{0,9}(?:\[\d[\d,;\s–-]{0,60}\]|\((?=\d\d|\d[,;–-])\d[\d,;\s–-]{0,60}\))(?!\S)"
    r"|(?<=[^\W\d_]{3}\.)\d{1,3}(?:[,–-]\d{1,3}){0,9}(?=\s+[A-Z])"
    r"|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,;–⁻-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,9}(?!\S)"
)
_OPENING = re.compile(r"\s*(?:[\"'“‘«„‹¿¡(\[{<>≥≤~≈$€£#@*•–—−-]\s?){0,6}")
_POINT = re.compile(r"(?:(?<!\s)\s++)?\((?:[a-z]|[ivx]{1,4}|\d)\)\s")  # "(a) cells", "(2) cells"
_FIRST_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[A-Z]{0,4}-?\d")  # "No. 3", "No. CRL-1573"
_LAST_WORD = re.compile(r"[^\W_]{1,48}(?:\.[^\W_]{1,48}){0,24}$")  # of `_LOOK_BACK` characters
_ODD_LOWER = re.compile(r"[a-z]{1,4}-?[A-Z]|[a-z]{1,2}\d|[α-ω]")  # iPSCs, mRNA, c-Myc, p53, β-cells
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")  # U.S, Ph.D, a.m
_LABEL = re.compile(  # a sentence in itself only in form: "1.", "(A).", "Fig. 2."
    r"\W{0,3}(?:(?:Fig|Figure|Table|Box|Scheme)\.?\s?S?\d{1,3}[a-z]?"
    r"|\d{1,3}(?:\.\d{1,3}){0,4}|[^\W\d_]|[ivx]{1,5})?\W{0,9}",
    re.IGNORECASE,
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]{8}")
_PAUSE = re.compile(r"(?<![\s])[，；、,;]?\s+|[，；]")
_LONG_UNSPACED, _PART = 300, 100  # characters
_LOOK_BACK = 48  # characters; longer "words" are no abbreviations, longer starts no labels


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Split `text[start:end]` into sentences, in time linear in its length.

    The spans are offsets into `text`, in order, without outer white space; every other
    character of the range lies in exactly one of them. A line break counts as a space.
    """
    start, end, _ = slice(start, end).indices(len(text))
    part = text[start:end]
    spans: list[Span] = []
    first = 0
    for boundary in [*_boundaries(part), len(part)]:
        piece = part[first:boundary].rstrip()
        inner = piece.lstrip()
        span = Span(start + first + len(piece) - len(inner), start + first + len(piece))
        first = boundary
        if spans and inner and not any(map(str.isalnum, inner)):
            spans[-1] = Span(spans[-1].start, span.end)  # a stray quote mark or full stop
        elif inner:
            spans.append(span)
    return [part for span in spans for part in _short_enough(text, span)]


def _short_enough(text: str, span: Span) -> Iterator[Span]:
    """A sentence in parts, if it is long and its script parts none: Thai, or Chinese with commas.

    Thai ends a sentence with a space, but not only a sentence; so parts have some length.
    """
    start, end = span.start, span.end
    if end - start <= _LONG_UNSPACED or not _UNSPACED.search(text, start, end):
        yield span
        return
    for match in _PAUSE.finditer(text, start, end):
        if match.end() - start >= _PART and end - match.end() >= _PART // 2:
            yield Span(start, match.start() + len(match[0].rstrip()))
            start = match.end()
    yield Span(start, end)


def _boundaries(text: str) -> Iterator[int]:
    """Where a sentence ends and another begins, reference marks included in the former."""
    first = 0
    for found in _TERMINATOR.finditer(text):
        if found.start() < first:
            continue
        mark = _MARK.match(text, found.end())
        stop = mark.end() if mark else found.end()
        if found[0][0] in _SURE and _QUOTED_ON.match(text, stop):
            continue
        if found[0][0] in _SURE or _ends(text, first, found, stop):
            yield stop
            first = stop


def _ends(text: str, first: int, found: re.Match[str], stop: int) -> bool:
    """Whether the sentence from `first` ends at `stop`, after the terminator `found`."""
    here = text[stop : stop + 1]
    if not (here.isspace() or here.isupper()):
        return False
    opening = _OPENING.match(text, stop)
    after = opening.end() if opening else stop
    if not _begins(text, stop, after):
        return False
    if stop - first < _LOOK_BACK and _LABEL.fullmatch(text[first:stop].strip()):
        return False
    before = text[max(first, found.start() - _LOOK_BACK) : found.start()]
    token = "" if before[-1:].isspace() else before.rpartition(" ")[2]
    word = _LAST_WORD.search(token)
    last = word[0] if word else ""
    if here.isupper():
        return _is_starter(text, after) and _may_lack_space(token, last)
    if found[0][0] == "." and (verdict := _judge_abbreviation(before, last, text, after)):
        closed = len(found[0]) > 1  # "(Fig. 2, etc.)", "(approx.)"
        return (closed or verdict == "seldom") and _is_starter(text, after)
    return True


def _begins(text: str, stop: int, after: int) -> bool:
    """Whether what follows looks like the beginning of a sentence."""
    here = text[after : after + 1]
    if here.islower():
        return bool(_ODD_LOWER.match(text, after) or _POINT.match(text, stop))
    return here.isalnum() or _SECTION.match(text, after) is not None


def _is_starter(text: str, at: int) -> bool:
    word = _FIRST_WORD.match(text, at)
    return word is not None and word[0] in _STARTERS and text[word.end() : word.end() + 1] != "."


def _judge_abbreviation(before: str, last: str, text: str, after: int) -> str:
    """Say "never" or "seldom" the end of a sentence, "" where `last` is no abbreviation."""
    folded = last[:1].lower() + last[1:]
    if last in _NEVER_LAST or folded in _NEVER_LAST:
        return "never"
    if folded in _BEFORE_NUMBER and _NUMBER.match(text, after):
        return "never"
    if last.isdigit() and len(last) < 3 and _is_ordinal(before[: -len(last)], text, after):
        return "never"
    if len(last) == 1 and (last.islower() or last.isupper()):
        context = before[:-1].split()
        lettered = bool(context) and context[-1].lower() in _LETTERED
        return "" if lettered or before[-2:-1] == "°" else "seldom"
    if _DOTTED.fullmatch(last):
        # "9 a.m. Patients" ends; "U.S. Army" and "i.v. IL-2" do not.
        here = text[after : after + 2]
        return "" if last.islower() and here.istitle() and here.isalpha() else "seldom"
    return "seldom" if last in _SELDOM_LAST else ""


def _is_ordinal(before: str, text: str, after: int) -> bool:
    """Whether a number with a full stop counts what follows, as German writes "am 29. Juli"."""
    word = _FIRST_WORD.match(text, after)
    if word is None:
        return False
    earlier = before.split()
    return word[0] in _MONTHS or (bool(earlier) and earlier[-1].lower() in _ORDINAL_AFTER)


def _may_lack_space(token: str, last: str) -> bool:
    """Whether "disease.The" may be two sentences: not in an address, a path or a version."""
    if "/" in token or "@" in token or "www." in token:
        return False
    return not last or last.isdigit() or (last.isalpha() and len(last) > 1)
