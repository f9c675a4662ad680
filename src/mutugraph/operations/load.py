"""Builds the local store of a workspace, and fills another server from it."""

from __future__ import annotations

from hashlib import sha256

from pyoxigraph import Store

from mutugraph.engine.building import Built, Progress, ensure_sound_store
from mutugraph.engine.embedded import oxigraph_errors
from mutugraph.engine.upload import Uploaded, upload
from mutugraph.settings import Settings, server_address, without_account
from mutugraph.workspace import Workspace


def load(workspace: Workspace, settings: Settings, *, progress: Progress | None = None) -> Built:
    """The complete store of the files as they are; one that does not open is built again.

    Raises what `ensure_store` raises; the stores built before, and all that is not ours, are then
    untouched.
    """
    return ensure_sound_store(workspace, settings, progress=progress)


def load_to(
    workspace: Workspace, settings: Settings, address: str, *, progress: Progress | None = None
) -> Uploaded:
    """Makes a remote server hold the graphs of the local store, which is built first when stale.

    `address` is that of its Graph Store protocol. What is there already is not sent again. Raises
    `SettingInvalid` where it is no address, and what `ensure_store` and `upload` raise.
    """
    address, account = without_account(server_address("to", address))
    built = load(workspace, settings)
    digest = sha256(address.encode()).hexdigest()[:12]
    journal = built.folder.parent / "sent" / f"{digest}.json"
    with oxigraph_errors(built.folder):
        store = Store.read_only(str(built.folder / "db"))
        known = settings.account or account
        return upload(store, address, journal, account=known, progress=progress)
