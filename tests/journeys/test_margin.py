"""The margin of comments: each card at its passage, in one scroll with the text, by keys and finger."""

from itertools import pairwise

import pytest
from playwright.async_api import Page, expect

from tests.journeys.commenting import SAID, aside, comment, talk
from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.many_comments import say_much
from tests.journeys.many_comments import talk as say_of_all
from tests.journeys.site import Site
from tests.journeys.writer import VIEW, until

TEXT = "\n\n".join(
    f"Paragraphe {number}, où il y a le mot numéro{number} et encore assez d’autres mots pour deux lignes "
    "au moins, afin que chaque fiche ait sa place à côté.\n\nUne ligne."
    for number in range(10, 40)
)
NOTE = f"# Retraites\n\n{TEXT}\n"
WORDS = [f"numéro{number}" for number in range(10, 40)]
# Of each drawn card: how far it stands below its passage, in pixels, its top and its bottom.
CARDS = """() => [...document.querySelectorAll('#comments li')].map(card => {
  const mark = document.querySelector(`#editor [data-thread="${card.dataset.card}"]`)
  const { top, bottom } = card.getBoundingClientRect()
  const by = mark && Math.round(top - mark.getBoundingClientRect().top)
  return { id: card.dataset.card, by, top, bottom, isCurrent: card.ariaCurrent === 'true' }
})"""
# A card is placed in a frame after what moved its passage, and may then glide.
AT_REST = f"""async () => {{
  const all = {CARDS}
  const before = JSON.stringify(all())
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame)
  return !document.querySelector('#comments .gliding') && JSON.stringify(all()) === before
}}"""
# A card begins so far above the top of its passage at most, or below.
NEAR_PX = 12


async def cards(page: Page) -> list[dict[str, float]]:
    await until(page, AT_REST)
    found: list[dict[str, float]] = await page.evaluate(CARDS)
    return found


async def is_beside(page: Page, word: str) -> None:
    """The current card is that of the word, beside it or whole above the lower edge; none covers another."""
    current = page.locator("#comments li[aria-current=true]")
    await expect(current.locator("blockquote, del").first).to_have_text(word)
    found = await cards(page)
    (one,) = [card for card in found if card["isCurrent"]]
    lower = await page.evaluate("document.querySelector('.doc').getBoundingClientRect().bottom")
    assert abs(one["by"]) <= NEAR_PX or lower - NEAR_PX <= one["bottom"] <= lower, one
    for above, below in pairwise(found):
        assert above["bottom"] < below["top"], (above, below)


async def left_of_sheet(page: Page) -> float:
    left: float = await page.evaluate("document.querySelector('.sheet').getBoundingClientRect().left")
    return left


async def test_cards_stand_at_their_passages_and_move_with_the_text(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, WORDS)
    claire = await invite(link, "Claire", viewport={"width": 1440, "height": 900})
    page = claire.page
    left = await left_of_sheet(page)
    await page.get_by_role("button", name="Commentaires").first.click()
    await expect(aside(page).get_by_text("Ouverts")).to_contain_text("30")
    assert await left_of_sheet(page) == left

    await page.locator(SAID).nth(3).click()
    await is_beside(page, "numéro13")
    # A scroll moves both at once, without a script in between.
    assert await page.evaluate(
        f"""() => {{
          const all = {CARDS}
          const before = all()
          document.querySelector('.doc').scrollBy({{ top: 200, behavior: 'instant' }})
          return all().every(({{ by, top }}, n) => by === before[n].by && top === before[n].top - 200)
        }}"""
    )
    # So does a paragraph that is written above.
    await claire.put_caret("Paragraphe 10")
    await claire.type("Nouveau.")
    await page.keyboard.press("Enter")
    await page.locator(SAID).nth(3).click()
    await is_beside(page, "numéro13")
    # Far away only cards near the screen are drawn, and the one that a link names stands at its passage.
    await page.evaluate("location.hash = '#c-28'")
    await is_beside(page, "numéro37")
    assert await page.locator("#comments li").count() < 20
    await expect(page.locator("#comments li").first).to_have_attribute("aria-setsize", "30")

    for width in (1280, 1024, 800):
        await page.get_by_role("button", name="Fermer les commentaires").click()
        await page.set_viewport_size({"width": width, "height": 800})
        left = await left_of_sheet(page)
        await page.evaluate("document.querySelector('[data-run=comments]').click()")
        assert await left_of_sheet(page) == left, width
        await page.locator(SAID).first.click()
        word = await page.locator("#editor .said.on").inner_text()
        await is_beside(page, word)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


