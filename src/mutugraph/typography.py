"""What people type or paste, as a keyboard writes it: one hyphen, one apostrophe, one space.

Word processors, PDFs and web pages put other signs in their place, and invisible ones between.
"""

from __future__ import annotations

import unicodedata

# what Unicode has for them in no category of its own: minus and hyphen bullet; quotes, primes,
# modifier letters and lone accents
_HYPHENS = "\u2212\u2043"
_APOSTROPHES = (
    "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u00b4\uff07`"
)


def keyboard(text: str) -> str:
    """A name, code, number or date as a keyboard writes it; accents are composed (Unicode, NFC).

    Only for what is looked up or read as a value, never for what is stored or shown.
    """
    plain = text.isascii() and text.isprintable() and "`" not in text
    return text if plain else unicodedata.normalize("NFC", text).translate(_SIGNS)


class _Signs(dict[int, str]):
    """What stands for a sign, by its code point; learnt from Unicode's categories when asked."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        match unicodedata.category(sign):
            case "Pd":
                plain = "-"
            case "Zs" | "Zl" | "Zp" | "Cc":
                plain = " "
            case "Cf":  # soft hyphen, joiners, direction marks, the byte order mark: seen by nobody
                plain = ""
            case _:
                plain = sign
        return self.setdefault(code, plain)


_SIGNS = _Signs({ord(sign): "-" for sign in _HYPHENS} | {ord(sign): "'" for sign in _APOSTROPHES})
