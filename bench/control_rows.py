"""The control against pySHACL, the comparison of revisions against rdflib, several EPCI."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize
from rdflib.compare import graph_diff, to_isomorphic

from bench.generating import folder_of
from bench.measuring import Ground, Row, Rows, Used, against, apart, most, seconds
from mutugraph.control.controlled import Controlled
from mutugraph.control.kept import FILE
from mutugraph.control.rulebook import Rulebook
from mutugraph.engine.answers import Table, Term
from mutugraph.operations.diff.compare import _triples
from mutugraph.operations.diff.sides import Side
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle.reading import Document

_BIN = Path(sys.executable).parent
_FEW, _MORE = 2, 6
_VALIDATE_S, _MEGABYTES, _TIMES = 2, 1000, 500
_COMPARED = 10_000
_VERDICTS = (0, 1)
_BLANK = 800  # rdflib.compare is far from linear: the double takes five times as long
# rules whose query turns into a constraint by writing $this for ?sujet, and what they look at;
# SHACL-SPARQL allows no MINUS
_RULES = {
    "agents-non-entiers": "sh:targetSubjectsOf mut:agents",
    "annonce-total": "sh:targetClass mut:EffectifAnnonce",
    "detail-agents": "sh:targetObjectsOf mut:detailDe",
    "detail-etp": "sh:targetObjectsOf mut:detailDe",
}


def control(ground: Ground) -> Rows:
    """The whole command against the pySHACL command on the same shapes of SHACL Core.

    No run has kept anything: with the store of the revision there, then without any store, which a
    control neither reads nor builds. Seconds of a core; the clock's are told beside.
    """
    data, shapes = ground.folder / "data.nt", ground.folder / "shapes.nt"
    union = [q.triple for q in ground.quads if isinstance(q.graph_name, DefaultGraph)]
    serialize(union, str(data), format=RdfFormat.N_TRIPLES)
    core = [q.triple for q in Rulebook(ground.workspace).shapes.quads]
    serialize(core, str(shapes), format=RdfFormat.N_TRIPLES)
    theirs = [str(_BIN / "pyshacl"), "-s", str(shapes), "-o", str(ground.folder / "report"), "-f"]
    theirs += ["nt", "-df", "nt", "-sf", "nt", str(data)]
    there = [_from_nothing(ground, ground.built.folder.parent) for _ in range(2)]
    ours = min(used.worked for used in there)
    reference = seconds(lambda: subprocess.run(theirs, check=False, capture_output=True))
    told = f"{ours / reference:.2f} x pyshacl, {reference:.2f} s"
    took = f"clock {min(used.clock for used in there):.2f} s"
    yield most("validate, all steps, nothing kept", ours, _VALIDATE_S, "s", took, told)
    bare = _from_nothing(ground, ground.folder / "bare")
    told = f"clock {bare.clock:.2f} s"
    yield Row("validate, all steps, no store either", f"{bare.worked:.2f} s", told, None)


def rules(ground: Ground) -> Rows:
    """Coherence rules as queries over the whole store, and as constraints of SHACL-SPARQL."""
    engine = ground.built.open(ground.workspace, ground.settings)
    known = {Path(r.file.path).stem: r.file.text for r in Rulebook(ground.workspace).quality}
    words = "type " + " ".join(known[name] for name in _RULES)
    union = [q.triple for q in ground.quads if isinstance(q.graph_name, DefaultGraph)]
    union = [t for t in union if re.search(rf"\b{_local(t.predicate)}\b", words)]  # spares theirs
    text = serialize(union, format=RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=text, format="nt")
    found: set[str] = set()
    texts = [known[name] for name in _RULES]
    mine = seconds(lambda: [engine.query(text) for text in texts], times=5)
    theirs = seconds(lambda: found.update(_sh_sparql(known, graph)))
    answers = [engine.query(text) for text in texts]
    ours = {_subject(row) for a in answers if isinstance(a, Table) for row in a.dicts()}
    what = f"{len(_RULES)} coherence rules, {len(ours)} findings"
    yield against(what, mine, theirs, 50, "sh:sparql")
    yield Row("the same findings", str(len(ours & found)), str(len(ours | found)), None)


def _subject(row: Mapping[str, Term | None]) -> str:
    node = row["sujet"]
    return node.value if isinstance(node, NamedNode) else str(node)


def _local(node: NamedNode) -> str:
    return re.split("[#/]", node.value)[-1]


def _validate(ground: Ground, report: Path, *paths: Path) -> subprocess.CompletedProcess[bytes]:
    command = [str(_BIN / "mutugraph"), "--workspace", str(ground.workspace.root), "validate"]
    command += [*map(str, paths), "-q", "--format", "json", "-o", str(report)]
    return subprocess.run(command, check=False, capture_output=True)


def _again(ground: Ground, store: Path) -> Used:
    """The command with a folder of stores, and what runs have kept there."""
    command = [_BIN / "mutugraph", "--workspace", ground.workspace.root, "validate", "-q"]
    command += ["--format", "json", "-o", ground.folder / "report.json"]
    used = apart(command, ground.folder, MUTUGRAPH_STORE=str(store))
    if used.code not in _VERDICTS:
        raise RuntimeError(used)
    return used


def _from_nothing(ground: Ground, store: Path) -> Used:
    """The command where no run has kept anything."""
    (store / FILE).unlink(missing_ok=True)
    return _again(ground, store)


def _sh_sparql(known: dict[str, str], graph: rdflib.Graph) -> set[str]:
    """The subjects at fault by rules that are written as constraints of SHACL-SPARQL."""
    import pyshacl

    shapes = rdflib.Graph()
    for name, target in _RULES.items():
        head, _, rest = known[name].partition("\nWHERE {\n")
        prefixes = "\n".join(line for line in head.splitlines() if line.startswith("PREFIX"))
        body = rest.rpartition("\n}\n")[0].replace("?sujet", "$this")
        shape = f"""{prefixes}
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        [] a sh:NodeShape ; {target} ; sh:sparql [ a sh:SPARQLConstraint ; sh:message "x" ;
          sh:select '''{prefixes}\nSELECT DISTINCT $this WHERE {{\n{body}\n}}''' ] ."""
        shapes.parse(data=shape, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=True, inference="none")
    return {str(node) for node in report.objects(None, rdflib.SH.focusNode)}


def difference(ground: Ground) -> Rows:
    """Two revisions with blank nodes: both canonical, then compared."""
    old = _anonymous(ground.statements)
    new = old[1:]
    before, after = (_plain(ground, one) for one in (old, new))
    ours = seconds(lambda: _triples(before) ^ _triples(after), times=5)
    graphs = [rdflib.Graph(), rdflib.Graph()]
    for graph, triples in zip(graphs, (old, new), strict=True):
        text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        graph.parse(data=text, format="nt")
    theirs = seconds(lambda: graph_diff(*(to_isomorphic(g) for g in graphs)))
    blank = len({t.subject for t in old if isinstance(t.subject, BlankNode)})
    what = f"compare revisions, {len(old):,} triples, {blank} blank nodes"
    yield against(what, ours, theirs, _TIMES, "rdflib.compare")


def _anonymous(quads: list[Quad]) -> list[Triple]:
    """Passages as blank nodes, as other tools write what is said of a place; then the rest."""
    typed = (q for q in quads if q.predicate == RDF_TYPE)
    passages = [q.subject for q in typed if str(q.object).endswith("/Passage>")][:_BLANK]
    hidden = {node: BlankNode(f"b{rank}") for rank, node in enumerate(passages)}
    found = [
        Triple(hidden.get(q.subject, q.subject), q.predicate, hidden.get(q.object, q.object))
        for q in quads
    ]
    found.sort(key=lambda t: not {t.subject, t.object} & set(hidden.values()))
    return found[:_COMPARED]


def _plain(ground: Ground, triples: list[Triple]) -> Side:
    quads = tuple(Quad(t.subject, t.predicate, t.object) for t in triples)
    read = Controlled((Document("", "", quads, {}),), (), ground.workspace.namespaces)
    return Side(ground.workspace, read, whole=False)


def nation(ground: Ground) -> Rows:
    """EPCI by EPCI over all cores: the time for one more, and the memory of all processes."""
    took: dict[int, float] = {}
    peak = 0.0
    for count in (_FEW, _MORE):
        data = ground.workspace.root / "data" / "ttl"
        folder = folder_of(data, count, ground.folder / f"nation{count}")
        report = ground.folder / f"nation{count}.json"
        watch = _Watch()
        with watch:
            took[count] = seconds(lambda f=folder, r=report: _validate(ground, r, f))
        peak = watch.peak
        steps = json.loads(report.read_bytes())["etapes"]
        found = sum(step["constats"] for step in steps)
        yield Row(f"validate {count} EPCI", f"{took[count]:.1f} s", f"{found} findings", None)
    each = {count: seconds / count for count, seconds in took.items()}
    told = f"{each[_MORE]:.1f} s an EPCI"
    reference = f"{each[_FEW]:.1f} s at {_FEW}"
    ratio = each[_MORE] / each[_FEW]
    yield Row(f"an EPCI among {_MORE} and {_FEW}", told, reference, ratio, 1.2, at_most=True)
    yield most(f"memory for {_MORE} EPCI", peak, _MEGABYTES, "MB")


class _Watch:
    """The most memory that the children of this process take together, in MB."""

    def __enter__(self) -> None:
        self.peak, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.peak = max(self.peak, _resident("self") / 1e6)


def _resident(process: str) -> float:
    total = 0.0
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                with suppress(OSError):
                    total += int(Path(f"/proc/{child}/statm").read_text().split()[1]) * 4096
                total += _resident(child)
    return total
