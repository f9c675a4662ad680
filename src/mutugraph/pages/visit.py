"""One visit of a page, as its presenter sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mutugraph.pages.links import Links
from mutugraph.pages.reading import Reader
from mutugraph.pages.site import Frame, Site
from mutugraph.questions.days import day_asked

View = Mapping[str, object]
Presenter = Callable[["Visit"], View]


@dataclass(frozen=True, slots=True)
class Visit:
    """The frame, the graph, the segments of the address and the query string."""

    frame: Frame
    reader: Reader
    segments: Mapping[str, str]
    query: Mapping[str, str]

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
            return self.site.default_date
        return day_asked(asked)

    def sheet_href(self, number: str) -> str | None:
        """The page of the service of a numbered sheet; None where it is not one page."""
        iri = self.site.sheet(number, self.frame.schema)
        return self.links.page(iri) if iri else None
