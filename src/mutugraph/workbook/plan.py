"""Which sheets a workbook has, and which columns: all of it read from the model."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from mutugraph.messages import message
from mutugraph.model.description import ClassDescription, Kind, PropertyDescription
from mutugraph.model.grammar import capital
from mutugraph.model.reading import OWN
from mutugraph.namespaces import Namespaces
from mutugraph.workbook.known import Known

_LONGEST = 31  # characters of the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")
LAST = {  # what the document leaves open: the last columns of every sheet, and their titles
    "mut:nonImprime": "classeur_colonne_non_imprime",
    "mut:aDefinir": "classeur_colonne_a_definir",
    "mut:incertain": "classeur_colonne_incertain",
}
_ANNOTATIONS = ("mut:nonImprime", "mut:aDefinir")
_RARE = 3  # the rank of what any entity may have: after what is its class's own
_COMMON_FROM = 70.0  # the order of what classes share, in `shapes/commun.ttl`


@dataclass(frozen=True)
class Plan:
    """A sheet: its classes, and the properties that have a column, by its title.

    `evidence` says whether its last columns are the words that bear a fact; `rare` are properties
    that any class has and none of these must have: their columns are hidden where nothing is there.
    """

    name: str
    help: str
    classes: tuple[ClassDescription, ...]
    columns: Mapping[str, str]
    evidence: bool
    rare: frozenset[str]

    @cached_property
    def kinds(self) -> Mapping[str, ClassDescription]:
        """The classes by the name that the column of classes has."""
        return {capital(one.label): one for one in self.classes}


def plans(known: Known, present: Collection[str]) -> tuple[Plan, ...]:
    """The sheets in the order in which a person works.

    A class has the sheet that its shape names (`mut:feuille`); one that names none has a sheet of
    its own where the data have it (`present`, the classes as IRIs).
    """
    placed: dict[tuple[float, str, str], list[ClassDescription]] = {}
    for described in known.model.classes.values():
        sheet = described.sheet
        if sheet is not None:
            place = (sheet.order, sheet.label, sheet.help)
        elif described.iri in present:
            place = (float("inf"), _safe(capital(described.label)), described.help)
        else:
            continue
        placed.setdefault(place, []).append(described)
    return tuple(
        _plan(known.namespaces, label, help_, sorted(classes, key=lambda c: c.code or c.label))
        for (_, label, help_), classes in sorted(placed.items(), key=lambda item: item[0])
    )


def _plan(space: Namespaces, name: str, help_: str, classes: list[ClassDescription]) -> Plan:
    borne = space.term("mut:etabliPar").value
    found: dict[str, PropertyDescription] = {}
    for described in classes:
        for one in described.properties:
            if one.iri != borne:
                found.setdefault(one.iri, one)
    last = [space.term(one).value for one in LAST]

    def rank(one: PropertyDescription) -> tuple[int, float, str]:
        if one.iri in last:
            return _RARE + 1, last.index(one.iri), ""
        if one.order < OWN:
            return (0 if one.order < 2 else 2), one.order, one.label  # noqa: PLR2004 - the name
        return (1 if one.order < _COMMON_FROM else _RARE), one.order, one.label

    titles: dict[str, str] = {}
    taken = {message(f"classeur_colonne_{key}").casefold() for key in _OWN_TITLES}
    passage = space.term("mut:Passage").value
    evidence = all(one.iri != passage for one in classes)
    for one in sorted(found.values(), key=rank):
        title = _title(one, taken, space, evidence=evidence)
        taken.add(title.casefold())
        titles[title] = one.iri
    rare = frozenset(
        one.iri
        for one in found.values()
        if rank(one)[0] == _RARE and not any(_required(described, one.iri) for described in classes)
    )
    return Plan(name, help_, tuple(classes), titles, evidence, rare)


def _required(described: ClassDescription, iri: str) -> bool:
    one = described.property(iri)
    return bool(one and one.required)


_OWN_TITLES = ("cle", "nature", "passages")
_EVIDENCE_TITLES = ("mots", "document", "endroit")


def _title(
    one: PropertyDescription, taken: Collection[str], space: Namespaces, *, evidence: bool
) -> str:
    reserved = {message(f"classeur_colonne_{key}") for key in _EVIDENCE_TITLES if evidence}
    for name, key in LAST.items():
        if one.iri == space.term(name).value:
            return message(key)
    label = " ".join(one.label.split())
    for text in (one.name.text, label):
        if text.casefold() not in taken and text not in reserved:
            return text
    more = one.type_name.text if one.type_name else (space.split(one.iri) or ("", one.iri))[1]
    return f"{label} ({more})"


def reference_kind(space: Namespaces, one: PropertyDescription) -> str | None:
    """Among what a cell of the property is chosen: a class, a list of codes; None for anything.

    A list that is no class has the name of its property. What says that a value is not printed is
    chosen among the properties.
    """
    if one.iri in {space.term(name).value for name in _ANNOTATIONS}:
        return PROPERTIES
    if one.codes and one.type is None:
        return one.iri
    return one.type if one.kind is Kind.ENTITY else None


PROPERTIES = "property"


def _safe(name: str) -> str:
    return _FORBIDDEN.sub(" ", name)[:_LONGEST].strip()
