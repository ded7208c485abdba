"""Tell which language a question is asked in, where that is certain."""

from __future__ import annotations

import re

from assistant.reading.languages import classify

_FEWEST = 4  # words; of fewer, or of names, nobody can tell
_FEWEST_WIDE = 6  # characters of Chinese, Japanese or Korean
_FEWEST_UNSPACED = 15  # letters of scripts that put no spaces between words
_SURE, _LIKELY = 0.8, 0.5
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
_ACCENTED = re.compile(r"[\u00bf\u00a1]|(?<![^\W\d_])[a-z]*[\u00df-\u00f6\u00f8-\u017f]")

# Words of no language but English, or of hardly any.
_ENGLISH = frozenset(
    """the what which who whom whose how why when where does did are were for with this that these
    those from there should would could can many much my your their have has they been any into
    about between after before than other""".split()
)
# The commonest small words of languages with Latin letters; where several share one, it counts for
# each of them.
_SMALL = {
    language: frozenset(words.split())
    for language, words in {
        "de": """der die das und ist ein eine den dem im wie was wer wo wann warum welche nicht zu
              für mit von ich man wird""",
        "fr": "le la les des un une et est dans que qui quel quelle pour sur avec pas du au ce ne",
        "es": "el la los las un una de y en que qué es por para con cómo cuánto quién mi se del",
        "it": "il lo la gli le un una di e è che per con come quando chi dove quanto del della non",
        "pt": "o os as um uma de e é em que para com como quando quem onde quanto do da não",
        "nl": "de het een en is van op dat die wat wie hoe waar wanneer voor met niet te zijn mijn",
        "sv": "och är en ett som för med på av hur vad vem när var inte till den det jag",
        "da": "og er en et som for med på af hvordan hvad hvem hvornår hvor ikke til den det jeg",
        "no": "og er en et som for med på av hvordan hva hvem når hvor ikke til den det jeg",
        "pl": "i jest w na z do nie że jak co kto kiedy gdzie ile czy dla się po od",
        "cs": "a je v na se z do že jak co kdo kdy kde kolik pro po od není jsou",
        "tr": "ve bir bu ne kim nasıl kaç için ile mi mı da de var nerede",
        "hu": "a az egy és van nem hogy mi ki hol mikor mennyi hány",
        "fi": "ja on ei että mikä kuka missä milloin kuinka miten se",
        "ro": "și este un o de la cu pe în ce cine unde când cât care nu",
    }.items()
}
_SAME = {"yue": "zh", "wuu": "zh", "arz": "ar", "ary": "ar"}
# Neighbours, which a short text does not tell apart.
_NEIGHBOURS = tuple(
    frozenset(group.split())
    for group in (
        "da no sv",
        "es gl ca an oc pt",
        "cs sk",
        "bs hr sr sl",
        "id ms jv",
        "ru uk be bg mk",
        "nl af fy",
        "de lb",
    )
)

_NAMES = dict(
    pair.split("=")
    for pair in """af=Afrikaans am=Amharic ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian
    bn=Bengali bs=Bosnian ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek en=English
    eo=Esperanto es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish fr=French ga=Irish
    gl=Galician gu=Gujarati ha=Hausa he=Hebrew hi=Hindi hr=Croatian hu=Hungarian hy=Armenian
    id=Indonesian is=Icelandic it=Italian ja=Japanese ka=Georgian kk=Kazakh km=Khmer kn=Kannada
    ko=Korean ky=Kyrgyz lb=Luxembourgish lo=Lao lt=Lithuanian lv=Latvian mk=Macedonian ml=Malayalam
    mn=Mongolian mr=Marathi ms=Malay mt=Maltese my=Burmese ne=Nepali nl=Dutch no=Norwegian
    oc=Occitan pa=Punjabi pl=Polish ps=Pashto pt=Portuguese ro=Romanian ru=Russian si=Sinhala
    sk=Slovak sl=Slovene so=Somali sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil te=Telugu
    tg=Tajik th=Thai tl=Tagalog tr=Turkish uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese yo=Yoruba
    zh=Chinese zu=Zulu""".split()
)


def language_name(code: str) -> str:
    """The English name of a language, by its ISO 639-1 code; "" for one that is not named here."""
    return _NAMES.get(code, "")


def is_close(one: str, other: str) -> bool:
    """Whether two languages are the same, or such that a short text does not tell them apart."""
    return one == other or any({one, other} <= group for group in _NEIGHBOURS)


def language_of(question: str) -> str:
    """ISO 639-1 code of the language that a question is asked in; "" where it is not certain.

    Certain is nothing of fewer than four words, and nothing that mixes English with another
    language. The detector is loaded only for what has no plainly English word.
    """
    text = question.lower()
    words = _WORD.findall(text)
    english = sum(word in _ENGLISH for word in words)
    if english:
        return "en" if english > 1 and len(words) >= _FEWEST else ""
    wide = len(_WIDE.findall(text)) >= _FEWEST_WIDE
    unspaced = len(_UNSPACED.findall(text)) >= _FEWEST_UNSPACED
    if len(words) < _FEWEST and not wide and not unspaced:
        return ""
    language, confidence = classify(question)
    language = _SAME.get(language, language)
    if language not in _NAMES or language == "en":
        return ""
    least = _LIKELY if _bears_out(language, question, words) else _SURE
    return language if confidence >= least else ""


def _bears_out(language: str, question: str, words: list[str]) -> bool:
    """Whether more than the detector speaks for a language: its script, letters or small words."""
    letters = [char for char in question.lower() if char.isalpha()]
    if sum(_LATIN.match(char) is not None for char in letters) < len(letters) / 2:
        return True
    return bool(_ACCENTED.search(question) or _SMALL.get(language, frozenset()) & {*words})
