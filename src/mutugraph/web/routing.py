"""The addresses of a part of the site, each with what answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Answering = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]
Answered = TypeVar("Answered", bound=Answering)


class Routes(list[Route]):
    """Routes in the order in which they are tried.

    What is no coroutine runs in a thread. `HEAD` is not theirs: the edge asks `GET` for it.
    """

    def add(self, path: str, answer: Answering, *, name: str = "", method: str = "GET") -> None:
        """Has an address, which may hold `{name}` or `{name:path}`, answered by a function."""
        route = Route(path, answer, methods=[method], name=name or None)
        route.methods = {method}
        self.append(route)

    def get(self, path: str) -> Callable[[Answered], Answered]:
        """Has the function that follows answer `GET` at an address."""
        return self._answering(path, "GET")

    def post(self, path: str) -> Callable[[Answered], Answered]:
        """Has the function that follows answer `POST` at an address."""
        return self._answering(path, "POST")

    def _answering(self, path: str, method: str) -> Callable[[Answered], Answered]:
        def noted(answer: Answered) -> Answered:
            self.add(path, answer, method=method)
            return answer

        return noted
