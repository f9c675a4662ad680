"""The kinds of acts, and what each must bear: `acts.toml`, which a jurist can read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "acts.toml"
FORM, SCHEMA = "forme", "schema"
OPINION, ANNEX = "avis", "annexe"


class Act(StrEnum):
    """What the visas are for."""

    DELIBERATION = "deliberation"
    CONVENTION = "convention"
    AMENDMENT = "avenant"
    APPROVAL = "approbation"
    OPINION = "avis"


@dataclass(frozen=True, slots=True)
class Bears:
    """What an act bears besides codes and laws; `blanks` are keys of sentences, in their order."""

    founds: bool
    programmes: bool
    staff: bool
    local: bool
    conditions: str
    articles: tuple[str, ...]
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What the law asks beside a basis (`mut:ConditionLegale`) from a day to another, exclusive.

    `name` is the last part of its address; `form` the code of the form it is for, empty for the
    schéma; `funding` says that it is asked where its article founds the funding only.
    """

    name: str
    label: str
    article: str
    form: str
    since: date
    until: date | None
    funding: bool

    def holds(self, day: date) -> bool:
        """Whether it is asked that day."""
        return self.since <= day and (self.until is None or day < self.until)


def bears(act: Act) -> Bears:
    """What an act of this kind must bear."""
    told = _entries()[act.value]
    return Bears(
        founds=told.get("fonde", False),
        programmes=told.get("programme", False),
        staff=told.get("personnel", False),
        local=told.get("local", False),
        conditions=told.get("conditions", ""),
        articles=tuple(told.get("articles", ())),
        blanks=tuple(told.get("blancs", ())),
    )


def staff_texts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of the texts on staff, the newest first, and of the articles cited with them."""
    told = _entries()["personnel"]
    return tuple(told["textes"]), tuple(told["articles"])


def places() -> Mapping[str, str]:
    """Where an act cites a condition: among the opinions, or among the annexes."""
    found: Mapping[str, str] = _entries()["conditions"]
    return found


@cache
def _entries() -> Any:  # noqa: ANN401 - a table of TOML, whose shape its file shows
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
