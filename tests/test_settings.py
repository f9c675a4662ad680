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
