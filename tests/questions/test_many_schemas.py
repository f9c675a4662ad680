"""Each question with several schémas in the store: none changes the answers of another.

The repository's own, and the fictitious ones of `tests/fixtures`: one with three phases, carried by
a commune; one with two éditions; one without sheets, axes or numbers.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mutugraph.operations.ask import ask
from mutugraph.pages.exports import EXPORT_FORMATS, export
from mutugraph.pages.yearly.composing import compose
from mutugraph.pages.yearly.files import FORMATS, report_file
from mutugraph.pages.yearly.parts import YearlyReport
from mutugraph.questions.catalogue import INTERNAL, QUALITY, Catalogue
from mutugraph.questions.model import Answered, Value
from mutugraph.workspace import Workspace
from schemas import FIRST, LAKES, RIVERS, ROOT, VALLEY

Row = tuple[Value, ...]
EDITIONS = (
    (FIRST, "2016-2020"),
    (RIVERS, "2021-2026"),
    (LAKES, "2016-2020"),
    (LAKES, "2021-2026"),
    (VALLEY, "2017-2020"),
)
# the first day of its period, where no act is known (schema-sans-fiches)
DATES = ("2015-11-26", "2020-12-10", "2015-11-03", "2021-01-20", "2017-01-01")
IDS = sorted(
    p.stem for p in Workspace(ROOT).query_files if p.parent.name not in (INTERNAL, QUALITY)
)
SHARED = {"versions-d-articles"}  # of the law, not of a schéma
# what each document prints, read from its text in tests/fixtures
EXPECTED: dict[tuple[str, str, str], list[Row]] = {
    (RIVERS, "2021-2026", "montants"): [
        (12, "K€", "Coût du partage de matériel", "2019", "§5, l. 64")
    ],
    (RIVERS, "2021-2026", "mesures"): [
        (
            "Prêts de matériel",
            40,
            "prêts",
            None,
            "2019",
            "Partage de matériel",
            "§5, l. 64",
        )
    ],
    (RIVERS, "2021-2026", "cooperations"): [
        (
            "Partage de matériel",
            "intra",
            "Convention",
            "2018",
            "Communauté de communes des Trois Rivières ; Rivebelle",
        )
    ],
    (RIVERS, "2021-2026", "communes"): [
        ("Rivebelle", "99901", 120),
        ("Valcombe", "99902", 14),
        ("Montclair", "99903", 6),
    ],
    (RIVERS, "2021-2026", "communes-par-taille"): [
        ("Communes de moins de 500 habitants", 2, 20),
        ("Communes de plus de 500 habitants", 1, 120),
    ],
    (RIVERS, "2021-2026", "lacunes-source"): [
        ("Partie 5, carte des communes : figure", "figure_perdue", "La carte n'est pas connue.")
    ],
    (RIVERS, "2021-2026", "autorites"): [
        ("hierarchique", "Directeur", "§5, l. 68"),
        ("fonctionnelle", "Maire", "§5, l. 68"),
    ],
    (RIVERS, "2021-2026", "succession-instances"): [("Groupe des secrétaires", "Comité technique")],
    (RIVERS, "2021-2026", "attributions"): [
        (
            "Comité des maires",
            "vote",
            "Comité des maires : vote le bilan",
            "§5, l. 69",
            "Schéma de mutualisation 2021-2026",
        )
    ],
    (RIVERS, "2021-2026", "chronologie"): [
        ("2022", None, "annee", "Premier bilan attendu", "§4, l. 60")
    ],
    (RIVERS, "2021-2026", "organismes-cites"): [],
    (VALLEY, "2017-2020", "modalites"): [
        (None, "Lecture publique", "2018-2019", "prefiguration", None, "§2, l. 11"),
        (None, "Lecture publique", "2020", "convention", None, "§2, l. 11"),
        (
            None,
            "Secrétariat de mairie",
            "2017",
            "service_commun_partiel",
            "Bourg-le-Val",
            "§2, l. 8",
        ),
        (
            None,
            "Secrétariat de mairie",
            "2018-2019",
            "service_commun_total",
            "Bourg-le-Val",
            "§2, l. 8",
        ),
        (None, "Voirie", "2017", "convention", None, "§2, l. 10"),
        (None, "Voirie", "2018-2019", "service_commun", None, "§2, l. 10"),
    ],
    (VALLEY, "2017-2020", "communes"): [
        ("Bourg-le-Val", "99921", None),
        ("Hautefeuille", "99922", None),
        ("Sourcelle", "99923", None),
    ],
    (VALLEY, "2017-2020", "financements"): [("Attributions de compensation", 1, None)],
    (LAKES, "2016-2020", "communes"): [("Lacustre", "99911", 400), ("Rivage", "99912", 60)],
    (LAKES, "2021-2026", "communes"): [("Lacustre", "99911", None), ("Rivage", "99912", None)],
    (LAKES, "2016-2020", "deliberations"): [
        (
            "Avis du conseil municipal de Lacustre sur le projet de schéma",
            "Lacustre",
            "2015-11-03",
            "favorable",
            *(None,) * 7,
        )
    ],
    (LAKES, "2016-2020", "gouvernance-par-service"): [
        (action, service, "Conférence des maires", "strategique", "Suit le schéma", "§3, l. 18")
        for action, service in ((1, "Informatique"), (2, "Achats"), (3, "Eau"))
    ],
    (LAKES, "2021-2026", "instances"): [
        ("Commission de suivi", "operationnel", None, None, "Chaque semestre")
    ],
    (LAKES, "2021-2026", "financements"): [("Attributions de compensation", 1, "2")],
}


def rows(catalogue: Catalogue, id: str, **params: str) -> list[Row]:
    return list(ask(catalogue, id, params).rows)


@pytest.mark.parametrize("id", IDS)
def test_each_schema_answers_as_if_it_were_alone_and_at_its_own_date(
    id: str, alone: dict[str, Catalogue], many: Catalogue
) -> None:
    for siren, code in EDITIONS:
        chosen = {"epci": siren, "schema": code}
        mine, among = ask(alone[siren], id, chosen), ask(many, id, chosen)
        assert among.rows == mine.rows, (siren, code)
        assert among.entities == mine.entities, (siren, code)
        assert among.date == mine.date, (siren, code)
        # a spreadsheet takes long to write, and says the same: one question shows it
        for format in EXPORT_FORMATS if id == "modalites" else ("json", "md"):
            assert _bytes(among, format) == _bytes(mine, format), (siren, code, format)


def _bytes(answered: Answered, format: str) -> bytes:
    """An export, whatever else the store holds: the revision is that of everything."""
    return export(replace(answered, revision="0" * 12), format, iris=True)


@pytest.mark.parametrize(("siren", "code"), EDITIONS)
def test_the_yearly_report_is_the_same_alone_and_among_others(
    siren: str, code: str, alone: dict[str, Catalogue], many: Catalogue
) -> None:
    year = str(int(code[:4]) + 1)
    mine, among = (_report(c, year, siren, code) for c in (alone[siren], many))
    for form in FORMATS:
        assert report_file(among, form) == report_file(mine, form), form


def test_the_report_is_that_of_the_edition_that_runs_at_the_end_of_the_year(
    many: Catalogue,
) -> None:
    for year, code in (("2017", "2016-2020"), ("2022", "2021-2026")):
        assert _report(many, year, LAKES) == _report(many, year, LAKES, code)


def _report(catalogue: Catalogue, year: str, epci: str, schema: str | None = None) -> YearlyReport:
    """A report without the words that tell the revision of the whole store."""
    return replace(compose(catalogue, year, epci, schema), origin="")


@pytest.mark.parametrize("id", sorted(set(IDS) - SHARED))
def test_together_they_answer_in_turn(id: str, many: Catalogue) -> None:
    each = {(s, c): rows(many, id, epci=s, schema=c) for s, c in EDITIONS}
    assert rows(many, id, schema="toutes") == [row for own in each.values() for row in own]
    latest = {s: own for (s, _), own in each.items()}  # the later édition of an EPCI comes last
    assert rows(many, id) == [row for own in latest.values() for row in own]


def test_each_schema_is_read_at_the_date_of_its_act_else_at_its_first_day(many: Catalogue) -> None:
    answered = ask(many, "validite", {"schema": "toutes"})
    assert answered.date is None
    read = {(e.siren, e.code): date for e, date in answered.dates.items()}
    assert read == dict(zip(EDITIONS, DATES, strict=True))
    for (siren, code), date in zip(EDITIONS, DATES, strict=True):
        assert ask(many, "validite", {"epci": siren, "schema": code}).date == date


@pytest.mark.parametrize(
    ("day", "code"), [("2018-06-01", "2016-2020"), ("2023-01-01", "2021-2026"), (None, "2021-2026")]
)
def test_at_a_date_the_edition_that_runs_answers(
    many: Catalogue, day: str | None, code: str
) -> None:
    asked = ask(many, "articles-par-service", {"epci": LAKES}, day)
    whole = ask(many, "articles-par-service", {"epci": LAKES, "schema": code}, day)
    assert asked.rows == whole.rows
    assert asked.rows


def test_the_same_number_of_two_editions_is_two_actions(many: Catalogue) -> None:
    for code, service in (("2016-2020", "Informatique"), ("2021-2026", "Achats")):
        found = ask(many, "modalites", {"epci": LAKES, "schema": code, "action": "1"})
        assert {row[1] for row in found.rows} == {service}


@pytest.mark.parametrize(("key", "expected"), EXPECTED.items(), ids=map(" ".join, EXPECTED))
def test_a_schema_answers_what_its_document_prints(
    key: tuple[str, str, str], expected: list[Row], many: Catalogue
) -> None:
    siren, code, id = key
    assert rows(many, id, epci=siren, schema=code) == expected


def test_an_answer_names_the_documents_of_its_schemas_only(
    many: Catalogue, alone: dict[str, Catalogue]
) -> None:
    for siren, code in EDITIONS:
        chosen = {"epci": siren, "schema": code}
        mine = ask(many, "instances", chosen).about
        assert mine == ask(alone[siren], "instances", chosen).about
        assert mine.source
        assert " ; " not in mine.source
    latest = dict(EDITIONS).items()
    named = [ask(many, "instances", {"epci": s, "schema": c}).about.source for s, c in latest]
    assert set((ask(many, "instances").about.source or "").split(" ; ")) == set(named)


def test_of_a_document_without_sheets_no_question_about_sheets_answers(many: Catalogue) -> None:
    about_sheets = (
        "actions",
        "contenu-des-fiches",
        "fiche",
        "actions-sans-etp",
        "sans-moyen-terme",
    )
    assert [id for id in about_sheets if rows(many, id, epci=VALLEY)] == []


def test_a_transfer_keeps_its_article_beside_another_schema(many: Catalogue) -> None:
    found = rows(many, "articles-par-service", epci=LAKES, schema="2016-2020", service="eau")
    assert [(row[3], row[7]) for row in found] == [("CGCT L5211-17", "R10")]
    assert rows(many, "services-sans-fondement", epci=LAKES, schema="2016-2020") == []
