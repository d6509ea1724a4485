"""Tables are written cell by cell: by keys, by the menu of the toolbar, from a sheet, by two people."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.pasting import paste
from tests.journeys.site import Site
from tests.journeys.wire import wire_to

NOTE = "Avant\n\n| Mesure | 2022 |\n| --- | --: |\n| **Total** | 2,5 |\n\nAprès\n"


async def test_keys_walk_through_the_cells_and_begin_rows(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    press = claire.page.keyboard.press

    await claire.page.get_by_role("cell", name="Total").click()
    await press("Tab")
    await claire.type("3")
    await press("Tab")
    await claire.type("Reste")
    await press("Tab")
    await claire.type("1|2")
    await press("Shift+Tab")
    await claire.type("Solde")
    await press("ArrowUp")
    await claire.type("!")
    await press("Tab")
    await press("Home")
    await claire.type("0")
    await claire.sees("| --- | --: |\n| **Total!** | 03 |\n| Solde | 1\\|2 |\n\nAprès")
    await press("Enter")
    await claire.type("9")
    await press("Enter")
    await claire.sees("| Solde | 1\\|29 |\n|  |  |\n")
    await press("Enter")
    await claire.type("Fin.")
    await claire.sees("| Solde | 1\\|29 |\n\nFin.\n\nAprès")
    await press("Escape")
    await press("Tab")
    await expect(claire.page.locator(".cm-content")).not_to_be_focused()


async def test_a_table_is_written_in_its_cells_and_shows_no_pipe(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    press = claire.page.keyboard.press
    table = claire.page.get_by_role("table")

    await claire.page.get_by_role("cell", name="Total").click()
    await press("End")
    await claire.type(" brut")
    await expect(table.get_by_role("row")).to_have_count(2)
    assert "|" not in await table.inner_text()
    await expect(claire.page.locator(".lp-on")).to_have_count(1)
    # What would take a table apart does nothing.
    await press("Tab")
    await press("Home")
    await press("Backspace")
    await press("End")
    await press("Delete")
    await claire.sees_text(NOTE.replace("**Total**", "**Total brut**"))
    await press("Control+Alt+2")
    await claire.sees("| Mesure | 2022 |\n| --- | --: |\n| **Total brut** | 2,5 |\n\nAprès")
    # A caret walks from cell to cell, and out of the table.
    await claire.put_caret("Mesure", after=True)
    await press("ArrowRight")
    await claire.type("x")
    await press("ArrowDown")
    await press("ArrowDown")
    await press("Home")
    await claire.type("Et ")
    await claire.sees("| Mesure | x2022 |\n| --- | --: |\n| **Total brut** | 2,5 |\n\nEt Après")


async def test_what_is_chosen_over_several_cells_leaves_the_table_whole(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    press = claire.page.keyboard.press

    await claire.put_caret("Mesure")
    for _ in "Mesure 2022":
        await press("Shift+ArrowRight")
    await press("Control+b")
    await claire.sees("| **Mesure** | **2022** |\n| --- | --: |\n")
    await press("Control+b")
    await claire.sees("| Mesure | 2022 |\n| --- | --: |\n")
    await claire.page.get_by_role("columnheader", name="Mesure").click(click_count=3)
    await claire.type("Poste")
    await claire.sees("| Poste | 2022 |")
    await claire.page.get_by_text("Poste", exact=True).hover(position={"x": 1, "y": 18})
    await claire.page.mouse.down()
    await claire.page.get_by_role("cell", name="2,5").hover()
    await claire.page.mouse.up()
    await press("Shift+End")
    await claire.type("a|b")
    await claire.sees("Avant\n\n| a\\|b |  |\n| --- | --: |\n|  |  |\n\nAprès\n")
    await press("Control+z")
    await claire.sees("| Poste | 2022 |\n| --- | --: |\n| **Total** | 2,5 |")
    # Chosen as a whole, it goes as a whole.
    await press("Control+a")
    await press("Delete")
    await claire.sees_text("")


@pytest.mark.whole
async def test_lines_around_a_table_do_not_run_into_it(site: Site, invite: Invite) -> None:
    note = "Avant\n\n| a | b |\n| --- | --- |\n| c | d |\n\nAprès"
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    press = claire.page.keyboard.press

    await claire.put_caret("Après")
    await press("Backspace")
    await claire.type("!")
    await claire.sees("| c | d! |\n\nAprès")
    await claire.put_caret("Avant", after=True)
    await press("Delete")
    await claire.sees_text(note.replace("d |", "d! |"))
    await claire.put_caret("Après")
    await press("Shift+End")
    await press("Delete")
    await press("Backspace")
    await press("ArrowDown")
    await claire.type("Fin")
    await claire.sees_text("Avant\n\n| a | b |\n| --- | --- |\n| c | d! |\n\nFin")


@pytest.mark.whole
async def test_a_table_may_end_the_note_and_be_typed_by_hand(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("Avant"))["edit"], "Claire")
    press = claire.page.keyboard.press

    await claire.put_caret("Avant", after=True)
    await press("Enter")
    await claire.type("| Mesure | 2022 |\n")
    await claire.type("| --- | --- |\n")
    await claire.type("Total")
    await press("Tab")
    await claire.type("3")
    await claire.sees_text("Avant\n\n| Mesure | 2022 |\n| --- | --- |\n| Total | 3 |")
    await press("Alt+ArrowUp")
    await press("Enter")
    await claire.type("Reste")
    await press("Alt+ArrowUp")
    await claire.sees("| --- | --- |\n|  | Reste |\n| Total | 3 |")
    await press("Control+Shift+K")
    await press("ArrowDown")
    await claire.type("Fin")
    await claire.sees_text("Avant\n\n| Mesure | 2022 |\n| --- | --- |\n| Total | 3 |\n\nFin")


@pytest.mark.whole
async def test_each_cell_shows_what_a_line_would(site: Site, invite: Invite, axe: str) -> None:
    links = await site.new_note("| a | b |\n| --- | --- |\n| **gras** [lien](https://exemple.fr) |  |\n\nFin")
    claire = await invite(links["edit"], "Claire")
    karim = await invite(links["edit"], "Karim")
    cell = claire.page.get_by_role("cell")
    await expect(cell.locator("strong")).to_have_text("gras")
    await expect(cell.locator(".lp-link")).to_have_text("lien")

    await cell.nth(1).click()
    await claire.type("3")
    await karim.page.get_by_role("cell", name="3").click()
    await karim.page.keyboard.press("End")
    await claire.page.wait_for_function(
        """() => {
          const caret = document.querySelector('.remote-caret')?.getBoundingClientRect()
          const cell = document.querySelectorAll('[role=cell]')[1].getBoundingClientRect()
          const isBeside = caret?.left > cell.left && caret.right < cell.right
          return isBeside && caret.top > cell.top && caret.bottom < cell.bottom
        }"""
    )
    assert await claire.violations(axe) == []


@pytest.mark.whole
async def test_a_wide_table_rolls_to_the_cell_that_is_written(site: Site, invite: Invite) -> None:
    row = "|" + " colonne |" * 9
    note = f"{row}\n|{' --- |' * 9}\n{row}\n\nFin"
    claire = await invite((await site.new_note(note))["edit"], "Claire", **PHONE)
    cells = claire.page.get_by_role("cell")
    await cells.first.tap()
    for _ in range(8):
        await claire.page.keyboard.press("Tab")
    await expect(cells.last).to_be_in_viewport(ratio=1)
    for _ in range(8):
        await claire.page.keyboard.press("Shift+Tab")
    await expect(cells.first).to_be_in_viewport(ratio=1)
    assert await claire.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # As high as its rows: what is more would be counted to whichever of them is drawn first.
    rows, whole = await claire.page.evaluate(
        """() => {
          const height = one => one.getBoundingClientRect().height
          const rows = [...document.querySelectorAll('.lp-row')].map(height)
          return [rows.reduce((sum, one) => sum + one), height(document.querySelector('.lp-grid'))]
        }"""
    )
    assert abs(whole - rows) < 0.1


async def test_a_row_that_is_begun_while_a_finger_presses_keeps_its_cells(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.put_caret("2,5")
    # What is shown does not move under it: the new row is not painted yet.
    await claire.page.locator(".cm-line", has_text="Avant").dispatch_event("pointerdown")
    await claire.page.keyboard.press("Tab")
    await claire.type("1|2")
    await claire.page.keyboard.press("Tab")
    await claire.type("3")
    await claire.sees("| **Total** | 2,5 |\n| 1\\|2 | 3 |\n\nAprès\n")


async def test_rows_and_columns_come_and_go_by_the_menu_on_a_phone(
    site: Site, invite: Invite, axe: str
) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire", **PHONE)
    bar, menu = claire.page.get_by_role("toolbar"), claire.page.locator("#table-menu")

    async def change(name: str) -> None:
        await bar.get_by_role("button", name="Tableau : lignes et colonnes").click()
        await menu.get_by_role("button", name=name).click()

    await claire.page.get_by_role("cell", name="Total").tap()
    await bar.get_by_role("button", name="Tableau : lignes et colonnes").click()
    assert await claire.violations(axe) == []
    await menu.get_by_role("button", name="Colonne à droite").click()
    await claire.type("dont État")
    await change("Centrer")
    await change("Ligne au-dessus")
    await claire.type("x")
    await claire.sees("| --- | :-: | --: |\n|  | x |  |\n| **Total** | dont État | 2,5 |\n")
    await change("Supprimer la ligne")
    await change("Supprimer la colonne")
    await claire.sees("| --- | --: |\n| **Total** | 2,5 |\n\nAprès")
    await claire.page.keyboard.press("Control+z")
    await claire.sees("| **Total** | dont État | 2,5 |\n")
    await claire.put_caret("2,5")
    await change("Supprimer le tableau")
    await claire.sees_text("Avant\n\n\n\nAprès\n")
    await expect(bar.get_by_role("button", name="Tableau", exact=True)).to_be_visible()


async def test_the_menu_begins_the_title_of_the_table_and_finds_it_again(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire", **PHONE)
    for said in ("Taux par an", "Taux"):
        await claire.page.get_by_role("cell", name="Total").tap()
        await claire.page.get_by_role("button", name="Tableau : lignes et colonnes").tap()
        await claire.page.locator("#table-menu").get_by_role("button", name="Titre du tableau").tap()
        await claire.type(said)
        await claire.sees_text(NOTE.replace("\n\nAprès", f"\n\nTableau\u00a0: {said}\n\nAprès"))


async def test_the_slash_offers_in_a_cell_what_can_be_done_to_the_table(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.put_caret("2,5", after=True)
    await claire.page.keyboard.press("Tab")
    await claire.type("/")
    listed = claire.page.get_by_role("listbox", name="Insérer un bloc")
    await expect(listed.get_by_role("option")).to_have_count(20)
    await claire.type("gauche")
    await expect(listed.get_by_role("option", selected=True)).to_have_text("Colonne à gauche")
    await claire.page.keyboard.press("Enter")
    await claire.sees("|  | Mesure | 2022 |\n| --- | --- | --: |\n|  | **Total** | 2,5 |\n|  |  |  |\n")


async def test_cells_of_a_spreadsheet_fill_those_of_the_table(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.put_caret("2,5")
    await paste(claire.page, text='1\t2\n"3\n4"\ta|b\n')
    await claire.sees(
        "| Mesure | 2022 |  |\n| --- | --: | --- |\n| **Total** | 1 | 2 |\n|  | 3<br>4 | a\\|b |\n\nAprès"
    )
    rows = "<tr><td><p>5</p><p><b>6</b></p></td><td>&lt;br&gt;</td></tr><tr><td>7</td><td>a|b</td></tr>"
    await claire.put_caret("1")
    await paste(claire.page, html=f"<table>{rows}</table>", text="5\n6\t<br>\n7\ta|b\n")
    await claire.sees("| **Total** | 5<br>**6** | \\<br> |\n|  | 7 | a\\|b |\n\nAprès")
    await claire.put_caret("Mesure", after=True)
    await paste(claire.page, text=" de\nl’année\n")
    await claire.sees("| Mesure de<br>l’année | 2022 |")


@pytest.mark.whole
async def test_the_spaces_that_pad_a_cell_are_nobodys(site: Site, invite: Invite) -> None:
    note = "| Mesure   |   Rang |\n| -------- | -----: |\n| Gares    |      1 |\n"
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    press = claire.page.keyboard.press

    await claire.page.get_by_role("cell", name="Gares").click()
    await press("End")
    await claire.type(" du Sud")
    await claire.sees("| Gares du Sud    |      1 |")
    await claire.type(" ")
    await press("Backspace")
    await press("ArrowRight")
    await claire.type("2")
    await claire.sees("| Gares du Sud    |      21 |")
    await press("Home")
    await press("ArrowLeft")
    await claire.type("-Est")
    await claire.sees("| Gares du Sud-Est    |      21 |")
    await claire.page.get_by_role("cell", name="Gares").click(click_count=3)
    await press("Delete")
    await claire.type("Quais")
    await press("Tab")
    await press("Tab")
    await claire.sees("| Quais")
    await expect(claire.page.get_by_role("row")).to_have_count(3)


@pytest.mark.whole
async def test_columns_stand_by_all_rows_whichever_are_in_view(site: Site, invite: Invite) -> None:
    rows = [f"| {'Réforme territoriale' * (number == 90)} | n{number} |" for number in range(100)]
    note = "\n".join(["| Mesure | Rang |", "| --- | --- |", *rows])
    claire = await invite((await site.new_note(note))["edit"], "Claire")

    async def left(name: str) -> float:
        box = await claire.page.get_by_role("cell", name=name, exact=True).bounding_box()
        assert box is not None
        return box["x"]

    first = await left("n0")
    await expect(claire.page.get_by_role("cell", name="n90")).to_have_count(0)
    await claire.page.evaluate("document.querySelector('.doc').scrollTop = 1e6")
    assert await left("n90") == first


async def test_two_people_change_one_table_at_once(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire:
        links = await site.new_note(NOTE)
        claire = await invite(links["edit"], "Claire")
        karim = await invite(links["edit"].replace(str(site.port), str(wire.port)), "Karim")
        await claire.put_caret("Total")
        await karim.put_caret("2,5", after=True)
        await claire.page.get_by_role("button", name="Tableau : lignes et colonnes").click()

        wire.hold()
        await karim.type(" Md€")
        await karim.page.keyboard.press("Tab")
        await karim.type("Reste")
        await claire.page.get_by_role("button", name="Colonne à gauche").click()
        await claire.type("n°")
        wire.release()

        wanted = "|  | Mesure | 2022 |\n| --- | --- | --: |\n| n° | **Total** | 2,5 Md€ |\n| Reste |  |\n"
        await claire.sees(wanted)
        await karim.sees(wanted)
