"""The columns that every sheet has besides the properties of its classes, and their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from mutugraph.messages import message
from mutugraph.model.description import PropertyDescription
from mutugraph.namespaces import Namespaces
from mutugraph.workbook.book import Column
from mutugraph.workbook.plan import LAST, Plan, reference_kind

CONFIRM = "confirmer"  # only where something is proposed
KEY, NATURE, WORDS, DOCUMENT, PLACE, PASSAGES = (
    "cle",
    "nature",
    "mots",
    "document",
    "endroit",
    "passages",
)


@cache
def title(name: str) -> str:
    """The title of one of these columns."""
    return message(f"classeur_colonne_{name}")


@dataclass(frozen=True)
class Titles:
    """The titles of a sheet, in order; `properties` are the property that each holds, if any."""

    plan: Plan
    namespaces: Namespaces

    @cached_property
    def properties(self) -> tuple[tuple[str, str | None], ...]:
        """Each title with the IRI of its property, or None."""
        last = {self.namespaces.term(name).value for name in LAST}
        own = [(text, iri) for text, iri in self.plan.columns.items() if iri not in last]
        end = [(text, iri) for text, iri in self.plan.columns.items() if iri in last]
        nature = [(title(NATURE), None)] if len(self.plan.classes) > 1 else []
        if not self.plan.evidence:
            return ((title(KEY), None), *nature, *own, *end)
        evidence = [(title(name), None) for name in (WORDS, DOCUMENT, PLACE)]
        return ((title(KEY), None), *nature, *own, *evidence, *end, (title(PASSAGES), None))

    @cached_property
    def by_property(self) -> Mapping[str, str]:
        """The title of each property that has a column."""
        return {iri: text for text, iri in self.properties if iri}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns with their help and their lists."""
        return tuple(self._column(text, iri) for text, iri in self.properties)

    @property
    def rare(self) -> tuple[bool, ...]:
        """Which columns are of what any entity may have, and none of these must."""
        return tuple(iri in self.plan.rare for _, iri in self.properties)

    def described(self, iri: str) -> PropertyDescription | None:
        """What a property is, in the first class of the sheet that has it."""
        found = (one.property(iri) for one in self.plan.classes)
        return next((one for one in found if one), None)

    def _column(self, text: str, iri: str | None) -> Column:
        if iri is None:
            hidden = text in (title(KEY), title(PASSAGES))
            name = next(
                n for n in (KEY, NATURE, WORDS, DOCUMENT, PLACE, PASSAGES) if title(n) == text
            )
            choices = f"{NATURE} {self.plan.name}" if name == NATURE else None
            return Column(text, message(f"classeur_aide_{name}"), choices, hidden)
        one = self.described(iri)
        if one is None:
            return Column(text)
        several = "" if one.maximum == 1 else message("classeur_plusieurs")
        help_ = " ".join(part for part in (one.help, several) if part)
        kind = reference_kind(self.namespaces, one)
        boolean = one.type == self.namespaces.term("xsd:boolean").value
        choices = BOOLEANS if boolean else kind if one.maximum == 1 else None
        return Column(text, help_, choices)


BOOLEANS = "oui"
