"""The `#+` YAML header of a `.rq` file (grlc's syntax): questions and rules have one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutugraph.errors import HeaderInvalid
from mutugraph.text_files import read_text

MARK = "#+"


@dataclass(frozen=True, slots=True)
class Headed:
    """A `.rq` file: its header as values, and its whole text, valid SPARQL as it stands."""

    path: str
    header: dict[str, object]
    text: str

    def required(self, key: str, kind: type) -> object:
        """A value of the header that must be there, of its kind. Raises `HeaderInvalid`."""
        value = self.header.get(key)
        if not isinstance(value, kind):
            raise HeaderInvalid(path=self.path, line=self.line(key), detail=key)
        return value

    def line(self, key: str) -> int:
        """The line of a key of the header, from 1; the first line when it is absent."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.startswith(f"{MARK} {key}:"):
                return number
        return 1


def read_headed(path: Path, name: str) -> Headed:
    """Reads a `.rq` file and its header; `name` is how messages call it.

    Raises `HeaderInvalid` where the header is missing or is no YAML mapping, and as `read_query`.
    """
    text = read_query(path, name)
    return Headed(name, _mapping(text, name), text)


def read_query(path: Path, name: str) -> str:
    """The text of a `.rq` file alone. Raises what `read_text` raises."""
    return read_text(path, name)


def _mapping(text: str, name: str) -> dict[str, object]:
    import yaml  # noqa: PLC0415 - not needed by a command that reads no query

    kept = [
        line[2:].removeprefix(" ") if line.startswith(MARK) else "" for line in text.splitlines()
    ]
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        header = yaml.load("\n".join(kept), Loader=loader)  # noqa: S506 - both loaders are the safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise HeaderInvalid(path=name, line=mark.line + 1 if mark else 1, detail="YAML") from error
    if not isinstance(header, dict):
        raise HeaderInvalid(path=name, line=1, detail=MARK)
    return header
