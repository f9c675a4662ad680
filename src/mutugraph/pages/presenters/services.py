"""The services: their facets, and one of them with its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.pages.answers import AnswerTable, table_of
from mutugraph.pages.arranging import Facet
from mutugraph.pages.presenters.successions import steps_of
from mutugraph.pages.presenters.verdicts import verdict_on
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import View, Visit
from mutugraph.questions.model import Answered
from mutugraph.terms import natural_key

NONE = "aucune"
BEFORE, AFTER = ("axe", "nature"), ("financement",)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the schéma: its code, which names its facet, and its printed name."""

    code: str
    label: str


def services(visit: Visit) -> View:
    """The services that the chosen facets leave, and what each other choice would leave.

    The facets are those by which the services differ: the phases are the schéma's own. Raises
    `UnknownName` for another parameter, `ParameterInvalid` for a value that no service has.
    """
    phases = _phases(visit)
    names = (*BEFORE, *(phase.code for phase in phases), *AFTER)
    rows = _with_forms(visit, phases)
    shown = [name for name in names if any(row[name] for row in rows)]
    for name in visit.query:
        if name not in names:
            raise UnknownName.among("parametre", name, names)
    chosen = {name: visit.query[name] for name in names if visit.query.get(name)}
    for name, value in chosen.items():
        known = sorted({row[name] or NONE for row in rows}, key=natural_key)
        if value not in known:
            raise ParameterInvalid(name=name, value=value, expected=", ".join(known))
    kept = _kept(rows, chosen)
    return {
        "rows": kept,
        "total": len(rows),
        "phases": phases,
        "numbered": any(row["numero"] for row in rows),
        "funded": any(row["financement"] for row in rows),
        "staffed": any(row["agents"] for row in rows),
        "facets": {name: tuple(_facet(visit, rows, name, chosen)) for name in shown},
        "names": {phase.code: phase.label for phase in phases},
        "chosen": chosen,
        "hrefs": _hrefs(visit, kept),
    }


def _phases(visit: Visit) -> tuple[Phase, ...]:
    rows = visit.reader.rows("page-phases")
    return tuple(Phase(row["code"] or "", row["nom"] or "") for row in rows)


def _with_forms(visit: Visit, phases: tuple[Phase, ...]) -> Rows:
    """The services, each with the code and the name of its form at each phase."""
    printed = {(row["service"], row["phase"]): row for row in visit.reader.rows("page-formes")}
    found = {row["service"]: row for row in reversed(visit.reader.rows("page-services"))}
    rows = []
    for row in reversed(found.values()):
        forms: dict[str, str | None] = {}
        for phase in phases:
            form = printed.get((row["service"], phase.code))
            forms[phase.code] = form["forme"] if form else None
            forms[f"{phase.code}_nom"] = form["forme_nom"] if form else None
        rows.append({**row, **forms})
    return tuple(rows)


def _kept(rows: Rows, chosen: dict[str, str]) -> Rows:
    return tuple(row for row in rows if all((row[n] or NONE) == v for n, v in chosen.items()))


def _facet(visit: Visit, rows: Rows, name: str, chosen: dict[str, str]) -> Iterator[Facet]:
    others = {n: v for n, v in chosen.items() if n != name}
    left = _kept(rows, others)
    found = {row[name] or NONE: row[f"{name}_nom"] or "" for row in rows}
    for value in sorted(found, key=natural_key):
        count = sum((row[name] or NONE) == value for row in left)
        mine = chosen.get(name) == value
        if count:
            href = visit.frame.here(**{name: None if mine else value})
            yield Facet(value, found[value], count, mine, href)


def _hrefs(visit: Visit, rows: Rows) -> dict[str, str]:
    return {row["service"] or "": visit.links.page(row["service"] or "") for row in rows}


