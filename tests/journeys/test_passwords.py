"""A link with a password: its door, writing behind it at a desk and on a phone, another one meanwhile."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.sharing import choose, enter_password, share
from tests.journeys.site import Site
from tests.journeys.writer import Writer


async def test_two_write_behind_a_password_until_it_is_another_one(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    aide, desk, phone = await open_page(), await open_page(), await open_page(**PHONE)
    await share(aide, (await site.new_note("# Agenda\n"))["edit"])
    await aide.get_by_role("radio", name="Modifier").check()
    await aide.get_by_role("button", name="Proposer").click()
    password = await aide.locator("#link-password").input_value()
    assert re.fullmatch(r"[a-z]{4}-[a-z]{6}-\d{4}", password)
    await aide.get_by_role("button", name="Créer ce lien").click()
    await aide.get_by_text("Donnez le mot de passe par un autre canal").wait_for()
    link = f"{await aide.get_by_label('Adresse du lien').input_value()}?view=edit"

    await phone.goto(link)
    assert "Agenda" not in await phone.content()
    await enter_password(phone, "bolu-miretu")
    await expect(phone.get_by_role("alert")).to_contain_text("Ce n’est pas le bon mot de passe")
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    await enter_password(phone, password)
    await desk.goto(link)
    assert await flaws(desk, axe, *DESKS) == []
    await enter_password(desk, password)
    for page, name in ((desk, "Claire"), (phone, "Karim")):
        writer = Writer(page, name)
        await page.locator(".cm-content").wait_for()
        await page.locator(".cm-content").focus()
        await page.locator("#name input").fill(name)
        await page.keyboard.press("Enter")
        await page.locator("#name").wait_for(state="hidden")
        if page is phone:
            await writer.sees("# Agenda de Claire")
        await writer.put_caret("# Agenda", after=True)
        await writer.type(f" de {name}")
    for page in (desk, phone):
        await Writer(page, None).sees("# Agenda de Karim de Claire")

    listed = await choose(aide, "Avec mot de passe")
    await listed.get_by_role("button", name="Changer…").click()
    assert await flaws(aide, axe, *DESKS) == []
    await aide.locator("#new-password").fill("tona-pivelo-1906")
    await aide.get_by_role("button", name="Changer ce lien").click()
    for page in (desk, phone):
        await page.get_by_text("Ce lien demande maintenant un mot de passe").wait_for()
    await desk.reload()
    await enter_password(desk, "tona-pivelo-1906")
    await desk.locator(".cm-content").wait_for()
    await Writer(desk, None).sees("Agenda de")
