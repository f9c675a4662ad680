"""The contract of `/openapi.json`, tried by a fuzzer: what it says is what comes.

Every operation is called with data that its description allows, then with data that it does not.
The first answers as described, the second is refused, and nothing is a 500.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
import schemathesis.openapi
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import (
    APIOperation,
    BaseSchema,
    Case,
    GenerationMode,
    Response,
    SerializationContext,
)
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from mutugraph.questions.catalogue import Catalogue
from web.protocol.conftest import Client

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
MADE_ONCE = "/catalogue.{syntaxe}"  # takes seconds, and has tests of its own
A_QUESTION = "/questions/"
Operation = APIOperation[Any, Any, Any, Any]
Call = Case[Any]


@schemathesis.serializer("application/sparql-query")
def _as_it_is(_: SerializationContext, value: object) -> bytes:
    """A query is its own body."""
    return str(value).encode()


@pytest.fixture(scope="module")
def api(client: Client) -> BaseSchema:
    """The description, as a tool reads it."""
    found: BaseSchema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    return found


def _operations(api: BaseSchema) -> Iterator[Operation]:
    for found in api.get_all_operations():
        assert isinstance(found, Ok), found
        if found.ok().path != MADE_ONCE:
            yield found.ok()


def _try(operation: Operation, client: Client, mode: GenerationMode, examples: int) -> list[int]:
    """Calls an operation; the statuses that came."""
    statuses: list[int] = []

    @settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Call) -> None:
        answer = _answer(case, client)
        statuses.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    tried()
    return statuses


def _answer(case: Call, client: Client) -> Response:
    """Sent by httpx: the sessions of `requests` need a urllib3 that other tools replace."""
    sent = case.as_transport_kwargs()
    sent = {name: value for name, value in sent.items() if value is not None and name != "cookies"}
    if not isinstance(sent.get("data", {}), dict):
        sent["content"] = sent.pop("data")
    return Response.from_any(client.request(sent.pop("method"), sent.pop("url"), **sent))


def test_the_description_is_valid_and_has_every_question(
    api: BaseSchema, catalogue: Catalogue
) -> None:
    api.validate()
    paths = {operation.path for operation in _operations(api)}
    assert {f"/questions/{id}.json" for id in catalogue.questions} <= paths


def test_each_question_answers_as_it_is_described(api: BaseSchema, client: Client) -> None:
    for operation in _operations(api):
        if operation.path.startswith(A_QUESTION):
            _try(operation, client, GenerationMode.POSITIVE, 1)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_call_of_the_rest_is_a_server_error(
    api: BaseSchema, client: Client, mode: GenerationMode
) -> None:
    statuses: list[int] = []
    for operation in _operations(api):
        if not operation.path.startswith(A_QUESTION):
            with suppress(Unsatisfiable):  # it takes nothing that could be wrong
                statuses += _try(operation, client, mode, 3)
    assert mode is GenerationMode.POSITIVE or any(status >= 400 for status in statuses)


def test_the_examples_of_the_description_are_answered(api: BaseSchema, client: Client) -> None:
    """What a reader copies from the description works."""
    for operation in _operations(api):
        for strategy in operation.get_strategies_from_examples():
            _answered(strategy, client)


def _answered(strategy: SearchStrategy[Call], client: Client) -> None:
    @settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def tried(case: Call) -> None:
        answer = _answer(case, client)
        assert answer.status_code == 200, (case.as_curl_command(), answer.text)

    tried()
