"""What every page says of itself: the revision, the date of update, the schéma, the address."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from mutugraph.iris import slug
from mutugraph.law.legi.keeping import KeptTexts
from mutugraph.operations.publish.documents import SYNTAXES
from mutugraph.pages.code_words import label
from mutugraph.pages.controlling import Asked, Control
from mutugraph.pages.links import Links
from mutugraph.pages.reading import Reader
from mutugraph.pages.source_text import source_lines
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.codes import Codes, read_codes
from mutugraph.questions.editions import Edition

WITHIN = "integre"


@dataclass(frozen=True, slots=True)
class Schema:
    """One édition of a schéma: its EPCI, its code, the day at which it is read.

    `current` says that it is the one which its EPCI's pages show.
    """

    entity: str
    epci: str
    siren: str
    slug: str
    label: str
    title: str
    start: str
    end: str
    code: str
    date: str | None
    current: bool

    @property
    def by_act(self) -> bool:
        """Whether it is read at the date of an act, else on the first day of its period."""
        return self.date != self.start + "0000-01-01"[len(self.start) :]

    @property
    def prefix(self) -> str:
        """How the addresses of its pages begin, where it is not the default schéma."""
        return f"/{self.siren}" if self.current else f"/{self.siren}/{self.code}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One service, with the number of the sheet that describes it, if any, and its schéma."""

    number: str
    service: str
    label: str
    schema: str


@dataclass(frozen=True, slots=True)
class Site:
    """The store as all pages know it, read once a revision."""

    catalogue: Catalogue
    revision: str
    modified: str | None
    licence: str
    schemas: tuple[Schema, ...]
    codes: Codes
    sheets: tuple[Sheet, ...]
    control: Control
    source: tuple[str, ...] = ()
    texts: KeptTexts | None = None
    homes: Mapping[str, str] = field(default_factory=dict)
    syntaxes: tuple[str, ...] = tuple(SYNTAXES)

    @property
    def state(self) -> tuple[int, int, int]:
        """What changes when a page may: the day, for « today »; the controls; the texts kept."""
        kept = self.texts.stamp if self.texts else 0
        return datetime.date.today().toordinal(), self.control.ended, kept

    @property
    def default(self) -> Schema | None:
        """The schéma of the pages without prefix: the current one of the first EPCI."""
        return next((schema for schema in self.schemas if schema.current), None)

    def sheets_of(self, schema: Schema | None) -> tuple[Sheet, ...]:
        """The sheets that the pages of a schéma show: its own, or the first schéma's."""
        shown = schema or self.default
        return tuple(s for s in self.sheets if shown is None or s.schema == shown.entity)

    def sheet(self, number: str, schema: str | None) -> str | None:
        """The service of a numbered sheet, in a schéma or in the only one that has this number."""
        found = [s for s in self.sheets if s.number == number and number]
        mine = [s for s in found if schema is None or s.schema == schema]
        return mine[0].service if len(mine) == 1 else None

    def numbered(self, schema: Schema | None) -> bool:
        """Whether the sheets of a schéma, or of any, have numbers."""
        return any(s.number for s in self.sheets if schema is None or s.schema == schema.entity)

    def located(self, path: str) -> tuple[Schema, str] | None:
        """The schéma of an address and how it begins: `/{epci}` or `/{epci}/{édition}`.

        The EPCI is named by its SIREN or its slug.
        """
        first, _, rest = path[1:].partition("/")
        code = rest.partition("/")[0]
        mine = [s for s in self.schemas if first and first in (s.siren, s.slug)]
        for schema in mine:
            if code and schema.code == code:
                return schema, f"/{first}/{code}"
        return next(((schema, f"/{first}") for schema in mine if schema.current), None)

    def prefix(self, schema: Schema) -> str:
        """How the addresses of a schéma's pages begin."""
        return "" if schema == self.default else schema.prefix

    def judged(self, schema: Schema | None) -> Asked | None:
        """What the control judges for a schéma: its EPCI, its édition where that has several."""
        if schema is None or len(self.schemas) < 2:  # noqa: PLR2004
            return None
        alone = sum(other.siren == schema.siren for other in self.schemas) == 1
        return schema.siren, None if alone else schema.code

    def links(self, schema: Schema | None, prefix: str) -> Links:
        """The addresses of pages, seen from those of a schéma, which begin with `prefix`."""
        default = self.default.siren if self.default else ""
        own = frozenset(sheet.service for sheet in self.sheets_of(schema))
        space, shown = self.catalogue.workspace.namespaces, schema.siren if schema else default
        return Links(space, prefix, shown, default, own, self.homes)

    def reader(self, schema: Schema | None) -> Reader:
        """The reader of a schéma's pages, by default the first one's."""
        shown = schema or (self.default if len(self.schemas) > 1 else None)
        if shown is None:
            return Reader(self.catalogue)
        return Reader(self.catalogue, NamedNode(shown.epci), NamedNode(shown.entity))


