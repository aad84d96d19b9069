"""Converts characters of the fonts Symbol and Wingdings, which Word stores as positions in the font, to what they look like."""

_PRIVATE = 0xF000
_UNKNOWN = "\ufffd"
_BULLET = "●"
# Positions 0x61–0x7A of Symbol; the capital letters are 0x20 lower.
_SYMBOL = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)) | {
    0xA3: "≤",
    0xA5: "∞",
    0xA8: "♦",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xE5: "∑",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x74: "⧫",
    0x75: "◆",
    0x76: "❖",
    0x77: "⬥",
    0xA1: "○",
    0xA3: "□",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
} | {0x80 + place: chr(0x24EA if place == 0 else 0x2460 + place - 1) for place in range(11)}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def symbol(font: str, code: str) -> str:
    """The character at the position `code` (hexadecimal) of a font; � if unknown."""
    try:
        place = int(code, 16)
    except ValueError:
        return _UNKNOWN
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(place & 0xFF, _UNKNOWN)
    is_character = 0x20 <= place < 0xD800 or 0xF900 <= place < 0xFFFE
    return chr(place) if is_character else _UNKNOWN


def bullet(text: str) -> str:
    """The bullet of a list; any character of a symbol font becomes a dot."""
    return "".join(_BULLET if _PRIVATE <= ord(character) < _PRIVATE + 0x100 else character for character in text)
