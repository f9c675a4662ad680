"""The upload, by the portal's own client, to a local server that speaks the documented API."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from mutugraph.errors import UploadImpossible
from mutugraph.operations.publish.datagouv import DATASETS, OWN_DATASETS, requests
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.upload import upload
from mutugraph.settings import Settings

KEY = "une-cle"
DATASET = "56d0a5bd88ee385ae0bdc4a4"
# What the portal's API answers of a dataset and of a resource, beside what it was sent.
ANSWERED = (
    *("acl", "archived", "badges", "checksum", "contact_points", "created_at", "deleted"),
    *("description", "description_short", "extras", "featured", "filesize", "filetype", "format"),
    *("frequency", "harvest", "internal", "last_modified", "last_update", "latest", "license"),
    *("metrics", "mime", "organization", "owner", "preview_url", "private", "quality", "schema"),
    *("spatial", "tags", "temporal_coverage", "title", "type", "url"),
)
ANSWER: dict[str, object] = {**dict.fromkeys(ANSWERED), "id": DATASET, "resources": []}
pytest.importorskip("datagouv", reason="the portal's client is not installed")


@dataclass
class Portal:
    """What the portal was sent: paths, bodies."""

    address: str = ""
    received: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    dataset: dict[str, Any] = field(default_factory=dict)  # what it holds, as it answers it
    deleted: list[str] = field(default_factory=list)


@pytest.fixture
def portal() -> Iterator[Portal]:
    seen = Portal()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            demanded = ("title", "url", "filetype") if "resources" in self.path else ("title",)
            if self.headers.get("x-api-key") != KEY:
                self._answer(401, {"message": "Unauthorized"})
            elif not all(body.get(name) for name in demanded):
                self._answer(400, {"errors": {name: ["required"] for name in demanded}})
            else:
                seen.received.append((self.path, body))
                self._keep(body)

        def _keep(self, body: dict[str, object]) -> None:
            if self.path == DATASETS:
                seen.dataset = {**ANSWER, **body, "resources": []}
                return self._answer(201, seen.dataset)
            files = seen.dataset["resources"]
            files.append({**ANSWER, **body, "id": f"fichier-{len(files)}"})
            return self._answer(201, files[-1])

        def do_GET(self) -> None:
            own = [seen.dataset] if seen.dataset else []
            if self.headers.get("x-api-key") != KEY:
                self._answer(401, {"message": "Unauthorized"})
            else:
                self._answer(200, own if self.path == OWN_DATASETS else seen.dataset)

        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            seen.received.append((self.path, body))
            held = seen.dataset if self.path == f"{DATASETS}{DATASET}/" else self._file()
            held.update(body)
            self._answer(200, held)

        def do_DELETE(self) -> None:
            seen.deleted.append(self._file()["url"])
            seen.dataset["resources"].remove(self._file())
            self._answer(204, {})

        def _file(self) -> dict[str, Any]:
            named = self.path.removesuffix("/").rpartition("/")[2]
            return next(one for one in seen.dataset["resources"] if one["id"] == named)

        def _answer(self, status: int, body: object) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    seen.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield seen
    server.shutdown()
    server.server_close()


def test_the_portal_is_sent_what_the_dry_run_shows(small_files: Files, portal: Portal) -> None:
    shown = requests(small_files)
    sent = upload(shown, Settings(portal=portal.address, portal_key=KEY))
    assert (sent.created, sent.updated) == ([DATASET], [])
    paths = [str(r["path"]).replace("{dataset}", DATASET) for r in shown]
    assert portal.received == [(p, r["json"]) for p, r in zip(paths, shown, strict=True)]
    assert len(portal.received) > 10


def test_what_was_sent_before_is_updated_and_what_others_added_stays(
    small_files: Files, portal: Portal
) -> None:
    settings, shown = Settings(portal=portal.address, portal_key=KEY), requests(small_files)
    upload(shown, settings)
    files = portal.dataset["resources"]
    gone = {**files[0], "id": "parti", "url": files[0]["url"] + ".ancien"}
    by_hand = {**files[0], "id": "ajout", "url": "https://example.org/notice.pdf"}
    hosted = {**gone, "id": "depot", "filetype": "file"}
    files[:1] = [gone, by_hand, hosted]
    portal.received.clear()
    sent = upload(shown, settings)
    assert (sent.created, sent.updated) == ([], [DATASET])
    assert portal.deleted == [gone["url"]]
    bodies = [body for _, body in portal.received]
    assert bodies == [request["json"] for request in shown]
    made = [path for path, _ in portal.received if path.endswith("/resources/")]
    assert len(made) == 1  # the first file, which the portal had lost
    assert {one["url"] for one in files} >= {by_hand["url"], hosted["url"]}


def test_what_the_portal_says_when_it_refuses_is_told(small_files: Files, portal: Portal) -> None:
    with pytest.raises(UploadImpossible, match="Unauthorized"):
        upload(requests(small_files), Settings(portal=portal.address, portal_key="autre"))
    assert portal.received == []


def test_without_a_key_nothing_is_sent(small_files: Files, portal: Portal) -> None:
    with pytest.raises(UploadImpossible, match="MUTUGRAPH_DATAGOUV_KEY"):
        upload(requests(small_files), Settings(portal=portal.address))
    with pytest.raises(UploadImpossible):
        upload(requests(small_files), Settings(portal="ailleurs", portal_key=KEY))
    assert portal.received == []


def test_without_the_client_the_extra_is_named(
    small_files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datagouv", None)
    with pytest.raises(UploadImpossible, match=r"mutugraph\[datagouv\]"):
        upload(requests(small_files), Settings(portal_key=KEY))


def test_the_key_is_never_shown() -> None:
    assert KEY not in repr(Settings.read({"MUTUGRAPH_DATAGOUV_KEY": KEY}))
