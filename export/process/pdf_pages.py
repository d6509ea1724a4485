"""What a printed file looks like: its pages, their shapes, and what begins on each; asked of a child."""

import json
from dataclasses import dataclass

from export.folder.serialize import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page: millimetres, and the headings that stand on it."""

    width: float
    height: float
    headings: tuple[str, ...] = ()


def sheets_job(pdf: bytes) -> bytes:
    """Look at a PDF; the answer is read by `sheets`."""
    return joined({"job": "sheets"}, [pdf])


def sheets(answer: bytes) -> tuple[Sheet, ...]:
    return tuple(Sheet(**{**one, "headings": tuple(one["headings"])}) for one in json.loads(answer))
