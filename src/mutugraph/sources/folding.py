"""A text without what typography alone decides, each of whose signs knows where it comes from.

Case, accents, ligatures, the kinds of apostrophes, quotation marks, hyphens and spaces, what nobody
sees, and the spaces beside a punctuation mark are typography; words, figures and marks are not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from mutugraph.typography import keyboard

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″", '"') | {"œ": "oe", "æ": "ae"})
_CUT = re.compile(r"(?<=\w)[-\u2010\xad](?=[ \t]*\r?\n[ \t]*([^\W\d_]))")


@dataclass(frozen=True)
class Folded:
    """A folded text; sign by sign, where it begins and ends in the text that it folds."""

    text: str
    starts: list[int]
    ends: list[int]

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """Its words and numbers, with their offsets in the folded text."""
        return [(m[0], m.start(), m.end()) for m in re.finditer(r"\w+", self.text)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets, in the text that it folds, of a span of the folded text."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str, *, join: bool = False) -> Folded:
    """Folds a text. With `join`, a hyphen that cuts a word at the end of a line is dropped."""
    cuts = {m.start() for m in _CUT.finditer(text) if m[1].islower()} if join else set()
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap = False  # a space is written only once it is known to stand between two words
    cut = False
    for offset, char in enumerate(text):
        if offset in cuts:
            cut = True
            continue
        plain = _PLAIN[char]
        if not plain:
            if unicodedata.combining(char) and ends:
                ends[-1] = offset + 1
            continue
        if plain == " ":
            gap = bool(signs) and not cut
            continue
        cut = False
        if gap and plain[0].isalnum() and signs[-1].isalnum():
            signs.append(" ")
            starts.append(ends[-1])
            ends.append(offset)
        gap = False
        for sign in plain:
            signs.append(sign)
            starts.append(offset)
            ends.append(offset + 1)
    return Folded("".join(signs), starts, ends)


class _Plain(dict[str, str]):
    """What stands for a character, learnt when it is met."""

    def __missing__(self, char: str) -> str:
        bare = "".join(
            c
            for c in unicodedata.normalize("NFKD", char.translate(_QUOTES))
            if not unicodedata.combining(c)
        )
        plain = keyboard(bare).casefold().translate(_QUOTES)
        return self.setdefault(char, " " if plain and not plain.strip() else plain.strip())


_PLAIN = _Plain()
