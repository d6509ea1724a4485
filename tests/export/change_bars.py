"""The change bars in the margins of a PDF."""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf


def change_bars(pdf: bytes) -> list[int]:
    """How many rectangles stand in the margin of each page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            sum(str(line.operator) == "re" for line in drawing[start:])
            for drawing in map(pikepdf.parse_content_stream, file.pages)
            for start in [_start_of_last_artifact(drawing)]
        ]


def _start_of_last_artifact(drawing: Sequence[Any]) -> int:
    """Where the last thing drawn begins, when it is an artifact of the layout."""
    starts = [
        index
        for index, line in enumerate(drawing)
        if str(line.operator) == "BDC" and str(line.operands[0]) == "/Artifact"
    ]
    return starts[-1] if starts else len(drawing)
