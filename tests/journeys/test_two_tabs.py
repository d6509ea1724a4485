"""Somebody with a note open in two tabs is one person."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site


async def test_ones_other_tab_is_no_third_face(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Eau\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    other = await claire.page.context.new_page()
    await other.goto(f"{link}?view=edit")
    for page in (claire.page, other):
        faces = page.get_by_role("group", name="2 personnes présentes").get_by_role("button")
        await expect(faces).to_contain_text(["Claire (vous)", "Aller au curseur de Karim"])
    await expect(karim.page.get_by_role("button", name="Aller au curseur de Claire")).to_have_count(1)
