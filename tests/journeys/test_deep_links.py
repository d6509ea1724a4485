"""A link to a heading or a comment leads there, in the editor and in the reader, whatever else changed."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.commenting import aside, comment
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import PHONE
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer

NOTE = (
    "# Trains\n"
    + "\nUne ligne.\n" * 60
    + "\n## L’état du *réseau*\n"
    + "\nUne ligne.\n" * 60
    + "\n## Coûts\n\nLe prix du sillon.\n"
    + "\nUne ligne.\n" * 60
    + "\n## Coûts\n\nEncore.\n"
    + "\nUne ligne.\n" * 60
)


async def clipboard(page: Page) -> str:
    text: str = await page.evaluate("navigator.clipboard.readText()")
    return text


async def test_a_link_to_a_heading_leads_there_after_other_words_have_changed(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await claire.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    outline = claire.page.get_by_role("navigation", name="Plan de la note")
    await outline.get_by_role("link", name="L’état du réseau").hover()
    await outline.get_by_role("button", name="Copier le lien vers « L’état du réseau »").click()
    await expect(claire.page.locator("#toast")).to_contain_text("Lien copié")
    copied = await clipboard(claire.page)
    assert copied == f"{link}#s-l-%C3%A9tat-du-r%C3%A9seau"
    await claire.put_caret("Encore")
    await claire.page.get_by_role("button", name="Autres actions").click()
    await claire.page.get_by_role("button", name="Copier le lien vers ce titre").click()
    await expect(claire.page.locator("#toast")).to_be_visible()
    second = await clipboard(claire.page)
    assert second == f"{link}#s-co%C3%BBts-2"
    await claire.put_caret("Trains")
    await claire.type("Les ")
    await claire.sees_state(SAVED)

    karim = Writer(await open_page(), None)
    await karim.page.goto(copied)
    marked = karim.page.locator(".cm-line.lp-target")
    await expect(marked).to_have_text("L’état du réseau")
    await expect(marked).to_be_in_viewport()
    await karim.page.goto(second)
    await expect(marked).to_have_text("Coûts")
    await expect(karim.page.locator(".cm-line", has_text="Encore.")).to_be_in_viewport()

    phone = await open_page(**PHONE)
    await phone.goto(copied.replace("#", "?view=read#"))
    heading = phone.get_by_role("heading", name="L’état du réseau")
    await expect(heading).to_be_in_viewport()
    assert await heading.evaluate("heading => heading.matches(':target')")
    assert (
        await heading.evaluate("heading => getComputedStyle(heading).backgroundColor") != "rgba(0, 0, 0, 0)"
    )


@pytest.mark.whole
async def test_a_link_to_a_comment_opens_it(site: Site, invite: Invite, open_page: OpenPage) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await claire.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await comment(claire, "prix du sillon", "De quelle année ?")
    await aside(claire.page).get_by_role("button", name="Copier le lien vers ce commentaire").click()
    await expect(claire.page.locator("#toast")).to_contain_text("Lien copié")
    copied = await clipboard(claire.page)
    assert copied == f"{link}#c-1"

    for options, view in (({}, ""), (PHONE, "?view=read")):
        page = await open_page(**options)
        await page.goto(copied.replace("#", f"{view}#"))
        await expect(page.locator("#comment-1[aria-current=true]")).to_be_in_viewport()
        await expect(page.locator(".said.on")).to_have_text("prix du sillon")
