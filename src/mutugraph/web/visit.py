"""What a request asks, out of its framework's objects: the site, the schéma, the parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import Request

from mutugraph.errors import ParameterInvalid, ParameterRepeated
from mutugraph.pages.site import Frame, Site
from mutugraph.pages.visit import Visit
from mutugraph.questions.days import day_asked, is_today
from mutugraph.web.address import ORIGIN, PUBLIC

_LONGEST = 2000
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def site_of(request: Request) -> Site:
    """The site that the application serves."""
    site: Site = request.app.state.site
    return site


def visit_of(request: Request, segments: Mapping[str, str]) -> Visit:
    """What a page's presenter needs. Raises `ParameterInvalid` for a parameter of absurd length."""
    site = site_of(request)
    schema = request.scope.get("mutugraph.schema")
    prefix: str = request.scope.get("mutugraph.prefix", "")
    query = tuple(
        (name, _dated(name, _UNPRINTABLE.sub("", value).strip()))
        for name, value in request.query_params.multi_items()
    )
    for name, value in query:
        if len(value) > _LONGEST:
            raise ParameterInvalid(name=name, value=value[:40] + "…", expected=f"< {_LONGEST}")
    given = dict(query)
    for name, value in query:
        if value and value != given[name]:
            raise ParameterRepeated(name=name, values=(value, given[name]))
    path, origin = prefix + request.url.path, request.scope[ORIGIN]
    public: bool = request.scope.get(PUBLIC, False)
    framed = bool(request.app.state.frames)
    links = site.links(schema, prefix)
    frame = Frame(site, links, path, query, origin, schema, public, framed)
    return Visit(frame, site.reader(schema), dict(segments), given)


def _dated(name: str, value: str) -> str:
    """Today as its date: a page that is kept, or cited, stays that of this day."""
    return day_asked(value) if name == "date" and is_today(value) else value
