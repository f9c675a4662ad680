"""The texts of law: all of them, and one text or article at a date."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from mutugraph.errors import IriInvalid, UnknownName
from mutugraph.iris import mint
from mutugraph.pages.code_words import word_of
from mutugraph.pages.drawings.timeline import versions
from mutugraph.pages.presenters.bases import upheld
from mutugraph.pages.presenters.clauses import beside
from mutugraph.pages.presenters.topics import tables
from mutugraph.pages.presenters.wording import wordings
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.reserves import known_at
from mutugraph.pages.visit import View, Visit

IMPACT = "impact"
ON_ARTICLE = ("agents-par-article",)


@dataclass(frozen=True, slots=True)
class Depending:
    """One thing that depends on an article, its page, and how."""

    text: str
    href: str | None
    how: str


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
    used = any(row["texte"] == node.value for row in visit.reader.rows("page-textes-employes"))
    in_force = _in_force(found, visit.date)
    return {
        "about": about,
        "date": visit.date,
        "versions": found,
        "in_force": in_force,
        "wordings": wordings(visit, node, in_force["version"] if in_force else None),
        "beside": beside(visit, found, _in_force),
        "timeline": versions(found, visit.date),
        "follow": visit.reader.rows("page-suites", texte=node),
        "articles": visit.reader.rows("page-articles", texte=node),
        "mentions": visit.reader.rows("page-mentions", entite=node),
        "upheld": next(iter(upheld(visit, (node,))), None),
        "depends": _depends(visit, label) if used else (),
        "tables": tables(visit, ON_ARTICLE, {"article": label}, without=("article",), on=node)
        if used
        else {},
        "status": _status(visit, label),
        "known": known_at(visit.site.catalogue, (node,), visit.date),
        "changes": _changes(found, visit.frame.default_date, visit.date),
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


def _depends(visit: Visit, label: str) -> tuple[tuple[str, tuple[Depending, ...]], ...]:
    """What depends on an article besides services, by type, in the question's order of types."""
    if not visit.reader.has(IMPACT):
        return ()
    answered = visit.reader.ask(IMPACT, {"article": label})
    names = [column.name for column in answered.question.columns]
    types: dict[str, dict[str, Depending]] = {}
    for row, entities in zip(answered.rows, answered.entities, strict=True):
        fact = dict(zip(names, row, strict=True))
        object_ = entities.get("objet")
        href = visit.links.page(object_.value) if object_ else None
        word = word_of("lien", str(fact["lien"]), visit.codes)
        kept = types.setdefault(visit.word(str(fact["type"])), {})
        kept.setdefault(str(fact["objet"]), Depending(str(fact["objet"]), href, word))
    return tuple((type_, tuple(kept.values())) for type_, kept in types.items())


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


def _changes(found: Rows, origin: str | None, day: str | None) -> int:
    """How many versions began after the day of the act, up to the day asked."""
    begins = {row["debut"] or "" for row in found}
    return sum((origin or "") < begin <= (day or "") for begin in begins) if origin else 0


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
                "statut_nom": visit.word(str(fact["statut"])),
            }
    return None