async def test_keys_lead_from_the_passage_to_its_card_and_back(site: Site, invite: Invite, axe: str) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, WORDS[:8], proposed="d’autres mots")
    claire, ines = await invite(link, "Claire"), await invite(link, "Inès")
    page, keys = claire.page, claire.page.keyboard
    await page.locator(SAID).first.wait_for()
    await claire.put_caret("méro12")
    await keys.press("Control+Alt+m")
    field = aside(page).get_by_label("Répondre à")
    await expect(field).to_be_focused()
    await is_beside(page, "numéro12")
    assert await claire.violations(axe) == []
    # An answer that is begun is there again, also after the page was loaded anew; Ctrl+Enter sends it.
    await field.press_sequentially("Oui, page 3")
    await keys.press("Escape")
    await expect(page.locator(".cm-content")).to_be_focused()
    await expect(aside(page).get_by_role("button", name="Reprendre")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="Commentaires").first.click()
    await aside(page).get_by_role("button", name="Reprendre").click()
    await expect(field).to_have_value("Oui, page 3")
    await keys.press("Control+Enter")
    await expect(aside(page).locator("li[aria-current=true] article").last).to_contain_text("Oui, page 3")
    await expect(field).to_have_value("")
    heard = ines.page.get_by_role("status").filter(
        has_text="Nouveau commentaire de Claire\u00a0: Oui, page 3"
    )
    await expect(heard).to_have_count(1)

    # From card to card, in the order of the text.
    await page.locator("#comments li[aria-current=true]").focus()
    await keys.press("ArrowDown")
    await is_beside(page, "numéro13")
    await keys.press("ArrowUp")
    await keys.press("ArrowUp")
    await is_beside(page, "numéro11")
    await keys.press("Escape")
    await expect(page.locator(".cm-content")).to_be_focused()
    assert await page.evaluate(f"{VIEW}.state.selection.main.head") == NOTE.index("numéro11") + 8


