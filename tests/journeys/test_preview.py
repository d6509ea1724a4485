"""The print before it is taken: its pages and options, on a desk, a phone, by keyboard, without script."""

import re
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws, overflow
from tests.journeys.opening import open_without_script
from tests.journeys.previewing import DESK, NOTE, drawn, opened, printed_once, told
from tests.journeys.printing import pdf_of
from tests.journeys.site import Site
from tests.journeys.writer import until, violations
from tests.server.pochettes import words


@pytest_asyncio.fixture(loop_scope="session")
async def links(site: Site) -> dict[str, str]:
    """Of a note that is ready to print, was printed once, and may have two pages."""
    return await printed_once(site)


async def test_the_pages_follow_the_options_and_the_edition_is_taken_from_there(
    site: Site, open_page: OpenPage, links: dict[str, str]
) -> None:
    page = await opened(open_page, links["edit"], **DESK)
    await expect(
        page.get_by_role("img", name=re.compile("Page 1 sur 3.*Rouvrir vingt.*Constat"))
    ).to_be_visible()
    await expect(page.locator("#budget")).to_contain_text("lignes de trop pour tenir en 2 pages")
    await expect(page.locator("#rail button")).to_have_count(3)

    await page.get_by_label("Grands caractères A4").check()
    await expect(page.locator(".pg").nth(3)).to_be_visible()
    await drawn(page)
    assert "format=large" in page.url, "the options are in the address"
    await page.get_by_label("Poche").check()
    await page.get_by_label("Livret").check()
    await drawn(page)
    first = page.locator(".pg img").first
    assert await first.evaluate("image => image.naturalWidth > image.naturalHeight"), "two pages a side"

    await page.get_by_label("Note A4").check()
    await page.get_by_label("Destinataire", exact=True).fill("L. Benali")
    await page.get_by_label("Exemplaire n°").fill("7")
    await page.get_by_label("filigrane").check()
    await page.get_by_label("Barres de changement depuis l’édition n° 1").check()
    await page.get_by_label("Code QR").uncheck()
    await expect(page.get_by_text("Le code QR dit")).to_be_hidden()
    await drawn(page)
    assert "code=0" in page.url
    assert (await pdf_of(page.get_by_role("button", name="Imprimer 3 pages"))).endswith("/edition/2.pdf")
    await expect(page.locator("#edition")).to_contain_text("L’édition n° 2 est imprimée.")
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Télécharger le PDF").click()
    assert (await saving.value).url.endswith("/edition/2.pdf"), "the same pages are the same edition"

    answer = await page.context.request.get(links["edit"] + "/editions")
    editions = (await answer.json())["editions"]
    assert [(one["number"], one["recipient"]) for one in editions] == [(2, "L. Benali"), (1, "")]


@pytest.mark.whole
async def test_the_first_pages_of_a_long_note_stand_there_while_the_others_come(
    site: Site, open_page: OpenPage
) -> None:
    links = await site.new_note("# Rouvrir vingt gares\n\n" + "Un long paragraphe de la note.\n\n" * 2500)
    page = await open_page(**DESK)
    await page.goto(f"{links['edit']}/print")
    await expect(page.get_by_text("Voici les premières pages")).to_be_visible(timeout=20_000)
    begun = page.locator("[data-page='1'] img")
    assert await begun.get_attribute("alt") == "Page 1"
    assert "first=1" in str(await begun.get_attribute("src"))
    await expect(page.locator("#told")).to_be_empty()
    await expect(page.locator("#budget b")).to_have_text("–")

    await drawn(page)
    await expect(page.get_by_text("Voici les premières pages")).to_be_hidden()
    assert str(await begun.get_attribute("alt")).startswith("Page 1 sur ")
    assert "first=1" not in str(await begun.get_attribute("src"))
    await expect(page.locator("#told")).to_have_text(re.compile(r"\d+ pages"))


@pytest.mark.whole
async def test_comments_are_printed_where_they_are_wished_and_each_time_anew(
    site: Site, open_page: OpenPage, links: dict[str, str]
) -> None:
    path = links["edit"].removeprefix(site.url)
    told(site, "POST", f"{path}/comments", {"text": "On garde le titre ?"})
    page = await opened(open_page, links["edit"], **DESK)
    wished = page.get_by_label("Avec les commentaires (1)")
    await expect(wished).not_to_be_checked()
    await expect(page.get_by_text("Les commentaires s’impriment aussi")).to_be_hidden()
    await wished.check()
    await expect(page.get_by_text("Les commentaires s’impriment aussi")).to_be_visible()
    await expect(page.get_by_role("img", name=re.compile("Page [34] sur .*Commentaires"))).to_be_attached(
        timeout=40_000
    )
    assert "/edition/2.pdf" in await pdf_of(page.get_by_role("button", name=re.compile("^Imprimer")))
    await page.get_by_role("button", name="Éditions imprimées").click()
    await expect(page.get_by_role("dialog").get_by_text("avec les commentaires")).to_have_count(1)
    other = await opened(open_page, links["edit"], **DESK)
    await expect(other.get_by_label("Avec les commentaires (1)")).not_to_be_checked()
    await other.goto(f"{links['read']}/print?comments=1")
    await expect(other.get_by_label("Page de garde")).to_be_visible()
    await expect(other.get_by_label(re.compile("commentaires"))).to_have_count(0)


