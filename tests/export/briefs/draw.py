"""Draws the pictures of the briefs, with Pillow: python -m tests.export.briefs.draw.

They look like what they stand for, so that a printed page can be judged by eye.
"""

import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.export.briefs import FOLDER

_FACES = Path(__file__).parents[3] / "export" / "fonts"
# Drawn larger and made smaller: so edges are smooth.
_TIMES = 2
_QUALITY = 68

Drawing = tuple[Image.Image, ImageDraw.ImageDraw]


def _canvas(width: int, height: int, colour: str) -> Drawing:
    picture = Image.new("RGB", (width * _TIMES, height * _TIMES), colour)
    return picture, ImageDraw.Draw(picture)


def _at(*places: float) -> list[float]:
    return [place * _TIMES for place in places]


def _point(x: float, y: float) -> tuple[float, float]:
    return x * _TIMES, y * _TIMES


def _face(size: int, name: str = "SourceSans3-Semibold") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FACES / f"{name}.ttf"), size * _TIMES)


def _shaded(picture: Image.Image, top: str, foot: str, *, upto: float = 1.0) -> None:
    """From one colour to another, downwards."""
    high = int(picture.height * upto)
    mask = Image.linear_gradient("L").resize((picture.width, high))
    picture.paste(Image.new("RGB", (picture.width, high), top), (0, 0))
    picture.paste(Image.new("RGB", (picture.width, high), foot), (0, 0), mask)


def portrait() -> Image.Image:
    """A woman in front of a bookcase, upright: 3 to 4."""
    picture, draw = _canvas(540, 720, "#5b4a3c")
    chance = random.Random(3)
    for shelf in range(6):
        left = 0.0
        while left < 540:
            wide, high = chance.randint(14, 34), chance.randint(80, 112)
            colour = chance.choice(["#7c3b2e", "#2e4a5c", "#6b6a45", "#a38a5b", "#3d3a4a", "#8d8478"])
            foot = (shelf + 1) * 124
            draw.rectangle(_at(left, foot - high, left + wide - 2, foot), fill=colour)
            left += wide
        draw.rectangle(_at(0, (shelf + 1) * 124, 540, (shelf + 1) * 124 + 9), fill="#3b2d22")
    picture = picture.filter(ImageFilter.GaussianBlur(9))
    draw = ImageDraw.Draw(picture)
    draw.ellipse(_at(148, 108, 392, 470), fill="#3a2a22")
    draw.rounded_rectangle(_at(48, 520, 492, 900), 170 * _TIMES, fill="#24344d")
    draw.polygon(_at(208, 520, 332, 520, 270, 690), fill="#f2efe9")
    draw.rounded_rectangle(_at(224, 400, 316, 560), 40 * _TIMES, fill="#c98f74")
    draw.ellipse(_at(172, 150, 368, 448), fill="#dba689")
    draw.chord(_at(160, 118, 380, 380), 180, 340, fill="#3a2a22")
    for left in (214, 290):
        draw.ellipse(_at(left, 282, left + 36, 304), fill="#fbf7f2")
        draw.ellipse(_at(left + 10, 282, left + 30, 304), fill="#3b2a1e")
        draw.arc(_at(left - 6, 262, left + 42, 296), 200, 340, fill="#3a2a22", width=5 * _TIMES)
        draw.ellipse(_at(left - 10, 272, left + 46, 318), outline="#22201e", width=3 * _TIMES)
    draw.line(_at(256, 294, 284, 294), fill="#22201e", width=3 * _TIMES)
    draw.line(_at(270, 300, 262, 348, 278, 352), fill="#b67d62", width=4 * _TIMES)
    draw.chord(_at(236, 356, 304, 402), 10, 170, fill="#a8453f")
    return picture


