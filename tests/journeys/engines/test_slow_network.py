"""On a slow line what was taken along is shown first, and the page of now comes or is offered."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.browsers.page import WAIT_SECONDS, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.rereading import rewrite
from tests.journeys.site import Site
from tests.journeys.taking import CARRY, VERSIONS, come_by, maker_at, take
from tests.journeys.wire import Wire, wire_to

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]
REST = "\n\n".join(f"Un paragraphe qui reste, numéro {number}." for number in range(60))
OLD = f"# Plafond\n\nLe plafond est de cinq mille euros.\n\n{REST}\n"
NEW = OLD.replace("cinq", "sept")
# Longer than a page that this device has is waited for, in s.
SLOW_S = 1.4
SHOWN = "Boolean(document.querySelector('#text'))"
HAS_NEW = "document.querySelector('#text')?.textContent.includes('sept mille')"
IS_OF_NETWORK = "!document.querySelector('#carried')"
IS_SHOWN = """JSON.stringify([document.querySelector('#carried')?.dataset, document.readyState, scrollY,
  navigator.userActivation?.hasBeenActive, document.querySelector('#text')?.textContent.slice(0, 60)])"""
# Who has scrolled on is offered it too.
IS_BELOW_THE_BAR = """scrollY > 500 && Math.abs(
  document.querySelector('#carried').getBoundingClientRect().top
  - document.querySelector('body > header').getBoundingClientRect().bottom) < 4"""
# The script of the line comes by the network then; how many such files this device had.
WITHOUT_ITS_SCRIPT = """caches.open('carried/static').then(async cache => {
  const all = (await cache.keys()).filter(({ url }) => url.includes('/band-'))
  for (const one of all) await cache.delete(one)
  return all.length
})"""


@dataclass(slots=True, kw_only=True)
class Train:
    """A note that one browser has taken along, and that was changed since."""

    page: Page
    wire: Wire
    note: str
    versions: str

    async def state(self, state: str) -> None:
        """Wait until the line on the page says that of the network."""
        await self.page.until(f"document.querySelector('#carried')?.dataset.state === {state!r}")

    async def open(self) -> tuple[float, str]:
        """After how many seconds a text is shown first, and which."""
        begun = time.monotonic()
        await self.page.goto(self.note)
        await self.page.until(SHOWN)
        after = time.monotonic() - begun
        return after, "new" if await self.page.evaluate(HAS_NEW) else "old"

    async def is_renewed(self) -> None:
        """Wait until what is taken along is another version."""
        is_other = f"{VERSIONS}.then(now => now && now !== {self.versions!r})"
        # Renewing is three questions, one after the other.
        await self.page.until(is_other, within=WAIT_SECONDS + 4 * self.wire.delay_s)
        self.versions = await self.page.evaluate(VERSIONS)

    async def shows_new(self) -> None:
        """The page of now, from the network."""
        try:
            await self.page.until(f"{HAS_NEW} && {IS_OF_NETWORK}")
        except AssertionError as late:
            shown = await self.page.evaluate(IS_SHOWN)
            raise AssertionError(f"{late}; {shown}") from None


@asynccontextmanager
async def on_board(site: Site, new_page: OpenPage) -> AsyncIterator[Train]:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        links = await maker.note(OLD)
        page, note = await new_page(), f"{maker.by_the_way(links['read'])}?view=read"
        await page.goto(note)
        await take(page, "Cette note")
        train = Train(page=page, wire=wire, note=note, versions=await page.evaluate(VERSIONS))
        await rewrite(site, links, NEW)
        yield train


@pytest.mark.first(1)
@pytest.mark.parametrize("delay", [0.2, 1.0, SLOW_S, 5.0, pytest.param(30.0, marks=pytest.mark.long)])
async def test_the_page_of_now_comes_by_itself_however_slow_the_line_is(
    site: Site, new_page: OpenPage, engine: str, delay: float
) -> None:
    async with on_board(site, new_page) as train:
        train.wire.delay_s = delay
        begun = time.monotonic()
        first, which = await train.open()
        if delay >= SLOW_S:
            assert which == "old"
            await train.page.sees("#carried", "Réseau lent")
            await train.page.sees("#carried", "Vous lisez ce qui a été emporté à")
            await train.page.until(f"{CARRY}.textContent.includes('Réseau lent')")
        await train.shows_new()
        last = time.monotonic() - begun
        print(f"{engine} +{delay} s: {which} after {first:.1f} s, new after {last:.1f} s")  # noqa: T201

        # What came is kept: the tunnel has it too.
        await train.is_renewed()
        train.wire.cut()
        assert (await train.open())[1] == "new"
        await train.page.sees("#carried", "Hors connexion")


async def test_a_page_that_is_read_stays_and_the_newer_one_is_offered(site: Site, new_page: OpenPage) -> None:
    async with on_board(site, new_page) as train:
        train.wire.hold()
        await train.open()
        await train.state("slow")
        await train.page.click("#text p", "numéro 3.")
        await train.page.evaluate("scrollTo(0, 900)")
        train.wire.release()
        await train.page.sees("#carried", "Une version plus récente est arrivée")
        await train.page.until(IS_BELOW_THE_BAR)
        await train.page.sees("#text p", "cinq mille")
        await train.page.click("#carried [role=button]", "La lire")
        await train.shows_new()


async def test_who_touches_the_text_before_the_script_of_the_line_is_there_keeps_it_too(
    site: Site, new_page: OpenPage
) -> None:
    async with on_board(site, new_page) as train:
        assert await train.page.evaluate(WITHOUT_ITS_SCRIPT)
        train.wire.hold()
        await train.open()
        await train.page.click("#text p", "numéro 3.")
        train.wire.release()
        await train.page.sees("#carried", "Une version plus récente est arrivée")
        await train.page.sees("#text p", "cinq mille")


async def test_half_a_page_is_never_shown_in_the_place_of_a_whole_one(site: Site, new_page: OpenPage) -> None:
    async with on_board(site, new_page) as train:
        train.wire.stall()
        assert (await train.open())[1] == "old"
        await train.state("slow")
        await train.page.sees("#text p", "numéro 59.")
        train.wire.release()
        await train.shows_new()


async def test_who_tries_again_waits_for_the_network_and_is_told_what_it_does(
    site: Site, new_page: OpenPage
) -> None:
    async with on_board(site, new_page) as train:
        train.wire.cut()
        assert (await train.open())[1] == "old"
        await train.state("offline")
        await train.page.click("#carried [role=button]", "Réessayer")
        await train.page.sees("#carried", "Toujours hors connexion")
        train.wire.mend()
        train.wire.hold()
        await train.page.click("#carried [role=button]", "Réessayer")
        await train.page.sees("#carried", "En attente du réseau…")
        train.wire.release()
        await train.shows_new()


async def test_a_page_that_has_not_changed_says_that_it_is_up_to_date(site: Site, new_page: OpenPage) -> None:
    async with on_board(site, new_page) as train:
        await train.page.goto(train.note)
        await train.shows_new()
        await train.is_renewed()
        await train.page.until(f"document.readyState === 'complete' && !{CARRY}.hidden")
        await train.page.click("#read button")
        await train.page.until("document.querySelector('#read button[aria-pressed=true]')")
        await train.is_renewed()
        train.wire.hold()
        await train.open()
        await train.state("slow")
        await train.page.click("#text p", "numéro 3.")
        train.wire.release()
        await train.page.sees("#carried", "Cette page est à jour")


@pytest.mark.whole
async def test_every_page_that_is_taken_along_comes_anew(site: Site, new_page: OpenPage) -> None:
    async with wire_to(site.port) as wire, maker_at(site, wire.port) as maker:
        binder = await maker.binder()
        await maker.post(f"{binder}/notes", {"markdown": OLD})
        link, _ = await maker.link(binder)
        seul = await maker.note("# Seule\n\nHors classeur.\n")
        pochette = await maker.folder(await maker.note(OLD))
        page = await new_page()
        for alone in (seul["read"], pochette["read"]):
            await page.goto(maker.by_the_way(alone))
        await take(page, "Cette pochette")
        await come_by(page, link)
        await take(page, "Tout le classeur")
        await maker.post(f"{binder}/notes", {"markdown": "# Arrivée depuis\n\nUne ligne.\n"})
        await maker.post(
            f"{pochette['edit'].removeprefix(site.url)}/notes",
            {"links": [(await maker.note("# Arrivée depuis\n"))["read"]]},
        )
        wire.delay_s = SLOW_S
        for address in (link, f"{link}?view=liste", maker.by_the_way(pochette["read"])):
            await page.goto(address)
            await page.sees("#carried", "Réseau lent")
            await page.sees("main", "Arrivée depuis")
            await page.until(IS_OF_NETWORK)
        await page.goto(f"http://127.0.0.1:{wire.port}/")
        await page.sees("#carried", "Réseau lent")
        await page.until(IS_OF_NETWORK)
