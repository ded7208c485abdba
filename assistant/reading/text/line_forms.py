"""What a line of plain text looks like by itself: a field, an item, a heading."""

from __future__ import annotations

import re
import unicodedata

from assistant.reading.text.headings import bare, states_something, without_dates

RULE = re.compile(r"[^\w\s](?:\s?[^\w\s]){2,}|--|_{3,}")
"""A line of signs alone, which parts or underlines."""

BULLET = re.compile(r"[•‣◦▪●○\ufffd·*–—+-]\s+(?=\S)")
"""The mark of an item, which nobody needs to read."""

CAPTION = re.compile(
    r"(?:Fig\.?|Figure|Box|Scheme|Table)\s*S?\d+[a-z]?\b[.:]?(?:\s+[A-Z(]|$)", re.IGNORECASE
)
"""How the caption of a figure or a table begins."""

NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,5})([.)]?)\s+(?=\S)")
"""The number of a section or an item."""

CLAUSE = re.compile(
    r"(?:§{1,2}\s?\d{1,4}\w{0,2}(?:\.\d{1,3}\w?){0,4}(?:\s?\(\w{1,4}\)){0,3}|\d{1,3}(?:\.\d{1,3}){1,5}(?:\s?\(\w{1,3}\)){0,3}\.?"
    r"|(?:Art|Article|Artikel|Artículo|Articolo|Section|Sec|Clause|Rule)\.?\s\d{1,4}\w?(?:\.\d{1,3}){0,3}"
    r"[.:]?)\s+(?=\S)",
    re.IGNORECASE,
)
"""The number of a clause: "§ 12.3(a)", "2.1", "Article 5"."""

_LETTERED = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})[.)]\s+(?=\S)|\(\w{1,3}\)\s?(?=\S)")
_CHAPTER = re.compile(
    r"(?:(?P<part>part|book|volume|teil|partie|parte|libro)"
    r"|(?P<chapter>chapter|annex|appendix|schedule|exhibit|act|kapitel|anhang|chapitre|annexe"
    r"|capítulo|capitolo|anexo|allegato)"
    r"|(?P<section>article|section|agenda\sitem|session|tagesordnungspunkt|artikel|abschnitt|artículo|articolo|item|step|scene|lesson"
    r"|day|week|tag|woche|jour|día|giorno)"
    r"|(?P<sign>§{1,2}))\s*(?:\d{1,3}\w?|[IVXLC]{1,7}|[A-Z]|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)(?![\w(])[.:]?(?:\s*[–—-]\s|\s+|$)",
    re.IGNORECASE,
)
_RANKS = {"part": 2, "chapter": 3, "section": 4, "sign": 4}
_CJK_CHAPTER = re.compile(r"第[0-9一二三四五六七八九十百零〇]{1,6}[章节節条條編编部回]\s*")
CAPS_RANK, TITLE_RANK, QUESTION_RANK = 4, 10, 11
"""Ranks of headings: the less, the further out. Numbered ones have 4 and more, by their depth."""

