"""Where words stand in a text, whatever the typography; else where words stand that are nearest."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mutugraph.sources.folding import Folded, fold
from mutugraph.sources.narrow import spans_in_cells
from mutugraph.sources.text import Place, SourceText

_ALIKE = 0.75  # how much two words must share for one to be a misprint of the other
_COMPARED = 40
_SLACK = 2  # words that the document may have between those asked for


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that were asked for, and what the document has in their place; either may be empty."""

    asked: str
    printed: str


@dataclass(frozen=True, slots=True)
class Near:
    """The place that is most like words that stand nowhere, and how it differs from them."""

    place: Place
    differences: tuple[Difference, ...]


def locate(text: SourceText, words: str) -> tuple[Place, ...]:
    """Every place of the text where these words stand whole, in the order of the text.

    Typography does not matter (`sources.folding`), the words do. Where nothing else is found, a
    word cut by a hyphen at the end of a line counts as whole; then one that a narrow cell of a
    table cuts without a hyphen, or sets against the figure of the next.
    """
    asked = fold(words).text
    searches = (
        (text.folded, _spans(text.folded, asked)),
        (text.joined, _spans(text.joined, asked)),
        (text.folded, spans_in_cells(text, asked)),
    )
    for folded, spans in searches:
        if found := tuple(spans):
            return tuple(dict.fromkeys(text.place(*folded.span(*span)) for span in found))
    return ()


def cut_within(text: SourceText, words: str) -> Place | None:
    """The first place where these words stand, but begin or end within a word."""
    asked = fold(words).text
    at = text.folded.text.find(asked) if asked else -1
    return text.place(*text.folded.span(at, at + len(asked))) if at >= 0 else None


def nearest(text: SourceText, words: str) -> Near | None:
    """The place whose words are most like these; None where less than half of them are."""
    asked = [word for word, _, _ in fold(words).words]
    known = text.folded.words
    if not asked or not known:
        return None
    vocabulary = sorted({word for word, _, _ in known})
    meant = [_meant(word, vocabulary) for word in asked]
    best = _best_window([word for word, _, _ in known], meant)
    if best is None:
        return None
    window = known[best]
    place = text.place(*text.folded.span(window[0][1], window[-1][2]))
    printed = [text.text[slice(*text.folded.span(s, e))] for _, s, e in window]
    return Near(place, tuple(_differences(words, [word for word, _, _ in window], printed)))


def _spans(folded: Folded, asked: str) -> Iterator[tuple[int, int]]:
    at = folded.text.find(asked) if asked else -1
    while at >= 0:
        end = at + len(asked)
        if not _within_word(folded.text, at) and not _within_word(folded.text, end):
            yield at, end
        at = folded.text.find(asked, at + 1)


def _within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _meant(word: str, vocabulary: list[str]) -> str:
    """The word of the document that a misprinted one stands for, else itself."""
    if word in vocabulary or word.isdigit():
        return word
    return next(iter(difflib.get_close_matches(word, vocabulary, 1, _ALIKE)), word)


def _best_window(known: list[str], meant: list[str]) -> slice | None:
    """Where about as many words in a row as were asked for share the most with them."""
    size, wanted = len(meant) + _SLACK, Counter(meant)
    held = Counter(known[:size])
    shared = sum((held & wanted).values())
    scores = [shared]
    for gone, come in zip(known, known[size:], strict=False):
        shared -= wanted[gone] >= held[gone] > 0
        held[gone] -= 1
        held[come] += 1
        shared += wanted[come] >= held[come]
        scores.append(shared)
    best = max(scores)
    if best * 2 < len(meant):
        return None
    wide = [at for at, score in enumerate(scores) if score == best][:_COMPARED]
    windows = (
        slice(at + first, at + last)
        for at in wide
        for first in range(size)
        for last in range(first + 1, size + 1)
    )

    def likeness(window: slice) -> float:
        own = known[window]
        blocks = difflib.SequenceMatcher(None, own, meant, autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks) - abs(len(own) - len(meant)) / size

    return max(windows, key=likeness)


def _differences(words: str, window: list[str], printed: list[str]) -> Iterator[Difference]:
    asked = fold(words)
    own = [word for word, _, _ in asked.words]
    typed = [words[slice(*asked.span(start, end))] for _, start, end in asked.words]
    matcher = difflib.SequenceMatcher(None, own, window, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield Difference(" ".join(typed[a:b]), " ".join(printed[c:d]))
