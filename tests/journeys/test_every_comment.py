"""Every comment is reached and read whole: wherever its passage is, by keys, by buttons, however long."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.journeys.commenting import SAID, aside
from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.many_comments import say_much
from tests.journeys.site import Site
from tests.journeys.writer import VIEW, Writer, until

# Eight in neighbouring paragraphs, the first of them in the first line, and one in the last line of the note.
WORDS = [f"numéro{number}" for number in range(1, 9)]
LAST = "numéro9"
NOTE = (
    "\n\n".join(f"Ici {word} et quelques mots." for word in WORDS)
    + "\n\n"
    + "\n\n".join(f"Paragraphe {number}." for number in range(30))
    + f"\n\nFin, {LAST}.\n"
)
CURRENT = "#comments li[aria-current=true]"
# Whether the chosen card stands still and whole on the screen, with nothing over its corners.
IS_WHOLE = """() => new Promise(answer => {
  const card = document.querySelector('#comments li[aria-current=true]')
  if (!card || document.querySelector('#comments .gliding')) return answer(false)
  const { left, right, top, bottom } = card.getBoundingClientRect()
  const doc = document.querySelector('.doc').getBoundingClientRect()
  const head = document.querySelector('.head-of-margin').getBoundingClientRect()
  const inset = 12
  const corners = [left + inset, right - inset].flatMap(x => [[x, top + inset], [x, bottom - inset]])
  const isOwn = ([x, y]) => card.contains(document.elementFromPoint(x, y))
  requestAnimationFrame(() =>
    answer(
      top >= head.bottom && bottom <= doc.bottom && corners.every(isOwn)
        && card.getBoundingClientRect().top === top,
    ),
  )
})"""
# Cards whose edge the head of the panel cuts, at rest.
CUT = """() => {
  const { bottom: head } = document.querySelector('.head-of-margin').getBoundingClientRect()
  return [...document.querySelectorAll('#comments li')].filter(card => {
    const { top, bottom } = card.getBoundingClientRect()
    return top < head && bottom > head
  }).length
}"""


async def is_whole(page: Page, word: str) -> None:
    await expect(page.locator(CURRENT)).to_contain_text(word)
    await until(page, IS_WHOLE)


async def beside(invite: Invite, link: str, **options: Any) -> Writer:
    """Claire, with the comments beside the text."""
    claire = await invite(link, "Claire", **options)
    await claire.page.locator("[data-run=comments]:visible").first.click()
    await expect(aside(claire.page).get_by_text("Ouverts")).to_contain_text("9")
    return claire


async def bring_word_to(page: Page, word: str, y: float) -> None:
    """Scroll so that the first line of its passage stands `y` pixels below the upper edge of the text."""
    await page.evaluate(
        f"""([word, y]) => {{
          const at = {VIEW}.state.doc.toString().indexOf(word)
          const doc = document.querySelector('.doc')
          const {{ top }} = {VIEW}.coordsAtPos(at) ?? {{ top: 0 }}
          doc.scrollBy({{ top: top - doc.getBoundingClientRect().top - y, behavior: 'instant' }})
        }}""",
        [word, y],
    )


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1024, 768)])
async def test_a_passage_that_is_pressed_has_its_card_whole_and_stays_where_it_is(
    site: Site, invite: Invite, size: tuple[int, int]
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, [*WORDS, LAST])
    page = (await beside(invite, link, viewport={"width": size[0], "height": size[1]})).page
    for word in WORDS:
        mark = page.locator(SAID, has_text=word)
        # At the upper edge of the text, where the head of the panel lies; and at the lower one.
        for y in (4, size[1] - 260):
            await bring_word_to(page, word, y)
            box = await mark.bounding_box()
            await mark.click()
            await is_whole(page, word)
            assert await mark.bounding_box() == box
        assert await page.evaluate(CUT) == 0
    await page.evaluate("document.querySelector('.doc').scrollTo({ top: 1e6, behavior: 'instant' })")
    await page.locator(SAID, has_text=LAST).click()
    await is_whole(page, LAST)


async def test_eight_neighbours_are_seen_together_and_one_that_is_pressed_stays_under_the_pointer(
    site: Site, invite: Invite, axe: str
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, [*WORDS, LAST], proposed="d’autres mots")
    claire = await beside(invite, link, viewport={"width": 1440, "height": 900})
    page = claire.page
    await expect(aside(page).locator("li:not([aria-current=true])")).to_have_count(8)
    seen = "cards => cards.filter(one => one.getBoundingClientRect().bottom <= innerHeight - 40).length"
    assert await page.locator("#comments li").evaluate_all(seen) >= 6
    assert await claire.violations(axe) == []
    card = page.locator("#comments li", has_text="d’autres mots")
    box = await card.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + 60, box["y"] + 40)
    await is_whole(page, "d’autres mots")
    chosen = await page.locator(CURRENT).bounding_box()
    assert chosen is not None
    assert abs(chosen["y"] - box["y"]) <= 1
    # A proposal is decided on in its folded card, too.
    await page.keyboard.press("Escape")
    await card.get_by_role("button", name="Refuser").click()
    await expect(aside(page).get_by_text("Ouverts")).to_contain_text("8")


async def test_a_card_that_is_pressed_far_below_its_passage_brings_it_into_sight(
    site: Site, invite: Invite
) -> None:
    words = [f"chiffre{number}" for number in range(10, 26)]
    below = "\n\n".join(f"Paragraphe {number}." for number in range(40))
    link = (await site.new_note(f"{', '.join(words)}.\n\n{below}\n"))["edit"]
    await say_much(link, words)
    page = (await invite(link, "Claire", viewport={"width": 1440, "height": 900})).page
    await page.locator("[data-run=comments]:visible").first.click()
    await expect(aside(page).get_by_text("Ouverts")).to_contain_text("16")
    # Where the last card is in sight, the paragraph is far above.
    last = page.locator("#comments li[aria-posinset='16']")
    passage = page.locator(SAID, has_text=words[-1])
    await last.scroll_into_view_if_needed()
    await expect(passage).not_to_be_in_viewport()
    await last.click(position={"x": 60, "y": 12})
    await is_whole(page, words[-1])
    await expect(passage).to_be_in_viewport()


async def test_a_long_card_scrolls_between_the_head_and_the_edge_and_a_draft_keeps_its_button(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, [*WORDS, LAST])
    page = (await beside(invite, link, viewport={"width": 1280, "height": 800})).page
    await page.locator(SAID, has_text="numéro8").click()
    await aside(page).get_by_label("Répondre à").fill("Une ligne de plus.\n" * 60)
    await page.keyboard.press("Enter")
    await expect(page.locator(CURRENT).locator("article")).to_have_count(2)
    await is_whole(page, "numéro8")
    rolls = "one => { one.scrollTop = 1e6; return one.scrollTop > 0 }"
    assert await page.locator(CURRENT).evaluate(rolls)
    await expect(aside(page).get_by_label("Répondre à")).to_be_in_viewport()

    # A draft low on the page, which grows beyond the screen.
    await bring_word_to(page, "Paragraphe 12", 640)
    place = await page.evaluate(
        f"{VIEW}.coordsAtPos({VIEW}.state.doc.toString().indexOf('Paragraphe 12') + 3)"
    )
    await page.mouse.dblclick(place["left"], place["top"] + 8)
    await page.keyboard.press("Control+Alt+m")
    send = aside(page).locator(".draft").get_by_role("button", name="Envoyer")
    await until(page, IS_WHOLE)
    await expect(send).to_be_in_viewport(ratio=1)
    await aside(page).get_by_label("Proposer une modification").check()
    await until(page, IS_WHOLE)
    await aside(page).get_by_label("Votre commentaire").fill("Une ligne de plus.\n" * 60)
    await until(page, IS_WHOLE)
    await expect(send).to_be_in_viewport(ratio=1)
    box = await send.bounding_box()
    assert box is not None
    assert (
        await page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).textContent", [box["x"] + 9, box["y"] + 9]
        )
        == "Envoyer"
    )


async def test_keys_and_buttons_go_from_comment_to_comment_and_round(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, [*WORDS, LAST])
    claire = await beside(invite, link, viewport={"width": 1280, "height": 800})
    page, keys = claire.page, claire.page.keyboard
    await expect(aside(page)).to_contain_text("– sur 9")
    await claire.put_caret("Ici numéro3")
    await keys.press("Control+Alt+PageDown")
    await is_whole(page, "numéro3")
    await expect(page.locator(CURRENT)).to_be_focused()
    await expect(aside(page).locator(".pager")).to_have_text("3 sur 9")
    await keys.press("Control+Alt+PageUp")
    await keys.press("Control+Alt+PageUp")
    await is_whole(page, "numéro1")
    await keys.press("Control+Alt+PageUp")
    await is_whole(page, LAST)
    await expect(page.locator("#editor .said.on")).to_be_in_viewport()
    await keys.press("Escape")
    await expect(page.locator(".cm-content")).to_be_focused()
    await keys.press("Control+Alt+PageUp")
    await is_whole(page, LAST)

    # What is announced is gone after a moment.
    await page.evaluate(
        """() => {
          window.heard = []
          const place = document.querySelector('.cm-announced')
          const hear = () => window.heard.push(place.textContent)
          new MutationObserver(hear).observe(place, { childList: true, subtree: true })
        }"""
    )
    following = aside(page).get_by_role("button", name="Commentaire suivant")
    for word in WORDS:
        await following.click()
        await is_whole(page, word)
        await expect(page.locator("#editor .said.on")).to_be_in_viewport()
    await expect(following).to_be_focused()
    assert "8 sur 9" in await page.evaluate("window.heard")
    await aside(page).get_by_role("button", name="Commentaire précédent").click()
    await is_whole(page, "numéro7")
    # Tab comes to the chosen card, arrows go on, Enter on another one chooses it.
    await page.locator(CURRENT).focus()
    await keys.press("ArrowDown")
    await is_whole(page, "numéro8")
    await expect(page.locator(CURRENT)).to_be_focused()


async def test_the_caret_shows_a_card_as_a_press_does_until_the_margin_is_closed(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, [*WORDS, LAST])
    claire = await invite(link, "Claire", viewport={"width": 1440, "height": 900})
    page, keys = claire.page, claire.page.keyboard
    await page.locator(SAID).first.wait_for()
    await claire.put_caret("Ici numéro1")
    await expect(aside(page)).to_be_hidden()
    await keys.press("Control+ArrowRight")
    await keys.press("ArrowRight")
    await is_whole(page, "numéro1")
    await expect(page.locator(".cm-content")).to_be_focused()
    await aside(page).get_by_role("button", name="Fermer les commentaires").click()
    await claire.put_caret("Ici numéro2")
    await keys.press("Control+ArrowRight")
    await keys.press("ArrowRight")
    await expect(aside(page)).to_be_hidden()
    # Where the caret is already, it is shown as the margin opens.
    await page.locator("[data-run=comments]:visible").first.click()
    await is_whole(page, "numéro2")
    await claire.put_caret("Ici numéro3")
    await keys.press("Control+ArrowRight")
    await keys.press("ArrowRight")
    await is_whole(page, "numéro3")


@pytest.mark.whole
async def test_a_phone_keeps_the_button_of_a_draft_and_goes_round(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    await say_much(link, [*WORDS, LAST])
    karim = await invite(link, "Karim", **PHONE)
    page = karim.page
    await page.evaluate("document.querySelector('[data-run=comments]').click()")
    await expect(aside(page)).to_contain_text("1 sur 9")
    await aside(page).get_by_role("button", name="Commentaire précédent").tap()
    await expect(aside(page)).to_contain_text("9 sur 9")
    await karim.select("Paragraphe 12")
    await page.keyboard.press("Control+Alt+m")
    await aside(page).get_by_label("Votre commentaire").fill("Une ligne de plus.\n" * 60)
    send = aside(page).locator(".draft").get_by_role("button", name="Envoyer")
    await expect(send).to_be_in_viewport(ratio=1)
