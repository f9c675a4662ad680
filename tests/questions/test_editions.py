"""Which schémas a question reads, each at which day (docs/interfaces.md §3)."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table, Term
from mutugraph.errors import UnknownName
from mutugraph.questions.editions import Editions
from mutugraph.questions.names import Names

BASE = "http://x/"
ONE, TWO, THREE = "1/schema/2016-2020", "2/schema/2014-2020", "2/schema/2021-2026"
NAMES = ("type", "entite", "nom", "autre", "schema")
COLUMNS = (
    *("schema", "nom", "edition", "epci", "intercommunalite"),
    *("siren", "debut", "fin", "lecture"),
)


def edition(path: str, date: str | None) -> tuple[Term | None, ...]:
    siren, code = path[0], path.rpartition("/")[2]
    start, end = code.split("-")
    texts = (f"Schéma {siren} {code}", code)
    body = NamedNode(f"{BASE}epci/{siren}")
    more = (f"Territoire {siren}", siren, start, end, date)
    return (
        NamedNode(BASE + path),
        *map(Literal, texts),
        body,
        *(None if text is None else Literal(text) for text in more),
    )


def name(kind: str, path: str, label: str, other: str) -> tuple[Term | None, ...]:
    return (Literal(kind), NamedNode(BASE + path), Literal(label), Literal(other), None)


EDITIONS = Editions(
    Table(COLUMNS, (edition(ONE, "2015-11-26"), edition(TWO, "2014-01-01"), edition(THREE, None))),
    lambda: Names(
        Table(
            NAMES,
            (
                name("epci", "epci/1", "Territoire 1", "1"),
                name("epci", "epci/2", "Territoire 2", "2"),
                name("epci", "epci/3", "Territoire 3", "3"),
                name("schema", ONE, "Schéma 1 2016-2020", "2016-2020"),
                name("schema", TWO, "Schéma 2 2014-2020", "2014-2020"),
                name("schema", THREE, "Schéma 2 2021-2026", "2021-2026"),
            ),
        ),
        BASE,
    ),
)


def chosen(
    epci: str | None = None, schema: str | None = None, date: str | None = None
) -> list[tuple[str, str | None]]:
    readings = EDITIONS.chosen(epci, schema, date)
    return [(r.edition.node.value.removeprefix(BASE), r.date) for r in readings]


def test_without_anything_each_epci_gives_its_latest_edition_at_its_own_day() -> None:
    assert chosen() == [(ONE, "2015-11-26"), (THREE, None)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-01-01", TWO),
        ("2020-12-31", TWO),
        ("2021-01-01", THREE),
        ("2026-12-31", THREE),
        ("2013-12-31", THREE),
        ("2030-01-01", THREE),
    ],
)
def test_at_a_day_the_edition_that_runs_is_read_else_the_latest(day: str, expected: str) -> None:
    assert chosen(epci="2", date=day) == [(expected, day)]
    assert chosen(date=day) == [(ONE, day), (expected, day)]


@pytest.mark.parametrize("epci", ["2", "Territoire 2", "territoire-2", "http://x/epci/2", "epci/2"])
def test_an_epci_is_called_by_siren_label_slug_or_address(epci: str) -> None:
    assert chosen(epci=epci) == [(THREE, None)]


@pytest.mark.parametrize(
    "schema", ["2014-2020", "Schéma 2 2014-2020", TWO, BASE + TWO, f"/id/{TWO}"]
)
def test_an_edition_is_called_by_code_label_or_address(schema: str) -> None:
    assert chosen(schema=schema) == [(TWO, "2014-01-01")]
    assert chosen(schema=schema, date="2019-05-01") == [(TWO, "2019-05-01")]


def test_every_edition_is_read_where_all_are_asked() -> None:
    assert chosen(schema="toutes") == [(ONE, "2015-11-26"), (TWO, "2014-01-01"), (THREE, None)]
    assert chosen(epci="2", schema="toutes") == [(TWO, "2014-01-01"), (THREE, None)]


def test_an_epci_without_a_schema_reads_none() -> None:
    assert chosen(epci="3") == []
    assert chosen(epci="3", schema="toutes") == []


@pytest.mark.parametrize(
    ("epci", "schema", "nearest"),
    [(None, "2014-2021", "2014-2020"), ("1", "2014-2020", "2016-2020"), ("1", THREE, "2016-2020")],
)
def test_an_edition_that_is_not_there_is_refused_with_the_nearest(
    epci: str | None, schema: str, nearest: str
) -> None:
    with pytest.raises(UnknownName) as raised:
        chosen(epci=epci, schema=schema)
    assert raised.value.facts["kind"] == "schema"
    names = raised.value.facts["nearest"]
    assert isinstance(names, tuple)
    assert names[0] == nearest


def test_an_unknown_epci_is_refused() -> None:
    with pytest.raises(UnknownName):
        chosen(epci="Territoire 9")
