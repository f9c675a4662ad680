"""Composes the yearly communication: the public questions, at the last day of the year.

Each figure has its source beside it, and the year before where it is known. What nobody has
entered is said to be missing: nothing is filled in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from mutugraph.errors import ParameterInvalid
from mutugraph.messages import message
from mutugraph.pages.reading import Reader
from mutugraph.pages.rendering import day, number
from mutugraph.pages.site import label
from mutugraph.pages.yearly.parts import Curve, Section, Sheet, YearlyReport
from mutugraph.pages.yearly.words import (
    FLOW,
    Key,
    Row,
    amount_of,
    decimal_of,
    due_of,
    euros_of,
    flow_of,
    heads_of,
    missing_of,
    named,
    sources_of,
    year_of,
)
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.codes import read_codes
from mutugraph.questions.editions import Edition
from mutugraph.questions.model import Value

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
        raise ParameterInvalid(name=message("rapport_annee"), value=year, expected="AAAA")
    last = f"{int(year)}-12-31"
    readings = catalogue.editions.chosen(epci, schema, last)
    if len(readings) != 1:
        names = ", ".join(reading.edition.title for reading in readings)
        raise ParameterInvalid(name="epci", value=epci or "", expected=names)
    return _Report(catalogue, readings[0].edition, int(year)).whole()


@dataclass(frozen=True)
class _Report:
    catalogue: Catalogue
    edition: Edition
    year: int

    def whole(self) -> YearlyReport:
        makers = (
            self._progress,
            self._staff,
            self._money,
            self._indicators,
            self._opinions,
            self._acts,
            self._law,
        )
        about = self.catalogue.about_of((self.edition.node,))
        return YearlyReport(
            title=message("rapport_titre", annee=str(self.year)),
            subtitle=message("rapport_sous_titre", schema=self.edition.label),
            year=self.year,
            sections=tuple(make() for make in makers),
            origin=message(
                "rapport_origine",
                revision=self.catalogue.workspace.revision,
                modified=day(about.modified),
            ),
        )

    @property
    def _end(self) -> str:
        return f"{self.year}-12-31"

    @property
    def _reader(self) -> Reader:
        return Reader(self.catalogue, schema=self.edition.node)

    def _rows(self, id: str, date: str | None = None) -> list[Row]:
        answered = self._reader.ask(id, {}, date)
        return list(named(answered))

    def _word(self, code: Value) -> str:
        codes = read_codes(self.catalogue).of((self.edition.node.value,))
        return label(str(code), codes) if code else ""

    def _sources(self, *names: str) -> dict[Key, str]:
        return sources_of(self._reader.rows("rapport-sources"), names)

    def _progress(self) -> Section:
        every = self._rows("avancement")
        before = {row["service"]: row["etat"] for row in every if row["exercice"] == self.year - 1}
        now = [row for row in every if row["exercice"] == self.year]
        sources = self._sources("service", "objet", "qui")
        rows = tuple(
            (
                str(row["service"]),
                self._word(before.get(row["service"])) or message("rapport_non_saisi"),
                self._word(row["etat"]),
                str(row["commentaire"] or ""),
                sources.get((str(self.year), str(row["service"]), "", ""), ""),
            )
            for row in now
        )
        told = {row["service"] for row in now}
        services = dict.fromkeys(str(row["service"]) for row in self._rows("services"))
        silent = [name for name in services if name not in told]
        changed = [row for row in now if before.get(row["service"]) not in (None, row["etat"])]
        said = [
            message(
                "rapport_change",
                service=str(row["service"]),
                avant=self._word(before[row["service"]]).lower(),
                apres=self._word(row["etat"]).lower(),
            )
            for row in changed
        ]
        heads = heads_of("service", "annee_avant", "annee", "commentaire", "source", year=self.year)
        sheet = Sheet(message("rapport_avancement"), heads, rows)
        return Section(
            message("rapport_actions"),
            tuple(said),
            (sheet,) if rows else (),
            missing=missing_of("rapport_sans_etat", silent),
        )

    def _staff(self) -> Section:
        found = [r for r in self._rows("consultations") if str(r["date"])[:4] == str(self.year)]
        rows = tuple(
            (
                str(row["acte"]),
                self._word(row["comite"]),
                day(str(row["date"])),
                self._word(row["avis"]),
                number(decimal_of(row["transferes"])),
                number(decimal_of(row["mis_a_disposition"])),
            )
            for row in found
        )
        heads = heads_of("acte", "comite", "date", "avis", "transferes", "mis_a_disposition")
        sheets = (Sheet(message("rapport_consultations"), heads, rows),) if rows else ()
        missing = (message("rapport_sans_effectif", annee=str(self.year)),)
        return Section(message("rapport_agents"), (), sheets, missing=missing)

    def _money(self) -> Section:
        every = self._rows("flux")
        before = {
            flow_of(row): decimal_of(row["regle"])
            for row in every
            if row["exercice"] == self.year - 1
        }
        sources = self._sources("objet", "de", "vers")
        rows = tuple(
            (
                self._word(row["objet"]),
                self._word(row["section"]),
                str(row["debiteur"]),
                str(row["crediteur"]),
                amount_of(row["prevu"], row),
                amount_of(row["regle"], row) or message("rapport_non_regle"),
                amount_of(before.get(flow_of(row)), row),
                sources.get((str(self.year), *(str(row[n]) for n in FLOW[:3])), ""),
            )
            for row in every
            if row["exercice"] == self.year
        )
        heads = heads_of(
            *("objet", "section", "debiteur", "crediteur", "prevu", "regle", "regle_avant"),
            "source",
            year=self.year,
        )
        sheets = [Sheet(message("rapport_flux"), heads, rows)] if rows else []
        balances = tuple(
            (str(r["collectivite"]), self._word(r["section"]), euros_of(r["solde"]))
            for r in self._rows("soldes")
            if r["exercice"] == self.year
        )
        if balances:
            heads = heads_of("collectivite", "section", "solde")
            sheets.append(Sheet(message("rapport_soldes"), heads, balances))
        parts = self._sources("service", "qui")
        keys = tuple(
            (
                str(r["service"]),
                str(r["unite_d_oeuvre"]),
                str(r["collectivite"]),
                f"{number(decimal_of(r['part']))} %",
                parts.get((str(self.year), str(r["service"]), str(r["collectivite"])), ""),
            )
            for r in self._rows("cles")
            if r["exercice"] == self.year
        )
        if keys:
            heads = heads_of("service", "unite_d_oeuvre", "collectivite", "part", "source")
            sheets.append(Sheet(message("rapport_cles"), heads, keys))
        missing = () if rows else (message("rapport_sans_flux", annee=str(self.year)),)
        return Section(message("rapport_argent"), (), tuple(sheets), missing=missing)

    def _indicators(self) -> Section:
        known = [r for r in self._rows("valeurs-d-indicateurs") if year_of(r) <= self.year]
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
            if self.year not in values:
                silent.append(title)
            elif self.year - 1 in values:
                change = values[self.year] - values[self.year - 1]
                sign = "+" if change > 0 else ""
                facts = {"indicateur": title, "ecart": f"{sign}{number(change)}"}
                said.append(message("rapport_ecart", **facts, unite=str(mine[-1]["unite"])))
        missing = list(missing_of("rapport_sans_valeur", silent))
        if not names:
            missing.append(message("rapport_sans_indicateur"))
        title = message("rapport_indicateurs")
        return Section(title, tuple(said), tuple(sheets), tuple(curves), tuple(missing))

    def _opinions(self) -> Section:
        found = self._rows("avis", self._end)
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
            (str(r["collectivite"]), day(str(r["rendu_le"])), self._word(r["sens"]), str(r["acte"]))
            for r in found
            if r["rendu_le"]
        )
        heads = heads_of("collectivite", "rendu_le", "sens", "acte")
        sheets = (Sheet(message("rapport_avis"), heads, rows),) if rows else ()
        unsent = [str(row["collectivite"]) for row in found if row["transmis_le"] is None]
        missing = missing_of("rapport_sans_envoi", unsent)
        return Section(message("rapport_avis"), (said,) if found else (), sheets, missing=missing)

    def _acts(self) -> Section:
        found = [r for r in self._rows("actes") if str(r["date"])[:4] == str(self.year)]
        rows = tuple(
            (day(str(r["date"])), str(r["acte"]), str(r["parties"] or ""), str(r["source"] or ""))
            for r in found
        )
        heads = heads_of("date", "acte", "parties", "source")
        sheets = [Sheet(message("rapport_actes"), heads, rows)] if rows else []
        running = tuple(
            (str(r["acte"]), day(str(r["fin"])) if r["fin"] else "", str(r["parties"] or ""))
            for r in self._rows("actes-en-vigueur", self._end)
        )
        if running:
            heads = heads_of("acte", "fin", "parties")
            title = message("rapport_en_vigueur", jour=day(self._end))
            sheets.append(Sheet(title, heads, running))
        missing = () if rows else (message("rapport_sans_acte", annee=str(self.year)),)
        return Section(message("rapport_actes"), (), tuple(sheets), missing=missing)

    def _law(self) -> Section:
        found = [r for r in self._rows("echeances", self._end) if str(r["date"]) >= f"{self.year}"]
        rows = tuple(due_of(row, self._word(row["etat"])) for row in found)
        heads = heads_of("echeance", "date", "responsable", "etat", "article")
        sheets = (Sheet(message("rapport_echeances"), heads, rows),) if rows else ()
        return Section(message("rapport_loi"), (message("rapport_communication"),), sheets)
