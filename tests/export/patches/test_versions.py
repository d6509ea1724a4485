"""The patches were read against what is installed here."""

import re
from pathlib import Path

import pytest

from export.patches import READ_AGAINST, is_read, left_out

ROOT = Path(__file__).parents[3]


def test_each_patch_was_read_against_what_is_installed() -> None:
    assert left_out() == []


def test_a_version_that_was_not_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {**READ_AGAINST, "pydyf": ("0.1.",)})

    assert not is_read("pydyf")
    assert [re.sub(r"[\d.]+$", "N", name) for name in left_out()] == ["pydyf N"]


@pytest.mark.parametrize(
    "patch",
    [
        "weasyprint-boxes",
        "weasyprint-cut-footnotes",
        "weasyprint-footnotes",
        "weasyprint-leaders",
        "weasyprint-lines",
        "weasyprint-structure",
        "weasyprint-table-heads",
        "weasyprint-whole-floats",
        "pydyf-streams",
        "cpython-frames",
    ],
)
def test_each_patch_has_a_text_for_its_authors(patch: str) -> None:
    text = (ROOT / "docs" / "upstream" / f"{patch}.md").read_text("utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Problem",
        "Reproduction",
        "Proposed change",
        "Figures",
    ]
