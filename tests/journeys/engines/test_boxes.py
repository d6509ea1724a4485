"""A box is put around what is selected, turned by a press on its label, and taken off: on each engine."""

import pytest

from tests.browsers.page import BACKSPACE, CONTROL, ENTER, TAB, UP
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import IS_IN_TEXT, open_editor, put_caret, select, until_text
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

BARE = "# Eau\n\navant\n\nUn chiffre.\n\n- deux\n\naprès"
BOXED = "# Eau\n\navant\n\n::: retenir\nUn chiffre.\n\n- deux\n:::\n\naprès"


@pytest.mark.whole
async def test_a_box_is_wrapped_turned_and_taken_off(own_site: Site, new_page: OpenPage) -> None:
    link = (await own_site.new_note(BARE))["edit"]
    claire = await new_page()
    await open_editor(claire, link, "Claire")
    await select(claire, "chiffre.\n\n- deux")
    await claire.click("#insert")
    await claire.click("#insert-menu [data-run='box:retenir']")
    await until_text(claire, BOXED)

    await claire.click(".lp-turn")
    await claire.sees(".menu.boxes", "Retirer l’encadré")
    await claire.click(".menu.boxes [role=menuitemradio]", "Contexte")
    await until_text(claire, BOXED.replace("retenir", "contexte"))
    assert await claire.evaluate(IS_IN_TEXT)

    await put_caret(claire, "::: contexte\n")
    await claire.press(UP)
    await claire.press(TAB)
    await claire.until("document.activeElement.matches('.menu.boxes [aria-checked=true]')")
    await claire.press(UP)
    await claire.press(ENTER)
    await until_text(claire, BOXED.replace("retenir", "riposte"))

    await put_caret(claire, "::: riposte\n")
    await claire.press(BACKSPACE)
    await until_text(claire, BARE)
    await claire.press(CONTROL, "z")
    await until_text(claire, BOXED.replace("retenir", "riposte"))
