"""A server that returned to an earlier state: pages bring back what is their own, and say what it lost."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer, show_authors

LATER = "# Ordre du jour..\n\nBudget de trois ans.\n\nDivers et dates.\n"


def copy_database(source: Path, target: Path) -> None:
    """As it is now, whoever writes."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


async def arrive(site: Site, invite: Invite) -> tuple[str, list[Writer]]:
    """Claire and Bruno are in a note, and have written a letter each."""
    link = (await site.new_note("# Ordre du jour\n\nBudget.\n\nDivers.\n"))["edit"]
    both = [await invite(link, name) for name in ("Claire", "Bruno")]
    for one in both:
        await one.put_caret("jour", after=True)
        await one.type(".")
        await one.sees_state(SAVED)
    return link, both


async def go_on(people: Sequence[Writer]) -> None:
    """Write, until all see all of it and that it is saved."""
    for one, (where, words) in zip(
        people, (("Budget", " de trois ans"), ("Divers", " et dates")), strict=True
    ):
        await one.put_caret(where, after=True)
        await one.type(words)
    for one in people:
        await one.sees_text(LATER)
        await one.sees_state(SAVED)


def put_back(data: Path, earlier: Path) -> None:
    for name in ("pochette.db-wal", "pochette.db-shm"):
        (data / name).unlink(missing_ok=True)
    earlier.replace(data / "pochette.db")


@pytest.mark.whole
async def test_pages_bring_their_own_words_back_to_a_server_that_lost_them_each_under_its_name(
    own_site: Site, invite: Invite, tmp_path: Path
) -> None:
    link, (claire, bruno) = await arrive(own_site, invite)
    newcomer = await invite(link, "Awa")
    await newcomer.sees_state(SAVED)
    copy_database(own_site.data / "pochette.db", tmp_path / "earlier.db")
    # The server will know nothing of who writes them: the newcomer has written nothing before.
    await bruno.page.close()
    await go_on((claire, newcomer))
    await own_site.kill()
    put_back(own_site.data, tmp_path / "earlier.db")
    await own_site.start()

    for one in (claire, newcomer):
        await one.sees_state(SAVED, within=20_000)
        await one.sees_text(LATER)
        assert not await one.page.locator("#banner").is_visible()
    await claire.page.reload()
    await claire.page.locator(".cm-content").wait_for()
    await claire.sees_text(LATER)
    await show_authors(claire)
    by = claire.page.locator("#editor .by")
    await expect(by.get_by_text("de trois ans")).to_have_attribute("title", "Claire")
    await expect(by.get_by_text("et dates")).to_have_attribute("title", "Awa")


@pytest.mark.whole
async def test_pages_say_which_saved_words_a_server_lost_whose_epochs_were_renewed(
    own_site: Site, invite: Invite, axe: str, tmp_path: Path
) -> None:
    _, (claire, bruno) = await arrive(own_site, invite)
    for one in (claire, bruno):
        await one.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy_database(own_site.data / "pochette.db", tmp_path / "earlier.db")
    await go_on((claire, bruno))
    await own_site.kill()
    put_back(own_site.data, tmp_path / "earlier.db")
    await own_site.shell("renew-epochs")
    await own_site.start()

    for one in (claire, bruno):
        banner = one.page.get_by_role("region", name="État de l’enregistrement")
        await banner.get_by_text("Le serveur est revenu à un état antérieur de cette note.").wait_for()
        await banner.get_by_text("Il a perdu 5 mots de cette page").wait_for()
        await one.sees_text(LATER)
        await one.sees_state("5 mots perdus : copiez-les, puis rechargez la page")
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
