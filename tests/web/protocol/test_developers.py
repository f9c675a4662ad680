"""The examples of `/developpeurs` are run as they are copied, against a real server."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from urllib.request import urlopen

import pytest

from web.protocol.conftest import Server

_CODE = re.compile(r'<code data-langage="([\w-]+)">(.*?)</code>', re.DOTALL)
_ADDRESS = re.compile(r"http://127[.]0[.]0[.]1:\d+/[^\"'\s]*")
Examples = dict[str, list[str]]


@pytest.fixture(scope="module")
def examples(server: Server) -> Examples:
    """The examples by language, as a reader copies them."""
    with urlopen(f"{server.url}/developpeurs", timeout=10) as sent:
        page = sent.read().decode()
    found: Examples = {}
    for language, code in _CODE.findall(page):
        found.setdefault(language, []).append(html.unescape(code))
    return found


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _curl(code: str) -> list[str]:
    return ["sh", "-c", code]


def _node(code: str) -> list[str]:
    return ["node", "--input-type=module", "--eval", code]


@pytest.mark.parametrize(
    ("language", "program", "run"),
    [("python", sys.executable, _python), ("curl", "curl", _curl), ("javascript", "node", _node)],
)
def test_each_example_runs_and_says_something(
    examples: Examples, language: str, program: str, run: Callable[[str], list[str]]
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"needs {program}")
    for code in examples[language]:
        done = subprocess.run(run(code), capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, (code, done.stderr)
        assert len(done.stdout.splitlines()) >= 1, code


def test_each_address_of_an_example_answers(examples: Examples) -> None:
    """What no program of the tests runs (R, LibreOffice, Excel) takes what is there."""
    addresses = {a for codes in examples.values() for code in codes for a in _ADDRESS.findall(code)}
    assert {"r", "libreoffice", "power-query", "pandas", "duckdb"} <= set(examples)
    for address in addresses:
        if address.endswith(("/sparql", "query=")):
            continue  # the examples that are run ask them
        with urlopen(address, timeout=20) as sent:
            assert sent.read(10), address
