"""What every page says of itself: the revision, the date of update, the schéma, the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from mutugraph.iris import slug
from mutugraph.messages import message, sentences
from mutugraph.pages.controlling import Control
from mutugraph.pages.links import Links
from mutugraph.pages.reading import Reader
from mutugraph.pages.source_text import source_lines
from mutugraph.questions.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Schema:
    """One schéma of the store: its EPCI, and how its pages' addresses begin."""

    entity: str
    epci: str
    siren: str
    slug: str
    label: str
    title: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One action sheet: its number, the service that it describes, its schéma."""

    number: str
    service: str
    label: str
    schema: str


@dataclass(frozen=True, slots=True)
class Site:
    """The store as all pages know it, read once a revision. The first schéma is the default one."""

    catalogue: Catalogue
    revision: str
    modified: str | None
    licence: str
    default_date: str | None
    schemas: tuple[Schema, ...]
    codes: Mapping[str, str]
    sheets: tuple[Sheet, ...]
    control: Control
    source: tuple[str, ...] = ()

    def sheets_of(self, schema: Schema | None) -> tuple[Sheet, ...]:
        """The sheets that the pages of a schéma show: its own, or the first schéma's."""
        shown = schema or next(iter(self.schemas), None)
        return tuple(s for s in self.sheets if shown is None or s.schema == shown.entity)

    def sheet(self, number: str, schema: Schema | None) -> str | None:
        """The service of a numbered sheet, in a schéma or in the only one that has this number."""
        found = [s for s in self.sheets if s.number == number and number]
        mine = [s for s in found if schema is None or s.schema == schema.entity]
        return mine[0].service if len(mine) == 1 else None

    def word(self, code: str) -> str:
        """The label of a code: the graph's, else that of the interface."""
        if code in self.codes:
            return self.codes[code]
        key = f"code_{code}"
        return message(key) if key in sentences() else code.replace("_", " ")

    def schema(self, name: str) -> Schema | None:
        """The schéma whose EPCI has this SIREN or slug."""
        return next((s for s in self.schemas if name in (s.siren, s.slug)), None)

    def reader(self, schema: Schema | None) -> Reader:
        """The reader of a schéma's pages, by default the first one's."""
        shown = schema or (self.schemas[0] if len(self.schemas) > 1 else None)
        return Reader(self.catalogue, NamedNode(shown.epci) if shown else None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the template of one page needs besides its own view."""

    site: Site
    links: Links
    path: str
    query: tuple[tuple[str, str], ...]
    origin: str
    schema: Schema | None

    def url(self, path: str) -> str:
        """The address of a page of this schéma."""
        return self.links.prefix + path

    def here(self, **changed: str | None) -> str:
        """The address of this page with some parameters changed, or removed when None."""
        kept = [(name, value) for name, value in self.query if name not in changed]
        added = [(name, value) for name, value in changed.items() if value]
        pairs = kept + added
        return self.path + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def reference(self) -> str:
        """The permanent address of this state of the page."""
        return self.origin + self.here()


def read_site(catalogue: Catalogue, control: Control, source: Path | None = None) -> Site:
    """Reads what all pages need from the store."""
    reader = Reader(catalogue)
    schemas = tuple(
        Schema(
            entity=row["schema"] or "",
            epci=row["epci"] or "",
            siren=(row["epci"] or "").rpartition("/")[2],
            slug=slug(row["nom"] or ""),
            label=row["nom"] or "",
            title=row["titre"] or "",
            start=row["debut"] or "",
            end=row["fin"] or "",
        )
        for row in reader.rows("page-schemas")
    )
    about = next(iter(reader.rows("page-site")), {})
    codes = {row["code"] or "": row["nom"] or "" for row in reader.rows("page-codes")}
    sheets = tuple(
        Sheet(row["numero"] or "", row["service"] or "", row["nom"] or "", row["schema"] or "")
        for row in reader.rows("page-fiches")
    )
    return Site(
        catalogue=catalogue,
        revision=catalogue.workspace.revision,
        modified=about.get("modifie"),
        licence=about.get("licence") or "",
        default_date=_default_date(catalogue),
        schemas=schemas,
        codes=MappingProxyType(codes),
        sheets=sheets,
        control=control,
        source=source_lines(catalogue, source),
    )


def _default_date(catalogue: Catalogue) -> str | None:
    """The day at which the default schéma is read."""
    return next((reading.date for reading in catalogue.editions.chosen()), None)
