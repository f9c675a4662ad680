"""From the addresses of the live site to the files of the static one, and back to relative links.

A page `/a/b` is the file `a/b.html`, so that any static host serves it and a browser opens it from
a folder. What only a server can do (a search, an endpoint) leads to the live address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from pathlib import PurePosixPath
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mutugraph.messages import message

HOME = "index.html"
PAGE = ".html"
ONTOLOGY, MODEL = "def/mutualisation", "modele.html"
# Trees whose addresses are identifiers: their page is the document about them.
TREES = ("id/", "def/", "graphe/", "jeu/")
# What only a server does.
LIVE = ("sparql", "recherche", "deposer", "classeur", "controle", "revisions", "sante", "metrics")
# How the addresses of a schéma's pages begin: its EPCI, and its édition where that has several.
_OF_A_SCHEMA = re.compile(r"\A\d{9}/(?:\d{4}[^/]*/)?")
_LINK = re.compile(r'(?P<name>\s(?:href|src))="(?P<value>[^"]*)"')
_INCLUDED = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
_FORM = re.compile(r'<form\b[^>]*?\saction="([^"]*)"([^>]*)>.*?</form>', re.DOTALL)
_ANCHOR = re.compile(r'\sid="([^"]+)"')
_FILES = re.compile(
    r"\.(?:html|ttl|nt|jsonld|rdf|trig|csv|tsv|json|md|ics|xlsx|ods|odt|docx|css|js|svg|woff2|gz|txt)\Z"
)


class Target(NamedTuple):
    """Where a link leads: a file of the publication, and the place in it."""

    file: str
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page for the static site: its text, the files that it links to, the places it offers."""

    text: str
    targets: frozenset[Target]
    anchors: frozenset[str]


def file_of(path: str) -> str:
    """The file of a live address: `/` is `index.html`, a page has `.html`, a file is itself."""
    bare = unquote(path).strip("/")
    if not bare:
        return HOME
    if bare == ONTOLOGY:
        return MODEL
    named = _FILES.search(bare) or bare.startswith((".well-known/", "dumps/"))
    return bare if named else bare + PAGE


def is_live(path: str) -> bool:
    """Whether only a server answers at this address."""
    own = _OF_A_SCHEMA.sub("", path.strip("/") + "/")
    return own.partition("/")[0].partition(".")[0] in LIVE


def rewrite(page: str, file: str, origin: str, base: str) -> Rewritten:
    """A page with relative links; where a form was, the sentence that leads to it.

    `origin` is the address that the renderer believes to have.

    A link with parameters leads to the page without them, or where that is this page, to the
    permanent address.
    """
    targets: set[Target] = set()
    folder = PurePosixPath(file).parent.as_posix()

    def linked(match: re.Match[str]) -> str:
        shown, target, asked = _linked(match["name"], match["value"], folder, origin, base)
        if target is None:
            return match[0] if shown is None else shown
        if asked and target.file == file:
            live = _attribute(match["name"], base + unescape(match["value"]).lstrip("/"))
            return f'{live} rel="alternate"'  # which paper does not spell out
        targets.add(target)
        return shown or ""

    def instead(form: re.Match[str]) -> str:
        if 'role="search"' in form[2]:  # of every page
            return ""
        live = escape(base + unescape(form[1]).lstrip("/"), quote=True)
        return f'<p class="note ecran"><a href="{live}">{message("forme_statique")}</a></p>'

    text = _FORM.sub(instead, _LINK.sub(linked, page)).replace(origin, base.rstrip("/"))
    return Rewritten(text, frozenset(targets), frozenset(_ANCHOR.findall(text)))


@lru_cache(maxsize=1 << 15)  # the pages of a folder have most of their links in common
def _linked(
    name: str, written: str, folder: str, origin: str, base: str
) -> tuple[str | None, Target | None, bool]:
    """A link as a page in a folder shows it (None: as it is), its file, whether it asks something.

    Without a file, it leads out of the static site or nowhere.
    """
    value = unescape(written)
    if value.startswith((origin, base)):
        value = "/" + value.removeprefix(origin).removeprefix(base).lstrip("/")
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or value.startswith("//"):
        return None, None, False
    if not parts.path:
        return None if parts.fragment and not parts.query else "", None, False
    if not parts.path.startswith("/"):
        return None, None, False
    if is_live(parts.path):
        return _attribute(name, base + value.lstrip("/")), None, False
    target = Target(file_of(parts.path), parts.fragment)
    return _attribute(name, _relative(target, folder)), target, bool(parts.query)


def included_in(style: str, file: str) -> frozenset[Target]:
    """The fonts and images that a style sheet of the site includes."""
    folder = PurePosixPath(file).parent.as_posix()
    links = (link for link in _INCLUDED.findall(style) if ":" not in link)
    return frozenset(Target(normpath(f"{folder}/{link}")) for link in links)


def _relative(target: Target, folder: str) -> str:
    """The link from a file in a folder to a target."""
    here, there = [] if folder == "." else folder.split("/"), normpath(target.file).split("/")
    shared = 0
    for own, other in zip(here, there, strict=False):
        if own != other:
            break
        shared += 1
    path = "/".join([*[".."] * (len(here) - shared), *there[shared:]]) or "."
    return f"{path}#{target.fragment}" if target.fragment else path


def live_address(file: str) -> str:
    """The live address whose page is this file, to ask it of the renderer."""
    if file == HOME:
        return "/"
    if file.endswith(PAGE) and not file.startswith(TREES):
        return f"/{file.removesuffix(PAGE)}"
    return f"/{file}"


def _attribute(name: str, value: str) -> str:
    return f'{name}="{escape(value, quote=True)}"'
