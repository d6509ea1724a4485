"""What others write is drawn while somebody presses on the text, where nothing that is shown may move."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import TYPE, VIEW

NOTE = "Ici\n\nUn [lien](https://exemple.fr) et\n\n| a | b |\n| --- | --- |\n| c | d |\n"


async def test_a_line_that_ends_in_what_is_hidden_is_drawn_while_somebody_presses(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.page.get_by_text("Ici", exact=True).hover()
    await claire.page.mouse.down()
    await karim.page.evaluate(TYPE, ["https://", "", "\n"])
    await claire.sees("https://\nexemple.fr")
    # As another program would write, which knows no cells.
    await karim.page.evaluate(
        f"() => {VIEW}.dispatch({{ changes: {{ from: {VIEW}.state.doc.length - 4, insert: '\\n' }} }})"
    )
    await claire.sees("| c | \nd |")
    await claire.page.mouse.up()
    await expect(claire.page.get_by_text("exemple.fr) et")).to_be_visible()
    await expect(claire.page.get_by_role("row")).to_have_count(3)
