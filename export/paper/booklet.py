"""A5 pages as a booklet: two on each side of A4 sheets, in the order in which folded sheets are read.

The pages become form XObjects that keep their marked content; the tag tree points into them (ISO 32000-1,
14.7.4.2), so that a booklet is heard in the order of its text, and stays PDF/UA-1 and PDF/A-3a.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from export.paper.streams import pad_all, stream_of, written

_PAGES_A_SHEET = 4


class _Place(NamedTuple):
    """Where a page came to stand: its side, the matrix that moved it (ISO 32000-1, 8.3.4), what draws it."""

    side: Any
    matrix: tuple[float, ...]
    form: Any

    def moved(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f


def saddle(pages: int) -> list[tuple[int, int]]:
    """The pages at left and at right of each side, counted from 0; those from `pages` on are blank."""
    total = -(-pages // _PAGES_A_SHEET) * _PAGES_A_SHEET
    out = []
    for sheet in range(total // _PAGES_A_SHEET):
        first = 2 * sheet
        out += [(total - 1 - first, first), (first + 1, total - 2 - first)]
    return out


def impose(pdf: bytes) -> bytes:
    """The same file as sheets: printed on both sides, turned over on the short edge, folded and stapled."""
    with Pdf.open(io.BytesIO(pdf)) as file:
        pages = [page.obj for page in file.pages]
        width, height = sorted(_size(pages[0]))
        places: dict[tuple[int, int], _Place] = {}
        sides: list[Any] = []
        for pair in saddle(len(pages)):
            side = file.make_indirect(
                Dictionary(Type=Name.Page, MediaBox=Array([0, 0, round(width * 2, 2), round(height, 2)]))
            )
            sides.append(_side(file, side, pages, pair, width, places))
        _move_tags(file.Root.StructTreeRoot, places)
        for destination in _destinations(file):
            place = places[destination[0].objgen]
            destination[0] = place.side
            destination[2], destination[3] = place.moved(float(destination[2]), float(destination[3]))
        said = [page.label for page in file.pages]
        del file.pages[:]
        for side in sides:
            file.pages.append(pikepdf.Page(side))
        file.Root.PageLabels = _labels(said)
        file.Root.ViewerPreferences.Duplex = Name.DuplexFlipShortEdge
        pad_all(file)
        return written(
            file, [(file.Root, name) for name in ("/AF", "/MarkInfo", "/Names", "/ViewerPreferences")]
        )


def _side(
    file: Pdf,
    side: Any,
    pages: list[Any],
    pair: tuple[int, int],
    width: float,
    places: dict[tuple[int, int], _Place],
) -> Any:
    drawing, forms, annotations = "", Dictionary(), Array()
    for name, number, shift in zip(("/Left", "/Right"), pair, (0.0, width), strict=True):
        if number >= len(pages):
            continue
        page = pages[number]
        forms[name] = _form(file, page)
        across, up = _size(page)
        # A page on its side is turned, its head to the left.
        matrix = (0.0, 1.0, -1.0, 0.0, shift + up, 0.0) if across > up else (1.0, 0.0, 0.0, 1.0, shift, 0.0)
        drawing += f"q {' '.join(f'{value:.2f}' for value in matrix)} cm {name} Do Q\n"
        places[page.objgen] = place = _Place(side, matrix, forms[name])
        for annotation in page.get("/Annots", ()):
            _move(annotation, place)
            annotations.append(annotation)
    side.Contents = stream_of(file, drawing.encode())
    side.Resources = Dictionary(XObject=forms)
    if len(annotations):
        side.Annots = annotations
    side.Tabs = Name.S
    return side


def _form(file: Pdf, page: Any) -> Any:
    """The drawing of a page, as it is, under a name."""
    form = stream_of(file, page.Contents.read_bytes())
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox, form.Resources = page.MediaBox, page.Resources
    if "/StructParents" in page:
        form.StructParents = page.StructParents
    return form


def _move(thing: Any, place: _Place) -> None:
    for name in ("/Rect", "/QuadPoints", "/BBox"):
        if name in thing:
            sides = [float(side) for side in thing[name]]
            corners = [place.moved(x, y) for x, y in zip(sides[::2], sides[1::2], strict=True)]
            if name != "/QuadPoints":
                corners = [(min(axis), max(axis)) for axis in zip(*corners, strict=True)]
                corners = list(zip(*corners, strict=True))
            thing[name] = Array([round(side, 2) for corner in corners for side in corner])


def _labels(said: Sequence[str]) -> Any:
    """A side is called by its two pages: `8 – 1`."""
    numbers: list[Any] = []
    for side, pair in enumerate(saddle(len(said))):
        named = " – ".join(said[number] for number in pair if number < len(said))
        numbers += [side, Dictionary(P=String(named))]
    return Dictionary(Nums=Array(numbers))


def _size(page: Any) -> tuple[float, float]:
    left, foot, right, head = (float(side) for side in page.MediaBox)
    return right - left, head - foot


def _move_tags(root: Any, places: dict[tuple[int, int], _Place]) -> None:
    """Move references of tags from a page to the form that draws it."""
    waiting = [root.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Array):
            waiting.extend(node)
        elif isinstance(node, Dictionary):
            place = places.get(node.Pg.objgen) if "/Pg" in node else None
            if place:
                node.Pg = place.side
                if "/MCID" in node:
                    node.Stm = place.form
                if "/K" in node:
                    node.K = _inside(node.K, place)
                if "/BBox" in node.get("/A", ()):
                    _move(node.A, place)
            if "/K" in node:
                waiting.append(node.K)


def _inside(kids: Any, place: _Place) -> Any:
    if isinstance(kids, Array):
        return Array([_inside(kid, place) for kid in kids])
    if isinstance(kids, int):
        return Dictionary(Type=Name.MCR, Pg=place.side, Stm=place.form, MCID=kids)
    return kids


def _destinations(file: Pdf) -> Iterator[Any]:
    """Of names and bookmarks, all of the form [page /XYZ left top zoom]."""
    names = file.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    yield from list(names)[1::2]
    waiting = [file.Root.Outlines] if "/Outlines" in file.Root else []
    while waiting:
        item = waiting.pop()
        waiting += [item[name] for name in ("/First", "/Next") if name in item]
        if "/Dest" in item:
            yield item.Dest
