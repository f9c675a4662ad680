"""Notes what the coherence rules compute as facts of the graph, so that a question can list them.

Each row of a rule of `queries/quality/` becomes a `mut:Constat` in the named graph `constats`,
apart from what the document prints. Its severity is in `queries/quality/gravites.toml`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store, Triple

from mutugraph.engine.answers import in_order
from mutugraph.engine.embedded import oxigraph_errors, rule_failed, with_union
from mutugraph.errors import MutugraphError, QueryError, RuleFailed, SeveritiesInvalid
from mutugraph.headers import Headed, read_headed
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE
from mutugraph.text_files import read_text
from mutugraph.workspace import Workspace

GRAPH = "constats"
FOLDER = "queries/quality"
SEVERITIES = f"{FOLDER}/gravites.toml"
_PLACE = re.compile(r"line (\d+)")  # where tomllib stopped
_DECIMAL = re.compile(r"-?\d+\.\d+")
_STEP = "coherence"
_DIGITS = 8


def note_discrepancies(store: Store, workspace: Workspace) -> int:
    """Runs the coherence rules over the store and adds what they find; how many findings.

    A rule whose header has no `nature` adds nothing: what it finds is no inconsistency of the
    document, or is one that a reader annotated. One whose file is broken adds nothing either, and
    none does where their severities cannot be read: the store serves all the rest, the control and
    the health of the site say which file it is.
    """
    try:
        severities = read_severities(workspace)
    except MutugraphError:
        return 0
    found = 0
    for file in workspace.files(FOLDER, "rq"):
        with suppress(MutugraphError):
            found += _noted(store, workspace, file, severities)
    return found


def _noted(store: Store, workspace: Workspace, file: Path, severities: Mapping[str, str]) -> int:
    """What one rule adds, whole or not at all."""
    graph = workspace.derived_graph(GRAPH)
    headed = read_headed(file, workspace.name(file))
    if headed.header.get("etape") != _STEP or "nature" not in headed.header:
        return 0
    severity = str(severities.get(str(headed.header.get("code")), "a_verifier"))
    rows = _rows(store, headed, workspace.namespaces)
    noted = [list(_described(headed, severity, row, workspace.namespaces)) for row in rows]
    quads = (Quad(t.subject, t.predicate, t.object, graph) for one in noted for t in one)
    store.extend(with_union(quads))
    return sum(bool(one) for one in noted)


def read_severities(workspace: Workspace) -> dict[str, str]:
    """The gravity of each coherence rule by its code; none where there is no such file.

    Raises `SeveritiesInvalid`.
    """
    path = workspace.root / SEVERITIES
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(read_text(path, SEVERITIES))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else 1
        raise SeveritiesInvalid(path=SEVERITIES, line=line, detail="TOML") from error
    return {code: str(gravity) for code, gravity in table.items()}


def _rows(store: Store, headed: Headed, namespaces: Namespaces) -> list[QuerySolution]:
    try:
        with oxigraph_errors(text=headed.text):
            results = store.query(headed.text, prefixes=dict(namespaces.prefixes))
            if not isinstance(results, QuerySolutions):
                raise RuleFailed(path=headed.path, detail="SELECT")
            return list(results)
    except QueryError as error:
        raise rule_failed(headed.path, error) from error


def _described(
    headed: Headed, severity: str, row: QuerySolution, ns: Namespaces
) -> Iterator[Triple]:
    subject = _value(row, "sujet")
    if not isinstance(subject, NamedNode):
        return
    code = str(headed.required("code", str))
    read, computed = _text(row, "lu"), _text(row, "calcule")
    key = "\0".join((code, subject.value, read, computed))
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]
    node = NamedNode(f"{subject.value}/constat/{code.lower()}-{digest}")
    yield Triple(node, RDF_TYPE, ns.term("mut:Constat"))
    title = str(headed.required("titre", str)).strip()
    yield Triple(node, ns.term("skos:prefLabel"), Literal(title, language="fr"))
    yield Triple(node, ns.term("mut:codeDeRegle"), Literal(code))
    yield Triple(node, ns.term("mut:gravite"), ns.id(f"gravite/{severity.replace('_', '-')}"))
    nature = str(headed.required("nature", str)).replace("_", "-")
    yield Triple(node, ns.term("mut:natureDIncoherence"), ns.id(f"nature-d-incoherence/{nature}"))
    yield Triple(node, ns.term("mut:signale"), subject)
    schema = _value(row, "schema")
    if isinstance(schema, NamedNode):
        yield Triple(node, ns.term("mut:duSchema"), schema)
    for name, text in (("mut:lu", read), ("mut:constat", computed)):
        if text:
            yield Triple(node, ns.term(name), Literal(spoken(text), language="fr"))
    if passage := in_order(_text(row, "passage")):
        yield Triple(node, ns.term("mut:passageImprime"), Literal(passage))


def spoken(value: str | None) -> str:
    """A value where people read it: a bare number with its decimal comma."""
    return (value or "").replace(".", ",") if _DECIMAL.fullmatch(value or "") else value or ""


def _value(row: QuerySolution, name: str) -> object:
    try:
        return row[name]
    except KeyError:
        return None


def _text(row: QuerySolution, name: str) -> str:
    value = _value(row, name)
    return value.value if isinstance(value, NamedNode | Literal) else ""
