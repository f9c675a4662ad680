"""What comes after the adoption: acts, adhesions, opinions, due dates, and the next schéma."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.iris import slug
from mutugraph.pages.answers import AnswerTable, Cell, Part, filled, table_of
from mutugraph.pages.code_words import word_of
from mutugraph.pages.presenters.topics import tables
from mutugraph.pages.rendering import day
from mutugraph.pages.visit import View, Visit
from mutugraph.questions.model import Answered, Value

FACETS = ("service", "collectivite")
IN_FORCE = "en_vigueur"
FAVOURABLE = ("favorable", "repute_favorable")
Row = dict[str, Value]
_LAST_DAY = re.compile(r" (\d{4}-\d{2}-\d{2})$")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a facet: what it sends, what it says, how many acts it leaves."""

    value: str
    label: str
    count: int


def register(visit: Visit) -> View:
    """The acts, all or those in force at the date, of a service, of a party.

    Raises `ParameterInvalid` for another state.
    """
    chosen = {name: visit.query[name] for name in FACETS if visit.query.get(name)}
    every = visit.reader.ask("actes", {})
    state = visit.query.get("etat")
    if state and state != IN_FORCE:
        raise ParameterInvalid(name="etat", value=state, expected=IN_FORCE)
    in_force = state == IN_FORCE
    shown = ("actes-en-vigueur", visit.date) if in_force else ("actes", None)
    found = visit.reader.ask(shown[0], chosen, shown[1])
    pairs = {**chosen, **({"date": shown[1]} if shown[1] else {})}
    return {
        "table": _linked(
            filled(table_of(found, visit, query=f"?{urlencode(pairs)}" if pairs else "")), visit
        ),
        "facets": {name: tuple(_choices(every, column)) for name, column in _COLUMNS.items()},
        "chosen": chosen,
        "in_force": in_force,
        "date": visit.date,
        "blank": sum(not row["numero"] and not row["date"] for row in rows_of(every)),
    }


_WHOSE = "collectivite"
_COLUMNS = {"service": "services", "collectivite": "parties"}


def act(visit: Visit) -> View:
    """One act, and those that amend it as a line of time. Raises `UnknownName`."""
    wanted = visit.segments["slug"]
    every = visit.reader.ask("actes", {})
    named = {
        slug(str(row["acte"])): (entities["acte"], row)
        for row, entities in zip(rows_of(every), every.entities, strict=True)
    }
    if wanted not in named:
        raise UnknownName(kind="acte", name=wanted, nearest=tuple(sorted(named))[:3])
    node, row = named[wanted]
    steps = visit.reader.rows("page-acte", acte=node)
    return {
        "row": row,
        "about": steps[0],
        "steps": steps[1:],
        "kind": word_of("type", str(row["type"]), visit.codes),
    }


def adhesions(visit: Visit) -> View:
    """The matrix collectivity × service at the date, and every adhesion."""
    found = rows_of(visit.reader.ask("matrice-adhesions", {}, visit.date))
    services = tuple(dict.fromkeys(str(row["service"]) for row in found))
    since = {(row["collectivite"], row["service"]): row["depuis"] for row in found}
    names = tuple(dict.fromkeys(str(row["collectivite"]) for row in found))
    lines = tuple((name, tuple(since.get((name, s)) for s in services)) for name in names)
    return {
        "services": services,
        "lines": lines,
        "date": visit.date,
        "tables": tables(visit, ("adhesions",)),
    }


def opinions(visit: Visit) -> View:
    """The opinions of the communes at the date, counted."""
    answered = visit.reader.ask("avis", {}, visit.date)
    found = rows_of(answered)
    counted = Counter(str(row["sens"]) for row in found)
    return {
        "table": table_of(answered, visit, query=f"?date={visit.date}" if visit.date else ""),
        "total": len(found),
        "given": sum(row["rendu_le"] is not None for row in found),
        "favourable": sum(counted[code] for code in FAVOURABLE),
        "deemed": counted["repute_favorable"],
        "waiting": counted["attendu"],
        "unsent": sum(row["transmis_le"] is None for row in found),
        "limits": sorted({str(row["limite"]) for row in found if row["limite"]}),
        "date": visit.date,
    }


