"""Split a model's text into sentences and clauses, each a claim to verify."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.chunking.sentences import sentences
from assistant.nlp.discourse import leans
from assistant.nlp.normalize import without_invisible
from assistant.types import CheckedSentence, Verdict
from assistant.verification.premise import Support, reason

_SILENT = re.compile(
    r"\W*+(?:(?:however|unfortunately|but|overall|therefore|thus),?\s++)?(?:(?:from|based "
    r"on|in|according to) [^,]{0,60},?\s++)?"
    r"(?:(?:the|these|this|those|provided|given|supplied|available|cited|above)\s++){0,3}"
    r"(?:documents?|quot(?:es?|ations?)|sources?|passages?|excerpts?|texts?|context|information|articles?|reviews?)"
    r"(?:\s++(?:provided|given|above|here|available))?\s++"
    r"(?:do(?:es)?|did|are|is|has|have)?\s*+(?:not|n't|n’t|never|nothing)\s++"
    r"(?:\w+ly\s++)?(?:say|state|mention|specify|contain|provide|give|include|tell|answer|report|address|discuss"
    r"|describe|explain|reveal|indicate|cover|sufficient|enough)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\W*(?:i (?:do not|don['’]t) know|i (?:cannot|can['’]t|could not) (?:answer|find|say|tell)"
    r"|(?:there is|there['’]s) (?:no|not enough|insufficient) (?:information|mention|answer|data)"
    r"|(?:it|this|that|the answer) is not (?:stated|mentioned|specified|given|said"
    r"|answered|provided)"
    r"|no (?:information|answer|mention)\b[^.]{0,60}\b(?:is|was) (?:given|provided|found"
    r"|made|available))",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:but|however|although|though|while|whereas|yet|except|only that)\b|;|\d", re.IGNORECASE
)
_EMPTY = re.compile(  # what says nothing at all: "Here is the answer:"
    r"\W*+(?:(?:sure|certainly|of course|okay|ok|yes|no)\W*+)?"
    r"(?:(?:here (?:is|are)|here['’]s|below (?:is|are)|the following is|following "
    r"is)\b[^.:]{0,80}[.:]?"
    r"|(?:based on|according to|from)\s++(?:the\s++)?(?:\w+\s++){0,3}(?:quotes?|documents?"
    r"|passages?|sources?|context|information)\s*+[:,.]?"
    r"|(?:(?:final|short|brief|the)\s++)?(?:answer|summary|response|conclusion|sources?|quotes?|references?|question)s?(?:\s++\d++)?\s*+[:.]?"
    r"|(?:i hope|hope) this helps.{0,40}|let me know.{0,80}|sure|certainly|of course|okay"
    r"|ok|yes|no)?\W*+",
    re.IGNORECASE,
)


def is_no_claim(sentence: str) -> bool:
    """Whether a sentence only says that the documents do not answer."""
    found = _SILENT.match(sentence) or _UNKNOWN.match(sentence)
    return bool(found) and not _TURN.search(sentence, 12)


_NUMBERS = r"\d{1,2}(?:\s?[,;–-]\s?\d{1,2}){0,9}"
_WORD = r"(?:quotes?|sources?|citations?|passages?|refs?|references?|documents?|docs?|excerpts?)"
_MARKER = re.compile(
    rf"\s?【[^】]{{0,40}}】|\s?\[\^?\s?(?:{_WORD}\s?#?)?{_NUMBERS}\]"
    rf"|\s?[(\[](?:see\s|from\s|cf\.\s)?{_WORD}\s?#?{_NUMBERS}(?:\s?(?:and|&)\s?(?:{_WORD}\s?)?\d{{1,2}})?[)\]]"
    r"|(?<=[a-z.)])\^\[?\d{1,2}\]?|(?<=[a-z.)])[¹²³⁴⁵⁶⁷⁸⁹]+(?!\w)",
    re.IGNORECASE,
)
# "(1, 3)" or "(2)" at a sentence's end; "(2) cells" counts points and "(n = 3)" counts things.
_BARE_MARKER = re.compile(rf"\s\({_NUMBERS}\)(?=\s*(?:[.,;!?]|$))")
_SPEAKS = re.compile(
    rf"^\s*(?:according to|as stated in|as (?:noted|shown|mentioned) in|in|per"
    rf"|from)\s+{_WORD}\s?#?\[?{_NUMBERS}\]?"
    rf"(?:\s?(?:and|&)\s?\d{{1,2}})?\s*,\s*",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"^\s*{_WORD}\s?#?{_NUMBERS}\s+(?:states|says|notes|reports|shows|mentions|indicates) that\s+",
    re.I,
)
_LINE = re.compile(r"^\s{0,9}(?:#{1,6}\s+|>\s?|[-*+•◦▪–]\s+|\(?\d{1,2}[.)]\s+|\|)+")
# Each mark on its own, not in pairs: a pair may close two sentences later.
_EMPHASIS = re.compile(
    r"\*{2,}|`+|~~|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,;:!?)%])_{1,3}(?!\w)"
    r"|(?<!\w)\*(?=\w)|(?<=\S)\*(?!\w)"
)
# A tag or a link that more text may close: the text after its beginning is not final yet.
# What is longer than those below is neither.
_UNCLOSED = re.compile(
    r"(?:<(?=[/a-z|])[^>\n]{0,82}|\[[^\]\n]{0,200}(?:\](?:\([^)\s]{0,400})?)?|【[^】]{0,40})$",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]\n]{1,200})\]\([^)\s]{0,400}\)")
_TAG = re.compile(r"</?[a-z][^>\n]{0,80}>|<\|[^|>\n]{1,40}\|>", re.IGNORECASE)
_RULE = re.compile(r"^\s*+(?:[-*_=]\s?){3,}$|^\s*+```.*$|^[\s:|-]++$")
_ROLE = re.compile(
    r"^\s*(?:assistant|user|system|question|answer|quotes?|instructions?|response)\s*(?:\d+\s*)?:\s*",
    re.I,
)
_ECHO_LEAST = 12  # characters of a prompt's line that is taken for an echo


def finished_sentences(
    text: str, *, complete: bool = False, prompt: Sequence[str] = ()
) -> tuple[str, ...]:
    """The sentences of a text that will not change when more is written.

    text:     all that the model has written so far.
    complete: whether nothing more will come, so that the last sentence is finished too.
    prompt:   parts of the prompt (the question, the instructions); a line that repeats one is
              dropped. Quotes do not belong in it: repeating them is an answer.

    Called with more and more of one text, each result begins with the one before.
    """
    found: list[str] = []
    lines_of = [line for part in prompt for line in (part, *part.splitlines())]
    # Their sentences too: one may be returned before its line is known to be an echo.
    cut = [line[span.start : span.end] for line in lines_of for span in sentences(line)]
    echoes = {_bare(part) for part in (*lines_of, *cut)}
    for line in without_invisible(text).splitlines(keepends=True):
        whole = line.endswith(("\n", "\r")) or complete
        if _RULE.match(line) or (whole and _is_echo(line, echoes)):
            continue
        plain = tidied(line if whole else _UNCLOSED.sub("", line))
        spans = sentences(plain)
        if not whole:
            # The last one may continue; if it begins with "[" or "-", the one before it too.
            sure = bool(spans) and plain[spans[-1].start].isalnum()
            spans = spans[: -1 if sure else -2]
        for span in spans:
            sentence = plain[span.start : span.end].strip(" \t-–*")
            if not _EMPTY.fullmatch(sentence) and not _is_echo(sentence, echoes):
                found.append(sentence)
    return tuple(found)


def tidied(line: str) -> str:
    """A line without markup and without citation markers."""
    line = without_invisible(line)
    line = _TAG.sub("", _LINK.sub(r"\1", line))
    line = _LINE.sub("", line).rstrip().rstrip("|").rstrip()
    line = _EMPHASIS.sub("", line)
    line = _ROLE.sub("", line)
    line = _BARE_MARKER.sub(" ", _MARKER.sub(" ", line))
    line = _STATES.sub("", _SPEAKS.sub("", line))
    # The gaps that dropped markers leave: two spaces, or a space before a full stop.
    line = re.sub(r"[ \t]{2,}", " ", line)
    line = re.sub(r"(?<=[.!?])\s+[.!?,;:]", "", line)
    line = re.sub(r"(?<!\s)\s++([.,;:!?])", r"\1", line).strip()
    return line[:1].upper() + line[1:] if line[:1].islower() and line[:2].isalpha() else line


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _is_echo(text: str, echoes: set[str]) -> bool:
    return len(bare := _bare(text)) >= _ECHO_LEAST and bare in echoes


def in_turn(
    sentence: CheckedSentence, before: CheckedSentence | None, supports: Sequence[Support]
) -> CheckedSentence:
    """The verdict of a sentence in its text: unsupported if it depends on what no quote, or
    another one, supports.

    before:   the sentence written before it, with its verdict; None for the first.
    supports: what both were checked against.
    """
    unsupported = sentence.verdict is Verdict.UNSUPPORTED
    if before is None or unsupported or not leans(sentence.text):
        return sentence
    stands = before.markers if before.verdict is Verdict.SUPPORTED else ()
    earlier = {one.quote for one in supports if one.marker in stands}
    own = [one for one in supports if one.marker in sentence.markers]
    # On the same quote, or on one that follows that in the document.
    if any(one.quote in earlier or one.before in earlier for one in own):
        return sentence
    return replace(sentence, verdict=Verdict.UNSUPPORTED, reason=reason("leaning"), markers=())
