"""Tables in order: columns and rows are moved and sorted, chosen numbers summed, too many columns said."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.pasting import paste
from tests.journeys.site import Site

ROWS = ["| Écully | 1 200 | Rhône |", "| Évry | 95,5 | Essonne |", "| Amiens | n.d. | Somme |"]
HEAD = "| Ville | Coût | Département |\n| --- | --: | --- |\n"
NOTE = f"Avant\n\n{HEAD}" + "\n".join(ROWS) + "\n\nAprès\n"


def noted(*rows: str, head: str = HEAD) -> str:
    return f"Avant\n\n{head}" + "\n".join(rows) + "\n\nAprès\n"


async def test_keys_move_a_column_and_a_row_and_one_undo_takes_each_back(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    press = claire.page.keyboard.press
    await claire.put_caret("95,5", after=True)
    await press("Alt+ArrowLeft")
    moved = noted(
        "| 1 200 | Écully | Rhône |",
        "| 95,5 | Évry | Essonne |",
        "| n.d. | Amiens | Somme |",
        head="| Coût | Ville | Département |\n| --: | --- | --- |\n",
    )
    await claire.sees_text(moved)
    # At the edge nothing moves, and the browser does not go back.
    await press("Alt+ArrowLeft")
    await claire.type("0")
    await claire.sees_text(moved.replace("95,5", "95,50"))
    await press("Control+z")
    await press("Control+z")
    await claire.sees_text(NOTE)
    await press("Alt+ArrowRight")
    await claire.sees("| Ville | Département | Coût |\n| --- | --- | --: |\n| Écully | Rhône | 1 200 |")
    await press("Alt+ArrowUp")
    await claire.sees("| Évry | Essonne | 95,5 |\n| Écully | Rhône | 1 200 |")
    await press("Control+z")
    await press("Control+z")
    await claire.sees_text(NOTE)


async def test_the_menu_sorts_by_number_and_by_letters_and_moves(
    site: Site, invite: Invite, axe: str
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, ines = await invite(link, "Claire"), await invite(link, "Inès")
    bar, menu = claire.page.get_by_role("toolbar"), claire.page.locator("#table-menu")

    async def run(name: str) -> None:
        await bar.get_by_role("button", name="Tableau : lignes et colonnes").click()
        await menu.get_by_role("button", name=name, exact=True).click()

    await claire.put_caret("95,5", after=True)
    await run("Trier par cette colonne, croissant")
    await claire.sees_text(noted(ROWS[1], ROWS[0], ROWS[2]))
    await run("Trier par cette colonne, décroissant")
    await claire.sees_text(NOTE)
    # The caret has stayed behind its letters.
    await claire.type("0")
    await claire.sees("| 95,50 |")
    await claire.page.keyboard.press("Control+z")
    await claire.put_caret("Évry")
    await run("Trier par cette colonne, croissant")
    await claire.sees_text(noted(ROWS[2], ROWS[0], ROWS[1]))
    await ines.sees_text(noted(ROWS[2], ROWS[0], ROWS[1]))
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text(NOTE)
    await run("Monter la ligne")
    await claire.sees_text(noted(ROWS[1], ROWS[0], ROWS[2]))
    await run("Descendre la ligne")
    await run("Déplacer la colonne vers la droite")
    await claire.sees("| Coût | Ville | Département |")
    await run("Déplacer la colonne vers la gauche")
    await claire.sees_text(NOTE)
    await bar.get_by_role("button", name="Tableau : lignes et colonnes").click()
    assert await claire.violations(axe) == []


async def test_a_comment_on_a_row_goes_along_when_the_table_is_sorted(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.select("Amiens")
    await claire.page.keyboard.press("Control+Alt+m")
    await claire.page.get_by_label("Votre commentaire").fill("Depuis quand ?")
    await claire.page.keyboard.press("Enter")
    said = claire.page.locator('#editor .said:not([data-thread=""])')
    await expect(said).to_have_text("Amiens")
    await claire.put_caret("Évry")
    await claire.page.get_by_role("button", name="Tableau : lignes et colonnes").click()
    await (
        claire.page.locator("#table-menu").get_by_role("button", name="croissant", exact=False).first.click()
    )
    await claire.sees_text(noted(ROWS[2], ROWS[0], ROWS[1]))
    await expect(said).to_have_text("Amiens")


async def test_the_sum_of_chosen_cells_stands_below_the_text(site: Site, invite: Invite) -> None:
    """In the language of the note, whoever reads it; and numbers of different units have none."""
    made = await site.new_note(
        NOTE.replace("n.d.", "0,25").replace("Essonne", "2 M€").replace("Rhône", "3 k€")
    )
    claire = await invite(made["edit"], "Claire", locale="en-GB")
    page = claire.page
    below = page.locator("[data-count=sum]")
    await claire.put_caret("1 200")
    for _ in range(2):
        await page.keyboard.press("Shift+ArrowDown")
    await expect(below).to_have_text("Sum 1\u202f295,75 · 3 cells")
    await expect(page.locator(".lp-summed")).to_have_text(["1 200", "95,5", "0,25"])
    await page.keyboard.press("ArrowLeft")
    await expect(below).to_have_text("")
    await claire.put_caret("3 k€")
    await page.keyboard.press("Shift+ArrowDown")
    await expect(page.locator("[data-count=words]")).to_contain_text("of")
    await expect(below).to_have_text("")


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
async def test_a_paste_of_too_many_columns_is_said_at_once(site: Site, invite: Invite, locale: str) -> None:
    claire = await invite((await site.new_note("Avant\n"))["edit"], "Claire", locale=locale)
    cells = "".join(f"<td>{number}</td>" for number in range(41))
    await claire.put_caret("Avant", after=True)
    await claire.page.keyboard.press("Enter")
    await paste(claire.page, html=f"<table><tr>{cells}</tr><tr>{cells}</tr></table>")
    said = "Ce tableau a 41 colonnes" if locale == "fr-FR" else "This table has 41 columns"
    await expect(claire.page.locator("#toast")).to_contain_text(said)
    # What an import has brought is said as it opens.
    await claire.sees_state("Enregistré" if locale == "fr-FR" else "Saved")
    await claire.page.reload()
    await expect(claire.page.locator("#toast")).to_contain_text(said)


async def test_more_columns_than_the_screen_shows_are_shaded_at_the_edge(site: Site, invite: Invite) -> None:
    cells = " | ".join(f"colonne {number}" for number in range(20))
    rule = " | ".join(["---"] * 20)
    note = f"| {cells} |\n| {rule} |\n| {cells} |\n\nAprès\n"
    page = (await invite((await site.new_note(note))["edit"], "Claire", **PHONE)).page
    roll = page.locator(".lp-roll")

    async def shaded() -> tuple[bool, bool]:
        """Whether each edge of the table is darker than the paper, the left one and the right one."""
        with Image.open(BytesIO(await roll.screenshot(animations="disabled"))) as seen:
            (width, height), grey = seen.size, seen.convert("L").tobytes()
        # Where nothing is written: the last rows of the table.
        rows = range(height - 8, height - 4)
        edges = [max(grey[row * width + column] for row in rows) for column in (0, width - 1)]
        paper = max(grey[row * width + width // 2] for row in rows)
        left, right = (edge < paper - 8 for edge in edges)
        return left, right

    scroll = "(one, left) => one.scrollTo({ left, behavior: 'instant' })"
    assert await shaded() == (False, True)
    await roll.evaluate(scroll, 200)
    assert await shaded() == (True, True)
    await roll.evaluate(scroll, 1e6)
    assert await shaded() == (True, False)
