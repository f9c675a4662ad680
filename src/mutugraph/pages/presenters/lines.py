"""The lines of a section: words quoted, what rests on them, and the text where it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from mutugraph.pages.reading import Rows
from mutugraph.pages.rendering import printed
from mutugraph.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a line that establish the same facts, and these facts.

    `reason` says why they carry none, where that is stated.
    """

    words: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document, with its quoted words in order.

    `text` is what is printed there, the quoted words marked, where the operator gave the document.
    """

    number: str
    rubric: str
    quotes: tuple[Quoted, ...]
    text: Markup | None = None

    @property
    def carries(self) -> bool:
        """Whether a fact rests on the line."""
        return any(quote.reason is None for quote in self.quotes)

    @property
    def facts(self) -> int:
        """How many facts with a name rest on it."""
        return len({href for quote in self.quotes for href, _ in quote.facts})

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why its words carry no fact, where none does."""
        found = () if self.carries else (q.reason for q in self.quotes if q.reason)
        return tuple(dict.fromkeys(found))


def lines_of(visit: Visit, passages: Rows, text: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines that are quoted, and every other line of the text, in printed order."""
    quoted = tuple(_quoted(visit, passages))
    first = {line.number: i for i, line in reversed(tuple(enumerate(quoted)))}
    words = {number: _words(passages, number) for number in text}
    known = (
        replace(line, text=printed(text[line.number], words[line.number]))
        if line.number in text and first[line.number] == i
        else line
        for i, line in enumerate(quoted)
    )
    rest = (Line(n, "", (), printed(said)) for n, said in text.items() if n not in first)
    return tuple(sorted((*known, *rest), key=lambda line: int(line.number or 0)))


def _words(passages: Rows, number: str) -> tuple[str, ...]:
    return tuple(row["citation"] or "" for row in passages if row["ligne"] == number)


def _quoted(visit: Visit, passages: Rows) -> Iterator[Line]:
    def place(row: Mapping[str, str | None]) -> tuple[str, str]:
        return row["ligne"] or "", row["rubrique"] or ""

    for (number, rubric), group in groupby(passages, place):
        yield Line(number, rubric, tuple(_quotes(visit, tuple(group))))


def _quotes(visit: Visit, rows: Rows) -> Iterator[Quoted]:
    """The words in printed order; those that prove the same stand together, at the first."""
    together: dict[tuple[tuple[tuple[str, str], ...], str | None], list[str]] = {}
    for _, group in groupby(rows, lambda r: r["passage"] or ""):
        same = tuple(group)
        facts = {
            r["fait"]: (visit.links.page(r["fait"]), r["nom"] or "") for r in same if r["fait"]
        }
        key = (tuple(facts.values()), same[0]["raison"])
        together.setdefault(key, []).append(same[0]["citation"] or "")
    for (found, reason), words in together.items():
        yield Quoted(tuple(words), found, reason)
