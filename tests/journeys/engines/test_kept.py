"""A note that is kept on the device opens without a server, and loses nothing, on each engine."""

import pytest

from tests.browsers.page import ESCAPE
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import STATE, open_editor, put_caret, until_saved, until_text
from tests.journeys.offline import UNSENT
from tests.journeys.site import Site
from tests.journeys.wire import wire_to

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.mark.whole
async def test_what_is_typed_without_a_server_is_kept_over_a_reload_and_sent_later(
    site: Site, new_page: OpenPage
) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("# Train\n\nDébut.\n", port=wire.port))["edit"]
        page = await new_page()
        await open_editor(page, link, "Claire")
        await until_saved(page)
        await page.click("button", "Autres actions")
        await page.click("label, [role=switch]", "Garder sur cet appareil")
        await page.until("document.querySelector('#keep:checked:enabled')")
        await page.press(ESCAPE)

        wire.cut()
        await page.until(f"{STATE} === 'offline'")
        await put_caret(page, "Début")
        await page.type(" écrit dans un tunnel")
        await page.until(f"({UNSENT})().then(text => text.includes('Début écrit dans un tunnel.'))")
        await page.goto(f"{link}?view=edit")
        await until_text(page, "# Train\n\nDébut écrit dans un tunnel.\n")
        await put_caret(page, "tunnel")
        await page.type(", l’été")

        wire.mend()
        await until_saved(page)
        text = "# Train\n\nDébut écrit dans un tunnel, l’été.\n"
        await until_text(page, text)
        assert await site.markdown(link) == text
