"""One visit of a page, as its presenter sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mutugraph.pages.code_words import label
from mutugraph.pages.links import Links
from mutugraph.pages.reading import Reader
from mutugraph.pages.site import Frame, Site
from mutugraph.questions.days import day_asked

View = Mapping[str, object]
Presenter = Callable[["Visit"], View]


@dataclass(frozen=True)
class Visit:
    """The frame, the graph, the segments of the address and the query string.

    `read` are the schémas that the answer in hand reads, where they are not the one shown.
    """

    frame: Frame
    reader: Reader
    segments: Mapping[str, str]
    query: Mapping[str, str]
    read: tuple[str, ...] = ()

    @property
    def site(self) -> Site:
        """The site."""
        return self.frame.site

    @property
    def links(self) -> Links:
        """The addresses of this schéma's pages."""
        return self.frame.links

    @property
    def date(self) -> str | None:
        """The day at which law is read, by default the act's. Raises `ParameterInvalid`."""
        asked = self.query.get("date")
        if not asked:
            return self.frame.default_date
        return day_asked(asked)

    @property
    def schemas(self) -> tuple[str, ...]:
        """The schémas (IRIs) that the answer in hand reads, by default the one shown."""
        shown = (self.frame.shown.entity,) if self.frame.shown else ()
        return self.read or shown

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The labels of codes in these schémas."""
        return self.site.codes.of(self.read) if self.read else self.frame.codes

    def word(self, code: str) -> str:
        """The label of a code in these schémas."""
        return label(code, self.codes)

    def sheet_href(self, number: str) -> str | None:
        """The page of the service of a numbered sheet; None where it is not one page."""
        read = self.schemas
        iri = self.site.sheet(number, read[0] if len(read) == 1 else None)
        return self.links.page(iri) if iri else None
