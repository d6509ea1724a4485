"""The layers of the style sheets: whichever sheet of a page comes first, they have one order."""

import json
import re
from datetime import UTC
from pathlib import Path

import pytest

from server.clock import TeamClock
from server.http.templates import Pages

STATIC = Path(__file__).parents[2] / "server" / "static"
ORDER = ("reset", "tokens", "base", "controls", "app", "print", "shown")
PAGES = sorted(path.stem for path in (STATIC.parents[1] / "web" / "src" / "pages").glob("*.ts"))


@pytest.mark.skipif(not (STATIC / "manifest.json").exists(), reason="the front end is not built")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_layers_in_their_order(page: str) -> None:
    if f"src/pages/{page}.ts" not in json.loads((STATIC / "manifest.json").read_text("utf-8")):
        pytest.skip("a part of another page")
    styles = Pages(STATIC, TeamClock(UTC)).bundle(page).styles

    named = re.findall(
        r"@layer ([\w, ]+)",
        "".join((STATIC / style.removeprefix("/static/")).read_text("utf-8") for style in styles),
    )
    met = list(dict.fromkeys(name.strip() for names in named for name in names.split(",")))
    assert met == [name for name in ORDER if name in met]
