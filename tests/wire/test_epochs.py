"""Other people's providers on a note that was restored or erased from: nothing of before comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.served import Served
from tests.shell import pochette
from tests.visitor import Visitor
from tests.wire.hands import Hand, NodeHand, Seen
from tests.wire.node import Peer
from tests.wire.notes import OnServer
from tests.wire.provider import PATIENCE_S, ProviderHand
from tests.wire.visitors import browser, opened

Open = Callable[[OnServer], AbstractAsyncContextManager[Hand]]
OTHER_EPOCH = 4410
# A server that stops, and one that is not there.
COMES_BACK = {1012, 1006}


@asynccontextmanager
async def npm(note: OnServer) -> AsyncIterator[Hand]:
    """The provider of the package y-websocket, which gives up by itself when it is told to."""
    async with Peer.open("stock.mjs", note.base, note.edit) as peer:
        await peer.ask("synced")
        yield NodeHand(peer)


@asynccontextmanager
async def pypi(note: OnServer) -> AsyncIterator[Hand]:
    """The provider of the package pycrdt-websocket, in a program that tries again and again."""
    async with ProviderHand.open(f"{note.base}/{note.edit}") as hand:
        await hand.synced()
        yield hand


both = pytest.mark.parametrize("provider", [npm, pypi], ids=["y-websocket", "pycrdt"])


async def is_sent_away(hand: Hand) -> bool:
    """Whether the server ends its connection so that it may not come back."""
    await until(hand, lambda seen: bool(seen.closes) and seen.closes[-1] not in COMES_BACK)
    return (await hand.seen()).closes[-1] == OTHER_EPOCH


async def until(hand: Hand, fact: Callable[[Seen], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not fact(await hand.seen()):  # noqa: ASYNC110 - some hands are programs
            await asyncio.sleep(0.02)


async def is_in(hand: Hand, note: OnServer, mark: str) -> bool:
    """Whether what it writes now is in the note, and what it sees is the note."""
    await hand.write(mark)
    other = ProviderHand.open(f"{note.base}/{note.edit}")
    async with other as witness:
        await witness.sees([mark])
    return mark in await note.text() and (await hand.seen()).text == await note.text()


@both
async def test_a_note_that_was_restored_stays_as_it_was_in_the_backup(
    mortal: Served, tmp_path: Path, provider: Open
) -> None:
    notes = [await OnServer.make(mortal, "La base. ") for _ in range(4)]
    writes, deletes, nothing, offline = notes
    async with AsyncExitStack() as stack:
        saw_words, saw_nothing, away = [
            await stack.enter_async_context(provider(note)) for note in (writes, nothing, offline)
        ]
        await away.write("De moi. ")
        async with ClientSession() as session:
            witness = await opened(session, offline.sync)
            await witness.until(lambda: "De moi. " in str(witness.text))
        assert (await pochette("backup", str(tmp_path / "b.zip"), "--data", str(mortal.data)))[0] == 0
        async with browser(mortal) as bruno:
            vandal = await opened(bruno, writes.sync)
            await vandal.type("VANDALE")
            await vandal.until(lambda: vandal.is_saved)
            saw_gap = await stack.enter_async_context(provider(deletes))
            vandal = await opened(bruno, deletes.sync)
            await vandal.until(lambda: str(vandal.text) == "La base. ")
            await vandal.erase(0, 9)
            await vandal.until(lambda: vandal.is_saved)
        await saw_words.sees(["VANDALE"])
        await until(saw_gap, lambda seen: not seen.text)
        await away.leave()
        await away.write("Après la sauvegarde, sans réseau.")
        mortal.stop()
        assert (await pochette("restore", str(tmp_path / "b.zip"), "--data", str(mortal.data)))[0] == 0
        mortal.start()
        await away.come_back()
        assert await is_sent_away(saw_words), "it has what the note has no more"
        assert await is_sent_away(saw_gap), "it has deleted what the note has again"
        assert await is_sent_away(away), "it may have written that before the note was restored"
        assert await is_in(saw_nothing, nothing, "Après."), "its copy is known whole"
        fresh = await stack.enter_async_context(provider(writes))
        assert await is_in(fresh, writes, "Neuf."), "its copy is empty"
        assert [await note.text() for note in notes] == [
            "La base. Neuf.", "La base. ", "La base. Après.", "La base. De moi. ",
        ]  # fmt: skip

        # Now it is a note as any other: with a key of theirs on disk they come back with all they have.
        for hand in (fresh, saw_nothing):
            await hand.leave()
            await hand.write(" Hors ligne.")
        mortal.stop()
        mortal.start()
        for hand, note in ((fresh, writes), (saw_nothing, nothing)):
            await hand.come_back()
            assert await is_in(hand, note, "!")
            assert " Hors ligne." in await note.text()


@both
async def test_what_was_erased_does_not_come_back(
    served: Served, session: ClientSession, provider: Open
) -> None:
    visitor = await Visitor.come(session, served.url)
    note = await OnServer.make(served, "")
    made = await visitor.makes_note(markdown="Début. Secret de Polichinelle. Fin. ")
    note = OnServer(served=served, id=made.note, edit=made.edit.rpartition("/")[2], read="")
    async with AsyncExitStack() as stack:
        here, idle, unsent = [await stack.enter_async_context(provider(note)) for _ in range(3)]
        for hand in (idle, unsent):
            await hand.leave()
        await unsent.write("Sans réseau.")
        await visitor.asks("POST", f"/n/{note.edit}/erasures", json={"text": "Secret de Polichinelle. "})
        assert await is_sent_away(here)
        await unsent.come_back()
        assert await is_in(unsent, note, " Lui.")
        await idle.come_back()
        await idle.sees(["Lui."])
        assert await is_in(idle, note, " Elle.")
        assert await note.text() == "Début. Fin. Sans réseau. Lui. Elle.", (
            "it was written by who may, and is no copy"
        )


@both
async def test_in_its_first_epoch_a_note_takes_whatever_was_written_without_a_network(
    mortal: Served, provider: Open
) -> None:
    note = await OnServer.make(mortal, "La base. ")
    async with provider(note) as hand:
        await hand.leave()
        await hand.write("Sans réseau. ")
        mortal.stop()
        mortal.start()
        await hand.come_back()
        assert await is_in(hand, note, "Après.")
        assert await note.text() == "La base. Sans réseau. Après."
