"""The pages that a search engine may keep, and the files that tell it so.

Sitemaps 0.9 (sitemaps.org) and the Robots Exclusion Protocol (RFC 9309).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from mutugraph.iris import slug
from mutugraph.law.explaining import rules_of
from mutugraph.pages.plan import plan
from mutugraph.pages.rendering import environment
from mutugraph.pages.site import Schema, Site

MOST = 50_000  # addresses in one file, by the protocol
_SAFE = "/-._~!$&'()*+,;=:@%"
_ACTS = "actes"
# what is made anew for each choice: nothing of it is a page of its own, and much of it is heavy
_KEPT_OUT = ("/*?", "/classeur/", "/mcp", "/revisions/")


def addresses(site: Site) -> tuple[str, ...]:
    """The pages of a site, each once: those of each schéma, then those that all of them share.

    Paths, without the parameters of a page: with these it is the same page at another day.
    """
    found = [path for schema in site.schemas for path in _of(site, schema)]
    return tuple(dict.fromkeys((*found, *_shared(site))))


def sitemap(site: Site, origin: str, part: int | None = None) -> str | None:
    """The file at `/sitemap.xml`, or a part of it, for a site at an address.

    Where one file would hold too many addresses, the first names the parts, numbered from 1. None
    for a part that there is not.
    """
    every = addresses(site)
    count = -(-len(every) // MOST)
    if part is None and count > 1:
        parts = (f"{origin}/sitemap-{number}.xml" for number in range(1, count + 1))
        return _file("sitemapindex", "sitemap", parts, site.modified)
    at = part or 1
    if part is not None and not (count > 1 and 1 <= part <= count):
        return None
    kept = every[(at - 1) * MOST : at * MOST]
    return _file("urlset", "url", (origin + path for path in kept), site.modified)


def robots(origin: str, base: str) -> str:
    """The file at `/robots.txt`: what is left out, below the path of the site, and the site map."""
    lines = ("User-agent: *", *(f"Disallow: {base}{path}" for path in _KEPT_OUT))
    return "\n".join((*lines, "", f"Sitemap: {origin}/sitemap.xml", ""))


def _of(site: Site, schema: Schema) -> Iterator[str]:
    """The pages of one schéma, at their own addresses."""
    links, reader = site.links(schema, site.prefix(schema)), site.reader(schema)
    yield links.prefix + "/"
    yield from (links.prefix + place.path for _, places in plan() for place in places)
    for sheet in site.sheets_of(schema):
        page = links.page(sheet.service)
        yield from (page, f"{page}/pourquoi")
    yield from (links.page(row["collectivite"] or "") for row in reader.rows("page-collectivites"))
    yield from (links.page(row["section"] or "") for row in reader.rows("page-sections"))
    if reader.has(_ACTS):
        names = (row[0] for row in reader.ask(_ACTS).rows)
        yield from (f"{links.prefix}/actes/{slug(str(name))}" for name in names)


def _shared(site: Site) -> Iterator[str]:
    """The law, the questions and the rules."""
    links, reader = site.links(None, ""), site.reader(None)
    for row in reader.rows("page-textes"):
        yield from (links.page(iri) for iri in (row["texte"], row["article"]) if iri)
    yield from (f"/questions/{id}" for id in site.catalogue.questions)
    yield from (f"/fondements/regles/{rule.code}" for rule in rules_of(site.catalogue))
    yield from (f"/regles/{code}" for code in site.control.rules())
    yield "/plan-du-site"


def _file(root: str, entry: str, found: Iterator[str], modified: str | None) -> str:
    template = environment().get_template("sitemap.xml")
    listed = [quote(one, _SAFE) for one in found]
    return template.render(root=root, entry=entry, addresses=listed, modified=modified)