def service(visit: Visit) -> View:
    """One service. Raises `UnknownName` with the nearest."""
    node = NamedNode(service_iri(visit, visit.segments["slug"]))
    found = visit.reader.rows("page-service", service=node)
    if not found:
        raise UnknownName(kind="service", name=visit.segments["slug"], nearest=())
    about = found[0]
    number = about["numero"] or ""
    sheet = NamedNode(about["fiche"]) if about["fiche"] else None
    forms = {row["phase"]: row for row in reversed(visit.reader.rows("page-formes", service=node))}
    return {
        "about": about,
        "forms": tuple((phase.label, forms.get(phase.code)) for phase in _phases(visit)),
        "items": tuple(_rubrics(_of_sheet(visit, "page-fiche", sheet))),
        "beside": _of_sheet(visit, "page-fiche-suite", sheet),
        "steps": steps_of(visit, node),
        "staff": _staff(visit, node),
        "bases": _of(visit, node, number, "articles-par-service", visit.date),
        "governance": _of(visit, node, number, "gouvernance-par-service"),
        "cited": _of(visit, node, number, "citations-par-fiche"),
        "citing": _of_sheet(visit, "page-renvois", sheet),
        "collectivites": tuple(visit.reader.rows("page-participations", service=node)),
        "date": visit.date,
        "verdict": verdict_on(visit, node.value) if visit.date else None,
        "dated": f"?date={visit.date}" if visit.date != visit.frame.default_date else "",
        "links": visit.links,
        "slug": visit.segments["slug"],
        "neighbours": tuple(s for s in visit.site.sheets if s.schema == about["schema"]),
    }


def service_iri(visit: Visit, name: str) -> str:
    """The service of this schéma that a slug or a label calls. Raises `UnknownName`."""
    own = visit.site.sheets_of(visit.frame.schema)
    mine = [s.service for s in own if s.service.rpartition("/")[2] == name]
    if mine:
        return mine[0]
    try:
        found = visit.site.catalogue.names.find("service", name)
    except UnknownName as error:
        raise UnknownName(kind="service", name=name, nearest=error.facts["nearest"]) from None
    same = [s.service for s in own if s.service in {node.value for node in found}]
    return same[0] if same else found[0].value


def _of_sheet(visit: Visit, id: str, sheet: NamedNode | None) -> Rows:
    return visit.reader.rows(id, fiche=sheet) if sheet else ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """One rubrique of a sheet: its title, its items, sub-items after their item."""

    code: str
    label: str
    elements: tuple[Row, ...]


def _rubrics(rows: Rows) -> Iterator[Rubric]:
    for code, group in groupby(rows, lambda row: row["code"] or ""):
        items = tuple({row["element"]: row for row in reversed(tuple(group))}.values())
        ordered = sorted(items, key=lambda row: natural_key(row["rang"] or ""))
        yield Rubric(code, items[0]["rubrique"] or "", tuple(ordered))


def _staff(visit: Visit, node: NamedNode) -> tuple[Row, ...]:
    answered = _asked(visit, node, "effectifs")
    names = [c.name for c in answered.question.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answered.rows]
    values = [
        v for row in rows for v in (row["agents"], row["etp"]) if isinstance(v, int | Decimal)
    ]
    greatest = max(map(Decimal, values), default=Decimal(1)) or Decimal(1)
    return tuple(
        {
            "collectivite": str(row["collectivite"] or ""),
            "agents": None if row["agents"] is None else str(row["agents"]),
            "etp": None if row["etp"] is None else str(row["etp"]),
            "share": str(_share(row["agents"], greatest)),
            "share_etp": str(_share(row["etp"], greatest)),
        }
        for row in rows
    )


def _share(value: object, greatest: Decimal) -> float:
    return round(float(Decimal(str(value)) / greatest) * 100, 1) if value is not None else 0.0


def _of(
    visit: Visit, node: NamedNode, number: str, id: str, date: str | None = None
) -> AnswerTable | None:
    """The table of what a question says of the service, if the workspace has it."""
    if not visit.reader.has(id):
        return None
    asked = visit.site.catalogue.question(id)
    pairs = {"action": number} if number and asked.parameter("action") else {}
    chosen = date if date != visit.frame.default_date else None
    query = urlencode({**pairs, **({"date": chosen} if chosen else {})})
    answered = _asked(visit, node, id, date)
    return table_of(
        answered, visit, query=f"?{query}" if query else "", without=("action", "service")
    )


def _asked(visit: Visit, node: NamedNode, id: str, date: str | None = None) -> Answered:
    """A question's rows about the service, out of those of all: the next page has them too."""
    return visit.reader.ask(id, {}, date).on("service", node)
