"""What LEGI says of an article: its versions with their bounds, states, authors and texts.

LEGI writes « no end » as 2999-01-01 and « to come, on an unknown day » as 2222-02-22: both are
None here. A version that never existed (MODIFIE_MORT_NE, or an end on its first day) is left out by
whoever makes a chronicle, never here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

NO_END, UNKNOWN_START = date(2999, 1, 1), date(2222, 2, 22)
STILLBORN = "MODIFIE_MORT_NE"
# of LEGI's DTD (legi_article.dtd, ETAT)
GONE = frozenset({"ABROGE", "ANNULE", "PERIME", "TRANSFERE", "DISJOINT", "SUBSTITUE", "DENONCE"})
STATES = GONE | {
    "VIGUEUR",
    "VIGUEUR_DIFF",
    "VIGUEUR_NON_ETEN",
    "MODIFIE",
    "ABROGE_DIFF",
    "DEPLACE",
    "REMPLACE",
    STILLBORN,
}
_NUMBER = re.compile(r"^(?P<letter>[LRDA])?(?P<star>\*{0,2})(?P<rest>[0-9].*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: a source, and the file inside it where it is an archive."""

    source: str
    member: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.member}" if self.member else self.source


@dataclass(frozen=True, slots=True)
class Bounds:
    """A version as the list of versions of its article gives it; `end` is exclusive.

    `start` is None where it is to come on an unknown day, `end` where none is known.
    """

    id: str
    number: str
    state: str
    start: date | None
    end: date | None

    @property
    def existed(self) -> bool:
        """Whether it is or was a version, and not one replaced before its first day."""
        return self.state != STILLBORN and (self.start is None or self.start != self.end)


@dataclass(frozen=True, slots=True)
class Author:
    """A text that made a version: its kind (`loi`), its number, the article of it, its day."""

    kind: str
    number: str
    article: str
    signed: date | None

    @property
    def label(self) -> str:
        """The short form of texts everywhere: `loi 2019-1461 art. 80`."""
        text = f"{self.kind} {self.number}"
        return f"{text} art. {self.article}" if self.article else text


@dataclass(frozen=True, slots=True)
class Cited:
    """A text or an article to which a version refers, as LEGI links it."""

    text: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of an article, read in its own file or answer.

    `text_id` is that of its code or law; `cid` that of the article and `previous` that of the
    version before, where the source gives them; `versions` is the list of all versions of the
    article as this file has it.
    """

    bounds: Bounds
    text_id: str
    cid: str | None
    previous: str | None
    paragraphs: tuple[str, ...]
    nota: str
    versions: tuple[Bounds, ...]
    authors: tuple[Author, ...]
    cited: tuple[Cited, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Number:
    """The number of an article: a letter is part of it; `R` and `R*` are alike, none is any."""

    letter: str
    rest: str

    @classmethod
    def of(cls, text: str) -> Self:
        """The number in any spelling: `L. 5211-4-2`, `R*423-15`, `1609 nonies C`."""
        tight = re.sub(r"[.\s\u00a0\u202f]", "", text.replace("\u2011", "-"))
        found = _NUMBER.match(tight)
        if found is None:
            return cls("", tight.casefold())
        return cls((found["letter"] or "").upper(), found["rest"].casefold())

    def fits(self, other: Number) -> bool:
        """Whether both may be one number."""
        letters = not self.letter or not other.letter or self.letter == other.letter
        return letters and self.rest == other.rest


def folded(text: str) -> str:
    """Words as they are compared: typography and white space do not count."""
    plain = text.replace("\u2019", "'").replace("\u2011", "-")
    return " ".join(plain.split())


def digest(paragraphs: Sequence[str]) -> str:
    """A hash of the words of a text, whatever their typography and paragraphs."""
    return hashlib.sha256(folded(" ".join(paragraphs)).encode()).hexdigest()


def bound(text: str) -> date | None:
    """A day of LEGI, its two sentinels as None. Raises `ValueError`."""
    day = date.fromisoformat(text)
    return None if day in (NO_END, UNKNOWN_START) else day
