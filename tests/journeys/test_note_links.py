"""Links between notes: chosen by title behind `[[`, in a classeur and outside, pasted without their right."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.classeurs import Classeur, begun
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import PHONE
from tests.journeys.pasting import paste
from tests.journeys.site import Site
from tests.journeys.writer import Writer, violations

# Begins a note with this text, as the device of the page.
BEGIN = """markdown => fetch('/api/notes', {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ markdown }),
}).then(answer => { if (!answer.ok) throw new Error(`expected a note, got ${answer.status}`) })"""


def titles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Lier une note")


async def writing(site: Site, page: Page, markdown: str) -> tuple[Classeur, Writer, str]:
    """Somebody at a note of their classeur, which holds two others; the address of the first of these."""
    classeur = await begun(site, page)
    other = await classeur.note("# Économie d’énergie\n\nChiffres.")
    await classeur.note("# Loyers")
    note = await classeur.note(markdown)
    writer = Writer(page, "Claire")
    await writer.open(note)
    await page.keyboard.press("Control+End")
    await page.locator(".cm-content[aria-autocomplete=list]").wait_for()
    return classeur, writer, other.removeprefix(site.url)


async def test_two_brackets_list_titles_and_a_key_chooses(site: Site, open_page: OpenPage, axe: str) -> None:
    page = await open_page()
    classeur, claire, other = await writing(site, page, "# Bail\n\nVoir ")
    listed = titles(page)

    await claire.type("[[")
    await expect(listed.get_by_role("option")).to_have_text(["Économie d’énergie", "Loyers"])
    chosen = listed.get_by_role("option", name="Économie d’énergie", selected=True)
    await expect(page.locator(".cm-content")).to_have_attribute(
        "aria-activedescendant", await chosen.get_attribute("id") or ""
    )
    assert await violations(page, axe) == []
    await claire.type("loy")
    await expect(listed.get_by_role("option")).to_have_text(["Loyers"])
    for _ in "loy":
        await page.keyboard.press("Backspace")
    await claire.type("ener")
    await expect(listed.get_by_role("option")).to_have_text(["Économie d’énergie"])
    await page.keyboard.press("Enter")
    await expect(listed).to_be_hidden()
    await claire.type(".")
    await claire.sees_text(f"# Bail\n\nVoir [Économie d’énergie]({other}).")
    await expect(page.locator(".lp-link")).to_have_text("Économie d’énergie")

    await claire.type(" [[rien de tel")
    await expect(listed).to_contain_text("Aucune note de ce titre")
    await page.keyboard.press("Escape")
    await expect(listed).to_be_hidden()
    await page.keyboard.press("Enter")
    assert (await claire.text()).endswith(". [[rien de tel\n\n")

    await page.goto(f"{page.url.partition('?')[0]}?view=read")
    await page.get_by_role("link", name="Économie d’énergie").click()
    await expect(page).to_have_url(site.url + other)
    await page.get_by_role("link", name="Retour au classeur Programme").click()
    await expect(page).to_have_url(classeur.url)


@pytest.mark.whole
async def test_on_a_phone_the_block_is_chosen_by_a_finger(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    _, claire, other = await writing(site, page, "# Bail\n\nVoir ")
    await page.get_by_role("button", name="Insérer un bloc").tap()
    await page.get_by_role("button", name="Lier une note").tap()
    await titles(page).get_by_role("option", name="Économie").tap()
    await claire.sees_text(f"# Bail\n\nVoir [Économie d’énergie]({other})")


async def test_outside_a_classeur_the_notes_of_this_device_are_listed(
    site: Site, invite: Invite, axe: str
) -> None:
    claire = await invite((await site.new_note("# Bail\n\nVoir "))["edit"], "Claire")
    page, listed = claire.page, titles(claire.page)
    await page.locator(".cm-content[aria-autocomplete=list]").wait_for()
    await page.keyboard.press("Control+End")
    await claire.type("[[")
    await expect(listed).to_contain_text("Rangez d’abord cette note dans un classeur")
    await page.keyboard.press("Escape")
    for _ in "[[":
        await page.keyboard.press("Backspace")
    # In another tab, she reads a note of Karim's.
    theirs = (await site.new_note("# Économie d’énergie\n\nChiffres."))["read"]
    tab = await page.context.new_page()
    await tab.goto(theirs)
    await tab.get_by_text("Chiffres.").wait_for()
    await claire.type("[[")
    await expect(listed.get_by_role("option")).to_have_text(["Économie d’énergie"])
    await expect(listed).to_contain_text("Le lien ne donne pas accès à la note.")
    assert await violations(page, axe) == []
    await claire.type("logement")
    await expect(listed).to_contain_text("Aucune note de ce titre sur cet appareil")
    for _ in "logement":
        await page.keyboard.press("Backspace")
    await claire.type("ECO")
    await expect(listed.get_by_role("option")).to_have_text(["Économie d’énergie"])
    await page.keyboard.press("Enter")
    text = await claire.text()
    assert re.fullmatch(r"# Bail\n\nVoir \[Économie d’énergie\]\(/n/[\w-]{22}\)", text), text
    await page.goto(f"{page.url.partition('?')[0]}?view=read")
    await page.get_by_role("link", name="Économie d’énergie").click()
    await expect(page.get_by_role("heading", name="Économie d’énergie")).to_be_visible()


async def test_under_a_long_list_its_last_lines_stay_in_sight(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("# Bail\n\nVoir "))["edit"], "Claire")
    page, listed = claire.page, titles(claire.page)
    for number in range(21):
        await page.evaluate(BEGIN, f"# Fiche {number:02}")
    await page.locator(".cm-content[aria-autocomplete=list]").wait_for()
    await page.keyboard.press("Control+End")
    await claire.type("[[")
    for said in ("et 1 autre : précisez le titre", "Le lien ne donne pas accès à la note."):
        await expect(listed.get_by_text(said)).to_be_in_viewport(ratio=1)
    await page.keyboard.press("ArrowUp")
    last = listed.get_by_role("option", name="Fiche 19", selected=True)
    await expect(last).to_be_in_viewport(ratio=1)
    foot = await listed.locator(".foot").bounding_box()
    line = await last.bounding_box()
    assert foot is not None
    assert line is not None
    assert line["y"] + line["height"] <= foot["y"]


async def test_a_pasted_link_is_replaced_and_can_be_had_back(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    classeur, claire, other = await writing(site, page, "# Bail\n\nVoir ")
    link = await classeur.link("edit", to=site.url + other)

    await paste(page, text=link)
    await claire.sees_text(f"# Bail\n\nVoir [Économie d’énergie]({other})")
    told = page.get_by_role("status").filter(has_text="Le lien donnait le droit de modifier")
    await expect(told).to_be_visible()
    token = link.rpartition("/")[2]
    story = await page.request.get(f"{page.url.partition('?')[0]}/story")
    assert token not in await story.text()
    await told.get_by_role("button", name="Annuler").click()
    await claire.sees_text(f"# Bail\n\nVoir {link}")
    await expect(told).to_be_hidden()
    await page.keyboard.press("Control+End")
    await claire.type(" et")
    await claire.sees_text(f"# Bail\n\nVoir {link} et")


async def test_wherever_an_address_is_put_its_right_goes(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    classeur, claire, other = await writing(site, page, "# Bail\n\n")
    link = await classeur.link("read", to=site.url + other)
    binder = await classeur.link("comment")
    named = f"[Économie d’énergie]({other})"

    await claire.type(f"{link}?view=read ")
    await claire.sees_text(f"# Bail\n\n{named} ")
    await paste(
        page, html=f'<p>Voir <a href="{link}">les <b>chiffres</b></a>.</p>', text="Voir les chiffres."
    )
    await claire.sees_text(f"# Bail\n\n{named} Voir [les **chiffres**]({other}).")
    await claire.type("\n")
    await paste(page, text=f"<{link}> `{link}` [{link}]({link}#plan) {site.url}{other}")
    origin = site.url
    line = f"{named} `{origin}{other}` [Économie d’énergie]({other}#plan) {named}"
    await claire.sees_text(f"# Bail\n\n{named} Voir [les **chiffres**]({other}).\n\n{line}")
    await claire.type("\n")
    await paste(page, text=binder)
    await claire.sees_text(
        f"# Bail\n\n{named} Voir [les **chiffres**]({other}).\n\n{line}\n\n[Programme]({classeur.path})"
    )


async def test_what_this_device_may_not_know_stays_as_it_is(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    _, claire, _ = await writing(site, page, "# Bail\n\n")
    unknown = f"{site.url}/n/{'A' * 22} {site.url}/n/{'A' * 32}"
    async with page.expect_response(lambda answer: answer.url.endswith(f"/{'A' * 22}/own")):
        await paste(page, text=unknown)
    await claire.sees_text(f"# Bail\n\n{unknown}")
