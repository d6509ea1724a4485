"""Cells of a line of a Markdown table, and the line breaks in them: the same as web/src/text/cells.ts."""

import re
from typing import Final

# The one tag that a note may hold, in a cell alone.
BREAK: Final = re.compile(r"<br ?/?>", re.IGNORECASE)
_PIPE: Final = re.compile(r"\\.|(\|)")


def cells(row: str) -> list[str]:
    """The sources of the cells, without the spaces beside the pipes."""
    pipes = [found.start() for found in _PIPE.finditer(row) if found[1]]
    if pipes and not row[: pipes[0]].strip():
        row = row[pipes[0] + 1 :]
        pipes = [pipe - pipes[0] - 1 for pipe in pipes[1:]]
    if not (pipes and not row[pipes[-1] + 1 :].strip()):
        pipes.append(len(row))
    begins = [0, *(pipe + 1 for pipe in pipes)]
    return [row[begin:end].strip() for begin, end in zip(begins, pipes, strict=False)]
