"""What people do most, in another engine: two write, the server dies, nothing is lost."""

from pathlib import Path

import pytest

from tests.journeys.firefox import CONTROL, END, ENTER, PROGRAM, Page, firefox
from tests.journeys.site import running
from tests.journeys.writer import VIEW

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="Firefox is not installed: apt-get install firefox-esr"),
]
STATE = "document.querySelector('#state').dataset.state"


async def test_two_people_write_in_firefox_while_the_server_dies(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as site, firefox(tmp_path / "profile") as browser:
        claire = await browser.new_page()
        await claire.goto(site.url)
        await claire.click(".hello .go button")
        await _say_name(claire, "Claire")
        await claire.type(f"# Gares{ENTER}Le plan{ENTER}{ENTER}[] tout lire{ENTER}{ENTER}Un mot")
        await claire.press(CONTROL, "b")
        await claire.until(f"{STATE} === 'saved'")
        text = "# Gares\nLe plan\n\n- [ ] tout lire\n\nUn **mot**"
        await claire.until(f"{VIEW}.state.doc.toString() === {text!r}")
        link = str(await claire.tell("location.href"))
        assert (await site.markdown(link)).endswith(text)

        karim = await browser.new_page()
        await karim.goto(f"{link}?view=edit")
        await _say_name(karim, "Karim")
        await karim.until(
            "document.querySelector('.cm-content [role=heading]').textContent.includes('Gares')"
        )
        await karim.press(CONTROL, END)
        await karim.type(" de Karim.")
        await claire.until(f"{VIEW}.state.doc.toString().endsWith('de Karim.')")
        await claire.until("document.querySelector('.cm-content input[type=checkbox]')")

        await site.kill()
        await karim.until(f"{STATE} === 'offline'")
        await karim.type(" Écrit sans réseau.")
        await site.start()
        await claire.until(f"{VIEW}.state.doc.toString().endsWith('Écrit sans réseau.')", within=60)
        await karim.until(f"{STATE} === 'saved'")

        assert (await site.markdown(link)).endswith(f"{text} de Karim. Écrit sans réseau.")
        # Of a page under its policy; a socket that closes is what the test did.
        assert [said for said in browser.complaints if "ws://" not in said] == []


async def _say_name(page: Page, name: str) -> None:
    await page.until("document.querySelector('.cm-content')")
    await page.to_front()
    await page.click(".cm-content")
    await page.until("document.querySelector('#name').open")
    await page.type(f"{name}{ENTER}")
    await page.until("!document.querySelector('#name').open && document.activeElement.matches('.cm-content')")
