"""A column is moved by keys, and rows are sorted by the menu, each one step of undo: on each engine."""

import pytest

from tests.browsers.page import ALT, CONTROL, LEFT
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import open_editor, put_caret, until_text
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

NOTE = "| Ville | Coût |\n| --- | --: |\n| Évry | 12 |\n| Amiens | 3 |\n\nFin."


@pytest.mark.whole
async def test_a_column_is_moved_and_rows_are_sorted(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await new_page()
    await open_editor(claire, link, "Claire")
    await put_caret(claire, "12")
    await claire.press(ALT, LEFT)
    await until_text(claire, "| Coût | Ville |\n| --: | --- |\n| 12 | Évry |\n| 3 | Amiens |\n\nFin.")
    await claire.press(CONTROL, "z")
    await until_text(claire, NOTE)
    await claire.click("[popovertarget=table-menu]")
    await claire.click("#table-menu [data-run='table:sort-up']")
    await until_text(claire, "| Ville | Coût |\n| --- | --: |\n| Amiens | 3 |\n| Évry | 12 |\n\nFin.")
    await claire.press(CONTROL, "z")
    await until_text(claire, NOTE)
