"""The rules that deduce a legal basis from what the document prints, and what each founds."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from mutugraph.errors import UnknownName
from mutugraph.law.explaining import rules_of
from mutugraph.law.validations import Validation, validations_of
from mutugraph.operations.resting import BASES
from mutugraph.pages.answers import table_of
from mutugraph.pages.reserves import known_at
from mutugraph.pages.visit import View, Visit
from mutugraph.terms import natural_key


def codes(visit: Visit) -> tuple[str, ...]:
    """The codes of the rules, in their order."""
    return tuple(sorted((rule.code for rule in rules_of(visit.site.catalogue)), key=natural_key))


def derivation(visit: Visit) -> View:
    """One rule: its sentence, its conditions, what it founds at a date, who validated it.

    Raises `UnknownName` with the nearest.
    """
    code = visit.segments["code"].upper()
    known = {rule.code: rule for rule in rules_of(visit.site.catalogue)}
    if code not in known:
        raise UnknownName(kind="regle", name=visit.segments["code"], nearest=codes(visit))
    validations = {row["code"]: row for row in visit.reader.rows("page-validations")}
    return {
        "rule": known[code],
        "founded": _founded(visit, code) if visit.reader.has(BASES) else None,
        "validated": validations.get(code),
        "validators": tuple(v for v in _validations(visit) if v.covers(code)),
        "date": visit.date,
    }


def _validations(visit: Visit) -> tuple[Validation, ...]:
    """What was validated of the services of the schéma shown."""
    services = [NamedNode(sheet.service) for sheet in visit.site.sheets_of(visit.frame.shown)]
    return validations_of(visit.site.catalogue, services)


def _founded(visit: Visit, code: str) -> View:
    """What `articles-par-service` says by this rule, as a table."""
    answered = visit.reader.ask(BASES, None, visit.date)
    index = [column.name for column in answered.question.columns].index("regle")
    kept = [i for i, row in enumerate(answered.rows) if str(row[index]) == code]
    mine = replace(
        answered,
        rows=tuple(answered.rows[i] for i in kept),
        entities=tuple(answered.entities[i] for i in kept),
    )
    articles = [row["article"] for row in mine.entities if "article" in row]
    known = known_at(visit.site.catalogue, articles, answered.date)
    return {"table": table_of(mine, visit, without=("regle",)), "known": known}