_TIMED = re.compile(r"[\[(]?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?(?:\s?[AaPp]\.?[Mm]\b\.?)?[\])]?")
_LABEL = re.compile(r"[^\W\d_][^:\n]{0,44}(?<!\s):\s+(?=\S)")
_GAP = re.compile(r"(?<![ \t])(?: {4}|\t)|\s\|\s")
_GREETING = re.compile(
    r"(?:Dear|Hello|Hi|Kære|Hej|Kjære|Bästa|Sehr geehrte[rs]?|Liebe[rs]?|Estimad[oa]s?|Querid[oa]s?"
    r"|Chère?|Gentile|Car[oa]|Beste|Geachte|Szanown[aiy]|Drog[ai]|Vážen[áýí]|Kedves|Prezad[oa]s?"
    r"|Mit freundlichen Grüßen|Med venlig hilsen|Yours|Sincerely"
    r"|(?:(?:Warm(?:est)?|Kind(?:est)?|Best|With (?:warm|kind|best)) )?(?:[Rr]egards|[Ww]ishes)"
    r"|Atentamente|Cordialement|Im Auftrag)(?!\S)"
)
_LEADER = re.compile(r"(?:\.{4}| \. \. \.)[ .]{0,9}\d{1,4}$")
_TAG = re.compile(r"\[\w{1,30}\s\"[^\"]{0,200}\"\]")  # [Event "Club championship"]
_BRACKETED = re.compile(r"\[\d{1,3}\]\s")
_POSTAL = re.compile(r"[·|,]\s{0,3}(?:[A-Z]{1,2}-)?\d{4,5}\s[^\W\d_]")  # "… 12 · 04177 Lindenau"
_ABBREVIATION = re.compile(r"(?:^|\s)[^\W\d_]{1,4}\.$")  # "Tel.: 0341 5550"
_OPTION = re.compile(r"--?\w[\w-]{0,30}(?:[ =,][^\s]{1,30}){0,3}\s{2,}(?=\S)")  # "-v   Say more"
_HASHES = re.compile(r"(#{1,6})\s+(?=[^\W_])")
_ADDRESS = re.compile(r"://|@|www\.")
_EQUATION = re.compile(r"\s[=≈≤≥∝]\s")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"')\]”’»]*$")
_CODE = re.compile(
    r"^(?:[$%>#]\s+\S|(?:def|class|import|from|return|for|while|if|elif|else|try|func|function|var"
    r"|let|const|public|private|static|void|int|#include|SELECT|INSERT|sudo|git|pip|npm|cd|curl)\b"
    r"(?!.*[.!?]$))|[{};]$|^[^\s(]++\([^\n]*\)[;:]?$|^[\w.\[\]\"']+\s?[:=]=?\s?[\w\"'\[{(]+[,;]?$|\s--?\w|^</?\w"
)
_VERSION = re.compile(
    r"(?:[Vv]ersion\s|[Rr]elease\s|v)?\d{1,4}(?:\.\d{1,6}){0,4}(?:[-.+]?\w{1,12}){0,2}"
)
_NUMERAL, _SIGNS = re.compile(r"\d+(?:\.\d+)*+"), re.compile(r"[^\w\s@#]+")
_RUN_IN = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})(?P<dot>[.)]?)\s{1,4}(?P<title>[^\W\d_][^.:\n]{1,60})"
    r"(?P<end>[.:])\s{1,4}(?:[–—-]\s)?(?P<text>\S)"
)
_INITIAL = re.compile(r"\s[^\W\d_]{1,2}$")
_ARTICLES = frozenset("the a an all any your it its this these each every".split())
_UNFINISHED = frozenset(
    "a an the and or nor der die das des ein eine und oder le la les et ou el los las y".split()
)
"""Words that no title ends with."""

_MAX_RUN_IN, _MIN_SAID = 5, 2  # words
_TITLE_BEGINS = "\"'“‘«([¿¡#*§.『「"
_MAX_LABEL, _MAX_TITLE = 5, 12  # words
_MAX_TITLE_LENGTH = 100


def bullet_end(text: str) -> int:
    """Where the text of an item begins behind its mark; 0 for none, such as "- and -"."""
    match = BULLET.match(text)
    return match.end() if match and not text.endswith(f" {text[0]}") else 0


def has_cells(text: str) -> bool:
    """Whether wide gaps or bars part a line."""
    return _GAP.search(text) is not None


def has_leader(text: str) -> bool:
    """Whether dots lead to the number of a page, as in a table of contents."""
    return _LEADER.search(text) is not None


def is_title(text: str) -> bool:
    """Whether a line may be a title: short, begun large, no sentence, no label with its value."""
    return _looks_titled(text) and not states_something(text)


def is_dated(text: str) -> bool:
    """Whether a line is a date, maybe with a version or a few words: "1.4.0 (2025-03-02)"."""
    rest = without_dates(text).strip("[]() \t-–—:,|")
    if len(rest) >= len(text) - 2 or text.endswith((".", ",", ";", ":")):
        return False
    return not rest or _VERSION.fullmatch(rest) is not None or is_title(rest)


def is_dated_title(text: str) -> bool:
    """Whether a title has a date and says of what: not where a letter was written."""
    rest = without_dates(text)
    named = len(rest) < len(text) and any(word.islower() for word in rest.split()[1:])
    return named and names_text(text)


def hash_marks(text: str) -> int:
    """How many signs mark a title as Markdown does: "## Summer fair"; 0 where none do."""
    match = _HASHES.match(text)
    if match is None:
        return 0
    title = without_dates(text[match.end() :]).strip("-–—,:() #")
    return match.end(1) if is_title(title) else 0


def names_text(text: str) -> bool:
    """Whether a line by itself may name the text below it; it may have a date."""
    return (
        _looks_titled(text)
        and not item_start(text)
        and is_title(without_dates(text).strip("-–—,:() "))
    )


