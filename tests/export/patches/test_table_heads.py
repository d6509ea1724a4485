"""A row of a head that is for the pages that follow, in the smallest table that goes on."""

import os
from collections.abc import Iterator

import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

from weasyprint import HTML
from weasyprint.layout import block

from export.patches.boxes import page_boxes
from export.patches.table_heads import AGAIN, is_applied, keep_for_following

LINE = 20
PAGE = f"""<style>
@page {{ size: 200px 80px; margin: 0 }}
body {{ margin: 0 }}
table {{ border-collapse: collapse; font: 10px/{LINE}px Source Code Pro }}
td, th {{ padding: 0; border: 0 }}
</style><table><thead><tr class="{AGAIN}"><td>again</td></tr><tr><th>head</th></tr></thead>
<tbody><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></tbody></table>"""


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    lay = block.table_layout
    monkeypatch.setattr(block, "table_layout", getattr(lay, "__wrapped__", lay))
    yield
    monkeypatch.setattr(block, "table_layout", lay)


def pages() -> list[dict[str, float]]:
    """The words of each page, with where they stand."""
    return [
        {box.text: box.position_y for box in page.descendants() if getattr(box, "text", "").strip()}
        for page in page_boxes(HTML(string=PAGE).render())
    ]


@pytest.mark.usefixtures("unpatched")
def test_the_patch_is_still_needed() -> None:
    """Fails when WeasyPrint knows the first page of a table from the others: then the patch goes."""
    assert "again" in pages()[0]


@pytest.mark.usefixtures("unpatched")
def test_the_row_takes_room_on_the_pages_that_follow_alone() -> None:
    keep_for_following()

    first, second = pages()
    assert is_applied()
    assert list(first) == ["head", "a", "b", "c"]
    assert list(second) == ["again", "head", "d"]
    assert second["head"] - second["again"] == LINE
    assert first["head"] == second["again"]


@pytest.mark.usefixtures("unpatched")
def test_a_version_that_was_not_read_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"weasyprint": ("0.",)})

    keep_for_following()

    assert not is_applied()
