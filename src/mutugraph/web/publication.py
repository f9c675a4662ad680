"""What published data needs of the application: the statements as written, read at first use."""

from __future__ import annotations

from threading import Lock

from fastapi import Request

from mutugraph.operations.publish.holdings import Holdings, holdings_of
from mutugraph.web.visit import site_of

_READING = Lock()


def holdings(request: Request) -> Holdings:
    """The statements of the revision that is served. Raises what reading the files raises."""
    state = request.app.state
    with _READING:
        if not hasattr(state, "holdings"):
            state.holdings = holdings_of(site_of(request).catalogue)
    found: Holdings = state.holdings
    return found