@dataclass(frozen=True)
class Frame:
    """What the template of one page needs besides its own view.

    `public` says that the operator gave the address by which others reach the site, `framed` that
    sites are named which may show a page within one of theirs.
    """

    site: Site
    links: Links
    path: str
    query: tuple[tuple[str, str], ...]
    origin: str
    schema: Schema | None
    public: bool = False
    framed: bool = False

    @property
    def shown(self) -> Schema | None:
        """The schéma that the page shows: that of its address, else the default one."""
        return self.schema or self.site.default

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The labels of codes in the schéma shown."""
        return self.site.codes.of((self.shown.entity,) if self.shown else ())

    def word(self, code: str) -> str:
        """The label of a code in the schéma shown."""
        return label(code, self.codes)

    @property
    def default_date(self) -> str | None:
        """The day at which the schéma shown is read when none is asked."""
        return self.shown.date if self.shown else None

    @property
    def judged(self) -> Asked | None:
        """What the control of this page judges: this schéma, or all where it is the only one."""
        return self.site.judged(self.shown)

    @property
    def others(self) -> tuple[tuple[str, Schema], ...]:
        """The other schémas of the store, each with the address of its home page."""
        return tuple(
            (self.site.prefix(schema) + "/", schema)
            for schema in self.site.schemas
            if schema != self.shown
        )

    def url(self, path: str) -> str:
        """The address of a page of this schéma."""
        return self.links.prefix + path

    def here(self, **changed: str | None) -> str:
        """The address of this page with some parameters changed, or removed when None.

        A link of a page within another site's opens in its place: it leads to the whole page.
        """
        kept = [(n, v) for n, v in self.query if n not in changed and n != WITHIN]
        added = [(name, value) for name, value in changed.items() if value]
        pairs = kept + added
        return self.path + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def within(self) -> bool:
        """Whether the page is shown within another site's: what it says, and nothing around it."""
        return (WITHIN, "1") in self.query

    @property
    def reference(self) -> str:
        """The address of this state of the page."""
        return self.origin + self.here()

    def cited(self, entity: str | None) -> str:
        """The address to cite: the permanent one where nobody else may know that of this site."""
        permanent = entity or self.links.namespaces.base.rstrip("/") + self.here()
        return self.reference if self.public else permanent


def read_site(
    catalogue: Catalogue,
    control: Control,
    source: Path | None = None,
    texts: KeptTexts | None = None,
) -> Site:
    """Reads what all pages need from the store.

    `texts` are those of the law that the user keeps; a publication has none.
    """
    reader = Reader(catalogue)
    current = {reading.edition for reading in catalogue.editions.chosen()}
    schemas = tuple(_schema(edition, edition in current) for edition in catalogue.editions)
    about = next(iter(reader.rows("page-site")), {})
    sheets = tuple(
        Sheet(row["numero"] or "", row["service"] or "", row["nom"] or "", row["schema"] or "")
        for row in reader.rows("page-fiches")
    )
    site = Site(
        catalogue=catalogue,
        revision=catalogue.workspace.revision,
        modified=about.get("modifie"),
        licence=about.get("licence") or "",
        schemas=schemas,
        codes=read_codes(catalogue),
        sheets=sheets,
        control=control,
        source=source_lines(catalogue, source),
        texts=texts,
    )
    return replace(site, homes=MappingProxyType(_homes(site)))


def _homes(site: Site) -> dict[str, str]:
    """The prefix of the pages that show each service: those of a current édition, else another."""
    order = sorted(site.schemas, key=lambda schema: schema.current)
    return {
        sheet.service: site.prefix(schema)
        for schema in order
        for sheet in site.sheets
        if sheet.schema == schema.entity
    }


def _schema(edition: Edition, current: bool) -> Schema:
    return Schema(
        entity=edition.node.value,
        epci=edition.epci.value,
        siren=edition.siren or edition.epci.value.rpartition("/")[2],
        slug=slug(edition.epci_label),
        label=edition.epci_label,
        title=edition.label,
        start=edition.start,
        end=edition.end,
        code=edition.code,
        date=edition.date,
        current=current,
    )
