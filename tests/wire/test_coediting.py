"""The providers that others have made write with ours, on lines that break."""

import logging
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import pytest

from tests.journeys.wire import wire_to
from tests.served import Served
from tests.wire.coediting import OPENING, Outcome, co_edit
from tests.wire.form import IS_LONG
from tests.wire.hands import Hand, NodeHand
from tests.wire.node import Peer
from tests.wire.notes import OnServer
from tests.wire.provider import ProviderHand
from tests.wire.tab import TabHand

SECONDS = 120 if IS_LONG else 4
IDLE_RECONNECTS = 100

pytestmark = pytest.mark.timeout(SECONDS + 90)
log = logging.getLogger(__name__)


async def test_stock_providers_and_our_editors_write_together_on_lines_that_break(served: Served) -> None:
    outcome, on_disk = await everybody_writes(served)

    assert [seen.refusals for seen in outcome.values()] == [[]] * len(outcome)
    assert {name for name, seen in outcome.items() if seen.text != on_disk} == set()
    assert all(seen.opened > 1 for seen in outcome.values()), "everybody has lost their line"


async def test_they_go_on_together_when_the_server_is_killed_again_and_again(mortal: Served) -> None:
    def power_cut() -> None:
        mortal.kill()
        mortal.start()

    outcome, on_disk = await everybody_writes(mortal, disaster=power_cut)

    assert [seen.refusals for seen in outcome.values()] == [[]] * len(outcome)
    assert {name for name, seen in outcome.items() if seen.text != on_disk} == set()


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


async def everybody_writes(
    served: Served, *, disaster: Callable[[], None] | None = None
) -> tuple[Outcome, str]:
    """Two of each kind, one of them on a line that is cut: what they have seen, and the text on disk."""
    note = await OnServer.make(served, OPENING)
    port = int(served.url.rpartition(":")[2])
    hands: dict[str, Hand] = {}
    async with AsyncExitStack() as stack:
        wires = {f"{kind}, cut": await stack.enter_async_context(wire_to(port)) for kind in KINDS}
        for kind in KINDS:
            for name in (kind, f"{kind}, cut"):
                base = f"ws://127.0.0.1:{wires[name].port if name in wires else port}/sync"
                hands[name] = await stack.enter_async_context(KINDS[kind](base, note.edit))
        outcome = await co_edit(hands, wires, seconds=SECONDS, chance=random.Random(2), disaster=disaster)
        on_disk = await note.text()
    for name, seen in outcome.items():
        log.info(
            "%-12s %5d edits, %4d connections, %4d resyncs, closes %s",
            *(name, seen.edits, seen.opened, seen.resyncs, sorted(set(seen.closes))),
        )
    return outcome, on_disk


@asynccontextmanager
async def npm(base: str, token: str) -> AsyncIterator[Hand]:
    async with Peer.open("stock.mjs", base, token, "eager") as peer:
        yield NodeHand(peer)


@asynccontextmanager
async def ours(base: str, token: str) -> AsyncIterator[Hand]:
    async with Peer.open("ours.mjs", f"{base}/{token}", "eager") as peer:
        yield NodeHand(peer)


KINDS: Mapping[str, Callable[[str, str], AbstractAsyncContextManager[Hand]]] = {
    "npm": npm,
    "PyPI": lambda base, token: ProviderHand.open(f"{base}/{token}"),
    "ours": ours,
    "pycrdt": lambda base, token: TabHand.open(f"{base}/{token}"),
}
