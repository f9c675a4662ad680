"""Lines under construction: paragraphs end them, the cells of a row share one."""

from __future__ import annotations


class Lines:
    """What a walk through a document writes."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._open = False  # a row goes on: the next paragraph continues its line

    def write(self, text: str) -> None:
        """Adds characters to the line."""
        self._line.append(text)

    def end_paragraph(self) -> None:
        """Ends the line, even an empty one."""
        self._done.append("".join(self._line))
        self._line = []

    def next_cell(self) -> None:
        """Goes on after a tab on the line of the last paragraph, within a row."""
        last = self._done.pop() if self._done else ""
        self._line = [last, "\t", *self._line]

    def text(self) -> str:
        """Every line, ended by a line feed, without spaces at its end."""
        lines = (line.rstrip(" \u00a0") for line in [*self._done, "".join(self._line)])
        return "\n".join(lines).rstrip("\n") + "\n"
