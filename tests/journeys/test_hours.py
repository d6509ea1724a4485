"""For how long a device keeps what it takes along: said for a new link, changed, and without a script."""

from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, flaws
from tests.journeys.managing import made_here
from tests.journeys.sharing import choose, share
from tests.journeys.site import Site


async def test_who_shares_says_for_how_long_and_changes_it(site: Site, open_page: OpenPage, axe: str) -> None:
    aide = await open_page()
    link = await made_here(aide, site)
    await share(aide, link)
    await aide.get_by_role("radio", name="Imprimer").check()
    await expect(aide.get_by_label("Lecture hors connexion")).to_have_count(0)
    await aide.get_by_role("radio", name="Lire").check()
    await expect(aide.get_by_label("Lecture hors connexion")).to_have_value("24")
    await aide.get_by_label("Lecture hors connexion").select_option("3 jours")
    await aide.get_by_label("Pour qui ?").fill("Presse")
    await aide.get_by_role("button", name="Créer ce lien").click()
    made = await aide.get_by_label("Adresse du lien").input_value()
    assert made != link

    panel = await choose(aide, "Presse")
    await panel.get_by_role("button", name="Changer…").click()
    form = aide.locator("form.change")
    await expect(form.get_by_label("Lecture hors connexion")).to_have_value("72")
    assert await flaws(aide, axe, *DESKS) == []
    await form.get_by_label("Lecture hors connexion").select_option("non")
    await form.get_by_role("button", name="Changer ce lien").click()
    await aide.get_by_text("Le lien a été changé.").wait_for()

    plain = await aide.context.new_page()
    await plain.route("**/*.js", lambda route: route.abort())
    await plain.goto(f"{link}/manage")
    row = plain.locator(".list li").filter(has_text="Presse")
    await expect(row.get_by_label("Lecture hors connexion")).to_have_value("0")
    await row.get_by_label("Lecture hors connexion").select_option("14 jours")
    await row.get_by_role("button", name="Changer").click()
    await plain.get_by_text("Le lien a été changé.").wait_for()
    await expect(row.get_by_label("Lecture hors connexion")).to_have_value("336")
    assert await flaws(plain, axe, *DESKS) == []
