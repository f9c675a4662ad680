"""What a yearly report is made of, whatever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its caption, its headings, its rows as they are read."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """The values of one indicator, by year; its table stands beside it."""

    title: str
    unit: str
    points: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: what is said in sentences, the tables and curves, what is missing and said so."""

    title: str
    sentences: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    curves: tuple[Curve, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """The whole report of a year; `origin` says from which revision of which data."""

    title: str
    subtitle: str
    year: int
    sections: tuple[Section, ...]
    origin: str
