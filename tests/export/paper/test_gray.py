"""Nothing on paper differs by hue alone: what we draw never does, and drawings that do are told."""

import io
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops

from export.note import raster
from export.note.brief import Brief
from export.note.formats import Format
from export.paper.gray import loses_colours
from export.process.worker import Worker
from tests.images import columns

Print = Callable[..., bytes]
# Red and blue of one gray.
ALIKE = ("#d62728", "#1f77b4")
APART = ("#1f77b4", "#ff7f0e")
KINDS = ("retenir", "langage", "vigilance", "riposte", "contexte")
# Of 255, and pixels of a page that is 1,116 wide.
SEEN, A_WORD = 48, 150


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_colours_that_are_one_gray_are_found(form: str) -> None:
    assert loses_colours(columns(*ALIKE, form=form))
    assert loses_colours(columns(*APART, "#5f5f5f", "#b02020", form=form)), "two of four"


@pytest.mark.parametrize(
    "colours", [APART, (ALIKE[0],), ("#1d3f72", "#3b5f96"), ("#555555", "#aaaaaa"), ("#ffff66",)]
)
def test_colours_of_other_grays_and_grays_alone_are_none(colours: tuple[str, ...]) -> None:
    assert not loses_colours(columns(*colours))


def test_what_is_no_picture_or_has_no_flat_colours_is_left_alone() -> None:
    noise = Image.effect_noise((300, 200), 90)
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(out, "PNG")

    assert not loses_colours(out.getvalue())
    assert not loses_colours(b"no picture")
    sound = columns(*ALIKE)
    broken = bytearray(sound)
    broken[sound.index(b"IDAT") + 8] ^= 0xFF
    for damaged in (sound[: len(sound) // 2], bytes(broken), sound.replace(b"IDAT", b"IDAX")):
        assert not loses_colours(damaged)


def test_a_print_tells_its_drawings_by_page_and_description(
    worker: Worker, brief: Callable[..., Brief]
) -> None:
    pictures = {
        "a" * 8: columns(*ALIKE),
        "b" * 8: columns(*APART),
        "c" * 8: columns(*ALIKE, form="JPEG"),
    }
    one, other, photo = (f"image/{name}" for name in pictures)
    shown = (f"![Une gare]({photo})", f"![Loyers]({other})", "\\newpage", f"![Débits]({one})", f"![]({one})")

    told, _, _ = worker.located_pdf(replace(brief("\n\n".join(("# Eau", *shown))), images=pictures))

    assert [tuple(found) for found in told.confused] == [(2, "Débits"), (2, "")]


def shown(pdf: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raster.picture(pdf, 1, width=1116))).convert("L")


def differing(one: bytes, other: bytes) -> int:
    """How many pixels of the first page are another gray."""
    return sum(ImageChops.difference(shown(one), shown(other)).histogram()[SEEN:])


def test_this_comparison_sees_no_hue(worker: Worker, brief: Callable[..., Brief]) -> None:
    name = "a" * 8
    one, other = (
        worker.pdf(replace(brief(f"# Eau\n\n![Un](image/{name})"), images={name: columns(colour)}))
        for colour in ALIKE
    )

    assert differing(one, other) == 0


def test_in_gray_a_plan_is_hatched_and_a_mark_has_a_line(print_note: Print) -> None:
    chart = "# Eau\n\n```graphique Gares\nun;20\n2026 ({});20\ntrois;20\n```"
    plan, fact = (print_note(chart.format(word)) for word in ("objectif", "objectié"))

    assert differing(plan, fact) > 1000
    assert differing(print_note("# Eau\n\nUn mot."), print_note("# Eau\n\nUn ==mot==.")) > A_WORD


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
def test_in_gray_boxes_of_two_kinds_differ_under_one_title_too(
    shape: Format, worker: Worker, brief: Callable[..., Brief]
) -> None:
    boxes = {
        kind: worker.pdf(replace(brief(f"# Eau\n\n::: {kind} Le même titre\nDes mots.\n:::"), format=shape))
        for kind in KINDS
    }

    for one, other in combinations(KINDS, 2):
        assert differing(boxes[one], boxes[other]) > A_WORD, (one, other)
