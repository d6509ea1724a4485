"""The change bars in the margins of a PDF."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

_COLOUR = [0.114, 0.247, 0.447]


def change_bars(pdf: bytes) -> list[int]:
    """How many rectangles stand in the margin of each page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [sum(_bars(pikepdf.parse_content_stream(page))) for page in file.pages]


def _bars(drawing: Sequence[Any]) -> Iterator[int]:
    """One for each rectangle in an artifact of the layout that has their colour."""
    is_ours = False
    for line in drawing:
        match str(line.operator):
            case "BDC" | "EMC":
                is_ours = False
            case "rg":
                is_ours = [float(part) for part in line.operands] == _COLOUR
            case "re" if is_ours:
                yield 1
