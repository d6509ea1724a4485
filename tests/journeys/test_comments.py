"""Comments in a browser: beside the text on a desk, in a sheet on a phone, by links to comment."""

import pytest
from playwright.async_api import expect

from tests.journeys.commenting import NOTE, SAID, aside, comment, commenter, name_oneself, talk
from tests.journeys.conftest import Invite
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import SAVED


async def test_a_passage_is_commented_answered_and_settled(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    ines = await commenter(invite, link, "Inès")
    await expect(ines.page.get_by_text("Lecture et commentaires")).to_be_visible()
    await expect(ines.page.get_by_role("button", name="Partager")).to_be_hidden()
    await comment(ines, "prix est libre", "Source ?")
    await expect(ines.page.locator(SAID)).to_have_text("prix est libre")

    await expect(claire.page.locator(SAID)).to_have_text("prix est libre")
    await claire.put_caret("prix")
    await claire.type("vrai ")
    await claire.sees_state(SAVED)
    await claire.page.locator(SAID).click()
    await aside(claire.page).get_by_label("Répondre à").fill("L’arrêté du 3 mars.")
    await claire.page.keyboard.press("Enter")
    await expect(aside(ines.page).locator("li")).to_contain_text(["L’arrêté du 3 mars."])
    await expect(aside(claire.page).locator("li b").first).to_have_text("Inès")
    await aside(ines.page).get_by_role("button", name="Résoudre").click()
    await expect(claire.page.locator(SAID)).to_have_count(0)
    await aside(claire.page).get_by_text("Résolus (1)").click()
    await expect(aside(claire.page).get_by_text("Résolu par")).to_be_visible()


@pytest.mark.whole
async def test_what_is_being_said_stays_until_it_has_come(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await comment(claire, "La régie", "Laquelle ?")
    beside = aside(claire.page)
    await beside.get_by_text("Laquelle ?").click()
    answer = beside.get_by_label("Répondre à Claire")
    await answer.fill("Celle de Nantes")
    # A thread comes above the one that is being answered.
    await comment(karim, "Le prix", "Par mètre cube ?")
    await expect(beside).to_contain_text("2 sur 2")
    await expect(answer).to_have_value("Celle de Nantes")
    # Without a network it stays, and goes once there is one.
    await claire.page.route("**/comments", lambda route: route.abort())
    await answer.press("Enter")
    await expect(beside.get_by_role("alert")).to_be_visible()
    await expect(answer).to_have_value("Celle de Nantes")
    await claire.page.unroute("**/comments")
    await answer.press("Enter")
    await expect(beside.locator("li[aria-current=true]")).to_contain_text("Celle de Nantes")
    await expect(answer).to_have_value("")


async def test_a_proposal_is_read_and_accepted(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, theo = await invite(link, "Claire"), await commenter(invite, link, "Théo")
    await theo.select("libre")
    await theo.page.get_by_role("button", name="Commenter").click()
    await name_oneself(theo)
    await aside(theo.page).get_by_label("Proposer une modification").check()
    await aside(theo.page).get_by_label("Remplacer par").fill("encadré")
    await aside(theo.page).locator(".draft").get_by_role("button", name="Envoyer").click()
    await expect(aside(theo.page).locator("li ins")).to_have_text("encadré")
    await expect(aside(theo.page).get_by_role("button", name="Accepter")).to_have_count(0)

    await claire.page.get_by_role("button", name="Commentaires").first.click()
    await expect(aside(claire.page).locator("li del")).to_have_text("libre")
    await aside(claire.page).get_by_role("button", name="Accepter").click()
    await claire.sees_text(NOTE.replace("libre", "encadré"))
    await theo.sees_text(NOTE.replace("libre", "encadré"))


async def test_a_comment_keeps_its_words_when_its_passage_goes(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    await comment(claire, "La régie est rare.", "Vraiment ?")
    await claire.select(" La régie est rare.")
    await claire.page.keyboard.press("Delete")
    await expect(aside(claire.page).get_by_text("Ce passage n’est plus dans le texte.")).to_be_visible()
    await expect(aside(claire.page).locator("blockquote")).to_have_text("La régie est rare.")


async def test_a_phone_has_the_comments_in_a_sheet(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, phone = await invite(link, "Claire"), await invite(link, "Karim", **PHONE)
    await comment(claire, "prix est libre", "Source ?")
    await phone.page.locator(SAID).tap()
    await expect(aside(phone.page).get_by_text("Source ?")).to_be_visible()
    await (await talk(phone.page)).fill("Relecture à midi.")
    await aside(phone.page).locator(".talk").get_by_role("button", name="Envoyer").tap()
    await talk(claire.page)
    await expect(aside(claire.page).locator(".talk")).to_contain_text("Relecture à midi.")
    await aside(phone.page).get_by_role("button", name="Fermer les commentaires").tap()
    await expect(aside(phone.page)).to_be_hidden()


@pytest.mark.whole
async def test_anyone_can_comment(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    phone = await invite(link, "Karim", **PHONE)
    await comment(claire, "prix est libre", "Source ?")
    await comment(phone, "régie", "Laquelle ?")
    await claire.select("rare")
    await claire.page.get_by_role("button", name="Commenter").click()
    assert await flaws(claire.page, axe, *DESKS) == []
    assert await flaws(phone.page, axe, *PHONES) == []


async def test_what_others_have_said_is_counted_until_it_is_seen(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim", **PHONE)
    count = claire.page.get_by_role("button", name="Commentaires").locator(".count")
    await comment(claire, "La régie est rare", "À vérifier")
    await expect(count).to_have_text("1")
    await claire.page.get_by_role("button", name="Fermer les commentaires").click()

    await comment(karim, "Le prix", "De quand ?")
    await (await talk(karim.page)).fill("Je relis ce soir.")
    await karim.page.keyboard.press("Enter")

    await expect(count).to_have_text("2 nouveaux")
    await claire.page.reload()
    await expect(count).to_have_text("2 nouveaux")
    await count.click()
    await expect(aside(claire.page).locator("li .tag.fresh")).to_have_count(1)
    await expect(aside(claire.page).locator(".of-note .tag.fresh")).to_have_count(1)
    await expect(count).to_have_text("2")
    await claire.page.reload()
    await expect(count).to_have_text("2")
    await claire.page.get_by_role("button", name="Commenter").wait_for()
    await expect(karim.page.locator("body.unseen")).to_have_count(0)
    await karim.page.get_by_role("button", name="Fermer les commentaires").click()
    await comment(claire, "Eau", "Titre ?")
    await expect(karim.page.locator("body.unseen")).to_have_count(1)
