"""How what is taken along ends: its time, a full device, another visitor, a copied profile."""

import asyncio
import re
import shutil
from collections.abc import Awaitable
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, Request, async_playwright, expect

from tests.journeys.conftest import CHROMIUM, OPTIONS, OpenPage
from tests.journeys.linking import link_devices, show_code
from tests.journeys.offline import PHONE
from tests.journeys.site import ROOT, Site
from tests.journeys.taking import LEFT, Maker, maker_at
from tests.journeys.wire import Wire, wire_to
from tests.journeys.writer import until

pytestmark = pytest.mark.timeout(180)
TEXT = "Rien n’est public avant lundi."
TAKEN = "Vous lisez ce qui a été emporté"
OVER = "Ce qui était emporté a été effacé"
HOUR_MS = 3_600_000
# Pages ask at most once a minute.
LATER = "Date.now = (now => () => now() + 120_000)(Date.now.bind(Date))"


async def link_of(maker: Maker, notes: int = 3) -> str:
    """A link to read a pochette."""
    made = [await maker.note(f"# Note {number}\n\n{TEXT}\n") for number in range(notes)]
    return maker.by_the_way((await maker.folder(*made))["read"])


async def take(page: Page, link: str, *, told: str = "à jour à") -> None:
    await page.goto(link)
    await page.locator("#carry").click()
    await page.locator(".carry-sheet [role=switch]").first.click()
    await page.locator(".carry-sheet .now", has_text=told).wait_for()
    await page.keyboard.press("Escape")


def holding(profile: Path) -> tuple[list[Path], list[Path]]:
    """All files of a profile, and those with words of the note in them."""
    words = [TEXT.encode(), TEXT.encode("utf-16-le"), b"avant lundi"]
    files = [path for path in profile.rglob("*") if path.is_file()]
    return files, [path for path in files for word in words if word in path.read_bytes()]


def another_build(root: Path) -> Path:
    """The same server whose files of the bundle have other names, as after an update."""
    for package in ("server", "crdt", "export"):
        shutil.copytree(
            ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__", "*.br", "*.gz")
        )
    static = root / "server" / "static"
    names = [path.name for path in (static / "assets").iterdir() if path.suffix in {".js", ".css"}]
    renamed = {name: f"{Path(name).stem}x{Path(name).suffix}" for name in names}
    old = re.compile("|".join(map(re.escape, names)))
    for path in [*(static / "assets").iterdir(), static / "manifest.json"]:
        if path.suffix in {".js", ".css", ".json"}:
            text = old.sub(lambda found: renamed[found[0]], path.read_text("utf-8"))
            path.write_text(text, "utf-8")
            path.rename(path.with_name(renamed.get(path.name, path.name)))
    worker = static / "sw.js"
    worker.write_text(worker.read_text("utf-8") + "\n// another build\n", "utf-8")
    return root


async def script_of(page: Page) -> str:
    return str(await page.locator("script[src]").last.get_attribute("src"))


@pytest.mark.whole
async def test_after_an_update_of_the_server_it_opens_with_its_own_files_and_is_renewed_at_contact(
    own_site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    async with wire_to(own_site.port) as wire, maker_at(own_site, wire.port) as maker:
        link = await link_of(maker)
        page = await open_page(**PHONE)
        await take(page, link)
        before = await script_of(page)
        await own_site.stop()
        own_site.root = await asyncio.to_thread(another_build, tmp_path / "build")

        # The server is down, then there again with no network to it.
        await page.goto(link)
        await expect(page.locator("#carried")).to_contain_text(TAKEN)
        await own_site.start()
        await open_offline(page, link, wire)
        await expect(page.locator("#carry")).to_contain_text("Hors connexion")
        assert await script_of(page) == before

        wire.mend()
        await page.context.add_init_script(LATER)
        await page.goto(link)
        await expect(page.locator("#carry")).to_contain_text("Emporté, à jour à")
        after = await script_of(page)
        assert after != before
        # The files from before go last.
        gone = "async url => (await (await caches.open('carried/static')).match(url)) === undefined"
        await until(page, gone, before)
        await open_offline(page, link, wire)
        await expect(page.locator("#carry")).to_contain_text("Hors connexion")
        assert await script_of(page) == after


async def set_clock(page: Page, by_ms: int) -> None:
    """What the worker is told by the clock of its device."""
    (worker,) = page.context.service_workers
    await worker.evaluate("by => { const at = Date.now(); Date.now = () => at + by }", by_ms)


async def is_nothing_left(page: Page) -> None:
    await until(page, f"() => {LEFT}.then(left => left === 0)")


async def open_offline(page: Page, link: str, wire: Wire) -> None:
    wire.cut()
    await page.goto(link)


async def test_after_its_end_it_is_refused_without_a_network_and_a_clock_set_back_changes_nothing(
    site: Site, open_page: OpenPage
) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        link = await link_of(maker)
        page = await open_page(**PHONE)
        await take(page, link)
        await open_offline(page, link, wire)
        await expect(page.locator("#carried")).to_contain_text(TAKEN)

        await set_clock(page, -300 * HOUR_MS)
        await page.reload()
        await expect(page.locator("#carried")).to_contain_text(TAKEN)
        await set_clock(page, 23 * HOUR_MS)
        await page.reload()
        await expect(page.locator("#carried")).to_contain_text(TAKEN)
        await set_clock(page, 2 * HOUR_MS)
        await page.reload()
        await expect(page.locator("h1").first).to_have_text(OVER)
        await set_clock(page, -300 * HOUR_MS)
        await page.reload()
        await expect(page.locator("h1").first).to_have_text(OVER)

        # With the network it opens, and is taken along again.
        wire.mend()
        await page.goto(link)
        await expect(page.locator("#carry")).to_contain_text("Emporté, à jour à")


@pytest.mark.whole
async def test_a_device_without_room_keeps_what_was_whole_and_says_so(
    site: Site, open_page: OpenPage
) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        long = [f"# Note {number}\n\n{'Une phrase longue. ' * 9000}\n" for number in range(10)]
        link = maker.by_the_way((await maker.folder(*[await maker.note(text) for text in long]))["read"])
        page = await open_page(**PHONE)
        await page.goto(link)
        devtools = await page.context.new_cdp_session(page)
        origin = f"http://127.0.0.1:{wire.port}"
        await devtools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1_600_000})
        await take(page, link, told="Plus de place")
        await expect(page.locator("#carry")).to_contain_text("Plus de place")
        await open_offline(page, link, wire)
        await page.get_by_text("Note 0").click()
        await expect(page.locator("#text")).to_contain_text("Une phrase longue.")
        await expect(page.locator("#carried")).to_contain_text(TAKEN)


