"""A note set closer in its preview, and what the preview proposes, each by one press."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.previewing import DESK, drawn, opened, told
from tests.journeys.site import Site


@pytest.mark.whole
async def test_a_note_that_is_set_closer_says_so_and_gives_its_room_back(
    site: Site, open_page: OpenPage
) -> None:
    links = await site.new_note("# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 24)
    page = await opened(open_page, links["edit"], **DESK)
    box = page.locator("#budget")
    await expect(box).to_contain_text(re.compile(r"En 1 page\s: lettres de 1[01](,[5-9])?\spt, lignes"))
    await box.get_by_role("button", name="Rendre l’air").click()
    await drawn(page)
    await expect(page.locator("#rail button")).to_have_count(2)
    assert "pages=0" in page.url
    await expect(page.get_by_label("Espacé")).to_be_checked()
    again = box.get_by_role("button", name="Serrer de nouveau")
    await expect(again).to_be_focused()
    await again.click()
    await drawn(page)
    await expect(page.locator(".pg")).to_have_count(1)
    assert "pages" not in page.url
    await page.get_by_label("2 pages", exact=True).check()
    await drawn(page)
    await expect(box).to_contain_text(re.compile(r"Tient dans le budget, il reste \d\d lignes"))


@pytest.mark.whole
async def test_a_press_on_what_is_proposed_sets_the_print_and_its_pages_follow(
    site: Site, open_page: OpenPage
) -> None:
    """Said once to who hears the page; what is left out is chosen for this print alone."""
    links = await site.new_note("# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 40)
    told(site, "PUT", f"{links['edit'].removeprefix(site.url)}/card", {"budget": 1})
    page = await opened(open_page, links["edit"], **DESK)
    box = page.locator("#budget")
    await expect(box.get_by_role("list", name="Ce qui aiderait")).to_be_visible(timeout=30_000)
    await expect(page.get_by_role("status").and_(page.locator("#told"))).to_have_text(
        re.compile(r"^\d propositions? pour le nombre de pages$")
    )
    cut = box.get_by_role("link", name=re.compile("en coupant"))
    assert await cut.get_attribute("href") == links["edit"].removeprefix(site.url)
    more = box.get_by_role("button", name="Tient en 2 pages")
    await more.focus()
    await page.keyboard.press("Enter")
    await drawn(page)
    assert "pages=2" in page.url
    await expect(page.get_by_label("2 pages", exact=True)).to_be_checked()
    await expect(page.locator("#rail button")).to_have_count(2)
    await expect(box).to_contain_text("Tient dans le budget")
    await expect(box.get_by_role("list")).to_have_count(0)
    await expect(box).to_be_focused()
    assert await page.evaluate("localStorage.getItem('pochette.print')") is None
