"""Changes since a reading: marks, the ways through them and *Lue*, by finger, keys and without script."""

from typing import Any

import pytest
from playwright.async_api import Page, Response, expect

from tests.journeys.aide import Aide
from tests.journeys.conftest import OpenPage
from tests.journeys.hearing import Ear
from tests.journeys.looks import PHONE, SCHEMES, flaws
from tests.journeys.opening import open_without_script
from tests.journeys.rereading import NOW, READ, rewrite
from tests.journeys.site import Site

WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


SEEN = """spans => spans.map(span => {
    const copy = span.cloneNode(true)
    for (const heard of copy.querySelectorAll(".vh")) heard.remove()
    return copy.textContent
})"""


def says_read(answer: Response) -> bool:
    return '"do":"read"' in (answer.request.post_data or "")


async def read_before(site: Site, open_page: OpenPage, *, now: str = NOW, **options: Any) -> Page:
    """The page of a note that has changed since this browser read it."""
    links = await site.new_note(READ)
    page = await open_page(**options)
    await page.goto(f"{links['read']}?view=read")
    await expect(page.locator("#read")).to_be_attached()
    await rewrite(site, links, now)
    await page.reload()
    return page


@pytest.mark.whole
async def test_a_finger_goes_from_change_to_change_and_asks_what_stood_there(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    ear = Ear()

    async def listening(**options: Any) -> Page:
        page = await open_page(**options)
        await ear.listen(page)
        return page

    page = await read_before(site, listening, **PHONE)
    await expect(page.locator("#since p")).to_contain_text("3 passages modifiés depuis votre lecture")
    await expect(page.locator("#since time")).to_contain_text("aujourd’hui à")
    await expect(page.locator(".since-pill")).to_contain_text("3 passages")
    before = page.locator(".since-before")

    await page.get_by_role("button", name="Passage suivant").tap()
    await ear.hears_at_last("1 sur 3, À retenir : 640 M€, avant 580 M€")
    await expect(before).to_have_text("avant : 580\u202fM€")
    await page.get_by_role("heading", name="Le constat").tap()
    await expect(before).to_be_hidden()
    await page.locator(".callout ins.ch").tap(position={"x": 10, "y": 12})
    await expect(before).to_be_visible()
    await page.get_by_role("button", name="Passage suivant").tap()
    await ear.hears("2 sur 3, Le constat : retiré : aussi")
    await expect(before).to_be_hidden()
    await page.get_by_role("button", name="Passage précédent").tap()
    await page.get_by_role("button", name="Passage précédent").tap()
    await ear.hears(
        "1 sur 3, À retenir : 640 M€, avant 580 M€", "3 sur 3, Le constat : retiré : Une phrase qui part."
    )
    await expect(page.locator(".gone")).to_be_in_viewport()

    await page.evaluate(
        "document.documentElement.dataset.size = 4; scrollTo({ top: 0, behavior: 'instant' })"
    )
    assert await flaws(page, axe, 320, 390, is_phone=True) == []


async def test_keys_and_a_list_lead_to_the_changes_and_what_went_can_be_left_out(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = await read_before(site, open_page, **WIDE)
    band = page.get_by_role("region", name="Depuis votre lecture")
    await expect(band.get_by_role("listitem")).to_have_count(3)
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await flaws(page, axe, 1280) == []

    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await expect(page.locator(".since-pill")).to_contain_text("1 sur 3")
    await expect(page.locator(".since-now ins.ch")).to_be_visible()
    chosen = band.get_by_role("button", name="retiré : Une phrase qui part.")
    await chosen.click()
    await expect(chosen).to_have_attribute("aria-current", "true")
    await expect(page.locator("del.swap").first).to_be_visible()
    await band.get_by_role("switch", name="Montrer ce qui a été retiré").uncheck()
    await expect(page.locator(".gone")).to_be_hidden()
    await page.emulate_media(media="print")
    await expect(page.locator("article del.ch").first).to_be_hidden()
    await expect(page.locator("#since")).to_be_hidden()
    await page.emulate_media(media="screen")
    await band.get_by_role("link", name="Masquer").click()
    await expect(page.locator("ins.ch, del.ch, [data-ch], #since, .since-pill")).to_have_count(0)
    await expect(page.locator("#text")).to_contain_text("Le coût est de 640\u202fM€ par an")


async def test_a_changed_passage_is_heard_with_what_came_and_what_went(
    site: Site, open_page: OpenPage
) -> None:
    page = await read_before(site, open_page, **PHONE)

    assert await page.locator(".callout li").nth(1).aria_snapshot() == (
        "- listitem:\n"
        "  - strong: Le coût\n"
        "  - text: est de\n"
        '  - deletion: "retiré : 580 M€"\n'
        '  - insertion: "ajouté : 640 M€"\n'
        "  - text: par an"
    )


async def test_a_note_is_said_to_be_read_and_that_is_taken_back(site: Site, open_page: OpenPage) -> None:
    page = await read_before(site, open_page, **WIDE)
    button = page.get_by_role("button", name="Lue")
    await expect(page.locator(".since-pill")).to_be_visible()
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#since, ins.ch, del.ch")).to_have_count(0)
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "false")
    await expect(page.locator("[data-ch]")).to_have_count(3)


async def test_without_a_script_the_marks_are_there_can_be_hidden_and_the_note_be_said_read(
    site: Site, open_page: OpenPage
) -> None:
    links = await site.new_note(READ)
    page = await open_page(**PHONE, java_script_enabled=False)
    await open_without_script(page, links["read"])
    await expect(page.locator("#read")).to_be_attached()
    await rewrite(site, links, NOW)
    await page.reload()
    await expect(page.locator("del.swap").first).to_be_visible()
    await page.get_by_role("link", name="Masquer").click()
    await expect(page.locator("[data-ch]")).to_have_count(0)
    await page.goto(links["read"])
    await page.get_by_role("button", name="Lue").click()
    await expect(page.get_by_role("button", name="Lue")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#since")).to_have_count(0)


@pytest.mark.whole
async def test_without_a_network_what_is_said_waits_and_is_told_by_the_next_page(
    site: Site, open_page: OpenPage
) -> None:
    page = await read_before(site, open_page, **PHONE)
    await expect(page.locator(".since-pill")).to_be_visible()
    address = page.url
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Lue").tap()
    await expect(page.locator("#told")).to_have_text("Lue. Ce sera dit au retour du réseau.")
    await expect(page.get_by_role("button", name="Lue")).to_have_attribute("aria-pressed", "true")

    async with page.expect_response(says_read) as told:
        await page.context.set_offline(False)
    assert (await told.value).status == 200
    await page.goto(address)
    await expect(page.get_by_role("button", name="Lue")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#since")).to_have_count(0)


async def test_in_a_pochette_a_note_that_is_read_leads_to_the_next_one(
    site: Site, open_page: OpenPage
) -> None:
    aide = Aide(await open_page(), site)
    await aide.pochette("Agenda", "Retraites", title="Débat")
    page = await open_page(**PHONE)
    await page.goto(aide.links["read"])
    await page.get_by_role("link", name="Agenda").click()
    await page.get_by_role("button", name="Lue, suivante").tap()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Retraites")
    await expect(page.get_by_role("button", name="Lue, suivante")).to_have_count(0)


async def test_a_text_that_was_written_anew_says_so_and_has_no_marks(site: Site, open_page: OpenPage) -> None:
    anew = "# Logements vacants\n\n" + "\n\n".join(f"Autre chose, {number}." for number in range(20))
    page = await read_before(site, open_page, now=anew, **PHONE)
    await expect(page.locator("#since p")).to_contain_text("Réécrite depuis votre lecture")
    await expect(page.locator("[data-ch], #since a")).to_have_count(0)
    await expect(page.get_by_role("button", name="Lue")).to_be_visible()


@pytest.mark.whole
async def test_in_a_note_that_was_taken_along_it_waits_too(site: Site, open_page: OpenPage) -> None:
    page = await read_before(site, open_page, **PHONE)
    address = page.url
    await page.locator("#carry").tap()
    await page.locator(".carry-sheet").get_by_text("Cette note").tap()
    await expect(page.locator(".carry-sheet")).to_contain_text("à jour à")
    await page.context.set_offline(True)
    await page.goto(address)
    await expect(page.locator("#carried")).to_be_visible()
    await expect(page.locator("[data-ch]")).to_have_count(3)
    await expect(page.locator(".since-pill")).to_be_visible()
    await page.get_by_role("button", name="Lue").tap()
    await expect(page.locator("#told")).to_have_text("Lue. Ce sera dit au retour du réseau.")

    async with page.expect_response(says_read) as told:
        await page.context.set_offline(False)
    assert (await told.value).status == 200
    await page.goto(address)
    await expect(page.get_by_role("button", name="Lue")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#since")).to_have_count(0)


async def test_the_title_a_table_and_a_move_are_one_change_each(site: Site, open_page: OpenPage) -> None:
    table = "| Niche | Coût |\n|---|---|\n| Meublé | 5 € |\n| Bouquet | 9 € |\n\n"
    moved = "Ce paragraphe change de place.\n\n"
    links = await site.new_note(f"# Cinq mesures\n\n{moved}{table}Un texte qui reste, avec ses mots.\n")
    page = await open_page(**WIDE)
    await page.goto(f"{links['read']}?view=read")
    await expect(page.locator("#read")).to_be_attached()
    changed = table.replace("5 €", "6 €").replace("9 €", "8 €")
    await rewrite(site, links, f"# Six mesures\n\n{changed}Un texte qui reste, avec ses mots.\n\n{moved}")
    await page.reload()
    listed = page.locator("#since li button > span")
    await expect(listed).to_have_count(3)
    told = await listed.evaluate_all(SEEN)
    assert [" ".join(text.split()) for text in told] == [
        "Cinq Six mesures",
        "déplacé : Ce paragraphe change de place.",
        "Meublé · Coût : 5 € 6 € ; Bouquet · Coût : 9 € 8 €",
    ]
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(page.locator(".since-now")).to_have_count(2)
    await page.get_by_role("link", name="Masquer").click()
    await expect(page.locator(".head, .gone, .said, ins.ch, del.ch")).to_have_count(0)
    await expect(page.locator(".prose tr")).to_have_count(3)
