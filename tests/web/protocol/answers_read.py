"""Answers read from their bytes as the standards say, each format by a reader of its own.

What is read is comparable: rows in any order, blank nodes by whatever name.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
)

Term = NamedNode | BlankNode | Literal
Row = tuple[Term | None, ...]
XML = "{http://www.w3.org/2005/sparql-results#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
COUNT = NamedNode("urn:count")


@dataclass(frozen=True)
class Table:
    """Columns, and rows each with the number of times that it is there."""

    columns: tuple[str, ...]
    rows: frozenset[str]


@dataclass(frozen=True)
class Words:
    """The same as CSV writes it: words without their kind."""

    columns: tuple[str, ...]
    rows: frozenset[tuple[tuple[str, ...], int]]


Answer = bool | Table | Words | frozenset[str]


def table(columns: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> Table:
    """A table, comparable."""
    dataset = Dataset()
    for rank, (row, times) in enumerate(Counter(map(tuple, rows)).items()):
        subject = BlankNode(f"row{rank}")
        dataset.add(Quad(subject, COUNT, Literal(times)))
        for column, term in zip(columns, row, strict=True):
            if term is not None:
                dataset.add(Quad(subject, NamedNode(f"urn:column:{column}"), term))
    return Table(tuple(columns), _canonical(dataset))


def words(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Words:
    """A table of words, comparable; a blank node has any name."""
    told = (tuple("_:" if word.startswith("_:") else word for word in row) for row in rows)
    return Words(tuple(columns), frozenset(Counter(told).items()))


def graph(triples: Iterable[Triple]) -> frozenset[str]:
    """A graph, comparable."""
    return _canonical(Dataset(Quad(*triple) for triple in triples))


def of_engine(found: QuerySolutions | QueryBoolean | QueryTriples, name: str) -> Answer:
    """What pyoxigraph found, as an answer in this format holds it."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    if isinstance(found, QueryTriples):
        return graph(found)
    columns, rows = [one.value for one in found.variables], [tuple(row) for row in found]
    if name != "csv":
        return table(columns, rows)
    return words(columns, ([word_of(term) for term in row] for row in rows))


def of_json(content: bytes) -> Answer:
    """SPARQL 1.1 Query Results JSON Format."""
    read = json.loads(content)
    if "boolean" in read:
        return bool(read["boolean"])
    columns, rows = read["head"]["vars"], read["results"]["bindings"]
    return table(columns, ([_of_object(row.get(column)) for column in columns] for row in rows))


def of_xml(content: bytes) -> Answer:
    """SPARQL Query Results XML Format."""
    read = ElementTree.fromstring(content)  # noqa: S314 - our own
    truth = read.findtext(f"{XML}boolean")
    if truth is not None:
        return truth == "true"
    columns = [one.attrib["name"] for one in read.iter(f"{XML}variable")]
    rows = [{b.attrib["name"]: b[0] for b in row} for row in read.iter(f"{XML}result")]
    return table(columns, ([_of_element(row.get(column)) for column in columns] for row in rows))


def of_csv(content: bytes) -> Answer:
    """SPARQL 1.1 Query Results CSV: words alone."""
    text = content.decode()
    if text.strip() in ("true", "false"):
        return text.strip() == "true"
    (columns, *rows) = csv.reader(io.StringIO(text, newline=""))
    return words(columns, (row or [""] * len(columns) for row in rows))  # an empty line is a row


def of_tsv(content: bytes) -> Answer:
    """SPARQL 1.1 Query Results TSV: each cell is a term as Turtle writes it."""
    text = content.decode()
    if text.strip() in ("true", "false"):
        return text.strip() == "true"
    head, *lines = text.removesuffix("\n").split("\n")
    columns = [name.removeprefix("?") for name in head.split("\t") if name]
    cells = [line.split("\t") if columns else [] for line in lines]
    told = "\n".join(
        f"<urn:r> <urn:{row}:{rank}> {cell} ."
        for row, line in enumerate(cells)
        for rank, cell in enumerate(line)
        if cell
    )
    terms: dict[str, Term] = {}
    for quad in parse(told, format=RdfFormat.TURTLE):
        assert not isinstance(quad.object, Triple)
        terms[quad.predicate.value] = quad.object
    return table(
        columns,
        (
            [terms.get(f"urn:{row}:{rank}") for rank in range(len(columns))]
            for row in range(len(cells))
        ),
    )


def word_of(term: Term | None) -> str:
    """A term as CSV writes it; a blank node has any name."""
    if term is None:
        return ""
    return "_:" if isinstance(term, BlankNode) else term.value


TABLES = {"json": of_json, "xml": of_xml, "csv": of_csv, "tsv": of_tsv}


def _of_object(said: dict[str, str] | None) -> Term | None:
    if said is None:
        return None
    if said["type"] == "uri":
        return NamedNode(said["value"])
    if said["type"] == "bnode":
        return BlankNode(said["value"])
    return _literal(said["value"], said.get("xml:lang"), said.get("datatype"))


def _of_element(said: ElementTree.Element | None) -> Term | None:
    if said is None:
        return None
    text = said.text or ""
    if said.tag == f"{XML}uri":
        return NamedNode(text)
    if said.tag == f"{XML}bnode":
        return BlankNode(text)
    return _literal(text, said.get(LANGUAGE), said.get("datatype"))


def _literal(text: str, language: str | None, datatype: str | None) -> Literal:
    return Literal(text, language=language, datatype=NamedNode(datatype) if datatype else None)


def _canonical(dataset: Dataset) -> frozenset[str]:
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))
