"""The verb `publish`: checks what would be published, then writes it whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from mutugraph import __version__
from mutugraph.control.findings import Finding, Severity, Step
from mutugraph.engine.derive import read_rules
from mutugraph.errors import PublicationRefused
from mutugraph.messages import explain, message
from mutugraph.operations.publish.addresses import PAGE, TREES
from mutugraph.operations.publish.asking import ASKED, Asked
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.folder import (
    MANIFEST,
    Staged,
    digests_in,
    is_complete,
    manifest_of,
    strings,
)
from mutugraph.operations.publish.linking import LINKS
from mutugraph.operations.publish.makers import makers
from mutugraph.operations.publish.making import Making, documents_of
from mutugraph.operations.publish.quality import Quality, predict
from mutugraph.operations.publish.resources import Resource, all_resources
from mutugraph.operations.publish.scdl import Deliberations
from mutugraph.operations.publish.site import Broken, Crawl, Pages, Renderer, walk
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Progress = Callable[[str], None]
_SHOWN = 10
_PACKAGE = Path(__file__).parent.parent.parent
_MACHINE_FILES = ("catalogue.ttl", "catalogue.jsonld", "catalogue.rdf", "questions.json")
_SEEDS = ("/openapi.json", "/visas", "/plan-du-site")


_SMALL_COUNT = "MUT602"  # the rule of quality `petit-effectif`


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known before anything is written: why not to publish, and what to tell."""

    revision: str
    files: int
    refusals: tuple[str, ...]
    quality: tuple[Quality, ...]
    deliberations: tuple[Deliberations, ...]
    small: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A publication that was written."""

    folder: Path
    checked: Checked
    files: int
    size: int
    kept: int
    lost: tuple[Broken, ...] = ()


def check(files: Files, settings: Settings) -> Checked:
    """Judges what would be published. Raises what reading, the engine and the control raise."""
    held, space = files.holdings, files.catalogue.workspace
    steps = (Step.PERSONS, Step.PUBLICATION)
    graphs = (held.graphs.get(space.derived_graph(rule.id), ()) for rule in read_rules(space))
    derived = tuple(quad for quads in graphs for quad in quads)
    # what another engine makes of a rule about persons is not known
    engine = None if settings.engine else files.catalogue.engine
    report = validate(space, settings, only=steps, engine=engine, derived=derived)
    findings = [finding for finding in report.findings if finding.counts]
    refusing = [f for f in findings if f.severity is Severity.BLOCKING]
    reasons = [message("motif_controle", code=f.code, message=f.message) for f in refusing]
    reasons += [message("motif_absent", url=url) for url in files.missing]
    reasons += [explain(fault) for fault in files.catalogue.faults]
    datasets = [edition.dataset for edition in files.editions]
    return Checked(
        revision=space.revision,
        files=len(files.all),
        refusals=tuple(reasons),
        quality=predict(files.described, datasets, files.missing, held.namespaces),
        deliberations=tuple(files.deliberations.values()),
        small=tuple(f for f in findings if f.code == _SMALL_COUNT),
    )


def publish(
    folder: Staged, files: Files, renderer: Renderer, settings: Settings, progress: Progress
) -> Published:
    """Writes the site, the documents, the dumps, the tables and the catalogue into a folder.

    Of `files` nothing is made yet. Raises `PublicationRefused`, `FileUnwritable` (through
    `staged`), and what `check` raises.
    """
    decided, place = program(), folder.place
    resources = {one.path: one for one in all_resources(files.holdings)}
    alike = {f"{r.path}{PAGE}": f"{r.first}{PAGE}" for r in resources.values() if r.path != r.first}
    pages = Pages(renderer, files.holdings.namespaces.base, alike, folder.here)
    making = Making(
        pages,
        files,
        resources,
        strings(folder.manifest, "sources"),
        str(folder.manifest.get("revision")),
        decided,
    )
    with makers(making) as processes:  # they make while this process judges
        processes.files()  # first: what follows is known while they are written
        answers = processes.answers(making.doubtful())
        taken, others = making.taken()  # here: to hand them over would take longer
        making.answered.update(answers)
        processes.tables()
        waiting = chain(taken, processes.documents(others))
        checked = check(files, settings)
        _refuse(place, checked.refusals)
        for path, content in files.all.items():
            folder.write(path, content)
        crawl = Crawl(frozenset((*folder.digests, *documents_of(resources, files.syntaxes))))
        for documents in waiting:
            progress(documents.path)
            making.made_of[documents.path] = documents.source
            for written in documents.written:
                folder.note(written)
    with makers(making) as processes:  # forked anew: pages show the files
        found = dict(making.tabled)
        for page in walk(crawl, _seeds(files, resources.values()), processes.pages):
            progress(page.file)
            if page.written:
                folder.note(page.written)
            if page.asked is not None:
                found[page.file] = page.asked
    folder.write(ASKED, Asked(making.common, making.data, found).written())
    links = crawl.links
    same = folder.here.read(LINKS) if links == making.links else None
    folder.write(LINKS, same or links.written())
    _refuse(place, [message("motif_lien", page=b.page, link=b.link) for b in crawl.broken])
    count, size, kept = len(folder.digests), folder.size, folder.kept
    key = _key(files.catalogue.workspace, files.syntaxes, decided)
    _describe(folder, files, key, making.made_of)
    lost = tuple(crawl.lost_fragments())
    return Published(place, checked, count, size, kept, lost)


def unchanged(place: Path, workspace: Workspace, syntaxes: Sequence[str]) -> bool:
    """Whether the publication in place is whole, and of this revision and program already."""
    former = manifest_of(place)
    if former is None or former.get("cle") != _key(workspace, syntaxes, program()):
        return False
    return is_complete(place, digests_in(place) or {})


def _key(workspace: Workspace, syntaxes: Sequence[str], decided: str) -> str:
    return "-".join((workspace.revision, decided, *syntaxes))


def _refuse(place: Path, reasons: Iterable[str]) -> None:
    found = list(reasons)
    if found:
        raise PublicationRefused(path=str(place), reasons=tuple(found[:_SHOWN]))


def _seeds(files: Files, resources: Iterable[Resource]) -> Iterator[str]:
    """The pages that every publication has, whether a link leads to them or not."""
    yield from _SEEDS
    for question in files.catalogue.questions:
        yield f"/questions/{question}"
        yield f"/questions/{question}.json"
    for resource in resources:
        named = any(True for _ in files.holdings.labels(resource.node))
        if resource.path.startswith(TREES) and (named or resource.graph):
            yield f"/{resource.path}.html"


def program() -> str:
    """What decides the bytes beside the data: the program, whose sources count too.

    Not what Python keeps of them, which comes as they are used.
    """
    digest = sha256(__version__.encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(_PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _describe(folder: Staged, files: Files, key: str, sources: Mapping[str, str]) -> None:
    about = files.catalogue.about
    manifest = {
        "revision": files.catalogue.workspace.revision,
        "licence": about.licence,
        "mise_a_jour": about.modified,
        "cle": key,
        "fichiers": {path: folder.digests[path] for path in sorted(folder.digests)},
        "sources": dict(sorted(sources.items())),
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder.folder / MANIFEST).write_text(content, encoding="utf-8")
