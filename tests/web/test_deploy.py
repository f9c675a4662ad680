"""The ready configurations, as they are: the server of the unit behind nginx and behind Caddy."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .protocol.conftest import PROGRAM

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
SITE = "https://exemple.fr/mutualisation"
LARGE = "SELECT * { ?a ?b ?c . ?a ?d ?e }"
ROWS = 20_000
LINKS = re.compile(r'(?:href|src|action)="(/[^"]*)"')
PROXIES = ("nginx", "nginx-http10", "caddy")


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The configuration with what belongs to the test; each piece must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def started(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """A program in the foreground until its port answers; ended by its own number."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, process.stderr and process.stderr.read()
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def backend(small: Workspace, small_settings: Settings) -> Iterator[int]:
    """The server as the unit starts it; only its folders, its port and one limit are the test's."""
    unit, port = (DEPLOY / "mutugraph.service").read_text(encoding="utf-8"), free_port()
    unit = replaced(
        unit,
        ("/opt/mutugraph/.venv/bin/mutugraph", str(PROGRAM)),
        ("--workspace /opt/mutugraph", f"--workspace {small.root}"),
        ("--port 8000 --workers 2", f"--port {port} --workers 1"),
        ("/var/lib/mutugraph\n", f"{small_settings.store}\n"),
        ("SANDBOX=required", "SANDBOX=optional"),
    )
    given = dict(
        shlex.split(line)[0].partition("=")[2].split("=", 1)
        for line in unit.replace('Environment="', '"Environment=').splitlines()
        if line.lstrip('"').startswith("Environment=")
    )
    command = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert command
    with started(shlex.split(command[1]), port, {**given, "MUTUGRAPH_ROWS": str(ROWS)}):
        deadline = time.monotonic() + 180
        while httpx.get(f"http://127.0.0.1:{port}/sante").status_code != httpx.codes.OK:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = "-subj /CN=exemple.fr -addext subjectAltName=DNS:exemple.fr"
    files = f"-keyout {folder}/privkey.pem -out {folder}/fullchain.pem"
    subprocess.run(shlex.split(f"{command} {names} {files}"), check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module", params=PROXIES)
def site(
    request: pytest.FixtureRequest,
    backend: int,
    certificate: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A client of the public site: TLS to the proxy, which has the name of the configuration."""
    name, folder, port = request.param, tmp_path_factory.mktemp("proxy"), free_port()
    if shutil.which(name.partition("-")[0]) is None:
        pytest.skip(f"needs {name}")
    inner = f"127.0.0.1:{backend}"
    if name == "caddy":
        config = replaced(
            (DEPLOY / "Caddyfile").read_text(encoding="utf-8"),
            ("127.0.0.1:8000", inner),
            ("{\n\tservers", "{\n\tadmin off\n\tauto_https disable_redirects\n\tservers"),
            (
                "\nexemple.fr {",
                f"\nhttps://exemple.fr:{port} {{\n\tbind 127.0.0.1\n"
                f"\ttls {certificate}/fullchain.pem {certificate}/privkey.pem\n",
            ),
        )
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "conf")]
    else:
        config = replaced(
            (DEPLOY / "nginx.conf").read_text(encoding="utf-8"),
            ("server 127.0.0.1:8000;", f"server {inner};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
            ("/etc/ssl/exemple.fr/", f"{certificate}/"),
        )
        if name == "nginx-http10":  # as nginx does where nothing is said, or by older habits
            config = replaced(
                config,
                ("proxy_http_version 1.1;", "proxy_http_version 1.0;"),
                ('proxy_set_header Connection "";', ""),
                ("keepalive 16;", ""),
            )
        paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{path}_temp_path {folder}/{path};\n" for path in paths)
        http = f"http {{\naccess_log off;\n{temporary}{config}\n}}\n"
        user = "" if os.geteuid() else "user root;\n"  # else nobody, who may not write here
        config = f"{user}daemon off;\npid {folder}/pid;\nevents {{}}\n{http}"
        log = str(folder / "error.log")
        command = ["nginx", "-p", str(folder), "-c", str(folder / "conf"), "-e", log]
    (folder / "conf").write_text(config, encoding="utf-8")
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with started(command, port, homes):
        named = httpx.Client(
            base_url=f"https://127.0.0.1:{port}/mutualisation",
            verify=False,  # noqa: S501 - the certificate is the test's own
            headers={"Host": "exemple.fr" if name != "caddy" else f"exemple.fr:{port}"},
            timeout=30,
        )
        named.event_hooks["request"] = [lambda r: r.extensions.update(sni_hostname="exemple.fr")]
        with named as client:
            yield client


def test_pages_links_styles_and_redirections_stay_under_the_path(site: httpx.Client) -> None:
    page = site.get("/services", headers={"Accept": "text/html"})
    assert page.status_code == httpx.codes.OK
    links = set(LINKS.findall(page.text))
    assert links
    assert all(link.startswith("/mutualisation/") for link in links)
    style = next(link for link in links if link.endswith(".css"))
    assert site.get(style.removeprefix("/mutualisation")).status_code == httpx.codes.OK
    seen = site.get("/id/forme/service-commun", headers={"Accept": "text/turtle"})
    assert seen.status_code == httpx.codes.SEE_OTHER
    assert (
        seen.headers["Location"].removeprefix("https://exemple.fr").startswith("/mutualisation/id")
    )


def test_the_site_says_its_public_address(site: httpx.Client) -> None:
    described = site.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert f"<{SITE}/sparql>" in described
    assert f"{SITE}/donnees" in site.get("/donnees").text


def test_gzip_head_and_304_pass_through(site: httpx.Client) -> None:
    plain = site.get("/services", headers={"Accept-Encoding": "identity"})
    packed = site.get("/services", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.text
    head = site.head("/services", headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    assert head.headers["ETag"] == plain.headers["ETag"]
    for answer in (plain, packed):
        given = {
            "If-None-Match": answer.headers["ETag"],
            "Accept-Encoding": "gzip" if answer is packed else "identity",
        }
        assert site.get("/services", headers=given).status_code == httpx.codes.NOT_MODIFIED


def test_a_long_address_and_a_posted_query_arrive_whole(site: httpx.Client) -> None:
    query = f"SELECT (1 AS ?x) {{}} # {'a' * 30_000}"
    for answer in (
        site.get("/sparql", params={"query": query, "format": "csv"}),
        site.post("/sparql", data={"query": query, "format": "csv"}),
    ):
        assert answer.status_code == httpx.codes.OK
        assert answer.text.split() == ["x", "1"]


def test_a_cut_answer_is_never_taken_for_whole(site: httpx.Client) -> None:
    whole = site.get("/sparql", params={"query": f"{LARGE} LIMIT {ROWS - 1}", "format": "csv"})
    assert len(list(csv.reader(io.StringIO(whole.text)))) == ROWS
    try:
        cut = site.get("/sparql", params={"query": LARGE, "format": "csv"})
    except httpx.RemoteProtocolError:
        return
    assert cut.status_code >= httpx.codes.BAD_REQUEST


def test_the_unit_is_read_by_systemd(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    unit = tmp_path / "mutugraph.service"
    text = (DEPLOY / unit.name).read_text(encoding="utf-8")
    unit.write_text(replaced(text, ("/opt/mutugraph/.venv/bin/mutugraph", sys.executable)), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert [line for line in run.stderr.splitlines() if unit.name in line] == []


def test_the_image_copies_what_is_there_and_runs_without_root() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    user = re.findall(r"^USER (\d+)", text, re.MULTILINE)
    assert [int(one) > 0 for one in user] == [True]
    for named in re.findall(r"/source/(\S+)", text):
        assert (DEPLOY.parents[1] / named).exists()
