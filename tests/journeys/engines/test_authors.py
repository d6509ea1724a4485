"""Words that one deletes and puts back keep their author, on each engine."""

import pytest

from tests.browsers.page import CONTROL, DELETE, HOME, SHIFT
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import open_editor, put_caret, until_saved, until_text
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

# The words that are drawn in the colour of somebody, with their name.
BY = "[...document.querySelectorAll('#editor .by')].map(one => `${one.title}: ${one.textContent}`).join()"


@pytest.mark.whole
async def test_words_that_are_put_back_are_of_who_typed_them(site: Site, new_page: OpenPage) -> None:
    link = (await site.new_note("# Eau\n\nIci"))["edit"]
    ines, claire = await new_page(), await new_page()
    await open_editor(ines, link, "Inès")
    await open_editor(claire, link, "Claire")
    await put_caret(ines, "Ici")
    await ines.type(" un prix juste")
    text = "# Eau\n\nIci un prix juste"
    await until_saved(ines)
    await until_text(claire, text)
    await claire.click("button", "Couleurs")
    await claire.until(f"{BY} === 'Inès:  un prix juste'")

    await put_caret(claire, "juste")
    await claire.press(SHIFT, HOME)
    await claire.press(DELETE)
    await until_text(claire, "# Eau\n\n")
    await claire.press(CONTROL, "z")
    await until_text(claire, text)
    await claire.until(f"{BY} === 'Inès:  un prix juste'")
    await until_text(ines, text)

    # A letter of one's own among them is of who typed it.
    await put_caret(claire, "un prix")
    await claire.type("x")
    await claire.until(f"{BY} === 'Inès:  un prix,Claire: x,Inès:  juste'")
