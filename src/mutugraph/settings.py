"""The settings: defaults < `MUTUGRAPH_*` < options, resolved once, passed as an argument."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from mutugraph.errors import SettingInvalid

_PREFIX = "MUTUGRAPH_"
_SANDBOX = ("", "required", "optional")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_ORIGIN = re.compile(r"https?://[^/\s*;,]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may ask for. Each is a setting: `MUTUGRAPH_QUERY_BYTES` and so on.

    `workers` processes run queries, and one more in each server process; `long_queries` that last
    run beside, in each; `queue` more may wait for one, `client_queries` of them of one client that
    is not on this machine, `merged_triples` are copied for a query that names several default
    graphs, `cache_bytes` of answers and `page_cache_bytes` of pages are kept, keys included;
    a file that is dropped has `upload_bytes`, a workbook with its documents `book_bytes`, the
    control of either `upload_memory_bytes` and `upload_s`, and `uploads` of them run at once; the
    server's own controls have `control_memory_bytes`, one at a time; `server_memory_bytes` is for
    the server and all its processes together; `pages` and `slow_pages` (files, comparisons) are
    made at once in each server process, `queue` more of each may wait; the head and the body of a
    request must each have come after `body_s`, and there are `connections` at the most;
    `services` are the only endpoints that `SERVICE` may call (separated by spaces).
    """

    query_bytes: int = 64 * 1024
    nesting: int = 64
    operators: int = 500
    disconnected: int = 40
    deadline_s: float = 10.0
    rows: int = 100_000
    answer_bytes: int = 64 * 1024 * 1024
    memory_bytes: int = 512 * 1024 * 1024
    server_memory_bytes: int = 1024 * 1024 * 1024
    workers: int = 2
    long_queries: int = 4
    queue: int = 64
    client_queries: int = 8
    merged_triples: int = 1_000_000
    cache_bytes: int = 64 * 1024 * 1024
    page_cache_bytes: int = 32 * 1024 * 1024
    upload_bytes: int = 1024 * 1024
    book_bytes: int = 8 * 1024 * 1024
    upload_memory_bytes: int = 640 * 1024 * 1024
    control_memory_bytes: int = 1024 * 1024 * 1024
    upload_s: float = 60.0
    uploads: int = 1
    pages: int = 8
    slow_pages: int = 2
    body_s: float = 20.0
    connections: int = 1000
    services: tuple[str, ...] = ()

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Limits:
        """The limits, as the environment changes them. Raises `SettingInvalid`."""
        given: dict[str, int | float | tuple[str, ...]] = {}
        for limit in fields(cls):
            name = _PREFIX + limit.name.upper()
            if limit.name == "services":
                given[limit.name] = tuple(environ.get(name, "").split())
            elif name in environ:
                kind = float if limit.name.endswith("_s") else int
                given[limit.name] = _positive(name, environ[name], kind)
        return cls(**given)  # type: ignore[arg-type]  # each value has the type of its field


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run can be told from outside.

    `workspace` is the folder of the four folders, `store` the folder of the built stores,
    `engine` the address of a SPARQL endpoint used instead of the embedded store,
    `cache` the user's folder for what can be built again, `account` the user and the password of
    the remote engine, which are never shown; `access_log` writes a line for each request; `portal`
    is the data portal that `publish --datagouv` sends to (`demo`, `www`, or the address of a server
    of the same API), `portal_key` its key, never shown; `public_url` is the address of the site as
    others see it, `proxies` the networks of the reverse proxies that are believed;
    `sandbox` is `required` (nothing of a stranger's is worked on where the system does not confine
    it), `optional`, or empty: required where others than this machine can ask; `cors` are the sites
    that may read answers besides this one, `*` for all, empty: all, but on the loopback; `frames`
    those that may show a page within one of theirs, none where it is empty; `hosts`
    are the names that `Host` may claim, empty: all, but on the loopback; `shared` is a folder that
    the processes of one server have in common.
    """

    workspace: Path | None = None
    store: Path | None = None
    engine: str | None = None
    cache: Path = Path(".cache")
    limits: Limits = field(default_factory=Limits)
    account: tuple[str, str] | None = field(default=None, repr=False)
    access_log: bool = False
    portal: str = "demo"
    portal_key: str = field(default="", repr=False)
    public_url: str = ""
    proxies: tuple[str, ...] = ()
    sandbox: str = ""
    cors: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    shared: Path | None = None

    @classmethod
    def read(
        cls,
        environ: Mapping[str, str] | None = None,
        *,
        workspace: Path | None = None,
        store: Path | None = None,
        engine: str | None = None,
    ) -> Settings:
        """The settings of this run; an option that is given wins over the environment.

        Raises `SettingInvalid` where a limit is no positive number, or the engine no address.
        """
        env = os.environ if environ is None else environ
        engine = engine or env.get(_PREFIX + "ENGINE")
        url = env.get(_PREFIX + "PUBLIC_URL", "")
        address, account = None, None
        if engine:
            address, account = without_account(server_address("engine", engine))
        return cls(
            workspace=workspace or _path(env, "WORKSPACE"),
            store=store or _path(env, "STORE"),
            engine=address,
            cache=_cache(env),
            limits=Limits.read(env),
            account=_account(env) or account,
            access_log=env.get(_PREFIX + "ACCESS_LOG", "") not in ("", "0"),
            portal=env.get(_PREFIX + "DATAGOUV") or "demo",
            portal_key=env.get(_PREFIX + "DATAGOUV_KEY", ""),
            public_url=server_address("public_url", url) if url else "",
            proxies=_networks(env.get(_PREFIX + "PROXIES", "")),
            sandbox=_one_of(_PREFIX + "SANDBOX", env.get(_PREFIX + "SANDBOX", "")),
            hosts=tuple(env.get(_PREFIX + "HOSTS", "").lower().split()),
            cors=_origins(env, "CORS"),
            frames=_origins(env, "FRAMES"),
        )


def server_address(name: str, text: str) -> str:
    """The address of a SPARQL server, as given. Raises `SettingInvalid` where it is none."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        shown = text.rpartition("@")[2]
        raise SettingInvalid(name=name, value=shown, expected="http(s)://…")
    return text


