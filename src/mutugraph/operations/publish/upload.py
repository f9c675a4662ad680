"""Sends to data.gouv.fr what `datagouv` says, by the portal's own client (the extra `datagouv`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from os.path import commonprefix
from typing import Any, Protocol, cast

from mutugraph.errors import UploadImpossible
from mutugraph.messages import message
from mutugraph.operations.publish.datagouv import DATASETS, OWN_DATASETS, Json
from mutugraph.settings import Settings

_CLIENT = "datagouv"


class Resource(Protocol):
    """A file that the portal describes."""

    url: str
    filetype: str

    def update(self, payload: Json) -> object:
        """Describes it anew."""

    def delete(self) -> object:
        """Describes it no more."""


class Dataset(Protocol):
    """A dataset of the portal, by its own name, with the files that it describes."""

    id: str
    resources: Sequence[Resource]

    def update(self, payload: Json) -> object:
        """Describes it anew."""


class Client(Protocol):
    """What is used of the portal's client."""

    base_url: str
    session: Any

    def dataset(self, id: str) -> Dataset:
        """The dataset of that name."""

    def create_dataset(self, payload: Json) -> Dataset:
        """Creates a dataset."""

    def create_remote_resource(self, payload: Json, dataset_id: str) -> object:
        """Describes a file of a dataset, which stays where it is."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The portal's names of the datasets that were created, and of those that were there."""

    created: Sequence[str]
    updated: Sequence[str]


def upload(requests: Iterable[Json], settings: Settings) -> Sent:
    """Sends what the requests describe, in their order.

    A dataset that was sent before is known by its permanent address (`extras.uri`) among those of
    the account and its organisations, and updated: its files are known by where they are, and those
    that are published no more are described no more. What somebody added there by hand is left.

    Raises `UploadImpossible` without the client or the key, and where the portal refuses.
    """
    client = _client(settings)
    created: list[str] = []
    updated: list[str] = []
    try:
        there = _there(client)
        for about, files in _datasets(requests):
            known = there.get(_address(about))
            if known is None:
                dataset = client.create_dataset(about)
            else:
                dataset = client.dataset(known)
                dataset.update(about)
            (created if known is None else updated).append(dataset.id)
            _send(client, dataset, files)
    except Exception as error:  # the client raises bare exceptions, with the portal's answer
        raise UploadImpossible(detail=str(error)) from error
    finally:
        client.session.close()
    return Sent(created, updated)


def _there(client: Client) -> dict[str, str]:
    """The datasets of the account and its organisations: their permanent addresses, their names."""
    answer = client.session.get(f"{client.base_url}{OWN_DATASETS}")
    if not answer.ok:
        raise UploadImpossible(detail=answer.text)
    return {_address(one): one["id"] for one in answer.json() if _address(one)}


def _address(dataset: Json) -> str:
    extras = dataset.get("extras")
    return str(extras.get("uri", "")) if isinstance(extras, dict) else ""


def _datasets(requests: Iterable[Json]) -> Iterator[tuple[Json, list[Json]]]:
    """Each dataset, as it is described, with its files."""
    found: list[tuple[Json, list[Json]]] = []
    for request in requests:
        body = cast("Json", request["json"])
        if request["path"] == DATASETS:
            found.append((body, []))
        else:
            found[-1][1].append(body)
    yield from found


def _send(client: Client, dataset: Dataset, files: Sequence[Json]) -> None:
    urls = [str(file["url"]) for file in files]
    own = commonprefix(urls).rpartition("/")[0] + "/"  # noqa: RUF071 - addresses, no paths
    described = {one.url: one for one in dataset.resources if one.filetype == "remote"}
    for url, file in zip(urls, files, strict=True):
        if url in described:
            described[url].update(file)
        else:
            client.create_remote_resource(file, dataset.id)
    for url in described.keys() - set(urls):
        if url.startswith(own):
            described[url].delete()


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
