"""Links by the dialog, by typing and by pasting: no sign of Markdown, and each can be taken off again."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.pasting import paste
from tests.journeys.site import Site
from tests.journeys.writer import Writer


def dialog(page: Page) -> Locator:
    return page.locator("dialog.link")


def card(page: Page) -> Locator:
    return page.locator(".link-card")


async def ask(writer: Writer, *, by: str = "") -> Locator:
    """`by`: the key that chooses the first command of the search, which opens where nothing is selected."""
    await writer.page.keyboard.press("Control+k")
    if by:
        await writer.page.get_by_role("option", name="Insérer un lien", selected=True).wait_for()
        await writer.page.keyboard.press(by)
    await dialog(writer.page).wait_for()
    return dialog(writer.page)


async def test_the_dialog_makes_changes_and_takes_away_a_link(site: Site, invite: Invite) -> None:
    claire = await invite(
        (await site.new_note("Voir le **rapport** annuel.\n\n- un\n- deux\n"))["edit"], "Claire"
    )
    page = claire.page
    address, words = page.get_by_label("Adresse", exact=True), page.get_by_label("Texte affiché")

    # A selection is the words; the address is completed.
    await claire.select("le **rapport**")
    await ask(claire)
    assert await words.input_value() == "le rapport"
    await expect(address).to_be_focused()
    await page.keyboard.type("example.org")
    await page.keyboard.press("Enter")
    await claire.sees_text("Voir [le **rapport**](https://example.org) annuel.\n\n- un\n- deux\n")
    await claire.type(" 2026")
    await claire.sees("(https://example.org) 2026 annuel")

    # What it is at the caret can be changed.
    await claire.put_caret("rapport")
    await ask(claire)
    assert await address.input_value() == "https://example.org"
    await address.fill("nom@example.org")
    await words.fill("l'auteur [x]")
    await page.keyboard.press("Enter")
    await claire.sees("Voir [l'auteur \\[x\\]](mailto:nom@example.org) 2026")

    # What cannot be one is refused in words, and nothing has changed.
    await claire.put_caret("auteur")
    shown = await ask(claire)
    for typed, said in {
        "javascript:alert(1)": "« javascript:alert(1) » ne peut pas être un lien",
        "intranet": "« intranet » n’est pas une adresse complète",
        "exemple org": "ne contient pas d’espace",
        "": "Indiquez une adresse",
    }.items():
        await address.fill(typed)
        await page.keyboard.press("Enter")
        await shown.get_by_role("alert").filter(has_text=said).wait_for()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("textbox", name="Texte de la note")).to_be_focused()
    await ask(claire)
    await page.get_by_role("button", name="Retirer le lien").click()
    await claire.sees("Voir l'auteur \\[x\\] 2026 annuel.")

    # Without a selection the words are the address; over lines each has its own.
    await claire.put_caret("annuel.", after=True)
    await ask(claire, by="Enter")
    await address.fill("https://example.org/a b".replace(" ", ""))
    await page.keyboard.press("Enter")
    await claire.sees("annuel.[example.org/ab](https://example.org/ab)")
    await claire.select("un\n- deux")
    await ask(claire)
    await expect(words).to_have_count(0)
    await address.fill("www.example.org")
    await page.keyboard.press("Enter")
    await claire.sees("- [un](https://www.example.org)\n- [deux](https://www.example.org)\n")
    await page.keyboard.press("Control+z")
    await claire.sees("- un\n- deux\n")


@pytest.mark.whole
async def test_others_write_while_the_dialog_is_open(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Un mot ici.\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.select("mot")
    await ask(claire)
    await karim.put_caret("Un")
    await karim.type("Encore ")
    await claire.sees_text("Encore Un mot ici.\n")
    await claire.page.keyboard.type("example.org")
    await claire.page.keyboard.press("Enter")
    await karim.sees_text("Encore Un [mot](https://example.org) ici.\n")


async def test_an_address_becomes_a_link_as_it_is_typed_and_backspace_takes_it_off(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note("x\n"))["edit"], "Claire")
    page = claire.page
    for typed, made, off in (
        ("Voir example.org ", "Voir [example.org](https://example.org) ", "Voir example.org "),
        ("Voir gouv.fr/a?b=c, ", "Voir [gouv.fr/a?b=c](https://gouv.fr/a?b=c), ", None),
        ("Voir https://a.org/b ", "Voir https://a.org/b ", "Voir https\\://a.org/b "),
        ("À a@b.fr ", "À a@b.fr ", "À a\\@b.fr "),
        ("La fin.La suite et note.md ou 10.5 ", "La fin.La suite et note.md ou 10.5 ", None),
    ):
        await page.keyboard.press("Control+a")
        await claire.type(typed)
        await claire.sees_text(made)
        if off is not None:
            await page.keyboard.press("Backspace")
            await claire.sees_text(off)
            assert await page.locator("#editor .lp-link").count() == 0
            await page.keyboard.press("Backspace")
            await claire.sees_text(off.rstrip(" "))
    # One step of undo takes the link off as well, and the letters stay.
    await page.keyboard.press("Control+a")
    await claire.type("Voir example.org ")
    await claire.sees("](https://example.org)")
    await page.keyboard.press("Control+z")
    await claire.sees_text("Voir example.org ")


async def test_an_address_is_pasted_over_words_or_alone(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("Voir le rapport, ici : \n"))["edit"], "Claire")
    await claire.select("le rapport")
    await paste(claire.page, text="www.example.org/r")
    await claire.sees_text("Voir [le rapport](https://www.example.org/r), ici : \n")
    await claire.put_caret("ici : ", after=True)
    await paste(claire.page, text="example.org")
    await claire.sees("ici : [example.org](https://example.org)\n")
    await claire.page.keyboard.press("Backspace")
    await claire.sees("ici : example.org\n")


async def test_a_card_says_where_a_link_leads(site: Site, invite: Invite) -> None:
    note = "Avant [le site](https://example.org/page), [ancien](page.html), [sic] et la suite.\n"
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    page = claire.page
    button = page.get_by_role("toolbar", name="Mise en forme").get_by_role("button", name="Lien", exact=True)

    await page.locator(".lp-link", has_text="le site").click()
    await card(page).get_by_role("link", name="example.org/page").wait_for()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("status").filter(has_text="Lien : example.org/page. Ctrl+K")).to_have_count(
        1
    )
    async with page.context.expect_page() as window:
        await page.keyboard.press("Alt+Enter")
    await (await window.value).close()
    await card(page).get_by_role("button", name="Modifier le lien").click()
    await dialog(page).wait_for()
    await page.keyboard.press("Escape")

    await claire.put_caret("ancien")
    await card(page).get_by_text("« page.html » ne mène nulle part").wait_for()
    await card(page).get_by_role("button", name="Retirer le lien").click()
    await claire.sees("ancien, [sic]")
    # Brackets alone are no link: nothing lights, nothing is grey.
    await claire.put_caret("sic")
    await expect(button).to_have_attribute("aria-pressed", "false")
    await expect(card(page)).to_be_hidden()
    assert await page.locator(".md-mark", has_text="[").count() == 0

    await claire.put_caret("Avant")
    await expect(card(page)).to_be_hidden()
    await page.locator(".lp-link", has_text="le site").hover()
    await card(page).get_by_role("link", name="example.org/page").wait_for()
    await card(page).hover()
    await card(page).get_by_role("button", name="Retirer le lien").click()
    await claire.sees("Avant le site, ancien")


async def test_a_link_to_a_note_says_its_title_and_loses_its_right(site: Site, invite: Invite) -> None:
    other = (await site.new_note("# Loyers\n\nTexte.\n"))["edit"]
    claire = await invite((await site.new_note("Voir ici.\n"))["edit"], "Claire")
    await claire.select("ici")
    await ask(claire)
    await claire.page.get_by_label("Adresse", exact=True).fill(other)
    await claire.page.keyboard.press("Enter")
    await claire.sees("Voir [ici](/n/")
    await claire.page.get_by_text("Le lien donnait le droit de modifier").wait_for()
    assert other.rsplit("/", 1)[1] not in await claire.text()
    await claire.put_caret("ici")
    await card(claire.page).get_by_role("link", name="Loyers").wait_for()
