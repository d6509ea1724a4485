"""Structure elements and their boxes, which WeasyPrint forgets."""

import os
from typing import Any

import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

import pydyf  # type: ignore[import-untyped]
from weasyprint import HTML
from weasyprint.pdf import tags

from export.patches.structure import box_of, keep_boxes

PAGE = "<html lang=en><title>t</title><p>call<span style='float: footnote'>note</span>"
BUILD = "_build_box_tree"


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    build = getattr(tags, BUILD)
    monkeypatch.setattr(tags, BUILD, getattr(build, "__wrapped__", build))


def elements() -> list[Any]:
    found: list[Any] = []

    def finish(_document: object, pdf: Any) -> None:
        found.extend(thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary) and "S" in thing)

    HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1", finisher=finish)
    return found


@pytest.mark.usefixtures("unpatched")
def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint writes a Note itself: then the tree is read anew."""
    made = elements()

    assert "/Note" not in {one["S"] for one in made}
    assert [box_of(one) for one in made] == [None] * len(made)


@pytest.mark.usefixtures("unpatched")
def test_elements_know_their_boxes() -> None:
    keep_boxes()

    boxes = [box_of(one) for one in elements()]
    assert {"span::footnote-call", "span", "p"} <= {
        box.element_tag for box in boxes if box and box.element is not None
    }


@pytest.mark.usefixtures("unpatched")
def test_a_version_that_was_not_read_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"weasyprint": ("0.",)})

    keep_boxes()

    assert not hasattr(getattr(tags, BUILD), "__wrapped__")
