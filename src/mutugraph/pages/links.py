"""From an entity to its page, and from a passage's label to its place in the document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mutugraph.namespaces import Namespaces

_SIREN = re.compile(r"\d{9}\Z")  # a service of an authority's own is no shared one
_LINE = re.compile(r"l\. (\d+)")
_SHEET = re.compile(r"fiche (\d+)")
_SECTION = re.compile(r"§(\d+(?:\.\d+)*)")
# what of the law is described and is no text
_NO_TEXTS = ("competence", "condition", "delai", "dispositif", "evenement", "succession")
_PLACES = {"délibération": "deliberation", "sommaire": "sommaire"}


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of pages; `prefix` is that of the schéma shown, empty for the default one.

    `shown` and `default` are the SIREN of the EPCI of these two schémas. `own` are the services of
    the one shown; `homes` has the prefix of the édition that shows each service of the store.
    """

    namespaces: Namespaces
    prefix: str = ""
    shown: str = ""
    default: str = ""
    own: frozenset[str] = frozenset()
    homes: Mapping[str, str] = field(default_factory=dict)

    def page(self, iri: str) -> str:  # noqa: PLR0911 - one line a kind of page
        """The page of an entity: its own where one exists, else its description."""
        path = self.path(iri)
        if path is None:  # a term, a graph, a dataset of ours; else somebody else's address
            base = self.namespaces.base
            return f"/{iri.removeprefix(base)}" if iri.startswith(base) else iri
        match path.split("/"):
            case [siren, "service", slug] | [siren, "schema", _, "service", slug] if _SIREN.match(
                siren
            ):
                return f"{self._home(iri, siren)}/services/{slug}"
            case ["commune" | "epci", code]:
                return f"{self.prefix}/collectivites/{code}"
            case ["droit", kind, *_] if kind in _NO_TEXTS or "/constat/" in path:
                return f"/id/{path}"
            case ["droit", *rest] if rest and not _is_version(rest):
                return f"{self.prefix}/textes/{'/'.join(rest)}"
            case ["droit", *rest]:
                return f"{self.prefix}/textes/{'/'.join(rest[:-1])}?date={rest[-1]}"
            case [siren, "section", section]:
                return f"{self._prefix(siren)}/document/{section}"
            case [siren, "instance", slug]:
                return f"{self._prefix(siren)}/instances#{slug}"
            case _:
                return f"/id/{path}"

    def _home(self, service: str, siren: str) -> str:
        """How the addresses begin of the schéma whose page a service is on, seen from this page."""
        if service in self.own:
            return self.prefix
        return self.homes.get(service, self._prefix(siren))

    def _prefix(self, siren: str) -> str:
        """How the addresses of a schéma's pages begin, seen from this page."""
        if siren == self.shown or not self.shown:
            return self.prefix
        return "" if siren == self.default else f"/{siren}"

    def path(self, iri: str) -> str | None:
        """The path of an entity under `/id/`; None where it is not ours."""
        ids = self.namespaces.ids
        return iri[len(ids) :] if iri.startswith(ids) else None

    def passage(self, label: str) -> str | None:
        """The place in the document that a passage's label names: `§2.3, l. 259-260`."""
        section, line = section_of(label), _LINE.search(label)
        if section is None or line is None:
            return None
        return f"{self.prefix}/document/{section}#l-{line[1]}"


def section_of(label: str) -> str | None:
    """The section that a passage's label names; None where it names none."""
    if found := _SHEET.match(label):
        return f"fiche-{int(found[1]):02d}"
    if found := _SECTION.match(label):
        return found[1]
    return next((slug for word, slug in _PLACES.items() if label.startswith(word)), None)


def _is_version(segments: list[str]) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", segments[-1]) is not None
