"""The providers that others have made write with ours, on lines that break."""

import logging
import random
from contextlib import AsyncExitStack

import pytest

from tests.faults.process import Served
from tests.journeys.wire import Wire, wire_to
from tests.wire.coediting import co_edit
from tests.wire.form import IS_LONG
from tests.wire.hands import Hand, NodeHand
from tests.wire.node import Peer
from tests.wire.notes import OnServer
from tests.wire.provider import ProviderHand
from tests.wire.tab import TabHand

SECONDS = 120 if IS_LONG else 6
IDLE_RECONNECTS = 100

pytestmark = pytest.mark.timeout(SECONDS + 90)
log = logging.getLogger(__name__)


async def test_stock_providers_and_our_editors_write_together_on_lines_that_break(served: Served) -> None:
    note = await OnServer.make(served, "# Le fret ferroviaire\n")
    port = int(served.url.rpartition(":")[2])
    async with AsyncExitStack() as stack:
        wires: dict[str, Wire] = {
            name: await stack.enter_async_context(wire_to(port))
            for name in ("npm, cut", "PyPI, cut", "ours, cut", "pycrdt, cut")
        }

        def base(name: str) -> str:
            return f"ws://127.0.0.1:{wires[name].port if name in wires else port}/sync"

        hands: dict[str, Hand] = {}
        for name in ("npm", "npm, cut"):
            peer = Peer.open("stock.mjs", base(name), note.edit, "eager")
            hands[name] = NodeHand(await stack.enter_async_context(peer))
        for name in ("ours", "ours, cut"):
            peer = Peer.open("ours.mjs", f"{base(name)}/{note.edit}", "eager")
            hands[name] = NodeHand(await stack.enter_async_context(peer))
        for name in ("PyPI", "PyPI, cut"):
            hands[name] = await stack.enter_async_context(ProviderHand.open(f"{base(name)}/{note.edit}"))
        for name in ("pycrdt", "pycrdt, cut"):
            hands[name] = await stack.enter_async_context(TabHand.open(f"{base(name)}/{note.edit}"))

        outcome = await co_edit(hands, wires, seconds=SECONDS, chance=random.Random(2))
        on_disk = await note.text()

    for name, seen in outcome.items():
        log.info(
            "%-12s %5d edits, %4d connections, %4d resyncs, closes %s",
            *(name, seen.edits, seen.opened, seen.resyncs, sorted(set(seen.closes))),
        )
    assert [seen.refusals for seen in outcome.values()] == [[]] * len(hands)
    assert {name for name, seen in outcome.items() if seen.text != on_disk} == set()
    assert all(seen.opened > 1 for seen in outcome.values()), "everybody has lost their line"


async def test_a_hundred_idle_reconnects_of_the_npm_provider_add_no_row(served: Served) -> None:
    note = await OnServer.make(served, "texte")
    async with Peer.open("stock.mjs", note.base, note.edit) as peer:
        await peer.ask("synced")
        await peer.ask("write", text=" écrit")
        await peer.ask("reconnects", times=1)
        before = note.rows()
        await peer.ask("reconnects", times=IDLE_RECONNECTS)
        state = await peer.ask("state")
        assert (state["text"], state["opened"], state["resyncs"]) == ("texte écrit", IDLE_RECONNECTS + 2, 0)
        assert await note.text() == "texte écrit"
    assert note.rows() == before


async def test_a_hundred_idle_reconnects_of_the_pypi_provider_add_no_row(served: Served) -> None:
    note = await OnServer.make(served, "texte")
    async with ProviderHand.open(note.sync) as hand:
        await hand.synced()
        await hand.write(" écrit")
        async with ProviderHand.open(note.sync) as witness:
            await witness.sees([" écrit"])
        before = note.rows()
        for _ in range(IDLE_RECONNECTS):
            await hand.reconnect()
        seen = await hand.seen()
        assert (seen.text, seen.opened, seen.resyncs) == ("texte écrit", IDLE_RECONNECTS + 1, 0)
        assert await note.text() == "texte écrit"
    assert note.rows() == before
