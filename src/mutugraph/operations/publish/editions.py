"""The éditions that are published: one dataset each."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.operations.publish.published_dataset import Holdings

DUMPS = "dumps"


@dataclass(frozen=True, slots=True)
class Edition:
    """One édition of a schéma, as a dataset.

    `folder` is where its files are published: `dumps/` and the path of the dataset's address.
    `siren` is that of its EPCI.
    """

    dataset: NamedNode
    schema: NamedNode
    folder: str
    siren: str


def editions(holdings: Holdings) -> tuple[Edition, ...]:
    """The datasets of the store that are about a schéma, in the order of their addresses."""
    base = holdings.namespaces.base
    schemas = {node.value: node for node in holdings.of_class("mut:Schema")}
    found = []
    for dataset in holdings.of_class("dcat:Dataset"):
        schema = schemas.get(holdings.one(dataset, "dct:subject") or "")
        if schema is not None:
            folder = dataset.value.removeprefix(base).replace("jeu/", f"{DUMPS}/", 1)
            epci = NamedNode(holdings.one(schema, "mut:epci") or schema.value)
            siren = holdings.one(epci, "mut:siren") or ""
            found.append(Edition(dataset, schema, folder, siren))
    return tuple(found)
