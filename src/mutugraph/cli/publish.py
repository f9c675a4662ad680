"""`mutugraph publish`: the open-data publication as static files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import whole_number
from mutugraph.cli.run import Run
from mutugraph.errors import UsageError
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.operations.publish.asking import Heard
    from mutugraph.operations.publish.files import Files
    from mutugraph.operations.publish.verb import Checked

_SMALL, _GREATEST = 3, 1000


def publish(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DOSSIER")] = "",
    check: Annotated[bool, typer.Option("--check")] = False,
    epci: Annotated[str, typer.Option("--epci", metavar="EPCI")] = "",
    schema: Annotated[str, typer.Option("--schema", metavar="ÉDITION")] = "",
    threshold: Annotated[str, typer.Option("--seuil-effectif", metavar="N")] = "",
    syntaxes: Annotated[str | None, typer.Option("--syntaxes", metavar="LISTE")] = None,
    datagouv: Annotated[bool, typer.Option("--datagouv")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> int:
    """Publishes, or says what would be."""
    from mutugraph.errors import PublicationRefused
    from mutugraph.operations.publish.verb import check as judge

    run: Run = context.obj
    if dry_run and not datagouv:
        raise UsageError(argument="--dry-run", detail=message("cli_sans_datagouv"))
    if not (folder or check or datagouv):
        raise UsageError(argument="DOSSIER", detail=message("cli_manquant"))
    chosen = _syntaxes(syntaxes)
    with _alone(run, epci, schema) as one, _grouped(one, threshold) as run:
        if not (check or datagouv):
            return _write(run, Path(folder), chosen)
        files, _ = _files(run, chosen)
        checked = judge(files, run.settings)
        if datagouv:
            return _upload(run, files, checked, dry_run=dry_run)
        _report(run, checked)
        if checked.refusals:
            raise PublicationRefused(path=folder or "-", reasons=checked.refusals)
        run.say(message("verifie", files=checked.files, revision=checked.revision))
    return 0


@contextmanager
def _alone(run: Run, epci: str, schema: str) -> Iterator[Run]:
    """The run itself, or one over a copy of the workspace with only the schémas that are named."""
    if not (epci or schema):
        yield run
        return
    from mutugraph.operations.publish.isolating import isolated
    from mutugraph.questions.editions import EVERY, nodes

    chosen = run.catalogue.editions.chosen(epci or None, schema or EVERY)
    with TemporaryDirectory(prefix="mutugraph-") as folder:
        isolated(run.workspace, nodes(chosen), Path(folder))
        yield _over(run, folder)


def _over(run: Run, folder: str) -> Run:
    """The same run over another workspace."""
    other = Run()
    other.take({"workspace": folder, "quiet": run.quiet, "no_progress": not run.progress})
    return other


@contextmanager
def _grouped(run: Run, threshold: str) -> Iterator[Run]:
    """The run itself, or one over a copy of the workspace whose small head-counts are grouped."""
    if not threshold:
        yield run
        return
    from mutugraph.operations.publish.grouping import grouped

    limit = whole_number("seuil-effectif", threshold, 2, _GREATEST)
    with TemporaryDirectory(prefix="mutugraph-") as folder:
        grouped(run.workspace, limit, Path(folder))
        yield _over(run, folder)


def _upload(run: Run, files: Files, checked: Checked, *, dry_run: bool) -> int:
    """Sends to data.gouv.fr, or tells what would be. Raises `UploadImpossible`."""
    from mutugraph.errors import PublicationRefused
    from mutugraph.operations.publish.datagouv import requests
    from mutugraph.operations.publish.upload import upload

    if checked.refusals:
        raise PublicationRefused(path="-", reasons=checked.refusals)
    if not dry_run:
        asked = requests(files)
        sent = upload(asked, run.settings)
        described = len(asked) - len(sent.created) - len(sent.updated)
        for key, names in (("envoye_cree", sent.created), ("envoye_mis_a_jour", sent.updated)):
            if names:
                run.say(message(key, names=", ".join(names), count=len(names)))
        run.say(message("envoye", count=described))
        return 0
    content = json.dumps(requests(files), ensure_ascii=False, indent=2) + "\n"
    run.write(content)
    return 0


def _write(run: Run, folder: Path, syntaxes: tuple[str, ...]) -> int:
    from mutugraph.operations.publish.folder import staged
    from mutugraph.operations.publish.verb import publish as write
    from mutugraph.operations.publish.verb import unchanged

    if unchanged(folder, run.workspace, syntaxes):
        run.say(message("deja_publie", path=folder, revision=run.workspace.revision))
        return 0

    with staged(folder) as aside:
        site = "mutugraph.web.renderer"  # read beside the engine, which lets go of the interpreter
        Thread(target=import_module, args=(site,), daemon=True).start()
        files, heard = _files(run, syntaxes)
        from mutugraph.web.renderer import AppRenderer

        renderer = AppRenderer(heard, files)
        try:
            with run.watched(message("publication_titre")) as progress:
                done = write(aside, files, renderer, run.settings, progress)
        finally:
            renderer.close()
    _report(run, done.checked)
    for lost in done.lost:
        run.say(message("lien_sans_ancre", page=lost.page, link=lost.link))
    facts = {"files": done.files, "bytes": done.size, "kept": done.kept}
    run.say(message("publie", path=folder, **facts))
    return 0


def _report(run: Run, checked: Checked) -> None:
    """What the publisher should know: the predicted quality, the empty columns, small figures."""
    for quality, deliberations in zip(checked.quality, checked.deliberations, strict=True):
        run.write(message("qualite_titre", title=quality.title, points=quality.score) + "\n")
        for name, gained in quality.points.items():
            point = message(f"qualite_{name}")
            remedy = message(f"gagner_{name}", missing=quality.missing)
            line = message("qualite_oui" if gained else "qualite_non", point=point, remedy=remedy)
            run.write(line + "\n")
        if quality.lost_by_harvest:
            run.write(message("qualite_moissonnee", points=quality.harvested) + "\n")
        for name in quality.lost_by_harvest:
            point, remedy = message(f"qualite_{name}"), message(f"moissonner_{name}")
            run.write(message("qualite_non", point=point, remedy=remedy) + "\n")
        if deliberations.empty:
            run.write(message("scdl_titre") + "\n")
        for column, reason in deliberations.empty.items():
            run.write(f"  {message('scdl_manque', column=column, reason=reason)}\n")
    if checked.small:
        run.write(message("petits_effectifs", count=len(checked.small), limit=_SMALL) + "\n")


def _syntaxes(asked: str | None) -> tuple[str, ...]:
    """The syntaxes that each identifier is published in: those that are asked, or all."""
    from mutugraph.operations.publish.documents import SYNTAXES

    if asked is None:
        return tuple(SYNTAXES)
    wanted = {name.strip() for name in asked.split(",")}
    unknown = sorted(wanted - SYNTAXES.keys())
    if unknown:
        wrong = "cli_syntaxes" if all(unknown) else "cli_syntaxes_vide"
        detail = message(wrong, unknown=", ".join(unknown), known=", ".join(SYNTAXES))
        raise UsageError(argument="--syntaxes", detail=detail)
    return tuple(name for name in SYNTAXES if name in wanted)


def _files(run: Run, syntaxes: tuple[str, ...]) -> tuple[Files, Heard]:
    """The files of the publication, over a store in memory: thousands of pages ask it."""
    from mutugraph.engine.building import held_engine
    from mutugraph.operations.publish.asking import Heard
    from mutugraph.operations.publish.files import Files
    from mutugraph.operations.publish.published_dataset import holdings_of
    from mutugraph.pages.exports import published
    from mutugraph.questions.catalogue import Catalogue
    from mutugraph.reference.stated import stated_quads

    with run.watched(message("cli_construction")) as progress:
        stated = stated_quads(run.workspace, progress)
    remote = run.settings.engine
    heard = Heard(run.engine if remote else held_engine(stated, run.workspace, run.settings))
    catalogue = Catalogue(run.workspace, heard)
    held = holdings_of(catalogue, stated)
    return Files(catalogue, held, published(catalogue), syntaxes), heard
