"""What the parties pay each other in a year: the flows, the balances they make, the keys."""

from __future__ import annotations

from collections.abc import Iterable

from mutugraph.engine.answers import SEPARATOR
from mutugraph.messages import message
from mutugraph.pages.rendering import euros, number
from mutugraph.pages.yearly.asking import Asking
from mutugraph.pages.yearly.parts import Section, Sheet
from mutugraph.pages.yearly.words import (
    FLOW,
    Key,
    Row,
    amount_of,
    decimal_of,
    flow_of,
    heads_of,
)
from mutugraph.terms import natural_key


def money(asked: Asking) -> Section:
    """The section of the year's money, each amount with its source."""
    every = asked.rows("flux")
    before = {
        flow_of(row): decimal_of(row["regle"]) for row in every if row["exercice"] == asked.year - 1
    }
    now = [row for row in every if row["exercice"] == asked.year]
    sources = asked.sources("objet", "de", "vers")
    rows = tuple(
        (
            asked.word(row["objet"]),
            asked.word(row["section"]),
            str(row["debiteur"]),
            str(row["crediteur"]),
            amount_of(row["prevu"], row),
            amount_of(row["regle"], row) or message("rapport_non_regle"),
            amount_of(before.get(flow_of(row)), row),
            _source(row, sources),
        )
        for row in now
    )
    heads = heads_of(
        *("objet", "section", "debiteur", "crediteur", "prevu", "regle", "regle_avant"),
        "source",
        year=asked.year,
    )
    sheets = [Sheet(message("rapport_flux"), heads, rows)] if rows else []
    balances = tuple(
        (
            str(r["collectivite"]),
            asked.word(r["section"]),
            euros(str(r["solde"])),
            _origin(r, now, sources),
        )
        for r in asked.rows("soldes")
        if r["exercice"] == asked.year
    )
    if balances:
        heads = heads_of("collectivite", "section", "solde", "source")
        sheets.append(Sheet(message("rapport_soldes"), heads, balances))
    parts = asked.sources("service", "qui")
    keys = tuple(
        (
            str(r["service"]),
            str(r["unite_d_oeuvre"]),
            str(r["collectivite"]),
            f"{number(decimal_of(r['part']))} %",
            parts.get((str(asked.year), str(r["service"]), str(r["collectivite"])), ""),
        )
        for r in asked.rows("cles")
        if r["exercice"] == asked.year
    )
    if keys:
        heads = heads_of("service", "unite_d_oeuvre", "collectivite", "part", "source")
        sheets.append(Sheet(message("rapport_cles"), heads, keys))
    missing = () if rows else (message("rapport_sans_flux", annee=str(asked.year)),)
    return Section(message("rapport_argent"), (), tuple(sheets), missing=missing)


def _source(flow: Row, sources: dict[Key, str]) -> str:
    return sources.get((str(flow["exercice"]), *(str(flow[n]) for n in FLOW[:3])), "")


def _origin(balance: Row, flows: Iterable[Row], sources: dict[Key, str]) -> str:
    """Where a balance is from: the source of each settled flow that it counts."""
    counted = (
        _source(flow, sources)
        for flow in flows
        if balance["collectivite"] in (flow["debiteur"], flow["crediteur"])
        and flow["section"] == balance["section"]
        and flow["regle"] is not None
    )
    return SEPARATOR.join(sorted(filter(None, dict.fromkeys(counted)), key=natural_key))
