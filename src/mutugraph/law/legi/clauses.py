"""Whether the text of a version holds a clause: by the phrase that the clause reads like."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutugraph.law.legi.wordings import folded

_FILE = Path(__file__).parent / "clauses.toml"


@cache
def phrases() -> Mapping[str, re.Pattern[str]]:
    """What each clause reads like, by its code."""
    return MappingProxyType({c: _pattern(p) for c, p in _entries()["clauses"].items()})


def defers(nota: str) -> bool:
    """Whether a note speaks of an entry into force."""
    return bool(_pattern(_entries()["effet_differe"]).search(folded(nota)))


def holds(code: str, paragraphs: tuple[str, ...]) -> bool | None:
    """Whether a text has a clause; None where no phrase tells it."""
    pattern = phrases().get(code)
    return None if pattern is None else bool(pattern.search(folded(" ".join(paragraphs))))


def marks(codes: tuple[str, ...], paragraph: str) -> tuple[tuple[int, int], ...]:
    """Where in a paragraph these clauses read, as offsets, the end exclusive."""
    found = (phrases()[c].search(paragraph.replace("\u2019", "'")) for c in codes if c in phrases())
    return tuple(sorted({each.span() for each in found if each}))


@cache
def _entries() -> Any:  # noqa: ANN401 - a table of TOML, whose shape its file shows
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
