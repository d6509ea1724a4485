"""A note that is full: what is typed beyond stays on the page, and leaves by itself when there is room."""

from pathlib import Path

from tests.journeys.conftest import Invite
from tests.journeys.site import running
from tests.journeys.writer import SAVED

FULL = "Note pleine : non enregistré"
LIMIT = 65_536


async def test_what_a_full_note_does_not_take_stays_on_the_page_until_there_is_room(
    tmp_path: Path, invite: Invite
) -> None:
    async with running(tmp_path / "data", "--max-note", str(LIMIT)) as site:
        start = "# Note pleine\n\nÀ retirer.\n\n" + "Une phrase de plus.\n" * 3270
        start += "x" * (LIMIT - len(start.encode()) - 8) + "\nFin.\n"
        link = (await site.new_note(start))["edit"]
        claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
        await claire.sees("À retirer.")
        await claire.put_caret("À retirer", after=True)
        await claire.type(" et bien plus que cela")
        await claire.sees_state(FULL)
        banner = claire.page.locator("#banner")
        await banner.get_by_text("Cette note est pleine").first.wait_for()
        assert await banner.get_by_role("button", name="Copier").is_visible()
        assert "et bien plus" in await claire.text()
        kept = await site.markdown(link)
        assert "plus que cela" not in kept
        assert len(kept.encode()) <= LIMIT

        # Claire's own deletion reaches the others, and hers is tried again once it fits: not yet.
        await claire.select("Fin.")
        await claire.page.keyboard.press("Delete")
        await karim.page.wait_for_function(
            "!document.querySelector('.cm-content').innerText.includes('Fin.')"
        )
        await claire.sees_state(FULL)
        await karim.sees("À retirer")
        await karim.select("Une phrase de plus.\nUne phrase de plus.\n")
        await karim.page.keyboard.press("Delete")

        await claire.sees_state(SAVED)
        await banner.wait_for(state="hidden")
        await karim.sees("À retirer et bien plus que cela.")
        assert await claire.text() == await karim.text() == await site.markdown(link)
