"""The staff that an act announces, against the lines of its sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from mutugraph.control.quality import read_quality_rules
from mutugraph.workspace import Workspace

SPACE = Workspace(Path(__file__).parents[2])
RULE = next(q.file.text for q in read_quality_rules(SPACE) if q.rule.code == "MUT401")
HEAD = "".join(f"PREFIX {k}: <{v}>\n" for k, v in SPACE.namespaces.prefixes.items())
SCHEMA = """
<f> skos:notation "service_commun" .
<ph> a mut:Phase ; mut:duSchema <s> ; mut:ordre 1 .
<m> mut:phase <ph> ; mut:forme <f> .
<fiche> mut:duSchema <s> .
<srv> mut:decritPar <fiche> ; mut:modalite <m> .
<a> a mut:EffectifAnnonce ; mut:duSchema <s> ; mut:phase <ph> ; mut:concerneCollectivite <ville> .
<l1> a mut:LigneDeFiche ; mut:dansFiche <fiche> ; mut:concerneCollectivite <ville> ; mut:agents 10 .
"""
HALF = (
    "<l2> a mut:LigneDeFiche ; mut:dansFiche <fiche> ;"
    " mut:concerneCollectivite <ville> ; mut:etp 1.5 ."
)
NOBODYS = "<l3> a mut:LigneDeFiche ; mut:dansFiche <fiche> ; mut:agents 2 ."


def _sums(announced: str, lines: str) -> list[str]:
    store = Store()
    data = f"BASE <{SPACE.namespaces.ids}>\n{HEAD}{SCHEMA}{lines}\n<a> mut:agents {announced} ."
    store.load(data.encode(), format=RdfFormat.TURTLE)
    answer = store.query(RULE, prefixes=dict(SPACE.namespaces.prefixes))
    return [row["calcule"].value for row in answer]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("announced", "lines"),
    [
        ("10", ""),
        ("11", HALF),
        ("12", HALF),
        ("11", NOBODYS),
        ("12", NOBODYS),
        ("13", HALF + NOBODYS),
    ],
)
def test_what_the_lines_allow_is_no_contradiction(announced: str, lines: str) -> None:
    assert _sums(announced, lines) == []


@pytest.mark.parametrize(
    ("announced", "lines", "nearest"),
    [
        ("9", "", "10"),
        ("12", "", "10"),
        ("10", HALF, "11.5"),
        ("9", NOBODYS, "10"),
        ("13", NOBODYS, "12"),
    ],
)
def test_what_the_lines_exclude_gives_the_nearest_sum(
    announced: str, lines: str, nearest: str
) -> None:
    assert _sums(announced, lines) == [nearest]
