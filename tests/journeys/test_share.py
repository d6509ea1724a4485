"""The share dialog: which right, which link, and every way to pass it on."""

import re
from urllib.parse import unquote

import pytest
from playwright.async_api import Page, expect

from tests.journeys.commenting import link_to_comment
from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.sharing import SHARES, choose, own_note, share
from tests.journeys.site import Site

NO_CLIPBOARD = "delete Navigator.prototype.clipboard; Document.prototype.execCommand = () => false"


async def test_the_chosen_right_is_the_one_of_every_way(site: Site, open_page: OpenPage) -> None:
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    links = await own_note(page, site)
    await share(page, links["edit"])
    await expect(page.get_by_role("radio", name="Lire")).to_be_checked()
    await expect(page.get_by_text("sans la modifier")).to_be_visible()
    assert await given(page) == {links["read"]}

    await page.get_by_role("radio", name="Modifier").check()
    await expect(page.get_by_text("peut lire et modifier tout le texte")).to_be_visible()
    assert await given(page) == {links["edit"]}
    await page.get_by_role("button", name="Copier", exact=True).click()
    await expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == links["edit"]

    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_code_on_the_screen_is_drawn_for_that_link(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await share(page, (await own_note(page, site))["edit"])
    code = page.get_by_role("img", name="Code QR de ce lien")
    await page.wait_for_function("() => document.querySelector('.qr').naturalWidth > 0")
    read = await code.get_attribute("src")
    await page.get_by_role("radio", name="Modifier").check()
    assert await code.get_attribute("src") != read


async def test_without_a_clipboard_the_address_is_selected(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.add_init_script(NO_CLIPBOARD)
    links = await own_note(page, site)
    await share(page, links["edit"])
    await page.get_by_role("button", name="Copier", exact=True).click()

    await expect(page.get_by_role("status").filter(has_text="Copie impossible")).to_be_visible()
    assert await page.evaluate("getSelection().toString()") == links["read"]


async def test_the_sheet_of_the_system_gets_a_sentence_and_the_link(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    await page.add_init_script(f"({SHARES})()")
    links = await own_note(page, site)
    await share(page, links["edit"])
    await page.get_by_role("tab", name="Nouveau lien").click()
    await page.get_by_role("button", name="Autre…").click()
    assert await page.evaluate("window.shared") == [
        {"text": "Note «\u202fAgenda\u202f»", "url": links["read"]}
    ]


async def test_a_reader_of_the_editor_page_hands_on_only_reading(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    links = await site.new_note("# Agenda\n")
    await page.goto(links["read"])
    await expect(page.get_by_role("radio", name="Modifier")).to_have_count(0)
    assert links["edit"] not in await page.content()


@pytest.mark.whole
async def test_anyone_can_share(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = await open_page(**PHONE), await open_page()
    link = (await site.new_note("# Agenda\n"))["edit"]
    await phone.add_init_script(f"({SHARES})()")
    for page in (phone, desk):
        await share(page, link)

    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []


async def test_a_link_of_ones_own_is_made_listed_and_closed_while_somebody_reads(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    aide, reader = await open_page(), await open_page()
    link = (await site.new_note("# Agenda\n"))["edit"]
    await share(aide, link)
    await aide.get_by_role("radio", name="Modifier").check()
    await aide.get_by_label("Pour qui ?").fill("WhatsApp santé")
    await aide.get_by_label("Expire").select_option(index=2)
    await aide.get_by_role("button", name="Créer ce lien").click()
    made = await aide.get_by_label("Adresse du lien").input_value()
    assert made != link
    assert made.startswith(f"http://127.0.0.1:{site.port}/n/")
    assert await flaws(aide, axe, *DESKS) == []

    await reader.goto(f"{made}?view=edit")
    await reader.locator(".cm-content").wait_for()
    listed = await choose(aide, "WhatsApp santé")
    await listed.get_by_role("button", name="Fermer ce lien").click()
    await listed.get_by_role("group", name="Fermer ce lien").get_by_role("button", name="Fermer").click()
    await aide.get_by_text("1 lien déjà fermé ou expiré").wait_for()
    await reader.get_by_text("Votre accès à cette note a été retiré.").wait_for()


@pytest.mark.whole
async def test_a_link_to_print_opens_once_on_a_phone_without_a_script(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    aide, phone = await open_page(), await open_page(**PHONE, java_script_enabled=False)
    await share(aide, (await site.new_note("# Retraites\n\nUn mot.\n"))["edit"])
    await aide.get_by_role("radio", name="Imprimer").check()
    await aide.get_by_label("Destinataire").fill("L. Benali")
    await aide.get_by_label("Ouvertures").select_option("1")
    await aide.get_by_label("Page de garde").check()
    await aide.get_by_label("Marge à droite pour écrire").uncheck()
    await aide.get_by_label("Adresses des liens").check()
    await aide.get_by_label("Nombre de pages").select_option("2 pages")
    await aide.get_by_role("button", name="Créer ce lien").click()
    made = await aide.get_by_label("Adresse du lien").input_value()
    listed = await choose(aide, "L. Benali")
    await expect(listed).to_contain_text(
        "Page de garde · Sans marge pour écrire · Adresses des liens · En 2 pages"
    )

    await phone.goto(made)
    assert "Retraites" not in await phone.content()
    await phone.get_by_text("Ce lien peut servir encore 1 fois.").wait_for()
    async with phone.expect_response(re.compile(r"/copy/.*\.pdf$")) as printed:
        await phone.get_by_role("button", name="Ouvrir le document").click(no_wait_after=True)
    assert (await (await printed.value).all_headers())["content-type"] == "application/pdf"

    await aide.goto(made)
    await aide.get_by_role("heading", name="Ce lien a déjà servi").wait_for()
    assert await flaws(aide, axe, *DESKS) == []


async def test_a_message_names_the_note_and_a_classified_one_never(site: Site, open_page: OpenPage) -> None:
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    links = await own_note(page, site)
    await share(page, links["edit"])
    await page.get_by_role("button", name="Signal").click()
    await page.get_by_text("Message copié : collez-le dans Signal.").wait_for()
    said = (
        (await page.evaluate("navigator.clipboard.readText()")).replace("\u202f", " ").replace("\u00a0", " ")
    )
    assert said == f"Note « Agenda » : {links['read']}"
    mail = await page.get_by_role("link", name="Courriel").get_attribute("href")
    assert mail is not None
    assert "subject=Une%20note%20sur%20Pochette&body=Note" in mail
    await page.keyboard.press("Escape")

    # Classified by somebody else while the page is open.
    card = {"classification": "Diffusion restreinte"}
    assert (await page.request.put(f"{links['edit']}/card", data=card)).ok
    await share(page, links["edit"])
    ways = " ".join(await page.locator(".via a").evaluate_all("ways => ways.map(way => way.href)"))
    assert "Agenda" not in unquote(ways)
    await page.get_by_role("button", name="Mattermost").click()
    await page.get_by_text("collez-le dans Mattermost").wait_for()
    assert "Agenda" not in await page.evaluate("navigator.clipboard.readText()")


async def test_the_code_fills_the_screen_white_and_escape_closes_it_alone(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(color_scheme="dark")
    await share(page, (await own_note(page, site))["edit"])
    await page.get_by_role("button", name="Agrandir le code QR").click()
    full = page.get_by_role("dialog", name="Code QR de ce lien")
    box = await full.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    assert await full.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    shown = await full.get_by_role("img").bounding_box()
    assert shown is not None
    assert shown["height"] > 550
    await page.keyboard.press("Escape")
    await expect(full).to_have_count(0)
    await expect(page.get_by_role("dialog", name="Partager cette note")).to_be_visible()


async def test_the_page_of_the_print_offers_a_link_to_print(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    links = await site.new_note("# Agenda\n")
    await page.goto(f"{links['edit']}/print")
    await page.get_by_role("button", name="Partager").click()
    await expect(page.get_by_role("radio", name="Imprimer")).to_be_checked()
    await page.get_by_role("button", name="Créer ce lien").click()
    assert await page.get_by_label("Adresse du lien").input_value() not in links.values()
    await page.goto(f"{links['read']}/print")
    await expect(page.get_by_role("button", name="Partager")).to_have_count(0)


@pytest.mark.whole
async def test_who_is_there_now_stands_under_each_link(site: Site, open_page: OpenPage) -> None:
    claire, karim = await open_page(), await open_page()
    await claire.goto(site.url)
    await claire.locator("form[action='/notes'] button:visible").first.click()
    await claire.locator(".cm-content").wait_for()
    await karim.goto(claire.url)
    await karim.locator(".cm-content").wait_for()
    await karim.request.put(f"{site.url}/api/visitor", data={"name": "Karim"})
    await karim.reload()
    await claire.get_by_role("button", name="Partager").click()
    tab = claire.get_by_role("tab", name="Lien pour modifier")
    await expect(tab).to_contain_text("En ce moment")
    await expect(tab).to_contain_text("Karim")
    await expect(claire.get_by_role("tab", name="Lien pour lire")).not_to_contain_text("En ce moment")
    await karim.goto("about:blank")
    await expect(tab).not_to_contain_text("Karim", timeout=20_000)


async def given(page: Page) -> set[str]:
    """The links that the ways of the dialog carry, whatever their form."""
    ways = await page.locator(".via a").evaluate_all("ways => ways.map(way => way.href)")
    carried = {found[0] for way in ways if (found := re.search(r"http://127[^&]+", unquote(way)))}
    assert len(ways) == 4
    return carried | {await page.get_by_label("Adresse du lien").input_value()}


@pytest.mark.whole
async def test_who_has_access_stays_in_sight(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("# Agenda\n" + "\nUne ligne.\n" * 99))["edit"]
    rights = (
        (link, "Toute personne ayant ce lien peut écrire"),
        (link_to_comment(link), "Toute personne ayant ce lien peut commenter"),
    )
    for address, said in rights:
        page = await open_page()
        await page.goto(f"{address}?view=edit")
        await page.locator(".cm-content").click()
        await page.keyboard.press("Control+End")
        await expect(page.locator(".foot").get_by_text(said)).to_be_in_viewport()
    phone = await open_page(**PHONE)
    await phone.goto(f"{link}?view=edit")
    await phone.get_by_role("button", name="Autres actions").click()
    await expect(
        phone.locator("#more").get_by_text("Toute personne ayant ce lien peut écrire")
    ).to_be_visible()
    await phone.keyboard.press("Escape")
    await phone.get_by_role("button", name="Partager").click()
    listed = phone.get_by_role("dialog", name="Partager cette note").get_by_role("tab")
    await expect(listed.first).to_be_visible()
