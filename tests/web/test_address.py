"""Who asks and at which address, in front of and behind reverse proxies."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.types import Receive, Scope, Send

from mutugraph.errors import RequestUnclear, SettingInvalid
from mutugraph.messages import explain
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings, exposed
from mutugraph.web.address import BASE, ORIGIN, PublicAddress, is_near
from mutugraph.web.app import create_app
from mutugraph.web.edge import Edge

from .protocol.conftest import Client

PROXY, FAR = "10.0.0.1", "203.0.113.7"
TRUSTED = PublicAddress(proxies=("10.0.0.0/8",))
PUBLIC = "https://exemple.fr/mutualisation"
RELATIVE = {"query": "SELECT (<a> AS ?a) {}"}
ADDRESS = re.compile(r'(?:href|src|action|data-[a-z]+)="(/[^"]*)')


def arrived(address: PublicAddress, scope: dict[str, Any]) -> dict[str, Any]:
    address.arrive(scope)
    return scope


def scope(client: str, path: str = "/", **headers: str) -> dict[str, Any]:
    given = {"host": "inner:8000", **{n.replace("_", "-"): v for n, v in headers.items()}}
    pairs = [(name.encode(), value.encode()) for name, value in given.items()]
    return {"type": "http", "scheme": "http", "path": path, "client": (client, 1), "headers": pairs}


@pytest.mark.parametrize(
    "headers",
    [
        {
            "x_forwarded_for": f"198.51.100.1, {FAR}",
            "x_forwarded_proto": "https",
            "x_forwarded_host": "exemple.fr",
        },
        {"forwarded": f"for=198.51.100.1, for={FAR};proto=https;host=exemple.fr"},
        {"forwarded": f'For="{FAR}:4711" ; Proto=https; host="exemple.fr"'},
    ],
)
def test_a_trusted_proxy_tells_the_client_and_the_address(headers: dict[str, str]) -> None:
    found = arrived(TRUSTED, scope(PROXY, **headers))
    assert found[ORIGIN] == "https://exemple.fr"
    assert found["client"][0] == FAR


def test_what_others_claim_is_not_believed() -> None:
    claimed = {"x_forwarded_for": "127.0.0.1", "x_forwarded_host": "elsewhere.example"}
    for address in (TRUSTED, PublicAddress()):
        found = arrived(address, scope(FAR, **claimed))
        assert (found[ORIGIN], found["client"][0]) == ("http://inner:8000", FAR)


@pytest.mark.parametrize(
    ("client", "chain", "near"),
    [
        ("127.0.0.1", "", True),
        ("192.168.1.4", "", True),
        ("1.1.1.1", "", False),
        (PROXY, "1.1.1.1", False),
        (PROXY, "10.9.9.9", True),
    ],
)
def test_figures_are_for_the_neighbourhood(client: str, chain: str, near: bool) -> None:
    assert is_near(arrived(TRUSTED, scope(client, x_forwarded_for=chain))) is near


def test_a_client_cannot_take_the_place_of_another_by_a_longer_chain() -> None:
    chain = f"192.0.2.9, {FAR}, 10.0.0.2"
    assert arrived(TRUSTED, scope(PROXY, x_forwarded_for=chain))["client"][0] == FAR


@pytest.mark.parametrize("host", ["a b", 'x"y', "evil.example/path", "user@host", "<script>"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(RequestUnclear):
        PublicAddress().arrive(scope(FAR, host=host))


@pytest.mark.parametrize(
    ("host", "admitted"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("elsewhere.example", False),
        ("127.0.0.1.elsewhere.example", False),
        ("elsewhere.example:127", False),
    ],
)
def test_a_server_of_the_loopback_is_asked_by_its_own_names(host: str, admitted: bool) -> None:
    address = PublicAddress.of(exposed(Settings(), beyond=False))
    if admitted:
        address.arrive(scope("127.0.0.1", host=host))
    else:
        with pytest.raises(RequestUnclear) as refused:
            address.arrive(scope("127.0.0.1", host=host))
        assert explain(refused.value).startswith(f"« {host} » n'est pas un nom de ce serveur.")


def test_whoever_serves_others_is_asked_by_any_name() -> None:
    served = (
        exposed(Settings(), beyond=True),
        exposed(Settings(proxies=("127.0.0.1/32",)), beyond=False),
    )
    for settings in served:
        assert PublicAddress.of(settings).believes("exemple.fr")
    named = exposed(Settings(hosts=("exemple.fr",)), beyond=True)
    assert not PublicAddress.of(named).believes("elsewhere.example")


@pytest.mark.parametrize(
    ("cors", "origin", "allowed"),
    [
        ((), "https://elsewhere.example", None),
        (("*",), "https://elsewhere.example", "*"),
        (("https://a.example",), "https://a.example", "https://a.example"),
        (("https://a.example",), "https://elsewhere.example", None),
    ],
)
def test_which_sites_may_read_is_a_setting(
    cors: tuple[str, ...], origin: str, allowed: str | None
) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    edge = Edge(app, lambda _: None, None, cors)
    for method in ("GET", "OPTIONS"):
        sent = Client(edge).request(method, "/questions.json", headers={"Origin": origin})
        assert sent.headers.get("access-control-allow-origin") == allowed
        assert ("Origin" in sent.headers.get_list("vary")) == (cors not in ((), ("*",)))


def test_a_draft_on_the_loopback_is_read_by_no_other_site_and_what_is_public_by_all() -> None:
    assert exposed(Settings(), beyond=False).cors == ()
    assert exposed(Settings(), beyond=True).cors == ("*",)
    assert exposed(Settings(public_url="https://exemple.fr"), beyond=False).cors == ("*",)
    given = Settings.read({"MUTUGRAPH_CORS": "https://a.example http://b.example:8000"})
    assert exposed(given, beyond=True).cors == ("https://a.example", "http://b.example:8000")
    for wrong in ("a.example", "https://a.example/path", "https://*.example", "https://a.fr;"):
        for name in ("MUTUGRAPH_CORS", "MUTUGRAPH_FRAMES"):
            with pytest.raises(SettingInvalid, match=name):
                Settings.read({name: wrong})


def test_who_serves_others_confines_what_they_send() -> None:
    assert exposed(Settings(), beyond=True).sandbox == "required"
    assert exposed(Settings(), beyond=False).sandbox == "optional"
    assert exposed(Settings(sandbox="optional"), beyond=True).sandbox == "optional"
    with pytest.raises(SettingInvalid):
        Settings.read({"MUTUGRAPH_SANDBOX": "perhaps"})


@pytest.mark.parametrize("path", ["/services", "/mutualisation/services"])
def test_the_base_path_may_have_been_taken_off_by_the_proxy(path: str) -> None:
    found = arrived(PublicAddress(PUBLIC), scope(PROXY, path, host="elsewhere.example"))
    assert (found["path"], found[ORIGIN]) == ("/services", PUBLIC)
    assert found[BASE] == "/mutualisation"


def test_a_setting_that_is_no_address_is_refused() -> None:
    for given in ({"MUTUGRAPH_PUBLIC_URL": "exemple.fr"}, {"MUTUGRAPH_PROXIES": "nginx"}):
        with pytest.raises(SettingInvalid):
            Settings.read(given)


@pytest.fixture(scope="module")
def public(catalogue: Catalogue) -> Client:
    address = PublicAddress(PUBLIC)
    return Client(create_app(catalogue.workspace, catalogue.engine, address=address))


@pytest.fixture(scope="module")
def plain(catalogue: Catalogue) -> Client:
    return Client(create_app(catalogue.workspace, catalogue.engine))


@pytest.mark.parametrize("page", ["/", "/sparql", "/donnees", "/questions/actions", "/recherche"])
def test_every_link_of_a_page_is_below_the_public_address(public: Client, page: str) -> None:
    sent = public.get(page, headers={"Accept": "text/html", "Host": "elsewhere.example"})
    rooted = ADDRESS.findall(sent.text)
    assert rooted
    assert [link for link in rooted if not link.startswith("/mutualisation/")] == []
    assert "elsewhere.example" not in sent.text


def test_redirections_and_alternates_are_below_it_too(public: Client) -> None:
    sent = public.get("/id/commune/57463", headers={"Accept": "text/turtle"})
    assert sent.headers["location"] == "/mutualisation/id/commune/57463.ttl"
    assert "</mutualisation/id/commune/57463.ttl>" in sent.headers["link"]


def test_the_endpoint_says_its_public_address(public: Client) -> None:
    sent = public.get("/sparql", headers={"Accept": "application/n-triples"})
    endpoints = {str(t.object) for t in parse(sent.content, format=RdfFormat.N_TRIPLES)}
    assert f"<{PUBLIC}/sparql>" in endpoints


def test_a_relative_iri_resolves_against_the_address_of_the_endpoint(
    public: Client, plain: Client
) -> None:
    found = public.get("/sparql", params=RELATIVE).json()["results"]["bindings"]
    assert found[0]["a"]["value"] == f"{PUBLIC}/a"
    own = {"query": "BASE <http://own.example/> " + RELATIVE["query"]}
    found = public.get("/sparql", params=own).json()["results"]["bindings"]
    assert found[0]["a"]["value"] == "http://own.example/a"
    for host in ("one.example", "two.example"):
        sent = plain.get("/sparql", params=RELATIVE, headers={"Host": host})
        assert sent.json()["results"]["bindings"][0]["a"]["value"] == f"http://{host}/a"


@pytest.mark.parametrize("page", ["/donnees", "/", "/sparql"])
def test_what_repeats_a_claimed_host_is_kept_by_no_shared_cache(plain: Client, page: str) -> None:
    sent = plain.get(page, headers={"Host": "elsewhere.example", "Accept": "text/html"})
    assert "private" in sent.headers["cache-control"]
