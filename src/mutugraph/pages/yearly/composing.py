"""Composes the yearly communication: the public questions, at the last day of the year.

Each figure has its source beside it, and the year before where it is known. What nobody has
entered is said to be missing: nothing is filled in.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from mutugraph.errors import ParameterInvalid, ParameterMissing
from mutugraph.messages import message
from mutugraph.pages.rendering import day, number
from mutugraph.pages.yearly.asking import Asking
from mutugraph.pages.yearly.money import money
from mutugraph.pages.yearly.parts import Curve, Section, Sheet, YearlyReport
from mutugraph.pages.yearly.words import (
    Key,
    Row,
    decimal_of,
    due_of,
    heads_of,
    missing_of,
    year_of,
)
from mutugraph.questions.catalogue import Catalogue

EARLIEST, LATEST = 1950, 2100
FAVOURABLE = ("favorable", "repute_favorable")


def compose(
    catalogue: Catalogue, year: str, epci: str | None = None, schema: str | None = None
) -> YearlyReport:
    """The report of a year, for the schéma that runs at its end, or the one asked for.

    `year` is what a user typed. Raises `ParameterInvalid` for what is no year, and where several
    EPCI could be meant; `UnknownName`.
    """
    if not (year.isascii() and year.isdigit() and EARLIEST <= int(year) <= LATEST):
        raise ParameterInvalid(
            name=message("rapport_annee"), value=year, expected=f"{EARLIEST}…{LATEST}"
        )
    last = f"{int(year)}-12-31"
    readings = catalogue.editions.chosen(epci, schema, last)
    if len(readings) != 1:
        names = ", ".join(reading.edition.title for reading in readings)
        refused = ParameterInvalid if epci else ParameterMissing
        raise refused(name="epci", value=epci or "", expected=names)
    return _whole(Asking(catalogue, readings[0].edition, int(year)))


def _whole(asked: Asking) -> YearlyReport:
    makers = (_progress, _staff, money, _indicators, _opinions, _acts, _law)
    about = asked.catalogue.about_of((asked.edition.node,))
    return YearlyReport(
        title=message("rapport_titre", annee=str(asked.year)),
        subtitle=message("rapport_sous_titre", schema=asked.edition.label),
        year=asked.year,
        sections=tuple(make(asked) for make in makers),
        origin=message(
            "rapport_origine",
            revision=asked.catalogue.workspace.revision,
            modified=day(about.modified),
        ),
    )


def _progress(asked: Asking) -> Section:
    every = asked.rows("avancement")
    before = {row["service"]: row["etat"] for row in every if row["exercice"] == asked.year - 1}
    now = [row for row in every if row["exercice"] == asked.year]
    sources = asked.sources("service", "objet", "qui")
    rows = tuple(
        (
            str(row["service"]),
            asked.word(before.get(row["service"])) or message("rapport_non_saisi"),
            asked.word(row["etat"]),
            str(row["commentaire"] or ""),
            sources.get((str(asked.year), str(row["service"]), "", ""), ""),
        )
        for row in now
    )
    told = {row["service"] for row in now}
    services = dict.fromkeys(str(row["service"]) for row in asked.rows("services"))
    silent = [name for name in services if name not in told]
    changed = [row for row in now if before.get(row["service"]) not in (None, row["etat"])]
    said = [
        message(
            "rapport_change",
            service=str(row["service"]),
            avant=asked.word(before[row["service"]]).lower(),
            apres=asked.word(row["etat"]).lower(),
        )
        for row in changed
    ]
    heads = heads_of("service", "annee_avant", "annee", "commentaire", "source", year=asked.year)
    sheet = Sheet(message("rapport_avancement"), heads, rows)
    return Section(
        message("rapport_actions"),
        tuple(said),
        (sheet,) if rows else (),
        missing=missing_of("rapport_sans_etat", silent),
    )


def _staff(asked: Asking) -> Section:
    found = [r for r in asked.rows("consultations") if str(r["date"])[:4] == str(asked.year)]
    rows = tuple(
        (
            str(row["acte"]),
            asked.word(row["comite"]),
            day(str(row["date"])),
            asked.word(row["avis"]),
            number(decimal_of(row["transferes"])),
            number(decimal_of(row["mis_a_disposition"])),
            asked.origins.get((str(row["acte"]), str(row["comite"]), str(row["date"])), ""),
        )
        for row in found
    )
    heads = heads_of(
        *("acte", "comite", "date", "avis", "transferes", "mis_a_disposition", "source")
    )
    sheets = (Sheet(message("rapport_consultations"), heads, rows),) if rows else ()
    missing = (message("rapport_sans_effectif", annee=str(asked.year)),)
    return Section(message("rapport_agents"), (), sheets, missing=missing)


def _indicators(asked: Asking) -> Section:
    known = [r for r in asked.rows("valeurs-d-indicateurs") if year_of(r) <= asked.year]
    names = dict.fromkeys((str(r["indicateur"]), str(r["service"] or "")) for r in known)
    curves, sheets, said, silent = [], [], [], []
    for name, service in names:
        mine = [r for r in known if (r["indicateur"], r["service"] or "") == (name, service)]
        title = f"{name}, {service}" if service else name
        points = tuple((year_of(r), decimal_of(r["valeur"]) or Decimal(0)) for r in mine)
        rows = tuple(
            (
                str(year_of(r)),
                number(decimal_of(r["valeur"])),
                str(r["unite"]),
                str(r["source"]),
            )
            for r in mine
        )
        sheets.append(Sheet(title, heads_of("exercice", "valeur", "unite", "source"), rows))
        curves.append(Curve(title, str(mine[-1]["unite"]), points))
        values = dict(points)
        if asked.year not in values:
            silent.append(title)
        elif asked.year - 1 in values:
            change = values[asked.year] - values[asked.year - 1]
            sign = "+" if change > 0 else ""
            facts = {"indicateur": title, "ecart": f"{sign}{number(change)}"}
            said.append(message("rapport_ecart", **facts, unite=str(mine[-1]["unite"])))
    missing = list(missing_of("rapport_sans_valeur", silent))
    if not names:
        missing.append(message("rapport_sans_indicateur"))
    title = message("rapport_indicateurs")
    return Section(title, tuple(said), tuple(sheets), tuple(curves), tuple(missing))


def _opinions(asked: Asking) -> Section:
    found = asked.rows("avis", asked.end)
    counted = Counter(str(row["sens"]) for row in found)
    said = message(
        "rapport_avis_compte",
        recus=str(sum(row["rendu_le"] is not None for row in found)),
        total=str(len(found)),
        favorables=str(sum(counted[code] for code in FAVOURABLE)),
        reputes=str(counted["repute_favorable"]),
        attendus=str(counted["attendu"]),
    )
    rows = tuple(
        (
            str(r["collectivite"]),
            day(str(r["rendu_le"])) if r["rendu_le"] else "",
            asked.word(r["sens"]),
            str(r["acte"] or ""),
            asked.origins.get(_opinion_of(r), ""),
        )
        for r in found
        if r["sens"] != "attendu"
    )
    heads = heads_of("collectivite", "rendu_le", "sens", "acte", "source")
    sheets = (Sheet(message("rapport_avis"), heads, rows),) if rows else ()
    unsent = [str(row["collectivite"]) for row in found if row["transmis_le"] is None]
    missing = missing_of("rapport_sans_envoi", unsent) if found else (message("rapport_sans_avis"),)
    return Section(message("rapport_avis"), (said,) if found else (), sheets, missing=missing)


def _opinion_of(row: Row) -> Key:
    """What an opinion is known by: the act, else the sending whose limit has passed."""
    day_of_it = row["rendu_le"] or row["transmis_le"]
    return str(row["acte"] or ""), str(row["collectivite"]), str(day_of_it)


def _acts(asked: Asking) -> Section:
    found = [r for r in asked.rows("actes") if str(r["date"])[:4] == str(asked.year)]
    rows = tuple(
        (day(str(r["date"])), str(r["acte"]), str(r["parties"] or ""), str(r["source"] or ""))
        for r in found
    )
    heads = heads_of("date", "acte", "parties", "source")
    sheets = [Sheet(message("rapport_actes"), heads, rows)] if rows else []
    running = tuple(
        (
            str(r["acte"]),
            day(str(r["fin"])) if r["fin"] else "",
            str(r["parties"] or ""),
            asked.conventions.get((str(r["acte"]),), ""),
        )
        for r in asked.rows("actes-en-vigueur", asked.end)
    )
    if running:
        heads = heads_of("acte", "fin", "parties", "source")
        title = message("rapport_en_vigueur", jour=day(asked.end))
        sheets.append(Sheet(title, heads, running))
    missing = () if rows else (message("rapport_sans_acte", annee=str(asked.year)),)
    return Section(message("rapport_actes"), (), tuple(sheets), missing=missing)


def _law(asked: Asking) -> Section:
    found = [r for r in asked.rows("echeances", asked.end) if str(r["date"]) >= f"{asked.year}"]
    rows = tuple(due_of(row, asked.word(row["etat"])) for row in found)
    heads = heads_of("echeance", "date", "responsable", "etat", "article")
    sheets = (Sheet(message("rapport_echeances"), heads, rows),) if rows else ()
    return Section(message("rapport_loi"), (message("rapport_communication"),), sheets)