@pytest.mark.whole
async def test_how_the_pages_are_set_is_remembered_for_the_next_note(
    site: Site, open_page: OpenPage, links: dict[str, str]
) -> None:
    page = await opened(open_page, links["edit"], **DESK)
    await page.get_by_label("Plus grande").check()
    await page.get_by_label("Page de garde").check()
    await page.get_by_label("Destinataire", exact=True).fill("L. Benali")
    await drawn(page)

    await page.goto(f"{(await site.new_note(NOTE))['edit']}/print")
    await expect(page.get_by_label("Plus grande")).to_be_checked()
    await expect(page.get_by_label("Page de garde")).to_be_checked()
    await expect(page.get_by_label("Destinataire", exact=True)).to_have_value("")
    await drawn(page)
    assert "size=larger&cover=1" in page.url
    await page.get_by_label("Poche").check()
    await expect(page.get_by_label("Marge à droite pour écrire")).to_be_hidden()


async def test_what_is_chosen_is_remembered_too_where_one_types_and_leaves_at_once(
    site: Site, open_page: OpenPage, links: dict[str, str]
) -> None:
    page = await opened(open_page, links["edit"], **DESK)
    next_one = f"{(await site.new_note(NOTE))['edit']}/print"
    choose = """(box, next) => {
      box.click()
      const field = box.form.querySelector(".input")
      field.value = "L. Benali"
      field.dispatchEvent(new Event("input", { bubbles: true }))
      location.href = next
    }"""
    await page.get_by_label("Page de garde").evaluate(choose, next_one)
    await page.wait_for_url(f"{next_one}**")
    await expect(page.get_by_label("Page de garde")).to_be_checked()


async def test_on_a_phone_the_pages_are_swiped_and_one_is_enlarged(
    open_page: OpenPage, links: dict[str, str]
) -> None:
    page = await opened(open_page, links["edit"], **PHONE)
    first, second = page.locator(".pg").nth(0), page.locator(".pg").nth(1)
    await second.scroll_into_view_if_needed()
    assert (await _left(second)) < 120
    assert (await _left(first)) < 0
    await second.get_by_role("button").tap()
    await expect(page.get_by_role("dialog", name="Page 2 sur 3")).to_be_visible()
    await page.get_by_role("button", name="Fermer").tap()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Imprimer 3 pages")).to_be_in_viewport()
    assert await overflow(page) == 0


async def test_the_keyboard_goes_through_the_pages_and_prints(
    open_page: OpenPage, links: dict[str, str]
) -> None:
    page = await opened(open_page, links["edit"], **DESK)
    await page.locator("#view").focus()

    async def at(number: int) -> None:
        await expect(page.locator("#rail [aria-current]")).to_have_text(str(number))

    for key, number in (("End", 3), ("ArrowLeft", 2), ("Home", 1), ("ArrowRight", 2)):
        await page.keyboard.press(key)
        await at(number)
    await page.get_by_label("Destinataire", exact=True).focus()
    # Its pages are asked for once nobody types: before, those of before stand there.
    async with page.expect_request(lambda request: "/print/pages" in request.url and "Pape" in request.url):
        await page.keyboard.type("Pape")
    await expect(page.get_by_label("Destinataire", exact=True)).to_have_value("Pape")
    await drawn(page)
    await page.locator("#view").focus()
    await page.keyboard.press("p")
    # A browser opens no window by itself when the print took longer than five seconds: the link stands there.
    await expect(page.locator("#edition")).to_contain_text("est imprimée", timeout=40_000)
    await expect(page.locator("#edition a[target=_blank]")).to_be_visible()


@pytest.mark.whole
async def test_without_script_the_options_are_a_form(open_page: OpenPage, links: dict[str, str]) -> None:
    page = await open_page(java_script_enabled=False, **DESK)
    await open_without_script(page, f"{links['edit']}/print")
    await expect(page.locator(".pg img").first).to_be_visible(timeout=40_000)
    await page.get_by_label("Grands caractères A4").check()
    await page.get_by_role("button", name="Mettre à jour l’aperçu").click()
    await expect(page.locator(".pg img").nth(3)).to_be_attached(timeout=40_000)
    assert "/edition/" in await pdf_of(page.get_by_role("button", name="Imprimer"))


