"""The law: the matrix of legal bases, the texts, one text or article at a date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from mutugraph.errors import IriInvalid, UnknownName
from mutugraph.iris import mint
from mutugraph.pages.drawings.timeline import versions
from mutugraph.pages.presenters.topics import tables
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import View, Visit
from mutugraph.terms import natural_key

BASES = "articles-par-service"
ORDER = ("cite", "deduit", "externe", "indetermine")
ON_ARTICLE = ("services-par-article", "agents-par-article", "impact")


@dataclass(frozen=True, slots=True)
class Mark:
    """How one service rests on one article: the way, the rules, the phases."""

    mode: str
    label: str
    rules: tuple[str, ...]
    phases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One service, and its marks under each article."""

    number: str
    service: str
    href: str
    slug: str
    cells: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One article, or none where the basis cannot be named."""

    label: str
    href: str | None


def matrix(visit: Visit) -> View:
    """The matrix service × article at a date."""
    if not visit.reader.has(BASES):
        return {"date": visit.date, "columns": (), "rows": ()}
    answered = visit.reader.ask(BASES, None, visit.date)
    names = [column.name for column in answered.question.columns]
    facts: list[dict[str, object]] = [
        {**dict(zip(names, row, strict=True)), "entities": entities}
        for row, entities in zip(answered.rows, answered.entities, strict=True)
    ]
    labels = sorted(
        {str(f["article"] or "") for f in facts}, key=lambda t: (t == "", natural_key(t))
    )
    hrefs = {str(f["article"] or ""): _href(visit, f, "article") for f in facts}
    rows = [
        _matrix_row(visit, list(group), labels)
        for _, group in groupby(facts, lambda f: (f["action"], f["service"]))
    ]
    columns = tuple(MatrixColumn(label, hrefs[label]) for label in labels)
    return {"date": visit.date, "columns": columns, "rows": tuple(rows)}


def _matrix_row(visit: Visit, facts: list[dict[str, object]], labels: list[str]) -> MatrixRow:
    href = _href(visit, facts[0], "service") or ""
    cells = tuple(
        tuple(_marks(visit, [f for f in facts if str(f["article"] or "") == label]))
        for label in labels
    )
    number = "" if facts[0]["action"] is None else str(facts[0]["action"])
    return MatrixRow(number, str(facts[0]["service"]), href, href.rpartition("/")[2], cells)


def _marks(visit: Visit, facts: list[dict[str, object]]) -> Iterator[Mark]:
    for mode in ORDER:
        same = [f for f in facts if f["mode"] == mode]
        if same:
            rules = sorted({str(f["regle"]) for f in same if f["regle"]}, key=natural_key)
            phases = sorted({str(f["phase"]) for f in same})
            words = tuple(visit.site.word(p) for p in phases)
            yield Mark(mode, visit.site.word(mode), tuple(rules), words)


def _href(visit: Visit, fact: dict[str, object], name: str) -> str | None:
    entities = fact["entities"]
    found = entities.get(name) if hasattr(entities, "get") else None
    return visit.links.page(found.value) if isinstance(found, NamedNode) else None


def texts(visit: Visit) -> View:
    """The texts by type, each with its articles."""
    rows = visit.reader.rows("page-textes")
    types = [
        (type_, tuple((text, tuple(g)) for text, g in groupby(group, lambda r: r["texte"] or "")))
        for type_, group in groupby(rows, lambda r: r["type"] or "")
    ]
    return {"types": tuple(types)}


def text(visit: Visit) -> View:
    """One text or article at a date. Raises `UnknownName` with the nearest."""
    node = _named(visit)
    about = visit.reader.rows("page-texte", texte=node)[0]
    found = tuple(
        {row["version"]: row for row in visit.reader.rows("page-versions", texte=node)}.values()
    )
    label = about["nom"] or ""
    return {
        "about": about,
        "date": visit.date,
        "versions": found,
        "in_force": _in_force(found, visit.date),
        "timeline": versions(found, visit.date),
        "follow": visit.reader.rows("page-suites", texte=node),
        "articles": visit.reader.rows("page-articles", texte=node),
        "mentions": visit.reader.rows("page-mentions", entite=node),
        "tables": tables(visit, ON_ARTICLE, {"article": label}),
        "status": _status(visit, label),
    }


def _named(visit: Visit) -> NamedNode:
    path = visit.segments["path"].strip("/")
    with suppress(IriInvalid):
        node = mint(visit.site.catalogue.workspace.namespaces, "droit", *path.split("/"))
        if visit.reader.rows("page-texte", texte=node):
            return node
    try:
        return visit.site.catalogue.names.find("article", path.replace("/", " "))[0]
    except UnknownName as error:
        raise UnknownName(kind="article", name=path, nearest=error.facts["nearest"]) from None


def _in_force(found: Rows, date: str | None) -> Row | None:
    """The version established at a date: its bounds hold it, and no gap is bridged."""
    day = date or ""
    begun = [row for row in found if (row["debut"] or "") <= day]
    if not begun:
        return None
    last = begun[-1]
    if last["fin"]:
        return last if day < last["fin"] else None
    later = len(begun) < len(found)
    return last if not later or last["debut"] == day else None


def _status(visit: Visit, label: str) -> Row | None:
    """What `validite` says of it at the date, if that question is there."""
    if not visit.reader.has("validite"):
        return None
    answered = visit.reader.ask("validite", {}, visit.date)
    names = [column.name for column in answered.question.columns]
    for row in answered.rows:
        fact = dict(zip(names, row, strict=True))
        if fact.get("article") == label:
            shown = {n: None if v is None else str(v) for n, v in fact.items()}
            return {
                **shown,
                "statut_nom": visit.site.word(str(fact["statut"])),
            }
    return None