def due_dates(visit: Visit) -> View:
    """What is due before when, at the date."""
    shown = tables(visit, ("echeances",))
    return {"tables": {id: _printed(table) for id, table in shown.items()}, "date": visit.date}


def continuity(visit: Visit) -> View:
    """The two éditions compared service by service, in sentences."""
    answered = visit.reader.ask("continuite", {})
    hrefs = (
        {f"{name}_href": visit.links.page(node.value) for name, node in entities.items()}
        for entities in answered.entities
    )
    rows = ({**row, **links} for row, links in zip(rows_of(answered), hrefs, strict=True))
    return {"rows": tuple(rows), "table": table_of(answered, visit)}


@dataclass(frozen=True, slots=True)
class Life:
    """What a collectivity joined, gave as its opinion, pays and receives, at a date."""

    joined: tuple[Row, ...]
    opinion: Row | None
    balances: tuple[Row, ...]
    parts: tuple[Row, ...]
    tables: dict[str, AnswerTable]

    def __bool__(self) -> bool:
        return bool(self.joined or self.balances or self.parts or any(self.tables.values()))


def life_of(visit: Visit, label: str, node: NamedNode) -> Life:
    """What came of the schéma for one collectivity: the last year's money, today's services."""
    ask, day = visit.reader.ask, visit.date
    mine = {id: ask(id, {}).on(_WHOSE, node) for id in ("soldes", "cles")}
    balances, parts = (_last(rows_of(mine[id])) for id in ("soldes", "cles"))
    opinion = next(iter(rows_of(ask("avis", {}, day).on(_WHOSE, node))), None)
    ids = ("adhesions", "flux", "actes")
    shown = tables(visit, ids, {_WHOSE: label}, without=(_WHOSE,), on=node)
    kept = {id: filled(table) for id, table in shown.items() if table.rows}
    joined = rows_of(ask("matrice-adhesions", {}, day).on(_WHOSE, node))
    return Life(tuple(joined), opinion, balances, parts, kept)


def _last(rows: list[Row]) -> tuple[Row, ...]:
    """The rows of the last year."""
    latest = max((int(str(row["exercice"])) for row in rows), default=0)
    return tuple(row for row in rows if row["exercice"] == latest)


def rows_of(answered: Answered) -> list[Row]:
    """The rows by the names of their columns."""
    names = [column.name for column in answered.question.columns]
    return [dict(zip(names, row, strict=True)) for row in answered.rows]


def _choices(answered: Answered, column: str) -> Iterator[Choice]:
    counted = Counter(
        name for row in rows_of(answered) for name in str(row[column] or "").split(" ; ") if name
    )
    for name, count in sorted(counted.items()):
        yield Choice(slug(name), name, count)


def _printed(table: AnswerTable) -> AnswerTable:
    """The day that ends the words of a cell, as French prints it."""

    def printed(part: Part) -> Part:
        return replace(part, text=_LAST_DAY.sub(lambda found: f" le {day(found[1])}", part.text))

    rows = (
        tuple(replace(cell, parts=tuple(printed(p) for p in cell.parts)) for cell in row)
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _linked(table: AnswerTable, visit: Visit) -> AnswerTable:
    """Each act leads to its page in the register."""
    named = next(i for i, head in enumerate(table.heads) if head.name == "acte")

    def linked(cell: Cell) -> Cell:
        parts = (replace(p, href=visit.frame.url(f"/actes/{slug(p.text)}")) for p in cell.parts)
        return replace(cell, parts=tuple(parts))

    rows = (
        tuple(linked(cell) if i == named else cell for i, cell in enumerate(row))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))