def shape(text: str) -> str:
    """A line without its signs, its dates and numbers set aside."""
    return " ".join(_SIGNS.sub(" ", _NUMERAL.sub("#", without_dates(text, "@"))).split())


def run_in(text: str) -> tuple[tuple[int, ...], int, int] | None:
    """The number of a clause whose title and text share a line: "4. DEPOSIT. Two months' rent."

    Also where its title ends, and where its text begins.
    """
    match = _RUN_IN.match(text)
    if match is None:
        return None
    title, number = match.group("title"), tuple(map(int, match.group("number").split(".")))
    words, said = title.split(), text[match.start("text") :].split(None, _MIN_SAID)
    if len(words) > _MAX_RUN_IN or len(said) < _MIN_SAID or not is_title(title):
        return None
    if match.group("end") == "." and _INITIAL.search(title):
        return None  # "1.3 Melchior, b. 1796"
    if not (match.group("dot") or len(number) > 1) or (
        match.group("end") == ":" and not title.isupper()
    ):
        return None
    if not title.isupper() and len(words) > 1 and words[1].lower() in _ARTICLES:
        return None  # "2. Open the lid. Take out the filter."
    if title.isupper() and sum(map(str.isalpha, title)) < 3:
        return None
    return number, match.end("title"), match.start("text")


def _looks_titled(text: str) -> bool:
    if len(text) > _MAX_TITLE_LENGTH or len(text.split()) > _MAX_TITLE:
        return False
    first = next((char for char in text if char.isalnum()), "")
    if _TIMED.match(text):
        return False
    if (
        not first
        or not (text[0].isalnum() or text[0] in _TITLE_BEGINS)
        or not (first.isupper() or first.isdigit() or _is_caseless(first))
    ):
        return False
    if text.endswith((".", ",", ";", ":", "!", "…", "-", "。", "，", "：", "；", "、", "！")):
        return False
    last = text.rsplit(None, 1)[-1]
    if _ADDRESS.search(text) or _EQUATION.search(text) or _POSTAL.search(text):
        return False
    if _TAG.fullmatch(text) or has_leader(text) or _GREETING.match(text):
        return False
    number = _BRACKETED.match(text)
    return not (field_end(text[number.end() :] if number else text) or last in _UNFINISHED)


def _is_caseless(char: str) -> bool:
    return unicodedata.category(char) == "Lo"


def chapter(text: str) -> tuple[int, str] | None:
    """Rank and title of a line that names a part of a document; the title may be ""."""
    if match := _CJK_CHAPTER.match(text):
        return (3 if match.group().strip()[-1] in "章部編编回" else 4), text[match.end() :]
    match = _CHAPTER.match(text)
    if match is None or (not text[:1].isupper() and text[0] != "§"):
        return None
    return _RANKS[match.lastgroup or "section"], text[match.end() :]


def item_start(text: str) -> int:
    """How many characters the number or letter of an item takes; 0 where it has none."""
    match = CLAUSE.match(text) or _LETTERED.match(text) or NUMBERED.match(text)
    if match is None:
        return 0
    plain_number = match.re is NUMBERED and not match.group(2)
    return 0 if plain_number else match.end()


def field_end(text: str) -> int:
    """Where the value of a label begins ("Host: server"); 0 where there is none."""
    match = _LABEL.match(text)
    if match is None:
        return 0
    label = match.group().rstrip(": \t")
    if len(label.split()) > _MAX_LABEL or "," in label:
        return 0
    if _SENTENCE_END.search(label) and not _ABBREVIATION.search(label):
        return 0
    return match.end()


def begins_part(text: str) -> bool:
    """Whether a line looks like the beginning of an item, a field, a chapter or an option."""
    return bool(item_start(text) or field_end(text) or chapter(text) or _OPTION.match(text))


def is_broken(text: str) -> bool:
    """Whether a line ends inside a word."""
    return text.endswith("\u00ad") or (text.endswith(("-", "\u2010")) and text[-2:-1].isalnum())


def is_code(text: str) -> bool:
    """Whether a line looks like code, or like a command."""
    return _CODE.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None


def number_of(text: str) -> tuple[tuple[int, ...], bool, str] | None:
    """The number that a line begins with, whether a sign ends it, and the title after it."""
    match = NUMBERED.match(text)
    if match is None:
        return None
    return tuple(map(int, match.group(1).split("."))), bool(match.group(2)), bare(text)
