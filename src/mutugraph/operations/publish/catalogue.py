"""The catalogue (DCAT-AP 3.0.1), VoID, the European service profile, the Data Cube: by CONSTRUCT.

The queries are `queries/internal/publication-*.rq`. What no query can know, the size and the
checksum of each published file, is added to its distribution here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.engine.answers import Triples
from mutugraph.errors import HeaderInvalid
from mutugraph.headers import read_headed
from mutugraph.namespaces import Namespaces
from mutugraph.operations.publish.editions import Edition
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import INTERNAL, Catalogue
from mutugraph.questions.model import SCHEMA

CATALOGUE, VOID, SERVICES, CUBE = "catalogue", "void", "cpsv", "cube"


def construct(
    catalogue: Catalogue, name: str, schema: NamedNode | None = None
) -> tuple[Triple, ...]:
    """The triples of a `publication-` query, of one schéma or of all.

    Raises what the engine raises.
    """
    workspace = catalogue.workspace
    path = workspace.root / "queries" / INTERNAL / f"publication-{name}.rq"
    headed = read_headed(path, workspace.name(path))
    answer = catalogue.engine.query(bind(headed.text, {SCHEMA: (schema,) if schema else ()}))
    if not isinstance(answer, Triples):
        raise HeaderInvalid(path=headed.path, line=1, detail="CONSTRUCT")
    return answer.triples


def services(catalogue: Catalogue, holdings: Holdings, edition: Edition) -> tuple[Triple, ...]:
    """The services of an édition, and the authorities that it leads to, at the European profile."""
    there = {quad.subject for quad in holdings.of_schema(edition.schema)}
    made = construct(catalogue, SERVICES, edition.schema)
    return tuple(triple for triple in made if triple.subject in there)


def with_files(
    triples: Iterable[Triple], files: Mapping[str, bytes], namespaces: Namespaces
) -> tuple[Triple, ...]:
    """The catalogue with the size and the checksum of each file (by its path under the base)."""
    known = tuple(triples)
    named = namespaces.term("dcat:downloadURL")
    added: list[Triple] = []
    for triple in known:
        if triple.predicate == named and isinstance(triple.object, NamedNode):
            content = files.get(triple.object.value.removeprefix(namespaces.base))
            if content is not None and isinstance(triple.subject, NamedNode):
                added += _file(triple.subject, content, namespaces)
    return tuple(sorted({*known, *added}, key=str))


def with_periods_inside(triples: Iterable[Triple], namespaces: Namespaces) -> tuple[Triple, ...]:
    """The catalogue with each period written where it is named, as a blank node.

    A harvester of data.gouv.fr asks the address of a period again instead of reading on.
    """
    known = tuple(triples)
    temporal = namespaces.term("dct:temporal")
    periods = {
        t.object for t in known if t.predicate == temporal and isinstance(t.object, NamedNode)
    }
    about = [t for t in known if t.subject in periods]
    made = {t for t in known if t.subject not in periods}
    for triple in known:
        if triple.predicate == temporal and triple.object in periods:
            name = sha256(f"{triple.subject} {triple.object}".encode()).hexdigest()[:12]
            period = BlankNode(f"p{name}")
            made.remove(triple)
            made.add(Triple(triple.subject, temporal, period))
            said = (one for one in about if one.subject == triple.object)
            made |= {Triple(period, one.predicate, one.object) for one in said}
    return tuple(sorted(made, key=str))


def missing_files(
    triples: Iterable[Triple], files: Mapping[str, bytes], namespaces: Namespaces
) -> tuple[str, ...]:
    """The addresses that the catalogue distributes and that nothing is published at."""
    named = namespaces.term("dcat:downloadURL")
    addresses = (getattr(t.object, "value", "") for t in triples if t.predicate == named)
    found = {a for a in addresses if a.removeprefix(namespaces.base) not in files}
    return tuple(sorted(found))


def _file(distribution: NamedNode, content: bytes, namespaces: Namespaces) -> Iterator[Triple]:
    term = namespaces.term
    checksum = NamedNode(f"{distribution.value}/empreinte")
    digest = Literal(sha256(content).hexdigest(), datatype=term("xsd:hexBinary"))
    size = Literal(str(len(content)), datatype=term("xsd:nonNegativeInteger"))
    yield Triple(distribution, term("dcat:byteSize"), size)
    yield Triple(distribution, term("spdx:checksum"), checksum)
    yield Triple(checksum, term("rdf:type"), term("spdx:Checksum"))
    yield Triple(checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha256"))
    yield Triple(checksum, term("spdx:checksumValue"), digest)