def street() -> Image.Image:
    """A shopping street with half of its shutters down, across: 3 to 2."""
    picture, draw = _canvas(900, 600, "#cfd8e0")
    _shaded(picture, "#9db7cf", "#eef1f2", upto=0.7)
    chance = random.Random(7)
    walls = ["#d9c7a8", "#c9a98a", "#b9beb4", "#e2d7c3", "#c7b0a0", "#d8cfc2"]
    for number, left in enumerate(range(0, 900, 150)):
        top = 70 + chance.randint(0, 80)
        draw.rectangle(_at(left, top, left + 149, 470), fill=walls[number])
        draw.polygon(
            _at(left - 4, top, left + 154, top, left + 138, top - 34, left + 12, top - 34), fill="#6b4a40"
        )
        for row in range(2):
            for column in range(3):
                x, y = left + 16 + column * 45, top + 24 + row * 92
                draw.rectangle(_at(x, y, x + 28, y + 62), fill="#4e6474", outline="#f4f1ea", width=3 * _TIMES)
        is_shut = number % 2
        draw.rectangle(_at(left + 10, 356, left + 140, 470), fill="#8e9296" if is_shut else "#33434f")
        if is_shut:
            for y in range(362, 470, 9):
                draw.line(_at(left + 10, y, left + 140, y), fill="#74787c", width=2 * _TIMES)
        else:
            colour = chance.choice(["#a8322d", "#2d6a4f", "#1d3f72"])
            draw.polygon(_at(left + 4, 346, left + 146, 346, left + 152, 384, left - 2, 384), fill=colour)
    draw.polygon(_at(0, 470, 900, 470, 900, 600, 0, 600), fill="#8b8a86")
    draw.rectangle(_at(0, 470, 900, 496), fill="#bdb8ae")
    for left in range(20, 900, 130):
        draw.polygon(_at(left, 560, left + 60, 560, left + 52, 572, left - 8, 572), fill="#f3f0e6")
    for x in (214, 268, 640):
        draw.ellipse(_at(x - 9, 392, x + 9, 412), fill="#3b2d28")
        draw.rounded_rectangle(_at(x - 14, 412, x + 14, 468), 10 * _TIMES, fill="#2b3a52")
        draw.line(_at(x - 5, 466, x - 7, 502), fill="#22262c", width=8 * _TIMES)
        draw.line(_at(x + 5, 466, x + 8, 502), fill="#22262c", width=8 * _TIMES)
    return picture


def town_map() -> Image.Image:
    """A town with a river, four stops and a key, nearly square."""
    picture, draw = _canvas(800, 700, "#f3efe4")
    draw.polygon(_at(0, 0, 230, 0, 180, 130, 60, 190, 0, 240), fill="#cfe0c0")
    draw.line(
        _at(-20, 560, 160, 500, 330, 520, 470, 420, 640, 400, 830, 250),
        fill="#9cc4de",
        width=46 * _TIMES,
        joint="curve",
    )
    for places, wide in (
        ((0, 90, 800, 330), 14), ((250, 0, 330, 700), 14), ((600, 0, 520, 700), 14), ((0, 330, 800, 120), 8),
        ((80, 0, 160, 700), 8), ((430, 0, 450, 700), 8), ((0, 640, 800, 560), 8), ((720, 0, 690, 700), 8),
    ):  # fmt: skip
        draw.line(_at(*places), fill="#ffffff", width=wide * _TIMES)
    draw.line(_at(0, 400, 270, 300, 540, 200, 800, 40), fill="#55504a", width=5 * _TIMES)
    stops = ((265, 190), (446, 262), (545, 470), (160, 604))
    draw.line([place * _TIMES for stop in stops for place in stop], fill="#b3261e", width=6 * _TIMES)
    for number, (x, y) in enumerate(stops, 1):
        draw.ellipse(_at(x - 20, y - 20, x + 20, y + 20), fill="#b3261e", outline="#ffffff", width=3 * _TIMES)
        draw.text(_point(x, y), str(number), font=_face(24), fill="#ffffff", anchor="mm")
    draw.text(_point(40, 60), "Parc de la Motte", font=_face(18, "SourceSans3-It"), fill="#4d6b3a")
    draw.text(_point(640, 330), "la Vorne", font=_face(20, "SourceSans3-It"), fill="#2f678c", anchor="mm")
    draw.rectangle(_at(560, 20, 780, 206), fill="#fffdf9", outline="#55504a", width=2 * _TIMES)
    for row, words in enumerate(
        ("1  Atelier vélo", "2  Halle couverte", "3  Lycée Colbert", "4  Salle des fêtes")
    ):
        draw.text(_point(576, 32 + row * 32), words, font=_face(20, "SourceSans3-Regular"), fill="#1f1d1a")
    draw.line(_at(576, 180, 640, 180), fill="#1f1d1a", width=4 * _TIMES)
    draw.text(_point(652, 180), "500 m", font=_face(18, "SourceSans3-Regular"), fill="#1f1d1a", anchor="lm")
    draw.polygon(_at(40, 690, 54, 640, 68, 690), fill="#1f1d1a")
    draw.text(_point(54, 622), "N", font=_face(22), fill="#1f1d1a", anchor="mm")
    return picture


