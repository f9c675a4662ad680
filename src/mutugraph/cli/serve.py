"""`mutugraph serve`: the site and the SPARQL endpoint, on the loopback by default."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mutugraph.cli.formats import whole_number
from mutugraph.cli.listening import kept_port
from mutugraph.cli.run import ReaderGone, Run, complain
from mutugraph.errors import FileMissing, FileUnwritable, SourceMismatch
from mutugraph.messages import message
from mutugraph.settings import exposed, is_loopback, server_address

_PROBE = "editions"
_LAST_PORT = 65535
_MOST_WORKERS = 64


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE")] = "127.0.0.1",
    port: Annotated[str, typer.Option("--port", metavar="PORT")] = "8000",
    workers: Annotated[str, typer.Option("--workers", metavar="N")] = "",
    source: Annotated[str, typer.Option("--source", metavar="FICHIER")] = "",
    public_url: Annotated[str, typer.Option("--public-url", metavar="URL")] = "",
) -> int:
    """Serves until it is stopped."""
    run: Run = context.obj
    number = whole_number("port", port, 0, _LAST_PORT)
    processes = whole_number("workers", workers or _processes(), 1, _MOST_WORKERS)
    document = Path(source).resolve() if source else None
    with kept_port(host, number) as chosen:
        _answer(run, host, chosen, processes, document, public_url)
    run.say(message("serve_fin"))
    return 0


def _answer(
    run: Run, host: str, port: int, processes: int, document: Path | None, public_url: str
) -> None:
    if run.settings.engine:
        run.catalogue.internal(_PROBE)  # says at once that it does not answer
    else:
        run.store()
    if document is not None:
        _refuse_another_document(run, document)

    from mutugraph.web.server import run as answer

    url = server_address("--public-url", public_url) if public_url else run.settings.public_url
    settings = replace(run.settings, workspace=run.workspace.root, public_url=url)
    settings = exposed(settings, beyond=not is_loopback(host))
    address = message("serve_adresse", url=_address(host, port)) + "\n"

    def tell() -> None:
        with suppress(ReaderGone, FileUnwritable):  # nobody reads: it serves all the same
            run.write(address)

    answer(
        settings,
        host=host,
        port=port,
        workers=processes,
        source=document,
        ready=tell,
        check=partial(_check, run),
    )


def _check(run: Run, shared: Path) -> Callable[[], None]:
    """What tells what of the workspace does not work, while the rest is served."""
    from mutugraph.operations.health import announce, note_faults, sound_before

    announce(run.workspace.revision, shared)

    def tell() -> None:
        sound = sound_before(run.workspace, run.settings)
        for sentence in note_faults(run.catalogue, shared, sound):
            complain(sentence)

    return tell


def _processes() -> str:
    """As many as cores, up to two: what was measured best (`make bench`)."""
    return str(min(2, os.cpu_count() or 1))


def _address(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _refuse_another_document(run: Run, document: Path) -> None:
    from hashlib import sha256

    from mutugraph.sources.documents import pinned_checksums

    if not document.is_file():
        raise FileMissing(path=str(document))
    found, pinned = sha256(document.read_bytes()).hexdigest(), pinned_checksums(run.catalogue)
    if found not in pinned:
        raise SourceMismatch(path=str(document), expected=", ".join(pinned), found=found)