async def test_a_reader_prints_without_a_number(open_page: OpenPage, links: dict[str, str]) -> None:
    page = await open_page(**DESK)
    await page.goto(links["read"])
    await page.get_by_role("link", name="Imprimer").click()
    await page.wait_for_url("**/print")
    await drawn(page)
    await expect(page.get_by_label("Destinataire", exact=True)).to_have_count(0)
    await page.get_by_label("Grands caractères A4").check()
    await drawn(page)
    address = await pdf_of(page.get_by_role("link", name="Imprimer"))
    assert "/note.pdf?format=large&" in address


@pytest.mark.whole
async def test_a_browser_far_from_the_team_prints_its_own_time(
    open_page: OpenPage, links: dict[str, str]
) -> None:
    """No machine that tests this is so far east."""
    page = await opened(open_page, links["edit"], **DESK, timezone_id="Pacific/Kiritimati")
    await page.get_by_label("Grands caractères").check()
    await drawn(page)
    assert "timezone" not in page.url, "an address that is passed on says nothing of this browser"
    address = await pdf_of(page.get_by_role("button", name=re.compile("Imprimer")).first)
    printed = await words(await (await page.request.get(address)).body())
    assert "(UTC+14)" in printed
    await page.goto(links["read"])
    changed, clock = page.locator("#changed"), "date => `${date.getHours()}\u00a0h`"
    told = await page.evaluate(f"({clock})(new Date(document.querySelector('#changed').dateTime))")
    await expect(changed).to_contain_text(told)


async def test_what_cannot_be_printed_says_why_and_where(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("# Eau\n\n## Trop long\n\n" + "mot " * 6_000))["edit"]
    page = await open_page(**DESK)
    await page.goto(f"{link}/print")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("Un paragraphe compte 23\u202f999 caractères", timeout=20_000)
    await expect(alert).to_contain_text("C’est sous le titre «\u202fTrop long\u202f».")
    await expect(alert.get_by_role("link", name="Ouvrir la note")).to_be_visible()


async def test_a_network_that_fails_is_named_and_tried_again(
    open_page: OpenPage, links: dict[str, str]
) -> None:
    page = await opened(open_page, links["edit"], **DESK)
    await page.context.set_offline(True)
    await page.get_by_label("Poche").check()
    await expect(page.get_by_role("alert")).to_contain_text("Le serveur ne répond pas")
    await page.context.set_offline(False)
    await page.get_by_role("alert").get_by_role("button", name="Réessayer").click()
    await drawn(page)
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.whole
async def test_axe_finds_nothing_wrong_with_a_print(
    open_page: OpenPage, links: dict[str, str], axe: str
) -> None:
    page = await opened(open_page, links["edit"], **DESK)
    assert await flaws(page, axe, *DESKS) == []
    await page.get_by_label("Poche").check()
    assert await violations(page, axe) == [], "while pages are made"
    phone = await opened(open_page, links["edit"], **{**PHONE, "locale": "en-GB"})
    assert await flaws(phone, axe, *PHONES, is_phone=True) == []


@pytest.mark.whole
async def test_the_editor_says_how_many_pages_there_are_and_leads_to_them(
    own_site: Site, invite: Invite
) -> None:
    # On a server of its own: notes are measured in their turn.
    links = await printed_once(own_site)
    anna, bruno = await invite(links["edit"], "Anna", **DESK), await invite(links["edit"], "Bruno", **DESK)
    for writer in (anna, bruno):
        length = writer.page.locator("#length")
        await expect(length).to_contain_text("pages sur 2 demandées", timeout=80_000)
        await expect(length).to_have_attribute("data-over", "much")
    await anna.page.locator("#length").click()
    await anna.page.wait_for_url("**/print")
    await drawn(anna.page)


async def _left(page: Any) -> float:
    box = await page.bounding_box()
    return float(box["x"])


@pytest.mark.whole
async def test_a_print_that_takes_long_shows_so_and_is_there_after_leaving(
    site: Site, invite: Invite, open_page: OpenPage
) -> None:
    text = "# Long\n\n" + "".join(f"## Partie {n}\n\n{'Une phrase de plus. ' * 40}\n\n" for n in range(20))
    link = (await site.new_note(text))["edit"]
    page = await opened(open_page, link, **DESK)
    await page.get_by_role("button", name=re.compile("^Imprimer")).click()
    await expect(page.locator("#edition progress")).to_be_visible()
    await expect(page.get_by_text("Vous pouvez quitter cette page")).to_be_visible()
    await page.goto("about:blank")

    claire = await invite(link, "Claire")
    await until(
        claire.page,
        "async address => (await (await fetch(address)).json()).editions.length > 0",
        f"{link}/editions",
        within=60,
    )
    await claire.page.get_by_role("button", name="Autres actions").click()
    await claire.page.get_by_role("button", name="Éditions imprimées").click()
    listed = claire.page.get_by_role("dialog", name="Éditions imprimées")
    await expect(listed.get_by_role("link", name="Édition n° 1, PDF")).to_be_visible()