@pytest.mark.whole
async def test_the_files_of_a_profile_hold_no_word_and_a_restarted_browser_reads_on(
    site: Site, tmp_path: Path
) -> None:
    async with (
        wire_to(site.port) as wire,
        maker_at(site, wire.port) as maker,
        async_playwright() as playwright,
    ):
        link = await link_of(maker)

        def started() -> Awaitable[BrowserContext]:
            return playwright.chromium.launch_persistent_context(
                tmp_path, executable_path=CHROMIUM, args=OPTIONS, locale="fr-FR", **PHONE
            )

        context = await started()
        await take(await context.new_page(), link)
        await context.close()
        files, held = await asyncio.to_thread(holding, tmp_path)
        assert any("IndexedDB" in path.parts for path in files)
        assert held == []

        wire.cut()
        context = await started()
        page = await context.new_page()
        await page.goto(link)
        await page.locator(".what b", has_text="Note 1").click()
        await expect(page.locator("#text")).to_contain_text(TEXT)
        await expect(page.locator("#carried")).to_contain_text(TAKEN)
        await context.close()


@pytest.mark.whole
async def test_a_stolen_telephone_has_nothing_left_at_its_first_contact(
    site: Site, open_page: OpenPage
) -> None:
    laptop, phone = await open_page(), await open_page(**PHONE)
    await laptop.goto(site.url)
    made = await laptop.request.post(f"{site.url}/api/notes", data={"markdown": f"# Agenda\n\n{TEXT}\n"})
    link = (await made.json())["links"]["read"]
    await phone.goto(await show_code(laptop, site.url))
    await link_devices(laptop, phone)
    await take(phone, link)
    await phone.context.set_offline(True)
    await phone.goto(link)
    await expect(phone.locator("#carried")).to_contain_text(TAKEN)

    await laptop.goto(f"{site.url}/devices")
    await laptop.get_by_role("link", name="Téléphone volé…").click()
    await laptop.get_by_role("button", name="Oui, tout déconnecter").click()
    await expect(laptop.get_by_role("status")).to_contain_text("déconnecté")
    # The page looks for the network by itself once the browser says that it is there.
    await phone.context.set_offline(False)
    await expect(phone.get_by_text(TEXT)).to_have_count(0)
    await is_nothing_left(phone)


async def test_another_visitor_of_the_browser_is_shown_nothing_once_the_server_has_answered(
    site: Site, open_page: OpenPage
) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        link = await link_of(maker)
        page = await open_page(**PHONE)
        await take(page, link)
        await page.context.clear_cookies()
        await page.context.add_init_script(LATER)
        await page.goto(link)
        await expect(page.locator("h1")).to_have_text("Voyage")
        await is_nothing_left(page)


@pytest.mark.whole
async def test_what_has_not_changed_is_asked_for_once_by_all_tabs(site: Site, open_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        link = await link_of(maker)
        page = await open_page(**PHONE)
        await take(page, link)
        await page.context.add_init_script(LATER)
        asked: list[str] = []

        def hear(request: Request) -> None:
            if request.headers.get("pochette-carry"):
                asked.append(request.url)

        page.context.on("request", hear)
        pages = [page, await page.context.new_page(), await page.context.new_page()]
        for one in pages:
            await one.goto(link)
            await expect(one.locator("#carry")).to_contain_text("Emporté, à jour à")
        assert len(asked) <= 1, asked
