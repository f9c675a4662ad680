"""The walk of `docs/guide/`: a schéma of seven projects, from its document to the graph.

What a person types is here, cell by cell; a test imports it, so that the guide stays true.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from mutugraph.workbook.book import Book, Content, Sheet

GUIDE = Path(__file__).parent.parent / "docs" / "guide"
DOCUMENT = GUIDE / "projet-2021-2026.txt"
EPCI, EDITION = "200004802", "2021-2026"
Cells = Mapping[str, Content]

FILLED: Mapping[str, Cells] = {  # rows that are there already
    "Documents": {"date": datetime.date(2020, 12, 10)},
    "EPCI": {"mots": "La communauté de communes"},
    "Schéma": {
        "titre": "Projet de schéma de mutualisation 2021-2026",
        "description": "Sept projets que la communauté et ses communes retiennent.",
        "mots": "Projet de schéma de mutualisation 2021-2026",
    },
}
CARRIER = {"Informatique": "CC du Pays de Fayence"}  # the only one that the document prints
FUNDING = "mode de financement"
PHASES = {"2021": "en 2021", "2023": "en 2023"}
PROJECTS = (  # the service, its nature, its form, its phase, the words that bear each
    ("Informatique", "Support", "Service commun", "2021", "un service commun est créé en 2021"),
    (
        "Commande publique",
        "Support",
        "Groupement de commandes",
        "2021",
        "un groupement de commandes",
    ),
    (
        "Formation des agents",
        "Support",
        "Travail en commun par convention",
        "2021",
        "un plan de formation commun",
    ),
    (
        "Secrétariat de mairie",
        "Opérationnel",
        "Service commun",
        "2023",
        "un service commun de remplacement",
    ),
    (
        "Voirie",
        "Opérationnel",
        "Mise à disposition de service",
        "2023",
        "une convention de mise à disposition",
    ),
    (
        "Archives",
        "Support",
        "Travail en commun par convention",
        "2023",
        "un archiviste partagé par convention",
    ),
    (
        "Prévention",
        "Support",
        "Mise à disposition individuelle",
        "2021",
        "un conseiller de prévention partagé",
    ),
)


def added() -> Mapping[str, Sequence[Cells]]:
    """The rows that are typed, by sheet."""
    phases = [
        {
            "libellé": year,
            "code": year,
            "début": year,
            "fin": year,
            "ordre": rank,
            "mots": words,
            "endroit": "l. 5" if year == "2021" else "l. 8",
        }
        for rank, (year, words) in enumerate(PHASES.items(), 1)
    ]
    services = [
        {
            "libellé": name,
            "nature": nature,
            "modalité": f"{name}, {phase}",
            "ordre": rank,
            "porteur": CARRIER.get(name),
            "non imprimé": FUNDING if name in CARRIER else f"porteur ; {FUNDING}",
            "mots": f"{rank}. {name}",
        }
        for rank, (name, nature, _, phase, _) in enumerate(PROJECTS, 1)
    ]
    forms = [
        {
            "nature de la ligne": "Modalité de mutualisation",
            "libellé": f"{name}, {phase}",
            "forme": form,
            "échéance": phase,
            "mots": words,
        }
        for name, _, form, phase, words in PROJECTS
    ]
    return {"Phases": phases, "Services": services, "Formes": forms}


def filled(book: Book, *, slip: bool = False) -> Book:
    """The workbook once all is typed; with a `slip` of the keyboard in one cell."""
    typed = added()
    if slip:
        first, *others = typed["Services"]
        typed = {**typed, "Services": [{**first, "nature": "Suport"}, *others]}

    def sheet(one: Sheet) -> Sheet:
        titles = [column.title for column in one.columns]
        rows = [dict(zip(titles, row, strict=True)) for row in one.rows]
        for row in rows[1:2]:
            row.update(FILLED.get(one.name, {}))
        rows += [dict(row) for row in typed.get(one.name, ())]
        done = tuple(tuple(row.get(title) for title in titles) for row in rows)
        return replace(one, rows=done)

    return replace(book, sheets=tuple(map(sheet, book.sheets)))


# The pictures: what each shows, as text. A picture is made again where that has changed.


def shown(book: Book) -> Book:
    """The sheet of services as the picture shows it: its first columns, without its example."""
    (sheet,) = (one for one in book.sheets if one.name == "Services")
    titles = ("libellé", "nature", "modalité", "porteur", "mots", "non imprimé")
    ranks = [[column.title for column in sheet.columns].index(title) for title in titles]
    rows = tuple(tuple(row[rank] for rank in ranks) for row in sheet.rows[1:])
    kept = replace(sheet, columns=tuple(sheet.columns[rank] for rank in ranks), rows=rows)
    return replace(book, front=(), sheets=(kept,), back=())


def fingerprint(text: str) -> str:
    """What tells one state of a picture from another: the words of what it shows."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]
