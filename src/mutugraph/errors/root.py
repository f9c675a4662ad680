"""The root of the tree: a stable code and the facts of the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar


class MutugraphError(Exception):
    """What every error has: a stable `code`, and the `facts` that its sentence needs."""

    code: ClassVar[str] = "erreur"

    def __init_subclass__(cls, code: str) -> None:
        cls.code = code

    def __init__(self, **facts: object) -> None:
        self.facts: Mapping[str, object] = MappingProxyType(facts)
        shown = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code}({shown})")

    def __reduce__(self) -> tuple[object, ...]:
        """An error goes from one process to another as its class and its facts."""
        return _rebuilt, (type(self), dict(self.facts))


def _rebuilt(kind: type[MutugraphError], facts: Mapping[str, object]) -> MutugraphError:
    return kind(**facts)


def all_errors(root: type[MutugraphError] = MutugraphError) -> Iterator[type[MutugraphError]]:
    """The classes of the tree, root first: what the tests of completeness walk."""
    yield root
    for child in root.__subclasses__():
        yield from all_errors(child)
