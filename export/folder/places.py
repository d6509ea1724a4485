"""Pages of the named places of a printed note, read from the destinations of its PDF."""

import io
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Pdf


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on page `page` of a note, counted from 0; `up` points from the foot."""

    page: int
    up: float


def spots(pdf: bytes) -> dict[str, Spot]:
    """By their names."""
    with Pdf.open(io.BytesIO(pdf)) as file:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        names = file.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
        pairs = [(str(names[at]), _place(names[at + 1])) for at in range(0, len(names), 2)]
        return {name: Spot(pages[at[0].objgen], float(at[3])) for name, at in pairs}


def _place(found: Any) -> Any:
    return found.D if isinstance(found, Dictionary) else found
