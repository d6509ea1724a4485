"""A browser that blocks cookies, and with them all storage, writes and reads as any other."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browsers import firefox
from tests.browsers.page import Browser
from tests.journeys.engines.conftest import ARE_REQUIRED, pages_of
from tests.journeys.engines.editor import put_caret, say_name, until_saved, until_text
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
NOTE = "# Réforme des gares\n\nLe prix est libre.\n"
REFUSED = "(() => { try { return !localStorage } catch { return true } })()"


@pytest_asyncio.fixture(loop_scope="session")
async def strict(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """The engine that can be told so from outside; of a disk that is full tells `test_first_minute.py`."""
    if firefox.missing() and not ARE_REQUIRED:
        pytest.skip("firefox is not installed")
    async with firefox.started(tmp_path_factory.mktemp("strict"), refuses_storage=True) as browser:
        yield browser


@pytest.mark.whole
async def test_everything_works_where_cookies_are_blocked(site: Site, strict: Browser) -> None:
    links = await site.new_note(NOTE)
    async with pages_of(strict) as new_page:
        page = await new_page()
        await page.goto(site.url)
        assert await page.evaluate(REFUSED)
        await page.sees("p", "Ce navigateur refuse les cookies")

        # A new note: typed at once, saved, and its address is said to be the only way back.
        await page.click("form[action='/notes'] button", "Écrire une note")
        await page.until("document.querySelector('.cm-content')")
        await page.sees("#toast", "gardez l’adresse de cette page")
        await say_name(page, "Claire")
        await page.type("Le quai est trop court.")
        await until_text(page, "# Le quai est trop court.")
        await until_saved(page)
        await page.click("button", "Autres actions")
        await page.until("document.querySelector('#keep').disabled")

        # A note by its link, its comments, and what a browser would remember of it.
        await page.goto(f"{links['edit']}?view=edit")
        await say_name(page, "Claire")
        await put_caret(page, "libre")
        await page.type(" ici")
        await until_text(page, NOTE.replace("libre", "libre ici"))
        await until_saved(page)
        await page.click("button", "Commentaires")
        await page.sees("#comments h2", "Commentaires")
        await page.click("button", "Couleurs")
        await page.until("!document.querySelector('#authors').hidden")

        await page.goto(links["read"])
        await page.click("#sizes button:last-of-type")
        await page.until("document.documentElement.dataset.size === '2'")
        await page.goto(f"{links['read']}/print")
        await page.until("document.querySelector('.pg:not(.stale) img')?.naturalWidth > 0")
        await page.goto(f"{links['edit']}/history")
        await page.sees("button", "Nommer")

        await page.goto(site.url)
        await page.click("form[action='/folders'] button", "Nouvelle pochette")
        await page.until("location.pathname.startsWith('/p/')")
        await page.sees("button", "Ajouter une note")