async def test_what_was_said_is_said_otherwise_and_a_draft_is_kept(
    site: Site, invite: Invite, axe: str
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    page, keys = claire.page, claire.page.keyboard
    await comment(claire, "numéro10", "Oui, page 3")
    said = aside(page).locator("li[aria-current=true] article")
    await said.last.hover()
    await said.last.get_by_role("button", name="Modifier ce commentaire").click()
    await aside(page).get_by_role("textbox", name="Modifier").fill("Oui, page 4")
    await keys.press("Enter")
    await expect(said.last.locator("p")).to_have_text("Oui, page 4 (modifié)")

    # A comment that says nothing is given up by Escape, another one is kept.
    await claire.select("Une ligne.")
    await keys.press("Control+Alt+m")
    await expect(aside(page).get_by_label("Votre commentaire")).to_be_focused()
    await keys.press("Escape")
    await expect(aside(page).locator(".draft")).to_have_count(0)
    await claire.select("Une ligne.")
    await keys.press("Control+Alt+m")
    await aside(page).get_by_label("Votre commentaire").fill("Laquelle ?")
    await keys.press("Escape")
    await expect(aside(page).locator(".draft")).to_contain_text("Brouillon")
    await page.reload()
    await page.get_by_role("button", name="Commentaires").first.click()
    await aside(page).locator(".draft").get_by_role("button", name="Reprendre").click()
    await expect(aside(page).get_by_label("Votre commentaire")).to_have_value("Laquelle ?")
    assert await claire.violations(axe) == []
    await aside(page).locator(".draft").get_by_role("button", name="Annuler").click()
    await expect(aside(page).locator(".draft")).to_have_count(0)


@pytest.mark.whole
async def test_long_cards_are_folded_and_the_talk_has_its_own_place(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, WORDS[:3])
    await say_of_all(link, "On garde ce titre ?", "Oui.")
    claire = await invite(link, "Claire")
    page = claire.page
    await page.get_by_role("button", name="Commentaires").first.click()
    for answer in range(4):
        await page.locator(SAID).nth(0).click()
        await aside(page).get_by_label("Répondre à Karim").fill(f"Réponse {answer}.")
        await page.keyboard.press("Enter")
        await expect(page.locator("#comments li[aria-current=true]")).to_contain_text(f"Réponse {answer}.")
    current = page.locator("#comments li[aria-current=true]")
    await expect(current).not_to_contain_text("Réponse 0.")
    await current.get_by_role("button", name="3 autres réponses").click()
    await expect(current).to_contain_text("Réponse 0.")
    # Another one has a line or two, until it is chosen.
    long = page.locator("#comments li", has_text="Ce chiffre est celui de 2016")
    folded = await long.bounding_box()
    await long.click()
    await expect(long.get_by_text("il faudrait alors le dire en note")).to_be_visible()
    whole = await long.bounding_box()
    assert folded is not None
    assert whole is not None
    assert whole["height"] > folded["height"] + 100
    assert folded["height"] < 100

    await expect(aside(page).get_by_label("Un mot à toute l’équipe")).to_have_count(0)
    field = await talk(page)
    await expect(field).to_be_focused()
    await expect(page.locator("#comments li")).to_have_count(0)
    await field.fill("Très bien.")
    await page.keyboard.press("Enter")
    await expect(aside(page).locator(".talk article")).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(page.locator("#comments li").first).to_be_visible()


async def test_a_phone_goes_from_comment_to_comment_with_the_passage_in_sight(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, WORDS)
    page = (await invite(link, "Karim", **PHONE)).page
    await page.evaluate("document.querySelector('[data-run=comments]').click()")
    for number in range(3):
        await expect(aside(page)).to_contain_text(f"{number + 1} sur 30")
        await expect(page.locator("#comments li")).to_have_count(1)
        await expect(page.locator("#editor .said.on")).to_have_text(WORDS[number])
        await page.wait_for_function(
            """() => {
              const { top, bottom } = document.querySelector('#editor .said.on').getBoundingClientRect()
              const sheet = document.querySelector('#comments').getBoundingClientRect()
              const head = document.querySelector('.top').getBoundingClientRect()
              return top >= head.bottom && bottom <= sheet.top
            }"""
        )
        await aside(page).get_by_role("button", name="Commentaire suivant").tap()
    await aside(page).get_by_role("button", name="Commentaire précédent").tap()
    await expect(aside(page)).to_contain_text("3 sur 30")


@pytest.mark.whole
async def test_a_comment_of_somebody_else_moves_no_field_that_is_being_filled(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, ines = await invite(link, "Claire"), await invite(link, "Inès")
    await claire.select("numéro20")
    await claire.page.keyboard.press("Control+Alt+m")
    field = aside(claire.page).get_by_label("Votre commentaire")
    await field.press_sequentially("Quelle so")
    await comment(ines, "numéro10", "Et ici ?")
    await expect(claire.page.get_by_role("status").filter(has_text="Et ici ?")).to_have_count(1)
    await field.press_sequentially("urce ?")
    await expect(field).to_have_value("Quelle source ?")
    await expect(field).to_be_focused()
