"""Our page in a real browser writes with the providers that others have made, on lines that break."""

import logging
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import BrowserContext, async_playwright

from tests.journeys.conftest import CHROMIUM, OPTIONS
from tests.journeys.wire import wire_to
from tests.served import Served
from tests.wire.coediting import OPENING, co_edit
from tests.wire.form import IS_LONG
from tests.wire.hands import Hand, NodeHand
from tests.wire.node import Peer
from tests.wire.notes import OnServer
from tests.wire.provider import ProviderHand
from tests.wire.screen import LINK_WATCH, ScreenHand

SECONDS = 120 if IS_LONG else 6

pytestmark = [pytest.mark.journey, pytest.mark.timeout(SECONDS + 90)]
log = logging.getLogger(__name__)


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        context = await browser.new_context(locale="fr-FR")
        await context.add_init_script(LINK_WATCH)
        yield context
        await browser.close()


@pytest.mark.parametrize("provider", ["npm", pytest.param("PyPI", marks=pytest.mark.long)])
async def test_our_page_writes_with_a_stock_provider(
    served: Served, context: BrowserContext, provider: str
) -> None:
    note = await OnServer.make(served, OPENING)
    port = int(served.url.rpartition(":")[2])
    async with AsyncExitStack() as stack:
        wires = {name: await stack.enter_async_context(wire_to(port)) for name in ("page", "cut")}
        hands: dict[str, Hand] = {}
        for name, base in (("quits", note.base), ("cut", f"ws://127.0.0.1:{wires['cut'].port}/sync")):
            if provider == "npm":
                peer = Peer.open("stock.mjs", base, note.edit, "eager")
                hands[name] = NodeHand(await stack.enter_async_context(peer))
            else:
                hands[name] = await stack.enter_async_context(ProviderHand.open(f"{base}/{note.edit}"))
        page = await context.new_page()
        await page.goto(f"http://127.0.0.1:{wires['page'].port}/n/{note.edit}?view=edit")
        await page.locator(".cm-content").wait_for()
        hands["page"] = ScreenHand(page)

        outcome = await co_edit(hands, wires, seconds=SECONDS, chance=random.Random(4))
        on_disk = await note.text()

    for name, seen in outcome.items():
        log.info(
            "%-5s %5d edits, %4d connections, %4d resyncs, closes %s",
            *(name, seen.edits, seen.opened, seen.resyncs, sorted(set(seen.closes))),
        )
    assert [seen.refusals for seen in outcome.values()] == [[]] * len(hands)
    assert {name for name, seen in outcome.items() if seen.text != on_disk} == set()
    assert all(seen.opened > 1 for seen in outcome.values()), "everybody has lost their line"
