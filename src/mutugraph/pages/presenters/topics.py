"""The pages that put several answers together: each answer is a table of its own question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from mutugraph.pages.answers import AnswerTable, table_of
from mutugraph.pages.drawings.timeline import strip
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import Presenter, View, Visit

MEANS = ("effectifs-par-phase", "effectifs-annonces", "actions-sans-etp", "effectif-territoire")
INDICATORS = ("indicateurs-communs", "indicateurs-propres", "sans-indicateur")
FINANCES = ("financements", "montants")
COOPERATIONS = ("cooperations", "fondements-des-cooperations")
CALENDAR = ("plateforme", "sans-moyen-terme")


def tables(
    visit: Visit,
    ids: tuple[str, ...],
    params: Mapping[str, str] | None = None,
    *,
    without: tuple[str, ...] = (),
    on: NamedNode | None = None,
) -> dict[str, AnswerTable]:
    """The tables of the questions that the workspace has, those with a date at the page's.

    `without` leaves out the columns that the page itself says. `on` is what the only parameter
    names: where a column has it, its rows are taken out of those of all, as the next page's are.
    """
    found = {}
    for id in ids:
        if visit.reader.has(id):
            asked = visit.site.catalogue.question(id)
            date = visit.date if asked.dated else None
            pairs = {**(params or {}), **({"date": date} if date else {})}
            query = f"?{urlencode(pairs)}" if pairs else ""
            column = next((c.name for c in asked.columns if on and c.name in (params or {})), None)
            if on is None or column is None:
                answered = visit.reader.ask(id, params, date)
            else:
                answered = visit.reader.ask(id, {}, date).on(column, on)
            found[id] = table_of(answered, visit, query=query, without=without)
    return found


def topic(ids: tuple[str, ...]) -> Presenter:
    """A page that is these answers and nothing else."""

    def present(visit: Visit) -> View:
        return {"tables": tables(visit, ids), "date": visit.date}

    return present


def calendar(visit: Visit) -> View:
    """The line of time, the events by year, the steps of the sheets."""
    rows = visit.reader.rows("page-evenements")
    phases = visit.reader.rows("page-phases")
    years = [(year, tuple(group)) for year, group in groupby(rows, _year)]
    return {
        "tables": tables(visit, CALENDAR),
        "years": tuple(years),
        "steps": tuple(_steps(visit, phases)),
        "strip": strip(rows, phases),
        "phases": phases,
    }


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one sheet's calendar: those of each phase, as text and page."""

    number: str
    service: str
    href: str
    phases: tuple[tuple[tuple[str, str], ...], ...]


def _steps(visit: Visit, phases: Rows) -> Iterator[Steps]:
    """The calendars of the sheets, side by side under the schéma's phases."""
    printed = visit.reader.rows("page-etapes")
    for service, group in groupby(printed, lambda row: row["service"] or ""):
        mine = list(group)
        cells = tuple(
            tuple(
                (row["texte"] or "", visit.links.page(row["etape"] or ""))
                for row in mine
                if row["phase"] == phase["code"]
            )
            for phase in phases
        )
        href = visit.links.page(service)
        yield Steps(mine[0]["numero"] or "", mine[0]["nom"] or "", href, cells)


def _year(row: Row) -> str:
    return (row["debut"] or "")[:4]


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One sheet's printed staff in one collectivity."""

    number: str
    service: str
    href: str | None
    collectivite: str
    agents: Decimal | None
    etp: Decimal | None
    share: float


def means(visit: Visit) -> View:
    """Staff, as bars by sheet and collectivity, and the totals."""
    lines = tuple(_staff_lines(visit))
    numbered = any(line.number for line in lines)
    return {"tables": tables(visit, MEANS), "lines": lines, "numbered": numbered}


def _staff_lines(visit: Visit) -> Iterator[StaffLine]:
    answered = visit.reader.ask("effectifs")
    names = [column.name for column in answered.question.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answered.rows]
    greatest = max((_decimal(row["agents"]) or Decimal(0) for row in rows), default=Decimal(0))
    for row in rows:
        agents = _decimal(row["agents"])
        share = float(agents / greatest) * 100 if agents is not None and greatest else 0.0
        yield StaffLine(
            number=str(row["action"] or ""),
            service=str(row["service"]),
            href=visit.sheet_href(str(row["action"])),
            collectivite=str(row["collectivite"] or ""),
            agents=agents,
            etp=_decimal(row["etp"]),
            share=round(share, 1),
        )


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None
