"""Two wordings side by side: what was taken out, what was put in, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_LIKE = 0.5  # two paragraphs that share less are one gone and one come


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; `changed` where the other wording does not have them."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph before and after; an empty side where the other has no counterpart."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether the two sides differ."""
        return any(piece.changed for piece in (*self.before, *self.after))


def reworded(before: Sequence[str], after: Sequence[str]) -> tuple[Row, ...]:
    """Two texts as rows of paragraphs that answer one another, in order."""
    return tuple(_rows(before, after))


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield from (Row((Piece(text),), (Piece(text),)) for text in before[i:j])
            continue
        left, right = list(before[i:j]), list(after[k:m])
        while left and right:
            if _alike(left[0], right[0]):
                yield _row(left.pop(0), right.pop(0))
            elif len(left) >= len(right):
                yield Row((Piece(left.pop(0), True),), ())
            else:
                yield Row((), (Piece(right.pop(0), True),))
        yield from (Row((Piece(text, True),), ()) for text in left)
        yield from (Row((), (Piece(text, True),)) for text in right)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE


def _row(before: str, after: str) -> Row:
    left, right = _PIECES.findall(before), _PIECES.findall(after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    mine: list[Piece] = []
    theirs: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        changed = kind != "equal"
        if i < j:
            mine.append(Piece("".join(left[i:j]), changed))
        if k < m:
            theirs.append(Piece("".join(right[k:m]), changed))
    return Row(tuple(mine), tuple(theirs))
