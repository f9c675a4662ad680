"""The éditions that are published: one dataset each, with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from mutugraph.operations.publish.holdings import Holdings

DUMPS = "dumps"


@dataclass(frozen=True, slots=True)
class Edition:
    """One édition of a schéma, as a dataset.

    `folder` is where its files are published: `dumps/` and the path of the dataset's address.
    `siren` is that of its EPCI; `others` those of the other schémas of the store.
    """

    dataset: NamedNode
    folder: str
    siren: str
    others: frozenset[str]

    def owns(self, quad: Quad, ids: str) -> bool:
        """Whether a statement is of this édition or shared; those of another EPCI are not."""
        subject = getattr(quad.subject, "value", "")
        first = subject.removeprefix(ids).partition("/")[0] if subject.startswith(ids) else ""
        return first not in self.others


def editions(holdings: Holdings) -> tuple[Edition, ...]:
    """The datasets of the store that are about a schéma, in the order of their addresses."""
    base = holdings.namespaces.base
    schemas = {node.value: _siren(holdings, node) for node in holdings.of_class("mut:Schema")}
    found = []
    for dataset in holdings.of_class("dcat:Dataset"):
        siren = schemas.get(holdings.one(dataset, "dct:subject") or "")
        if siren is not None:
            folder = dataset.value.removeprefix(base).replace("jeu/", f"{DUMPS}/", 1)
            others = frozenset(schemas.values()) - {siren}
            found.append(Edition(dataset, folder, siren, others))
    return tuple(found)


def _siren(holdings: Holdings, schema: NamedNode) -> str:
    return (holdings.one(schema, "mut:epci") or "").rpartition("/")[2]
