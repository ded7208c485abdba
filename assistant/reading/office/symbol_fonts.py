"""Characters of the fonts Symbol and Wingdings, which files name by the font's own codes."""

from __future__ import annotations

import re

# From code 0x20 on; a blank is a code without a character of its own.
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (  # from 0xA0 on
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x76: "❖", 0x77: "◆", 0xA7: "▪",
    0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_CODES = re.compile(r"[!-\xff\uf020-\uf0ff]")
UNKNOWN = "\ufffd"


def in_font(font: str, text: str) -> str:
    """The characters that text shows in a font: "m" is "μ" in the font Symbol."""
    name = font.strip(" '\"").lower()
    if name != "symbol" and not name.startswith("wingdings"):
        return text
    return "".join(character(name, ord(char)) if _CODES.fullmatch(char) else char for char in text)


def character(font: str, code: int) -> str:
    """The character that such a font shows for a code; UNKNOWN where it is not known."""
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    font = font.lower()
    if font == "symbol":
        if 0x20 <= code < 0x20 + len(_SYMBOL_LOW):
            return _SYMBOL_LOW[code - 0x20]
        if 0xA0 <= code < 0xA0 + len(_SYMBOL_HIGH):
            return _SYMBOL_HIGH[code - 0xA0]
        return UNKNOWN
    if font.startswith("wingdings"):
        return _WINGDINGS.get(code, UNKNOWN) if font == "wingdings" else UNKNOWN
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else UNKNOWN
