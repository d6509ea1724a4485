"""How long a note is: its words, the minutes that it takes to read, and the same of what is selected."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site


async def test_words_and_minutes_are_counted_of_the_note_and_of_a_selection(
    site: Site, invite: Invite
) -> None:
    few = "L’État, aujourd’hui, c’est 12 000,50 € de porte-à-porte."
    note = (
        f"# Trains\n\n{few}\n\n"
        + "mot " * 687
        + "\n\nFin[^1] [à vérifier].\n\n| un<br>deux |\n|---|\n\n[^1]: Trois\n"
    )
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    words, minutes = (claire.page.locator(f".foot [data-count={name}]") for name in ("words", "minutes"))

    await expect(words).to_have_text("701 mots")
    await expect(minutes).to_have_text("3 min de lecture")
    await claire.select(few)
    await expect(words).to_have_text("7 mots sur 701")
    await expect(minutes).to_have_text("1 min de lecture")
    await claire.put_caret("Fin")
    await claire.type("La ")
    await expect(words).to_have_text("702 mots")
    await expect(minutes).to_have_text("3 min de lecture")
    await expect(claire.page.locator(".foot [data-count=marks]")).to_have_text("1 passage à vérifier")
