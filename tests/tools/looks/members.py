"""The people of a team, for who manages its classeur: the list, a removal, links, leaving."""

import asyncio
import re
import sqlite3
from contextlib import closing

from playwright.async_api import APIRequestContext, Page

from tests.tools.looks.stage import PASSPHRASE, Stage

NAMES = ("Claire Marchand", "Inès Robert", "Karim Haddad", "Louis Benali")
RESTRICTED = "---\nclassification: Diffusion restreinte\n---\n# Agenda de la candidate\n"


async def people(stage: Stage) -> Page:
    page, _ = await _team(stage)
    return page


async def person_remove(stage: Stage) -> Page:
    page, base = await _team(stage)
    karim = page.locator("li", has_text="Karim").locator("a")
    await page.goto(f"{stage.sites.team.url}{await karim.get_attribute('href')}")
    assert base in page.url
    return page


async def person_removed(stage: Stage) -> Page:
    page = await person_remove(stage)
    await page.locator("form button.danger").click()
    await page.locator(".letters").wait_for()
    return page


async def person_links(stage: Stage) -> Page:
    page = await person_removed(stage)
    await page.locator(".next a.primary").click()
    await page.locator(".opened").wait_for()
    return page


async def people_gone(stage: Stage) -> Page:
    page = await person_removed(stage)
    await page.goto(re.sub(r"/people/.*", "/people", page.url))
    return page


async def leave(stage: Stage) -> Page:
    await _team(stage)
    return await _member(stage, "Zoé Petit", "/team/leave")


async def leave_alone(stage: Stage) -> Page:
    page, _ = await _team(stage)
    await page.goto(f"{stage.sites.team.url}/team/leave")
    return page


async def _team(stage: Stage) -> tuple[Page, str]:
    """The list of four members, whose first one manages; and where the classeur is."""
    site = stage.sites.team
    await asyncio.to_thread(_forget, site.data / "pochette.db")
    pages = [await _member(stage, name) for name in NAMES]
    note = await _makes(pages[2].request, site.url, "# Encadrer les loyers\n")
    await _makes(pages[2].request, site.url, "# Logements vacants : état des lieux\n")
    guest = await stage.somebody(note["read"])
    await guest.request.put(f"{site.url}/api/visitor", data={"name": "Mme Diallo"})
    left_out = await _makes(pages[1].request, site.url, RESTRICTED)
    base = await asyncio.to_thread(_share, site.data / "pochette.db", left_out["note"])
    await pages[0].goto(f"{site.url}{base}/people")
    return pages[0], base


async def _member(stage: Stage, name: str, path: str = "/") -> Page:
    page = await stage.somebody(f"{stage.sites.team.url}/team")
    await page.locator("input[type=password]").fill(PASSPHRASE)
    await page.locator("form button").click()
    await page.wait_for_url(re.compile(r"/$"))
    put = await page.request.put(f"{stage.sites.team.url}/api/visitor", data={"name": name})
    assert put.ok
    await page.goto(f"{stage.sites.team.url}{path}")
    return page


async def _makes(request: APIRequestContext, site: str, markdown: str) -> dict[str, str]:
    made = await request.post(f"{site}/api/notes", data={"markdown": markdown})
    assert made.ok, await made.text()
    told = await made.json()
    return {"note": told["note"], **told["links"]}


def _forget(database: object) -> None:
    """As at the set-up: whoever comes first manages, and the passphrase is that of the settings."""
    with closing(sqlite3.connect(str(database))) as beside, beside:
        for table in ("members", "team_passphrases", "library"):
            beside.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        beside.execute("DELETE FROM grants WHERE target IN (SELECT binder FROM targets)")


def _share(database: object, note: str) -> str:
    with closing(sqlite3.connect(str(database))) as beside, beside:
        beside.execute("INSERT INTO library (note) VALUES (?)", (note,))
        ((binder,),) = beside.execute("SELECT id FROM binders WHERE is_team = 1")
    return f"/c/{binder}"
