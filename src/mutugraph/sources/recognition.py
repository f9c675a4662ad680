"""Recognizes in a text what a fact usually rests on: by its form, or by a name of the graph."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from mutugraph.sources.folding import fold
from mutugraph.sources.text import SourceText

_FORMS = Path(__file__).with_suffix(".toml")
_FEWEST_WORDS = 4
_MARKUP = re.compile(r"<[^<>\n]*>")  # left by what made the text: it says nothing
# a line, a cell, a bullet, or what a full stop or a semicolon ends before a capital
_BREAK = re.compile(r"[\n\t]+|(?<=[.;!?])\s+(?=[^\W\da-z_]|[«\"])|\s*[▪•●◦‣]\s*")


class Nature(StrEnum):
    """What is recognized, the strongest first."""

    LAW = "reference_legale"
    AMOUNT = "montant"
    STAFF = "effectif"
    DATE = "date"
    NAME = "nom"
    SENTENCE = "phrase"


Names = Mapping[Nature, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Span:
    """Something recognized: its offsets in the text, the end exclusive."""

    nature: Nature
    start: int
    end: int


def recognize(text: SourceText, names: Names) -> tuple[Span, ...]:
    """What is in a text, in its order; `names` are those that the graph knows, by what they name.

    Of two that overlap the stronger is kept, else the longer. Sentences are not among them.
    """
    found = list(_by_form(text))
    for nature, known in names.items():
        found += _by_name(text, nature, known)
    rank = list(Nature)
    kept: dict[int, Span] = {}
    for span in sorted(found, key=lambda s: (rank.index(s.nature), s.start - s.end, s.start)):
        if not any(at in kept for at in (span.start, span.end - 1)):
            kept |= dict.fromkeys(range(span.start, span.end), span)
    return tuple(sorted(set(kept.values()), key=lambda s: s.start))


def sentences(text: SourceText) -> tuple[Span, ...]:
    """The sentences of a text, and the cells and bullets that say as much."""
    found = []
    at = 0
    for mark in [*_BREAK.finditer(text.text), None]:
        end = mark.start() if mark else len(text)
        part = text.text[at:end]
        if len(re.findall(r"[^\W\d_]{2,}", _MARKUP.sub("", part))) >= _FEWEST_WORDS:
            start = at + len(part) - len(part.lstrip())
            found.append(Span(Nature.SENTENCE, start, start + len(part.strip())))
        at = mark.end() if mark else end
    return tuple(found)


def _by_form(text: SourceText) -> Iterator[Span]:
    for nature, pattern in _forms():
        for found in pattern.finditer(text.folded.text):
            yield Span(nature, *text.folded.span(*found.span()))


def _by_name(text: SourceText, nature: Nature, names: Iterable[str]) -> Iterator[Span]:
    known = {tuple(word for word, _, _ in fold(name).words) for name in names} - {()}
    words = text.folded.words
    longest = max(map(len, known), default=0)
    begun = {name[0] for name in known}
    for at, (word, start, _) in enumerate(words):
        if word not in begun:
            continue
        for size in range(min(longest, len(words) - at), 0, -1):
            if tuple(word for word, _, _ in words[at : at + size]) in known:
                yield Span(nature, *text.folded.span(start, words[at + size - 1][2]))
                break


@cache
def _forms() -> tuple[tuple[Nature, re.Pattern[str]], ...]:
    declared = tomllib.loads(_FORMS.read_text(encoding="utf-8"))["forme"]
    return tuple(
        (Nature(form["nature"]), re.compile(motif)) for form in declared for motif in form["motifs"]
    )
