"""The plan of the site: its pages by part, with the words by which people look for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "plan.toml"
_OF_NO_SCHEMA = ("/sparql",)


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its address within a schéma's pages, its title, other words for it."""

    path: str
    title: str
    words: str

    @property
    def shared(self) -> bool:
        """Whether it is the same page for every schéma."""
        return self.path in _OF_NO_SCHEMA


@cache
def plan() -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """The parts, each with its pages in order."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        (part["titre"], tuple(Place(p["adresse"], p["titre"], p["mots"]) for p in part["pages"]))
        for part in read["partie"]
    )
