"""Names behind an `@` in what is said beside a note: offered, chosen, and seen by whom they mention."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.commenting import NOTE, SAID, aside, comment, commenter, name_oneself, talk
from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE, TARGET_PX
from tests.journeys.site import Site
from tests.journeys.writer import SAVED


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Personnes à mentionner")


async def test_keys_choose_a_name_and_who_is_mentioned_sees_it(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note(NOTE))["edit"]
    ines, _karim = await invite(link, "Inès Robert"), await invite(link, "Karim")
    claire = await commenter(invite, link, "Claire")
    await ines.put_caret("rare")
    await ines.type("très ")
    await ines.sees_state(SAVED)
    await comment(ines, "Eau", "Titre ?")
    await ines.page.get_by_role("button", name="Fermer les commentaires").click()
    await comment(claire, "libre", "Source ?")

    field, listed = await talk(claire.page), offered(claire.page)
    await field.press_sequentially("@")
    await expect(listed.get_by_role("option")).to_have_text(["Inès Robert", "Karim"])
    await claire.page.keyboard.press("ArrowUp")
    chosen = listed.get_by_role("option", selected=True)
    await expect(chosen).to_have_text("Karim")
    await expect(field).to_have_attribute("aria-activedescendant", await chosen.get_attribute("id") or "")
    assert await claire.violations(axe) == []
    await claire.page.keyboard.press("Escape")
    await claire.type("k")
    await expect(listed).to_be_hidden()
    await expect(aside(claire.page)).to_be_visible()
    await field.fill("")
    await field.press_sequentially("Vu avec @ines r")
    await expect(chosen).to_have_text("Inès Robert")
    await claire.page.keyboard.press("Enter")
    await expect(field).to_have_value("Vu avec @Inès Robert ")
    await expect(listed).to_be_hidden()
    await field.press_sequentially("et @ka")
    await claire.page.keyboard.press("Tab")
    await expect(field).to_have_value("Vu avec @Inès Robert et @Karim ")
    await claire.page.keyboard.press("Enter")
    await expect(aside(claire.page).locator(".talk p b")).to_have_text(["@Inès Robert", "@Karim"])
    await field.press_sequentially("@")
    await expect(listed).to_be_visible()

    button = ines.page.get_by_role("button", name="Commentaires")
    count = button.locator(".count")
    await expect(count).to_have_text("@ 2 nouveaux")
    await ines.page.reload()
    await expect(count).to_have_text("@ 2 nouveaux")
    await expect(button).to_have_accessible_description("2 nouveaux, 1 vous mentionne")
    await button.click()
    await expect(aside(ines.page).locator("li .tag.fresh")).to_have_text("Nouveau")
    await talk(ines.page)
    await expect(aside(ines.page).locator(".talk .tag.fresh")).to_have_text("vous mentionne")
    await expect(count).to_have_text("2")


@pytest.mark.whole
async def test_a_finger_chooses_a_name_on_a_phone(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, phone = await invite(link, "Inès Robert"), await invite(link, "Karim", **PHONE)
    await comment(claire, "prix est libre", "Source ?")
    await phone.page.locator(SAID).tap()
    field, listed = aside(phone.page).get_by_label("Répondre à"), offered(phone.page)
    await field.tap()
    await field.press_sequentially("@")
    await expect(listed).to_be_visible()
    assert await phone.violations(axe) == []
    box, over = await listed.bounding_box(), await field.bounding_box()
    assert box is not None
    assert over is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["viewport"]["width"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= PHONE["viewport"]["height"]
    assert box["y"] + box["height"] <= over["y"] or box["y"] >= over["y"] + over["height"]
    option = listed.get_by_role("option")
    line = await option.bounding_box()
    assert line is not None
    assert line["height"] >= TARGET_PX
    await option.tap()
    await expect(field).to_have_value("@Inès Robert ")
    await expect(field).to_be_focused()
    await aside(phone.page).locator("li").get_by_role("button", name="Envoyer").tap()
    await expect(aside(claire.page).locator("li p b")).to_have_text("@Inès Robert")
    await expect(aside(claire.page).locator(".tag.fresh")).to_have_text("vous mentionne")


async def test_a_proposal_of_the_same_words_is_not_sent(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note(NOTE))["edit"]
    theo = await commenter(invite, link, "Théo")
    await theo.select("libre")
    await theo.page.get_by_role("button", name="Commenter").click()
    await name_oneself(theo)
    await aside(theo.page).get_by_label("Proposer une modification").check()
    send = aside(theo.page).locator(".draft").get_by_role("button", name="Envoyer")
    field = aside(theo.page).get_by_label("Remplacer par")
    said = "field => field.validationMessage"
    assert await field.evaluate(said) == ""
    await send.click()
    assert await field.evaluate(said) == "Modifiez le texte avant de l’envoyer."
    await expect(field).to_be_focused()
    assert await theo.violations(axe) == []
    await aside(theo.page).get_by_label("Votre commentaire").fill("Parce que.")
    await theo.page.keyboard.press("Enter")
    await expect(aside(theo.page).get_by_label("Votre commentaire")).to_have_value("Parce que.")
    await field.fill("encadré")
    assert await field.evaluate(said) == ""
    await send.click()
    await expect(aside(theo.page).locator("li ins")).to_have_text("encadré")
