"""Any graph of the model goes through a workbook, in either format, unchanged."""

from __future__ import annotations

import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.model.description import Kind, PropertyDescription
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.filling import fill
from mutugraph.workbook.interpreting import interpret
from mutugraph.workbook.known import Known
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.writing import WRITERS
from workbooks import Schema, Schemas

# XML 1.0 has neither control characters nor surrogates, and ends every line with a line feed
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], include_characters="\n\t"),
    min_size=1,
    max_size=40,
)
CLEAN = TEXT.map(str.strip).filter(bool)


@pytest.fixture(scope="module")
def schema(schemas: Schemas) -> Schema:
    return schemas("schema-sans-fiches", "900200027", "2017-2020")


NUMBERS = ("0", "7", "1234", str(10**20))
VALUES = {
    "integer": NUMBERS,
    "nonNegativeInteger": NUMBERS,
    "decimal": ("0.80", "1.5", "-3.25", "100", "1234567.125", "0.10"),
    "boolean": ("true", "false"),
    "date": ("2018-01-31", "1789-07-14", "1900-01-01", "9999-12-31"),
    "gYear": ("1000", "2018", "9999"),
}
PRINTED = ("2018", "2018-01", "2018-01-31")


def value_of(
    one: PropertyDescription, chance: random.Random, texts: list[str]
) -> NamedNode | Literal | None:
    """A value of a property that stands alone: a literal, a code."""
    if one.kind is Kind.ENTITY and one.codes:
        return NamedNode(chance.choice(one.codes).iri)
    local = (one.type or "").rpartition("#")[2]
    # a column of dates as they are printed takes nothing else
    printed = [day for day in PRINTED if one.pattern and re.search(one.pattern, day)]
    pool = printed or texts if local in ("string", "langString") else VALUES.get(local)
    if one.kind is not Kind.LITERAL or pool is None:
        return None
    text = chance.choice(pool)
    if local == "langString":
        return Literal(text, language="fr")
    return Literal(text, datatype=NamedNode(one.type or ""))


def graph(known: Known, seed: int, texts: list[str]) -> frozenset[Triple]:
    """Some entities of classes that have a sheet, with some of their properties.

    Each says something: an emptied row is one that was removed.
    """
    chance = random.Random(seed)
    classes = [c for c in known.model.classes.values() if c.sheet and c.code]
    found: set[Triple] = set()
    for rank in range(12):
        described = chance.choice(classes)
        node = known.namespaces.id(f"900200027/essai/{rank}")
        found.add(Triple(node, RDF_TYPE, NamedNode(described.iri)))
        for one in described.properties:
            for _ in range(chance.choice([0, 1, 1 if one.maximum == 1 else 3])):
                value = value_of(one, chance, texts)
                single = one.maximum == 1 and any(
                    t.subject == node and t.predicate.value == one.iri for t in found
                )
                if value is not None and not single:
                    found.add(Triple(node, NamedNode(one.iri), value))
    said = {triple.subject for triple in found if triple.predicate != RDF_TYPE}
    return frozenset(triple for triple in found if triple.subject in said)


@settings(max_examples=4, deadline=None, suppress_health_check=[*HealthCheck], database=None)
@given(seed=st.integers(0, 10**6), texts=st.lists(CLEAN, min_size=3, max_size=12))
def test_any_graph_survives_the_round_trip(schema: Schema, seed: int, texts: list[str]) -> None:
    triples = graph(schema.known, seed, texts)
    book = fill(schema.known, schema.scope, triples)
    with tempfile.TemporaryDirectory() as folder:
        for extension, write in WRITERS.items():
            path = Path(folder) / f"classeur{extension}"
            path.write_bytes(write(book))
            grids = read_book(path, confined=True).grids
            read = interpret(schema.known, schema.scope, grids)
            assert read.triples - triples == set()
            assert triples - read.triples == set()
            assert not read.faults
