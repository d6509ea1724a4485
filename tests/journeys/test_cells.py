"""Cells under the keys of Word: Enter, lines, arrows, footnotes, and rows that are wider than their head."""

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.pasting import paste
from tests.journeys.site import Site

NOTE = "Avant\n\n| Mesure | 2022 |\n| --- | --: |\n| Gares | deux |\n| Rails | dix |\n\nAprès\n"


# What a key that copies puts on the clipboard.
COPIED = """() => {
  const data = new DataTransfer()
  const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true })
  document.querySelector('.cm-content').dispatchEvent(event)
  return Object.fromEntries(data.types.map(type => [type, data.getData(type)]))
}"""


async def test_a_cell_under_the_keys_of_word(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    press = claire.page.keyboard.press
    # Enter goes to the cell below, behind its words, and chooses nothing.
    await claire.put_caret("deux", after=True)
    await press("Enter")
    await claire.type("-huit")
    await claire.sees("| Gares | deux |\n| Rails | dix-huit |\n\nAprès")
    # A line of the cell, under the other one.
    await claire.put_caret("Gares", after=True)
    await press("Shift+Enter")
    await claire.type("du Sud")
    await claire.sees("| Gares<br>du Sud | deux |")
    cell = claire.page.get_by_role("cell").first
    assert await cell.inner_text() == "Gares\ndu Sud"
    assert "<" not in await claire.page.get_by_role("table").inner_text()
    await press("Home")
    await claire.type("x")
    await claire.sees("| Gares<br>xdu Sud | deux |")
    await press("ArrowUp")
    await claire.type("y")
    await claire.sees("| Gyares<br>xdu Sud | deux |")
    await press("ArrowDown")
    await press("Home")
    await press("Delete")
    await press("Backspace")
    await claire.sees("| Gyaresdu Sud | deux |")
    await press("Control+z")
    await claire.sees("| Gyares<br>xdu Sud | deux |")
    # From above into the head, and on through each line.
    await claire.put_caret("Avant", after=True)
    await press("ArrowDown")
    await claire.type("2")
    await press("ArrowDown")
    await claire.type("3")
    await press("ArrowDown")
    await claire.type("4")
    await press("ArrowDown")
    await press("End")
    await claire.type("5")
    await claire.sees(
        "| 2Mesure | 2022 |\n| --- | --: |\n| G3yares<br>xd4u Sud | deux |\n| Rails5 | dix-huit |"
    )
    # What has several lines elsewhere has them here, and where it is copied to.
    await claire.put_caret("5 |")
    await press("Shift+End")
    await paste(claire.page, text="un\ndeux", html="<p>un<br>deux</p><p><b>trois</b></p>")
    await claire.sees("| Railsun<br>deux<br>**trois** | dix-huit |")
    await claire.page.get_by_role("cell", name="Railsun").click(click_count=3)
    copied = await claire.page.evaluate(COPIED)
    assert copied["text/plain"] == "Railsun\ndeux\n**trois**"
    assert "Railsun<br>deux<br><strong>trois</strong>" in copied["text/html"]


async def test_a_row_that_is_too_wide_is_seen_whole_and_evened_out_by_the_next_letter(
    site: Site, invite: Invite
) -> None:
    note = "| Mesure | 2022 |\n| --- | --- |\n| Gares | deux | 5 M€ |\n| Rails |\n\nAprès\n"
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    row = claire.page.get_by_role("row")
    right = "one => one.getBoundingClientRect().right"
    edges = [await row.nth(number).evaluate(right) for number in range(3)]
    assert len(set(edges)) == 1
    # The line under the head goes as far as the widest row.
    last = await claire.page.get_by_role("cell", name="5 M€").evaluate(right)
    after = await row.first.evaluate("row => getComputedStyle(row, '::after').gridColumn")
    assert after == "3 / -1"
    assert last <= edges[0]
    await claire.put_caret("2022", after=True)
    await claire.type("-3")
    await claire.sees_text(
        "| Mesure | 2022-3 |  |\n| --- | --- | --- |\n| Gares | deux | 5 M€ |\n| Rails |  |  |\n\nAprès\n"
    )
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(note)


async def test_a_phone_has_a_line_a_footnote_and_a_doubt_in_a_cell(
    site: Site, invite: Invite, axe: str
) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire", **PHONE)
    bar, menu = claire.page.get_by_role("toolbar"), claire.page.locator("#table-menu")

    async def choose(name: str) -> None:
        await bar.get_by_role("button", name="Tableau : lignes et colonnes").tap()
        await menu.get_by_role("button", name=name).tap()

    await claire.put_caret("deux", after=True)
    await choose("Aller à la ligne dans la cellule")
    await claire.type("ou trois ")
    await choose("À vérifier")
    await choose("Note de bas de page")
    await claire.type("Comptage de mai.")
    await claire.sees_text(
        NOTE.replace("deux", "deux<br>ou trois [à vérifier][^1]") + "\n[^1]: Comptage de mai."
    )
    assert await claire.violations(axe) == []
    await claire.page.keyboard.press("Enter")
    await claire.type(".")
    await claire.sees("ou trois [à vérifier][^1]. |")
