"""Words as a narrow cell of a PDF has them: cut without a hyphen, set against the next figure."""

from __future__ import annotations

from collections.abc import Iterator

from mutugraph.sources.text import SourceText


def spans_in_cells(text: SourceText, asked: str) -> Iterator[tuple[int, int]]:
    """Where folded words stand in a folded text, spaces left out: the same words all the same.

    A space that was not asked for is a line break; one that is missing, or an end that no space
    marks, is between a word and a figure.
    """
    wanted, spaced = _bare(asked)
    signs, ranks = text.signs
    at = signs.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        gaps = {r - at for r in range(at + 1, end) if ranks[r] > ranks[r - 1] + 1}
        folds = all(_broken(text, ranks[at + gap]) for gap in gaps - spaced)
        missing = (at + gap for gap in spaced - gaps)
        if folds and all(_apart(signs, r) for r in missing) and _free(signs, ranks, at, end):
            yield ranks[at], ranks[end - 1] + 1
        at = signs.find(wanted, at + 1)


def _bare(asked: str) -> tuple[str, set[int]]:
    """Words without their spaces, and the ranks of the signs that a space precedes."""
    spaced, signs = set(), ""
    for sign in asked:
        if sign == " ":
            spaced.add(len(signs))
        else:
            signs += sign
    return signs, spaced


def _broken(text: SourceText, rank: int) -> bool:
    """Whether a line ends before a sign of the folded text."""
    folded = text.folded
    return "\n" in text.text[folded.ends[rank - 2] : folded.starts[rank]]


def _free(signs: str, ranks: list[int], at: int, end: int) -> bool:
    """Whether words begin and end where a space, a mark or a figure parts them from others."""
    return all(
        not 0 < r < len(signs) or ranks[r] > ranks[r - 1] + 1 or _apart(signs, r) for r in (at, end)
    )


def _apart(signs: str, rank: int) -> bool:
    """Whether a word and a figure, or a word and a mark, meet at a rank."""
    before, after = signs[rank - 1], signs[rank]
    both = before.isalnum() and after.isalnum()
    return not both or before.isdigit() != after.isdigit()
