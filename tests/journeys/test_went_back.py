"""A server that returned to an earlier state, and was not told so: pages say what it lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import SAVED


def copy_database(source: Path, target: Path) -> None:
    """As it is now, whoever writes."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


async def test_pages_say_which_saved_words_a_server_lost_that_returned_to_an_earlier_state(
    own_site: Site, invite: Invite, axe: str, tmp_path: Path
) -> None:
    link = (await own_site.new_note("# Ordre du jour\n\nBudget.\n\nDivers.\n"))["edit"]
    claire, bruno = [await invite(link, name) for name in ("Claire", "Bruno")]
    for one in (claire, bruno):
        await one.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await one.put_caret("jour", after=True)
        await one.type(".")
        await one.sees_state(SAVED)
    earlier = tmp_path / "earlier.db"
    copy_database(own_site.data / "pochette.db", earlier)
    await claire.put_caret("Budget", after=True)
    await claire.type(" de trois ans")
    await bruno.put_caret("Divers", after=True)
    await bruno.type(" et dates")
    text = "# Ordre du jour..\n\nBudget de trois ans.\n\nDivers et dates.\n"
    for one in (claire, bruno):
        await one.sees_text(text)
        await one.sees_state(SAVED)
    await own_site.kill()
    for name in ("pochette.db-wal", "pochette.db-shm"):
        (own_site.data / name).unlink(missing_ok=True)
    earlier.replace(own_site.data / "pochette.db")
    await own_site.start()

    for one in (claire, bruno):
        banner = one.page.get_by_role("region", name="État de l’enregistrement")
        await banner.get_by_text("Le serveur est revenu à un état antérieur de cette note.").wait_for()
        await banner.get_by_text("Il a perdu 5 mots de cette page").wait_for()
        await one.sees_text(text)
        assert await one.page.locator(".pend").all_inner_texts() == [" de trois ans", " et dates"]
    assert await claire.violations(axe) == []
    await claire.page.get_by_role("button", name="Copier ce qui manque").click()
    await claire.page.get_by_role("button", name="Copié").wait_for()
    lost = "Budget de trois ans.\nDivers et dates."
    assert await claire.page.evaluate("navigator.clipboard.readText()") == lost

    async with claire.page.expect_navigation():
        await claire.page.get_by_role("button", name="Recharger la page").click()
    await claire.page.locator(".cm-content").wait_for()
    await claire.sees_text("# Ordre du jour..\n\nBudget.\n\nDivers.\n")
    await claire.put_caret("Budget", after=True)
    await claire.type(" de trois ans")
    await claire.sees_state(SAVED)
    assert not await claire.page.locator("#banner").is_visible()
