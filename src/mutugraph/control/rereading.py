"""Reads a workspace again: what a file says is parsed where it is asked, if it was read before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from mutugraph.control.changes import TYPE, UNNAMED, Changes, lines
from mutugraph.control.controlled import Controlled
from mutugraph.control.kept import Kept
from mutugraph.control.reading import reading_findings, small
from mutugraph.control.rulebook import Rulebook
from mutugraph.errors import MutugraphError
from mutugraph.model.files import read_as
from mutugraph.reference.facts import national_facts
from mutugraph.reference.national import FOLDER, read_national
from mutugraph.text_files import read_text
from mutugraph.turtle.reading import Document, Later, read_turtle
from mutugraph.turtle.tokens import Places
from mutugraph.workspace import Workspace

_OF_STATUSES = ("aPourStatut", "categorie", "regimeFiscal", "depuis", "jusqua", "statut", "siren")
_WELL = b"well read"
_OF_PLACES = ("mut:duSchema", "mut:epci", "mut:siren")
_CLASSES = "classes"
_TURTLE = ".ttl"
_Classes = Mapping[str, Sequence[str]]


def read_again(book: Rulebook, kept: Kept) -> Controlled:
    """As `read_workspace`. Raises the errors of reading."""
    space = book.workspace
    data, ontology = space.data_files, space.ontology_files
    texts = {path: read_turtle(small(path), space.name(path)) for path in (*data, *ontology)}
    named = {space.name(path): text for path, text in texts.items()}
    others = {FOLDER: book.said(FOLDER), **_rules(space)}
    changes = Changes(kept, space.namespaces.prefixes, named | others)
    known: dict[str, _Classes] = json.loads(changes.former(_CLASSES) or b"{}")
    documents = tuple(
        _read(space, path, text, changes, known.get(space.name(path)))
        for path, text in texts.items()
    )
    for name in changes.gone:
        turtle = name.endswith(_TURTLE)  # else a rule
        was = _said(space, name, changes.before(name)) if turtle else changes.former(name)
        changes.compare(was, b"")
    classes = {document.name: document.classes for document in documents}
    changes.made(lambda: json.dumps(classes).encode(), lambda: True, _CLASSES)
    controlled = Controlled(
        documents=documents[: len(data)],
        ontology=documents[len(data) :],
        namespaces=space.namespaces,
        whole=True,
        changes=changes,
        lists=cache(partial(read_national, space)),
    )
    return replace(controlled, listed=_listed(space, controlled, changes))


def is_well_read(controlled: Controlled) -> bool:
    """Whether the step « lecture » finds nothing, now or in a former run over the same."""

    def made() -> bytes:
        return b"" if any(True for _ in reading_findings(controlled)) else _WELL

    changes = controlled.changes
    if changes is None:
        return bool(made())
    names = {TYPE, *(f"<{controlled.namespaces.term(name).value}>" for name in _OF_PLACES)}
    return bool(changes.made(made, lambda: _touched(changes, names), "reading"))


def _touched(changes: Changes, names: Set[str]) -> bool:
    """Whether the lists, a statement of some properties or a node without a name has changed."""
    unnamed = any(node.startswith(UNNAMED) for node in changes.nodes)
    return unnamed or not changes.same(FOLDER) or not changes.names.isdisjoint(names)


def _rules(workspace: Workspace) -> dict[str, str]:
    """The texts of the rules of derivation that can be read."""
    found = {}
    for path in workspace.rule_files:
        with suppress(MutugraphError):
            found[workspace.name(path)] = read_text(path)
    return found


def _read(
    space: Workspace, path: Path, text: str, changes: Changes, known: _Classes | None
) -> Document:
    """A file; `known` are its classes, if it still says what it said and names all its nodes."""
    name, base = space.name(path), space.namespaces.ids
    quads = Later(lambda: read_as(space, path, text).quads)
    if not changes.same(name):
        known = None
        len(quads)  # parsed now, for it may be no Turtle
        if changes.former_known:
            changes.compare(_said(space, name, changes.before(name)), lines(quads))
    if known is not None and any(node.startswith(UNNAMED) for node in known):
        known = None
    return Document(name, text, quads, {}, base, known, partial(_places, changes.kept))


def _said(space: Workspace, name: str, text: str | None) -> bytes:
    """The statements of what a file said before."""
    return b"" if text is None else lines(read_as(space, space.root / name, text).quads)


def _places(kept: Kept, text: str, base: str) -> Places:
    def made() -> bytes:
        return json.dumps(Places.of(text, base).listed).encode()

    return Places.again(json.loads(kept.made(made, "places", base, text)))


def _listed(workspace: Workspace, controlled: Controlled, changes: Changes) -> tuple[Quad, ...]:
    """What the lists say of the EPCI here; see `national_facts`."""
    mut = workspace.namespaces["mut"]

    def made() -> bytes:
        lists = controlled.lists()
        stated = (quad for document in controlled.documents for quad in document.quads)
        return lines(national_facts(lists, workspace, stated) if lists else ())

    def touched() -> bool:
        names = {f"<{mut[name].value}>" for name in _OF_STATUSES}
        names |= {f"{TYPE}<{mut[name].value}>" for name in ("EPCI", "Commune")}
        of_epci = any(mut.EPCI.value in controlled.types.get(node, ()) for node in changes.nodes)
        return of_epci or not changes.same(FOLDER) or not changes.names.isdisjoint(names)

    now = changes.made(made, touched, "listed")
    changes.compare(changes.former("listed"), now)
    return tuple(parse(now, format=RdfFormat.N_QUADS))
