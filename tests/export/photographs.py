"""Photographs of printed pages, as a telephone takes them: askew, gray, shaded, blurred, with noise."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from export.note import raster

_DRAWN_DPI = 300
_MM_AN_INCH = 25.4
# As far as one holds a telephone, in widths of a sheet.
_DISTANCE = 1.9
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How one photograph is taken: dots an inch in its middle, degrees, and how dark its shadow is."""

    dpi: float
    across: float = 0.0
    along: float = 0.0
    turned: float = 0.0
    shadow: float = 0.0
    blur: float = 0.0
    noise: float = 0.0

    @property
    def tilt(self) -> float:
        """Degrees between the line of sight and the one that stands upright on the sheet."""
        upright = math.cos(math.radians(self.across)) * math.cos(math.radians(self.along))
        return math.degrees(math.acos(upright))


def shots(seed: int, most_degrees: float = 35.0) -> Shot:
    """One by chance, the same for the same seed."""
    by = random.Random(seed)
    return Shot(
        dpi=by.uniform(110, 300),
        across=by.uniform(-most_degrees, most_degrees),
        along=by.uniform(-most_degrees, most_degrees),
        turned=by.uniform(-12, 12),
        shadow=by.uniform(0, 0.6),
        blur=by.uniform(0, 0.7),
        noise=by.uniform(0, 12),
    )


def page(pdf: bytes, number: int, width_mm: float, dpi: float = _DRAWN_DPI) -> Image.Image:
    """A page as a good printer prints it, counted from 1, in gray."""
    width = round(width_mm / _MM_AN_INCH * dpi)
    return Image.open(BytesIO(raster.picture(pdf, number, width=width))).convert("L")


def photograph(printed: Image.Image, shot: Shot, seed: int = 0) -> Image.Image:
    """The whole sheet, seen by a camera in front of its middle."""
    scale = shot.dpi / _DRAWN_DPI
    corners = [_seen(x, y, printed.size, shot) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    left, top = (min(side) for side in zip(*corners, strict=True))
    right, bottom = (max(side) for side in zip(*corners, strict=True))
    edge = 20
    size = (round((right - left) * scale) + 2 * edge, round((bottom - top) * scale) + 2 * edge)
    there = [((x - left) * scale + edge, (y - top) * scale + edge) for x, y in corners]
    # Pillow samples points: what is taken from far away is made as coarse as its dots are before.
    width, height = (round(side * scale) for side in printed.size)
    coarse = printed.resize((width, height), Image.Resampling.BOX)
    whole = [(0, 0), (coarse.width, 0), coarse.size, (0, coarse.height)]
    taken = coarse.transform(
        size, Image.Transform.PERSPECTIVE, _between(there, whole), Image.Resampling.BICUBIC, fillcolor=120
    )
    return _as_taken(taken, shot, seed)


def read(photo: Image.Image) -> set[str]:
    """What a reader finds in it: of a coarse picture a larger one, then a smoother, then a sharper."""
    for larger in _tries(photo):
        if found := {code.text for code in zxingcpp.read_barcodes(larger, formats=_QR)}:
            return found
    return set()


def read_flat(printed: Image.Image) -> set[str]:
    """The same of a page that is no photograph, and may have no code."""
    return {code.text for code in zxingcpp.read_barcodes(printed, formats=_QR)}


def _tries(photo: Image.Image) -> Iterator[Image.Image]:
    yield photo
    yield _larger(photo, 2)
    coarse = _larger(photo, 3)
    yield coarse
    yield coarse.filter(ImageFilter.GaussianBlur(1.5))
    yield coarse.filter(ImageFilter.UnsharpMask(4, 250, 0))


def _larger(photo: Image.Image, times: int) -> Image.Image:
    return photo.resize((photo.width * times, photo.height * times), Image.Resampling.LANCZOS)


def _seen(x: float, y: float, size: tuple[int, int], shot: Shot) -> tuple[float, float]:
    """Where a point of the sheet comes to stand, in dots of the print."""
    width, height = size
    across, along, turned = (math.radians(angle) for angle in (shot.across, shot.along, shot.turned))
    u, v, w = (x - 0.5) * width, (y - 0.5) * height, 0.0
    u, v = u * math.cos(turned) - v * math.sin(turned), u * math.sin(turned) + v * math.cos(turned)
    u, w = u * math.cos(across), u * math.sin(across)
    v, w = v * math.cos(along) - w * math.sin(along), v * math.sin(along) + w * math.cos(along)
    near = _DISTANCE * width / (_DISTANCE * width + w)
    return u * near, v * near


def _between(seen: Sequence[tuple[float, float]], whole: Sequence[tuple[float, float]]) -> list[float]:
    """The eight coefficients by which Pillow finds, for each dot of the photograph, that of the print."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, whole, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss' elimination."""
    count = len(rows)
    for at in range(count):
        best = max(range(at, count), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(count):
            if other != at:
                by = rows[other][at]
                rows[other] = [value - by * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def _as_taken(taken: Image.Image, shot: Shot, seed: int) -> Image.Image:
    """Out of focus, paper that is not white, ink that is not black, a shadow from one side, noise."""
    taken = taken.filter(ImageFilter.GaussianBlur(shot.blur))
    taken = taken.point([round(35 + value * 190 / 255) for value in range(256)])
    dark = [round(255 - value * shot.shadow) for value in range(256)]
    shadow = Image.linear_gradient("L").point(dark)
    taken = ImageChops.multiply(taken, shadow.rotate(90 * (seed % 4)).resize(taken.size))
    if shot.noise:
        grains = Image.effect_noise(taken.size, shot.noise)
        taken = ImageChops.add(taken, grains, 1, -128)
    return taken
