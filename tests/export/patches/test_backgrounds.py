"""A background follows its box when that becomes smaller after layout."""

from typing import Any

from weasyprint import HTML

from export.patches.backgrounds import lay_out_background
from export.patches.boxes import page_boxes


def shrunk() -> tuple[Any, Any]:
    """A page, and a box with a background on it whose height was halved after layout."""
    (page,) = page_boxes(HTML(string="<div style='background: red; height: 100px'>").render())
    (box,) = [box for box in page.descendants() if box.element_tag == "div"]
    box.height = 50
    return page, box


def painted_height(box: Any) -> float:
    return float(box.background.layers[-1].painting_area[3])


def test_a_background_is_fitted_to_its_box() -> None:
    page, box = shrunk()
    lay_out_background(page, box)
    assert painted_height(box) == 50


def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint fits a background by itself: then this function goes."""
    _, box = shrunk()
    assert painted_height(box) == 100
