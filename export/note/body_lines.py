"""Where the lines of a printed body stood in its Markdown: the body has neither card nor title."""

from collections.abc import Sequence

from export.note.limits import clean


def body_lines(body: str, markdown: str) -> list[int] | None:
    """For each line of the body, the number of its line in the Markdown; None where it is not of this one.

    Lines were taken out before it and, where the title stood, in it; so they are found from the end.
    """
    lines, found = clean(markdown).split("\n"), []
    at = len(lines)
    for line in reversed(_to_last(clean(body).split("\n"))):
        at = next((before for before in range(at - 1, -1, -1) if lines[before] == line), -1)
        if at < 0:
            return None
        found.append(at)
    return found[::-1]


def _to_last(lines: Sequence[str]) -> Sequence[str]:
    """Without the empty lines behind the last that says something."""
    said = [number for number, line in enumerate(lines, 1) if line.strip()]
    return lines[: said[-1]] if said else ()
