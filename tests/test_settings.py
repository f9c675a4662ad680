from pathlib import Path

import pytest

from mutugraph.errors import SettingInvalid
from mutugraph.settings import Limits, Settings

ENDPOINT = "http://127.0.0.1:7878/query"


def test_nothing_given_leaves_the_promised_limits() -> None:
    assert Settings.read({}).limits == Limits(65536, 64, 500, 40, 10.0, 100_000, 64 * 1024 * 1024)


def test_an_option_wins_over_the_environment() -> None:
    environ = {"MUTUGRAPH_WORKSPACE": "from-environment", "MUTUGRAPH_ENGINE": ENDPOINT}
    read = Settings.read(environ, workspace=Path("from-option"))
    assert (read.workspace, read.engine) == (Path("from-option"), ENDPOINT)


def test_a_limit_is_changed_by_the_environment() -> None:
    assert Settings.read({"MUTUGRAPH_DEADLINE_S": "2.5"}).limits.deadline_s == 2.5


@pytest.mark.parametrize("value", ["", "ten", "0", "-1", "nan"])
def test_a_limit_that_is_no_positive_number_is_refused(value: str) -> None:
    with pytest.raises(SettingInvalid):
        Settings.read({"MUTUGRAPH_QUERY_BYTES": value})


@pytest.mark.parametrize("address", ["e", "127.0.0.1:7878", "http:", "file:///etc/passwd"])
def test_an_engine_that_has_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(SettingInvalid):
        Settings.read({}, engine=address)


def test_an_account_in_the_address_of_the_engine_is_taken_out_of_it() -> None:
    found = Settings.read({"MUTUGRAPH_ENGINE": "http://me:s%40cret@127.0.0.1:1/sparql?a=1"})
    assert found.engine == "http://127.0.0.1:1/sparql?a=1"
    assert found.account == ("me", "s@cret")
    assert "cret" not in repr(found)
    named = {"MUTUGRAPH_ENGINE_USER": "other", "MUTUGRAPH_ENGINE_PASSWORD": "x"}
    assert Settings.read(named, engine="http://me:y@host/").account == ("other", "x")


def test_an_address_that_is_refused_is_shown_without_its_account() -> None:
    with pytest.raises(SettingInvalid) as caught:
        Settings.read({}, engine="ftp://me:secret@host/")
    assert "secret" not in str(caught.value.facts)
