"""Sends to data.gouv.fr what `datagouv` says, by the portal's own client (the extra `datagouv`)."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, cast

from mutugraph.errors import UploadImpossible
from mutugraph.messages import message
from mutugraph.operations.publish.datagouv import DATASETS, Json
from mutugraph.settings import Settings

_CLIENT = "datagouv"


class Created(Protocol):
    """What the portal made, by its own name."""

    id: str


class Client(Protocol):
    """What is used of the portal's client."""

    base_url: str

    def create_dataset(self, payload: Json) -> Created:
        """Creates a dataset."""

    def create_remote_resource(self, payload: Json, dataset_id: str) -> Created:
        """Describes a file of a dataset, which stays where it is."""


def upload(requests: Iterable[Json], settings: Settings) -> list[str]:
    """Sends the requests in their order; the portal's names of the datasets that it created.

    Raises `UploadImpossible` without the client or the key, and where the portal refuses.
    """
    client = _client(settings)
    created: list[str] = []
    try:
        for request in requests:
            body = cast("Json", request["json"])
            if request["path"] == DATASETS:
                created.append(client.create_dataset(body).id)
            else:
                client.create_remote_resource(body, created[-1])
    except Exception as error:  # the client raises bare exceptions, with the portal's answer
        raise UploadImpossible(detail=str(error)) from error
    return created


def _client(settings: Settings) -> Client:
    try:
        kind = import_module(_CLIENT).Client
    except ImportError:
        raise UploadImpossible(detail=message("envoi_sans_client")) from None
    if not settings.portal_key:
        raise UploadImpossible(detail=message("envoi_sans_cle"))
    address = "/" in settings.portal
    try:
        client: Client = kind(
            "demo" if address else settings.portal, settings.portal_key, verbose=False
        )
    except ValueError as error:
        raise UploadImpossible(detail=str(error)) from error
    if address:
        client.base_url = settings.portal.rstrip("/")
    return client
