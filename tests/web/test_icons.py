"""The icons of the home screen: their sizes, what is opaque, and that no shape cuts what is drawn."""

import json
from math import dist
from pathlib import Path

import pytest
from PIL import Image

PUBLIC = Path(__file__).parents[2] / "web" / "public"
KRAFT = (0xB9, 0x8A, 0x55)
SAFE = 0.4


def drawn(name: str) -> Image.Image:
    with Image.open(PUBLIC / f"{name}.png") as file:
        assert file.format == "PNG"
        return file.copy()


@pytest.mark.parametrize(("name", "side"), [("app-192", 192), ("app-512", 512)])
def test_an_icon_is_a_folder_on_round_cardboard(name: str, side: int) -> None:
    icon = drawn(name)

    assert icon.size == (side, side)
    assert icon.getpixel((0, 0)) == (0, 0, 0, 0)
    assert icon.getpixel((side // 2, side // 20)) == (*KRAFT, 255)


@pytest.mark.parametrize(("name", "side"), [("app-maskable-512", 512), ("apple-touch-icon", 180)])
def test_an_icon_that_is_cut_to_a_shape_fills_its_square_and_keeps_to_its_middle(
    name: str, side: int
) -> None:
    icon = drawn(name)

    assert (icon.mode, icon.size) == ("RGB", (side, side))
    spots = [(x, y) for x in range(side) for y in range(side) if icon.getpixel((x, y)) != KRAFT]
    assert len(spots) > side * side / 20
    middle = (side / 2, side / 2)
    assert max(dist(spot, middle) for spot in spots) < side * SAFE


def test_the_manifest_of_the_home_page_names_icons_that_are_there() -> None:
    manifest = json.loads((PUBLIC / "site.webmanifest").read_text("utf-8"))

    assert manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        path = PUBLIC / Path(icon["src"]).name
        assert path.is_file()
        if path.suffix == ".png":
            assert "x".join(map(str, drawn(path.stem).size)) == icon["sizes"]
