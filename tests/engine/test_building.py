from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mutugraph.engine.answers import Boolean
from mutugraph.engine.building import (
    ensure_store,
    held_engine,
    latest_store,
    open_engine,
    store_place,
)
from mutugraph.errors import (
    StoreBuildFailed,
    StoreDiskFull,
    StorePlaceMissing,
    TurtlePrefixUndeclared,
    UpdateRefused,
)
from mutugraph.reference.stated import stated_quads
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Tiny = Callable[..., Workspace]
DATA = {"data/ttl/a.ttl": "<urn:a> <urn:p> 1 ."}
OTHER = {"data/ttl/a.ttl": "<urn:a> <urn:p> 2 ."}


def test_a_store_whose_files_did_not_change_is_reused(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny(DATA)
    assert ensure_store(workspace, settings).fresh
    again = ensure_store(Workspace(workspace.root), settings)
    assert (again.fresh, again.revision) == (False, workspace.revision)


def test_a_changed_file_makes_a_new_store(tiny: Tiny, settings: Settings) -> None:
    first = ensure_store(tiny(DATA), settings)
    second = ensure_store(tiny(OTHER), settings)
    assert second.fresh
    assert first.folder.is_dir()
    engine = second.open(tiny(OTHER), settings)
    assert engine.query("ASK { GRAPH ?g { <urn:a> <urn:p> 2 } }") == Boolean(True)


def test_what_is_held_is_the_store_whether_it_is_there_or_not(
    tiny: Tiny, settings: Settings
) -> None:
    workspace = tiny(DATA)
    stated = stated_quads(workspace)
    made = held_engine(stated, workspace, settings)
    assert latest_store(workspace, settings) is None
    opened = open_engine(workspace, settings)
    known = held_engine(stated, workspace, settings)
    assert "<urn:p>" in opened.signatures()
    assert made.signatures() == known.signatures() == opened.signatures()


def test_an_engine_held_in_memory_joins_values_in_one_order_with_a_store_there_or_not(
    tiny: Tiny, settings: Settings
) -> None:
    values = ", ".join(f'"{number}"' for number in range(40))
    workspace = tiny({"data/ttl/a.ttl": f"<urn:a> <urn:p> {values} ."})
    stated = stated_quads(workspace)

    def joined() -> object:
        engine = held_engine(stated, workspace, settings)
        return engine.query("SELECT (GROUP_CONCAT(?v) AS ?all) { <urn:a> <urn:p> ?v }")

    before = joined()
    ensure_store(workspace, settings)
    assert joined() == before


def test_a_store_of_an_older_version_is_rebuilt(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny(DATA)
    about = ensure_store(workspace, settings).folder / "store.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"schema": 0}))
    assert ensure_store(workspace, settings).fresh
    assert not ensure_store(workspace, settings).fresh


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"schema": 1}'])
def test_a_store_whose_description_is_damaged_is_rebuilt(
    tiny: Tiny, settings: Settings, damage: str
) -> None:
    workspace = tiny(DATA)
    (ensure_store(workspace, settings).folder / "store.json").write_text(damage)
    assert ensure_store(workspace, settings).fresh


def test_a_store_whose_database_is_gone_is_rebuilt(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny(DATA)
    shutil.rmtree(ensure_store(workspace, settings).folder / "db")
    assert ensure_store(workspace, settings).fresh


def test_a_broken_file_stops_the_build_and_leaves_the_previous_store(
    tiny: Tiny, settings: Settings
) -> None:
    previous = ensure_store(tiny(DATA), settings)
    broken = tiny({"data/ttl/a.ttl": "x:a x:b 1 ."})
    with pytest.raises(TurtlePrefixUndeclared) as caught:
        ensure_store(broken, settings)
    assert caught.value.facts["path"] == "data/ttl/a.ttl"
    latest = latest_store(broken, settings)
    assert latest is not None
    assert latest.folder == previous.folder
    assert _leftovers(previous.folder.parent) == []


def test_a_disk_that_fills_stops_the_build_and_leaves_the_previous_store(
    tiny: Tiny, settings: Settings
) -> None:
    previous = ensure_store(tiny(DATA), settings)
    changed = tiny(OTHER)
    assert changed.revision
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StoreDiskFull):
            ensure_store(changed, settings)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    latest = latest_store(changed, settings)
    assert latest is not None
    assert latest.folder == previous.folder
    assert _leftovers(previous.folder.parent) == []
    assert ensure_store(changed, settings).fresh


def test_threads_that_ask_together_build_once(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny(DATA)
    with ThreadPoolExecutor(8) as pool:
        built = list(pool.map(lambda _: ensure_store(workspace, settings), range(8)))
    assert sum(store.fresh for store in built) == 1


def test_processes_that_ask_together_build_once(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny(DATA)
    code = (
        "import sys; from pathlib import Path; from mutugraph.engine.building import ensure_store;"
        "from mutugraph.settings import Settings; from mutugraph.workspace import Workspace;"
        "print(ensure_store(Workspace(Path(sys.argv[1])), Settings.read({})).fresh)"
    )
    command = [sys.executable, "-c", code, str(workspace.root)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert sorted(process.communicate()[0].strip() for process in running) == ["False"] * 3 + [
        "True"
    ]


def test_only_the_last_few_stores_are_kept(tiny: Tiny, settings: Settings) -> None:
    for number in range(6):
        built = ensure_store(tiny({"queries/a.rq": str(number)} | DATA), settings)
    assert len(list(built.folder.parent.glob("*/store.json"))) == 3


def test_a_store_that_a_process_has_open_is_kept(tiny: Tiny, settings: Settings) -> None:
    first = tiny({"queries/a.rq": "first"} | DATA)
    served = ensure_store(first, settings)
    code = (
        "import sys; from pathlib import Path; from mutugraph.engine.building import ensure_store;"
        "from mutugraph.settings import Settings; from mutugraph.workspace import Workspace;"
        "space, given = Workspace(Path(sys.argv[1])), Settings.read({}, store=Path(sys.argv[2]));"
        "engine = ensure_store(space, given).open(space, given); print('open', flush=True);"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(first.root), str(served.folder.parent)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout
        assert server.stdout.readline() == "open\n"
        for number in range(5):
            ensure_store(tiny({"queries/a.rq": str(number)} | DATA), settings)
        assert served.folder.is_dir()
        server.communicate()
    ensure_store(tiny({"queries/a.rq": "last"} | DATA), settings)
    assert not served.folder.exists()


def test_the_store_goes_to_the_setting_then_the_workspace_then_the_cache(
    tiny: Tiny, settings: Settings, tmp_path: Path
) -> None:
    workspace = tiny(DATA)
    given = replace(settings, store=tmp_path / "given")
    assert store_place(workspace, given) == tmp_path / "given"
    assert store_place(workspace, settings) == workspace.root / ".mutugraph"
    shutil.rmtree(workspace.root / ".mutugraph")
    (workspace.root / ".mutugraph").write_text("a file in its place")
    assert store_place(workspace, settings).parent == settings.cache


def test_a_packaged_workspace_is_never_written_to(tiny: Tiny, settings: Settings) -> None:
    packaged = Workspace(tiny(DATA).root, packaged=True)
    assert store_place(packaged, settings).parent == settings.cache


def test_no_place_to_write_is_said(tiny: Tiny, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorePlaceMissing):
        store_place(tiny(DATA), replace(settings, store=tmp_path / "file" / "store"))


def test_an_engine_cannot_write(tiny: Tiny, settings: Settings) -> None:
    engine = open_engine(tiny(DATA), settings)
    with pytest.raises(UpdateRefused):
        engine.query("INSERT DATA { <urn:a> <urn:b> 1 }")


def test_a_failure_to_build_is_one_kind_of_error() -> None:
    assert issubclass(StoreDiskFull, StoreBuildFailed)


def _leftovers(place: Path) -> list[Path]:
    return [*place.glob(".building-*"), *place.glob(".old-*")]
