"""An OPTIONAL in an OPTIONAL sees what the outer one binds, not what stands before both.

Of what stands before, it takes any value: that of another schéma. SPARQL then drops the whole, and
the answer for one schéma depends on which others are in the store (« well-designed patterns »).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from mutugraph.workspace import Workspace

Names = frozenset[str]
NONE: Names = frozenset()


def blind(workspace: Workspace, text: str) -> set[str]:
    """The variables of a query that an inner OPTIONAL takes from before the outer one."""
    query = translateQuery(parseQuery(workspace.namespaces.sparql_prologue() + text))
    return {name for names in _blind(query.algebra, NONE) for name in names}


def _blind(part: object, before: Names) -> Iterator[Names]:
    if not isinstance(part, CompValue):
        return
    if part.name in ("Join", "LeftJoin", "Union", "Minus"):
        first = _bound(part.p1)
        if part.name == "LeftJoin":
            yield (_bound(part.p2) & before) - first
        yield from _blind(part.p1, before)
        seen = {"Union": before, "Minus": NONE}.get(part.name, before | first)
        yield from _blind(part.p2, seen)
    else:
        yield from _blind(part.get("p"), NONE if part.name == "Project" else before)


def _bound(part: object) -> Names:
    """The variables that a pattern may bind."""
    match part:
        case Variable():
            return frozenset({str(part)})
        case CompValue(name="Project"):
            return frozenset(map(str, part.PV))
        case CompValue(name="Minus"):
            inside = [part.p1]
        case CompValue():
            inside = [value for key, value in part.items() if key not in ("_vars", "expr")]
        case dict() | list() | tuple() | set() | frozenset():
            inside = [*part]
        case _:
            inside = []
    return NONE.union(*map(_bound, inside))


def test_the_check_sees_what_it_is_for(repository: Workspace) -> None:
    inner = "OPTIONAL { ?base mut:duSchema ?schema ; mut:disposition ?d }"
    wrong = f"SELECT * {{ ?schema a mut:Schema OPTIONAL {{ ?d a ?c {inner} }} }}"
    right = f"SELECT * {{ ?schema a mut:Schema OPTIONAL {{ ?schema a ?k . ?d a ?c {inner} }} }}"
    assert blind(repository, wrong) == {"schema"}
    assert blind(repository, right) == set()


@pytest.mark.parametrize("folder", ["ontology/rules", "queries"])
def test_no_rule_and_no_query_takes_from_another_schema(repository: Workspace, folder: str) -> None:
    found = {}
    for path in sorted((repository.root / folder).rglob("*.rq")):
        text = path.read_text(encoding="utf-8")
        if text.count("OPTIONAL") > 1 and (names := blind(repository, text)):
            found[Path(path).stem] = names
    assert not found