def without_account(address: str) -> tuple[str, tuple[str, str] | None]:
    """An address without the account that stands before its `@`, and this account."""
    parts = urlsplit(address)
    if "@" not in parts.netloc:
        return address, None
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return bare, (unquote(parts.username or ""), unquote(parts.password or ""))


def is_loopback(host: str) -> bool:
    """Whether an address to listen at is that of this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def exposed(settings: Settings, *, beyond: bool) -> Settings:
    """The settings of a server that others can ask (`beyond` the loopback), or only this machine.

    What is left open becomes what is right there: who others can reach confines what they send.
    """
    public = beyond or bool(settings.public_url)
    return replace(
        settings,
        sandbox=settings.sandbox or ("required" if public else "optional"),
        cors=settings.cors or (("*",) if public else ()),
        hosts=settings.hosts or (() if public or settings.proxies else _LOOPBACK),
    )


def _one_of(name: str, value: str) -> str:
    if value not in _SANDBOX:
        raise SettingInvalid(name=name, value=value, expected=" | ".join(filter(None, _SANDBOX)))
    return value


def _origins(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    given = tuple(environ.get(_PREFIX + name, "").split())
    for part in given:
        if part != "*" and not _ORIGIN.fullmatch(part):
            raise SettingInvalid(name=_PREFIX + name, value=part, expected="http(s)://…")
    return given


def _networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(part, strict=False)) for part in text.split())
    except ValueError:
        raise SettingInvalid(name=_PREFIX + "PROXIES", value=text, expected="10.0.0.0/8") from None


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(_PREFIX + name)
    return Path(value).expanduser() if value else None


def _account(environ: Mapping[str, str]) -> tuple[str, str] | None:
    user = environ.get(_PREFIX + "ENGINE_USER")
    return (user, environ.get(_PREFIX + "ENGINE_PASSWORD", "")) if user else None


def _cache(environ: Mapping[str, str]) -> Path:
    """The user's cache folder (XDG Base Directory Specification)."""
    given = environ.get("XDG_CACHE_HOME")
    if given:
        return Path(given) / "mutugraph"
    home = environ.get("HOME")
    return (Path(home) if home else Path.cwd()) / ".cache" / "mutugraph"


def _positive(name: str, text: str, kind: type[int] | type[float]) -> int | float:
    try:
        value = kind(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise SettingInvalid(name=name, value=text, expected="> 0")
    return value
