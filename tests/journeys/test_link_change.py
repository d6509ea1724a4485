"""The right of a link is another one while people write by it: what each of their pages does."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.sharing import choose, share
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer


async def changes(aide: Page, named: str) -> None:
    """Open the form of a link of the list."""
    panel = await choose(aide, named)
    await panel.get_by_role("button", name="Changer…").click()


@pytest.mark.whole
async def test_who_wrote_by_a_link_becomes_a_reader_and_keeps_what_was_not_sent(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    aide, online, offline = await open_page(), await open_page(), await open_page(**PHONE)
    await share(aide, (await site.new_note("Début.\n"))["edit"])
    await aide.get_by_role("radio", name="Modifier").check()
    await aide.get_by_label("Pour qui ?").fill("WhatsApp santé")
    await aide.get_by_role("button", name="Créer ce lien").click()
    link = await aide.get_by_label("Adresse du lien").input_value()
    for page in (online, offline):
        writer = Writer(page, "Claire")
        await writer.open(f"{link}?view=edit")
        await writer.sees_state(SAVED)
    await offline.context.set_offline(True)
    karim = Writer(offline, None)
    await karim.put_caret("Début", after=True)
    await karim.type(" dans le train")

    await changes(aide, "WhatsApp santé")
    assert await flaws(aide, axe, *DESKS) == []
    form = aide.locator("form.change")
    await form.get_by_label("Ce lien permet de").select_option("Lire")
    await form.get_by_label("Pour qui ?").fill("Presse")
    await form.get_by_role("button", name="Changer ce lien").click()
    await aide.get_by_text("Le lien a été changé.").wait_for()
    await expect(aide.get_by_role("tabpanel", name="Presse")).to_contain_text(
        "lire et imprimer la note à jour, sans la modifier"
    )

    await online.get_by_text("Vos droits sur cette note ont changé.").wait_for()
    await expect(online.get_by_role("toolbar", name="Mise en forme")).to_be_hidden()
    await online.get_by_role("button", name="Recharger la page").click()
    await expect(online.locator(".cm-content")).to_have_count(0)
    await expect(online.locator("p", has_text="Début.")).to_be_visible()

    await offline.context.set_offline(False)
    await offline.get_by_text("Vous ne pouvez plus modifier cette note.").wait_for()
    assert await karim.text() == "Début dans le train.\n"
    await expect(offline.locator("#banner").get_by_role("button", name="Copier")).to_be_visible()
    assert await flaws(offline, axe, *PHONES) == []
    assert "train" not in await site.markdown(link)


async def test_who_commented_is_told_that_they_may_write(site: Site, open_page: OpenPage) -> None:
    aide, reader = await open_page(), await open_page(**PHONE)
    await share(aide, (await site.new_note("Début.\n"))["edit"])
    await aide.get_by_role("radio", name="Commenter").check()
    await aide.get_by_role("button", name="Créer ce lien").click()
    await reader.goto(f"{await aide.get_by_label('Adresse du lien').input_value()}?view=edit")
    await reader.locator(".cm-content").wait_for()

    await changes(aide, "Lien pour commenter")
    await aide.locator("form.change").get_by_label("Ce lien permet de").select_option("Modifier")
    await aide.get_by_role("button", name="Changer ce lien").click()

    await reader.get_by_text("Vos droits sur cette note ont changé.").wait_for()
    await reader.get_by_role("button", name="Recharger la page").click()
    await expect(reader.get_by_role("toolbar", name="Mise en forme")).to_be_visible()
