"""The model as values: what a class and each of its properties are, once and for all uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mutugraph.model.grammar import Noun


class Kind(StrEnum):
    """What a value is: a literal of a datatype, an entity of a class, any entity, anything."""

    LITERAL = "litteral"
    ENTITY = "entite"
    IRI = "iri"
    ANY = "libre"


@dataclass(frozen=True, slots=True)
class Code:
    """A member of a code list: its IRI, its notation if it has one, its French label."""

    iri: str
    notation: str | None
    label: str


@dataclass(frozen=True, slots=True)
class PropertyDescription:
    """A property of a class.

    `iri` is the property, `shape` the property shape that judges it. `type` is the datatype of a
    literal, or the class of an entity (`type_name` says it in a sentence). `unless` holds the
    properties that may stand in its place: that which says the value is not printed, or another.
    `nature` says in words what a value is. `message` is what its line says by hand, if it does;
    `optional_because` why an entity may be without what all have so far.
    """

    iri: str
    shape: str
    name: Noun
    label: str
    help: str
    kind: Kind
    type: str | None
    type_name: Noun | None
    minimum: int
    maximum: int | None
    pattern: str | None
    codes: tuple[Code, ...]
    order: float
    group: str | None
    example: str | None
    nature: str
    unless: tuple[str, ...]
    message: str | None
    optional_because: str | None

    @property
    def full_name(self) -> Noun:
        """The noun with what the label adds to it: « la date de l'acte » for « date »."""
        more = self.label.startswith(self.name.text)
        return Noun(self.label, self.name.feminine) if more else self.name

    @property
    def required(self) -> bool:
        """Whether an entity of the class cannot be without it, or without what stands for it."""
        return self.minimum > 0 or bool(self.unless)


@dataclass(frozen=True, slots=True)
class SheetDescription:
    """A sheet of the workbook: its name, its line of help, its place among the others."""

    label: str
    help: str
    order: float


@dataclass(frozen=True)
class ClassDescription:
    """A class: its names, its help, the code of its rule, its properties in order.

    `properties` holds what the class inherits. A class without `code` is only inherited from.
    `sheet` is where the workbook holds its entities, None where its shape names no sheet.
    """

    iri: str
    shape: str
    name: Noun
    label: str
    help: str
    code: str | None
    example: str | None
    properties: tuple[PropertyDescription, ...]
    sheet: SheetDescription | None = None

    def property(self, iri: str) -> PropertyDescription | None:
        """The description of a property of the class."""
        return self._by_iri.get(iri)

    @cached_property
    def _by_iri(self) -> Mapping[str, PropertyDescription]:
        return {one.iri: one for one in reversed(self.properties)}


@dataclass(frozen=True)
class Model:
    """Every class that is described, by its IRI, and the noun of every term that has one."""

    classes: Mapping[str, ClassDescription]
    nouns: Mapping[str, Noun]

    @cached_property
    def shapes(self) -> frozenset[str]:
        """The shapes of the classes and of their properties."""
        classes = self.classes.values()
        held = (one.shape for described in classes for one in described.properties)
        return frozenset(held) | {described.shape for described in classes}

    def describing(self, types: Iterable[str]) -> ClassDescription | None:
        """The description of an entity of these classes: the most specific one."""
        found = [self.classes[kind] for kind in sorted(types) if kind in self.classes]
        return max(found, key=lambda one: len(one.properties), default=None)

    def holders(self, property: str) -> tuple[ClassDescription, ...]:
        """The classes that have a property."""
        return tuple(c for c in self.classes.values() if c.code and c.property(property))
