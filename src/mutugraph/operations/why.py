"""Why a service rests on an article, or not: the chain of justification (docs/interfaces.md §2)."""

from __future__ import annotations

from pyoxigraph import NamedNode

from mutugraph.law.asking import day_of, service_named
from mutugraph.law.explaining import explain
from mutugraph.law.proofs import Explanation
from mutugraph.law.standing import Standing, standing
from mutugraph.questions.catalogue import Catalogue


def why(
    catalogue: Catalogue,
    service: str,
    article: str | None = None,
    date: str | None = None,
    *,
    epci: str | None = None,
    schema: str | None = None,
) -> Explanation:
    """The chain of justification of a service, or of one article for it, read at a day.

    `service` is a slug, a label or an address, in the schémas that `epci` and `schema` choose;
    `article` any spelling; `date` ISO 8601 or `aujourd-hui`, by default that at which its schéma is
    read. Raises `UnknownName`, `NameShared`, `NameAmbiguous`, `ParameterInvalid`.
    """
    named = service_named(catalogue, service, epci, schema, date)
    asked = catalogue.names.find("article", article)[0] if article else None
    return explain(catalogue, named, day_of(catalogue, named, date), asked)


def standing_of(catalogue: Catalogue, service: NamedNode, date: str | None = None) -> Standing:
    """Whether what founded a service on the day of its act founds it still at another day.

    `date` as for `why`. Raises `ParameterInvalid`.
    """
    origin, day = day_of(catalogue, service, None), day_of(catalogue, service, date)
    then = explain(catalogue, service, origin)
    return standing(then, then if day == origin else explain(catalogue, service, day))


def standing_named(
    catalogue: Catalogue,
    service: str,
    date: str | None = None,
    *,
    epci: str | None = None,
    schema: str | None = None,
) -> tuple[Standing, str]:
    """The same for a service named as for `why`, and when its schéma ends.

    The end is a year, a month or a day (ISO 8601), empty where it is not printed. Raises
    `UnknownName`, `NameShared`, `ParameterInvalid`.
    """
    named = service_named(catalogue, service, epci, schema, date)
    found = (catalogue.editions.get(node) for node in catalogue.names.schemas_of(named))
    end = next((edition.end for edition in found if edition is not None), "")
    return standing_of(catalogue, named, date), end
