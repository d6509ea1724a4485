"""What others write is drawn while somebody presses on the text, where nothing that is shown may move."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.typist import WATCH_SIGNS
from tests.journeys.writer import VIEW

NOTE = "Ici\n\nUn [lien](https://exemple.fr) et\n\n| a | b |\n| --- | --- |\n| c | d |\n"


async def test_a_line_that_ends_in_what_is_hidden_is_drawn_while_somebody_presses(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    text = f"{VIEW}.state.doc.toString()"
    await claire.page.get_by_role("textbox").get_by_text("Ici", exact=True).hover()
    await claire.page.mouse.down()
    # As another program would write, which knows no links and no cells.
    for place, seen in (
        (f"{text}.indexOf('exemple')", "https://\nexemple.fr"),
        (f"{text}.length - 4", "| c | \nd |"),
    ):
        await karim.page.evaluate(f"() => {VIEW}.dispatch({{ changes: {{ from: {place}, insert: '\\n' }} }})")
        await claire.sees(seen)
    await claire.page.mouse.up()
    await expect(claire.page.get_by_text("exemple.fr) et")).to_be_visible()
    await expect(claire.page.get_by_role("row")).to_have_count(3)


async def test_lines_that_come_into_sight_while_somebody_presses_show_no_sign(
    site: Site, invite: Invite
) -> None:
    parts = (
        f"## Partie {n}\n\nUn **gras** et un [lien](https://exemple.fr).\n\n- un *point*" for n in range(150)
    )
    # The line of the caret is drawn wherever it is, with its signs where nobody sees it.
    claire = await invite((await site.new_note("\n\n".join(["Ici", *parts])))["edit"], "Claire")
    page = claire.page
    await page.get_by_role("textbox").get_by_text("Ici", exact=True).hover()
    await page.evaluate(WATCH_SIGNS)
    await page.mouse.down()
    for turn in range(30):
        await page.mouse.wheel(0, 900 if turn < 20 else -900)
        await page.evaluate("() => new Promise(requestAnimationFrame)")
    await page.mouse.up()
    await page.locator(".cm-content").press("Control+End")
    await expect(page.get_by_role("heading", name="Partie 149")).to_be_visible()
    assert await page.evaluate("[...window.signs]") == []
    assert await page.evaluate("window.frames") > 10
