"""The editor warns of as many columns as paper refuses."""

import re
from pathlib import Path

from export.note.limits import SIZES

ROOT = Path(__file__).parents[2]


def test_the_editor_and_paper_take_the_same_columns() -> None:
    script = (ROOT / "web" / "src" / "table" / "wide.ts").read_text("utf-8")
    assert re.findall(r"MOST_COLUMNS = (\d+)", script) == [str(SIZES.columns)]
