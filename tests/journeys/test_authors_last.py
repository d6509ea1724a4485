"""Author colours that last: over other devices, a restart, a crash, a file that comes in, a backup."""

import json
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.linking import link_devices, show_code
from tests.journeys.looks import PHONE
from tests.journeys.offline import restore
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer, show_authors, until
from tests.server.live.editors import Editor
from tests.visitor import LED_HERE

# The text in runs of one author, as the page paints it: whose, and what.
RUNS = (
    "JSON.stringify([...document.querySelectorAll('#editor .by')].map(run => [run.title, run.textContent]))"
)
WRITTEN = [
    ["Claire", " C1."],
    ["Karim", " K1."],
    ["Inès", " I1."],
    ["Claire", " C2."],
    ["Karim", " K2."],
    ["Inès", " I2."],
]


async def says(writer: Writer, after: str, words: str) -> None:
    """Write behind what somebody else has written, and see it saved."""
    await writer.sees(after)
    await writer.put_caret(after, after=True)
    await writer.type(words)
    await writer.sees_state(SAVED)


async def sees_runs(writer: Writer, runs: list[list[str]]) -> None:
    """Wait until the page paints exactly these."""
    wanted = json.dumps(runs, ensure_ascii=False, separators=(",", ":"))
    await until(writer.page, f"wanted => {RUNS} === wanted", wanted)


async def joined(device: Page, other: Page, site: Site) -> None:
    """Make `other` a device of the same visitor, by the code that `device` shows."""
    code = await show_code(device, site.url)
    await other.goto(code)
    await link_devices(device, other)


async def written_and_come_back(site: Site, invite: Invite, open_page: OpenPage) -> tuple[str, Writer]:
    """The link of a note that three left and came back to elsewhere; Claire's telephone, showing colours."""
    link = (await site.new_note("# Eau\n\nDépart."))["edit"]
    claire = await invite(link, "Claire")
    await says(claire, "Départ.", " C1.")
    karim = await invite(link, "Karim")
    await says(karim, " C1.", " K1.")
    ines = await invite(link, "Inès")
    await says(ines, " K1.", " I1.")
    for one in (karim, ines):
        await one.page.close()
    await claire.page.goto("about:blank")
    await site.stop()
    await site.start()

    phone = Writer(await open_page(**PHONE), None)
    await joined(claire.page, phone.page, site)
    await phone.open(link)
    await says(phone, " I1.", " C2.")
    # Whoever carries the cookie of a browser to another one is the same there.
    moved = Writer(await open_page(), None)
    await moved.page.context.add_cookies(await karim.page.context.cookies())  # type: ignore[arg-type]
    await moved.open(link)
    await says(moved, " C2.", " K2.")
    # Whoever comes by the link alone is somebody new, of whatever name.
    again = await invite(link, "Inès")
    await says(again, " K2.", " I2.")
    brought = await again.page.context.request.post(
        f"{link}/import?name=apports.md&place=end", data="Venu d’un fichier.", headers=PROGRAM
    )
    assert brought.status == 201, await brought.text()
    await phone.sees("Venu d’un fichier.")
    await show_authors(phone)
    return link, phone


PROGRAM = {"Accept": "application/json", "Content-Type": "application/octet-stream"}


@pytest.mark.whole
async def test_each_letter_keeps_its_author_on_other_devices_after_a_restart_and_beside_a_file(
    own_site: Site, invite: Invite, open_page: OpenPage
) -> None:
    link, phone = await written_and_come_back(own_site, invite, open_page)
    await sees_runs(phone, WRITTEN)
    answer = await phone.page.context.request.get(f"{link}/authors")
    people = (await answer.json())["people"]
    assert [(one["name"], len(one["clients"])) for one in people if one["name"] != "Inès"] == [
        ("Claire", 2),
        ("Karim", 2),
    ]
    assert [len(one["clients"]) for one in people if one["name"] == "Inès"] == [1, 1]
    await is_refused_under_the_id_of(people[0]["clients"][0], link)
    await sees_runs(phone, WRITTEN)


async def is_refused_under_the_id_of(client: int, link: str) -> None:
    """A program with the link writes under a client id of somebody else: the server takes none of it."""
    forger = Editor(client_id=client)
    async with ClientSession(headers=LED_HERE) as session:
        async with session.get(link) as page:
            cookie = "; ".join(f"{name}={one.value}" for name, one in page.cookies.items())
        socket = link.replace("http", "ws", 1).replace("/n/", "/sync/")
        await forger.connect(session, socket, headers={"Cookie": cookie})
        await forger.until(lambda: forger.is_saved)
        await forger.type(" Faux.")
        await forger.until(lambda: any(event["event"] == "client-id-taken" for event in forger.events))
        async with session.get(f"{link}/note.md") as text:
            assert "Faux." not in await text.text()
        assert forger.socket is not None
        await forger.socket.close()


@pytest.mark.long
async def test_each_letter_keeps_its_author_in_a_backup_and_after_a_crash(
    own_site: Site, invite: Invite, open_page: OpenPage, tmp_path: Path
) -> None:
    link, phone = await written_and_come_back(own_site, invite, open_page)
    await own_site.shell("backup", str(tmp_path / "b.zip"))
    await phone.page.goto("about:blank")
    await restore(own_site, tmp_path / "b.zip", tmp_path / "restored")
    await phone.open(link)
    await sees_runs(phone, WRITTEN)
    await says(phone, " I2.", " C3.")
    await own_site.kill()
    await own_site.start()
    await phone.sees_state(SAVED)
    karim = await invite(link, "Karim, ailleurs")
    await says(karim, " C3.", " K3.")
    runs = [*WRITTEN, ["Claire", " C3."], ["Karim, ailleurs", " K3."]]
    await sees_runs(phone, runs)
    await show_authors(karim)
    await sees_runs(karim, runs)