def panorama() -> Image.Image:
    """A valley with a dam, very wide: 5 to 1."""
    picture, draw = _canvas(1200, 240, "#dfe7ec")
    _shaded(picture, "#8fb0cc", "#f2e9d8")
    chance = random.Random(11)
    for base, rise, colour in ((110, 70, "#8fa2ad"), (150, 60, "#6d8a7a"), (185, 40, "#4e6e52")):
        ridge = [0.0, 240.0]
        for x in range(0, 1240, 40):
            ridge += [x, base - chance.random() * rise]
        draw.polygon(_at(*ridge, 1240, 240), fill=colour)
    draw.polygon(_at(420, 200, 1200, 190, 1200, 240, 420, 240), fill="#5f8fae")
    draw.polygon(_at(330, 132, 440, 132, 470, 240, 300, 240), fill="#c9c4ba")
    for x in range(342, 440, 16):
        draw.line(_at(x, 134, x + (x - 385) * 0.4, 240), fill="#aaa498", width=2 * _TIMES)
    for x in range(40, 290, 24):
        draw.rectangle(
            _at(x, 206 - x % 5, x + 14, 222), fill=chance.choice(["#e7dcc8", "#d5b9a0", "#efe9df"])
        )
        draw.polygon(_at(x - 2, 206 - x % 5, x + 16, 206 - x % 5, x + 7, 197 - x % 5), fill="#9a4b3a")
    return picture


def logo() -> Image.Image:
    """A mark of a movement, small and flat."""
    picture, draw = _canvas(240, 120, "#ffffff")
    draw.ellipse(_at(10, 14, 102, 106), fill="#1d4ed8")
    draw.polygon(_at(34, 76, 56, 32, 78, 76, 66, 76, 56, 56, 46, 76), fill="#ffffff")
    draw.text(_point(116, 60), "Cap\nVallée", font=_face(34, "SourceSans3-Bold"), fill="#1f1d1a", anchor="lm")
    return picture


def curve() -> Image.Image:
    """A chart as it comes out of somebody's spreadsheet."""
    picture, draw = _canvas(760, 430, "#ffffff")
    small = _face(17, "SourceSans3-Regular")
    draw.text(
        _point(380, 26), "Prix du mégawattheure, 2019–2027", font=_face(22), fill="#404040", anchor="mm"
    )
    for step in range(6):
        y = 360 - step * 58
        draw.line(_at(70, y, 740, y), fill="#d9d9d9", width=_TIMES)
        draw.text(_point(60, y), str(step * 60), font=small, fill="#595959", anchor="rm")
    lines = {
        "#4472c4": (41, 34, 109, 276, 97, 58, 61, 66, 64),
        "#ed7d31": (52, 49, 83, 148, 131, 96, 88, 84, 79),
    }
    for colour, values in lines.items():
        places = [place for at, value in enumerate(values) for place in (92 + at * 78, 360 - value * 58 / 60)]
        draw.line(_at(*places), fill=colour, width=5 * _TIMES, joint="curve")
    for at in range(9):
        draw.text(_point(92 + at * 78, 380), str(2019 + at), font=small, fill="#595959", anchor="mm")
    for left, words, colour in ((220, "Marché", "#4472c4"), (400, "Tarif réglementé", "#ed7d31")):
        draw.rectangle(_at(left, 404, left + 24, 412), fill=colour)
        draw.text(_point(left + 32, 408), words, font=small, fill="#595959", anchor="lm")
    return picture


def poster() -> Image.Image:
    """A poster on a wall, very tall: 1 to 2."""
    picture, draw = _canvas(360, 720, "#f6d94c")
    draw.rectangle(_at(0, 470, 360, 720), fill="#1d3f72")
    draw.ellipse(_at(70, 190, 290, 410), fill="#b3261e")
    draw.polygon(_at(120, 470, 180, 250, 240, 470), fill="#1d3f72")
    draw.text(
        _point(180, 100),
        "UN QUAI,\nUN TRAIN",
        font=_face(56, "SourceSans3-Bold"),
        fill="#1f1d1a",
        anchor="mm",
        align="center",
    )
    draw.text(_point(180, 560), "Réunion publique", font=_face(32), fill="#ffffff", anchor="mm")
    draw.text(
        _point(180, 620),
        "mardi 9 mars, 19 h 30\nsalle Jean-Moulin",
        font=_face(24, "SourceSans3-Regular"),
        fill="#ffffff",
        anchor="mm",
        align="center",
    )
    return picture


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "portrait.jpg": portrait,
    "rue.jpg": street,
    "plan.png": town_map,
    "vallee.jpg": panorama,
    "logo.png": logo,
    "prix.png": curve,
    "affiche.jpg": poster,
}


def main() -> None:
    for name, drawn in PICTURES.items():
        large = drawn()
        picture = large.resize((large.width // _TIMES, large.height // _TIMES), Image.Resampling.LANCZOS)
        if name.endswith(".jpg"):
            grain = Image.effect_noise(picture.size, 9).convert("RGB")
            Image.blend(picture, grain, 0.05).save(FOLDER / name, quality=_QUALITY, optimize=True)
        else:
            picture.quantize(48, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
