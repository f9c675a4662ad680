"""What may differ between the graph and LEGI; severities and words are the control's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mutugraph.law.legi.wordings import Author, Bounds, Place
from mutugraph.law.provisions import Provision


class Code(StrEnum):
    """The rule of a difference (`control/regles.toml`)."""

    MISSING = "MUT350"
    UNKNOWN = "MUT351"
    BOUNDS = "MUT352"
    STATE = "MUT353"
    IDENTIFIER = "MUT354"
    AUTHOR = "MUT355"
    TEXT = "MUT356"
    CLAUSE = "MUT357"
    REFERENCE = "MUT358"
    COMING = "MUT359"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference about an article: its rule, its sentence `legi_<case>`, the facts of it.

    `start` is the first day of the version concerned, `bounds` what the source has of it, `before`
    and `after` two texts to compare where it is about words.
    """

    code: Code
    article: Provision
    case: str
    start: date | None
    facts: Mapping[str, object] = field(default_factory=dict)
    place: Place | None = None
    bounds: Bounds | None = None
    authors: tuple[Author, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
