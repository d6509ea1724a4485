"""One browser linked to another as a device of the same visitor."""

import re

from playwright.async_api import Page, expect


async def show_code(page: Page, url: str) -> str:
    """The address of a code that this browser shows."""
    await page.goto(f"{url}/devices")
    await page.get_by_role("button", name="Montrer un code").click()
    return await page.get_by_label("Adresse à ouvrir sur l’autre appareil").input_value()


async def digits(page: Page) -> str:
    """The four digits, as the heading says them to whoever hears it."""
    heading = page.get_by_role("heading", name="Les mêmes chiffres")
    await expect(heading).to_be_focused()
    return "".join(re.findall(r"\d", await heading.inner_text()))


async def link_devices(shows: Page, newcomer: Page) -> None:
    """Both confirm the digits that both show, who shows the code first."""
    await newcomer.get_by_role("button", name="Continuer").click()
    seen = {await digits(shows), await digits(newcomer)}
    assert len(seen) == 1
    assert len(seen.pop()) == 4
    for page in (shows, newcomer):
        await page.get_by_role("button", name="Les chiffres sont les mêmes").click()
    await expect(newcomer.get_by_role("heading", name="Cet appareil est relié")).to_be_visible()
    await expect(shows.get_by_role("heading", name="est relié")).to_be_visible()
