"""`mutugraph serve`: the site and the SPARQL endpoint, on the loopback."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
from pathlib import Path
from typing import Annotated

import typer

from mutugraph.cli.formats import whole_number
from mutugraph.cli.run import Run
from mutugraph.errors import AddressRefused, FileMissing, PortTaken, SourceMismatch
from mutugraph.messages import message

_LAST_PORT = 65535
_MOST_WORKERS = 64
_BACKLOG = 2048


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE")] = "127.0.0.1",
    port: Annotated[str, typer.Option("--port", metavar="PORT")] = "8000",
    workers: Annotated[str, typer.Option("--workers", metavar="N")] = "1",
    source: Annotated[str, typer.Option("--source", metavar="FICHIER")] = "",
) -> int:
    """Serves until it is stopped."""
    run: Run = context.obj
    number = whole_number("port", port, 0, _LAST_PORT)
    processes = whole_number("workers", workers, 1, _MOST_WORKERS)
    document = Path(source).resolve() if source else None
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop is a stop: children end too
    with _listening(host, number) as listener:
        if not run.settings.engine:
            run.store()
        if document is not None:
            _refuse_another_document(run, document)
        children = [_forked(run, listener, document) for _ in range(processes - 1)]
        try:
            _answer(run, listener, document, announce=_address(host, listener))
        finally:
            for child in children:
                os.kill(child, signal.SIGTERM)
            for child in children:
                os.waitpid(child, 0)
    run.say(message("serve_fin"))
    return 0


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `AddressRefused`, `PortTaken`."""
    if host != "localhost" and not _is_loopback(host):
        detail = message("adresse_non_locale")
        raise AddressRefused(host=host, port=port, detail=detail)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port) from error
        raise AddressRefused(host=host, port=port, detail=error.strerror or str(error)) from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return "".join(("http:", "//", name, ":", str(listener.getsockname()[1]), "/"))


def _refuse_another_document(run: Run, document: Path) -> None:
    from hashlib import sha256

    from mutugraph.operations.sources import pinned_checksums

    if not document.is_file():
        raise FileMissing(path=str(document))
    found, pinned = sha256(document.read_bytes()).hexdigest(), pinned_checksums(run.catalogue)
    if found not in pinned:
        raise SourceMismatch(path=str(document), expected=", ".join(pinned), found=found)


def _forked(run: Run, listener: socket.socket, document: Path | None) -> int:
    """Another process that answers on the same socket; returns its number."""
    child = os.fork()
    if child == 0:
        try:
            _answer(run, listener, document)
        finally:
            os._exit(0)
    return child


def _answer(
    run: Run, listener: socket.socket, document: Path | None, *, announce: str = ""
) -> None:
    import uvicorn

    from mutugraph.web.app import create_app

    app = create_app(run.workspace, run.engine, limits=run.settings.limits, source=document)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, ws="none"
    )
    if announce:
        run.write(message("serve_adresse", url=announce) + "\n")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return
