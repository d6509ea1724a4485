"""What is queued at one node leaves at once, though another one sends."""

import asyncio
from functools import partial

import pytest
from aiohttp import web

from server.http.keys import LEADER
from server.ids import NoteId, VisitorId
from server.jobs.leader import Leader, OnlyProcess
from server.nodes.cluster import Cluster
from server.nodes.keys import NODES
from server.nodes.leading import Leading, Times
from server.secrets.tokens import Seal
from server.sending.outcome import Handing, Left, Outcome
from server.sending.sender import SENDER, Sender
from server.sending.waking import listen, wake
from server.storage import Engine, notes, sendings
from server.storage.engines.postgres import Postgres
from server.storage.sendings import Kind, Sending
from server.targets import NoteTarget
from tests.server.nodes import postgres as postgresql
from tests.server.nodes.living import node, until

NOTE = NoteId("note")
# The sender itself looks once, as it begins.
NEVER_S = 3600.0


class Way:
    """Keeps what has gone."""

    def __init__(self) -> None:
        self.gone: list[str] = []

    async def carry(self, sending: Sending, handing: Handing, /) -> Outcome:
        await handing()
        self.gone.append(sending.id)
        return Left()


def app_of(cluster: Cluster, engine: Engine, way: Way, leader: Leader) -> web.Application:
    app = web.Application()
    app[NODES], app[LEADER] = cluster, leader
    app[SENDER] = Sender(engine, Seal(b"k" * 32), {Kind.MAIL: way}, look_s=NEVER_S)
    listen(app)
    return app


async def queue(engine: Engine, id_: str) -> None:
    sending = Sending(
        id=id_,
        batch=id_,
        target=NoteTarget(NOTE),
        kind=Kind.MAIL,
        recipient="a@example.org",
        gives="link",
        content={"message": "Voici."},
        due_at=1,
        made_at=1,
        made_by=VisitorId("v"),
    )
    await engine.write(partial(sendings.insert, sending=sending))


@pytest.mark.parametrize("is_at_leader", [True, False], ids=["at the leader", "at another node"])
async def test_what_is_queued_leaves_at_once(
    postgres: postgresql.Postgres, request: pytest.FixtureRequest, *, is_at_leader: bool
) -> None:
    url = postgres.create(f"waking_{is_at_leader}")
    way = Way()
    async with (
        Postgres.open(url) as engine,
        node(url, "http://a") as (a, _),
        node(url, "http://b") as (b, _),
    ):
        await engine.write(partial(notes.insert, note=NOTE, title="Eau", at=1))
        leader = app_of(a, engine, way, OnlyProcess())
        other = app_of(b, engine, way, Leading(url, Times()))
        await queue(engine, "first")
        sending = asyncio.create_task(leader[SENDER].run())
        await until(lambda: way.gone == ["first"])
        await until(partial(_is_over, engine, "first"))
        await queue(engine, "second")
        wake(leader if is_at_leader else other)
        await until(lambda: way.gone == ["first", "second"], within_s=5)
        leader[SENDER].close()
        await sending


async def _is_over(engine: Engine, id_: str) -> bool:
    found = await engine.read(partial(sendings.find, id_=id_))
    return found is not None and found.ended_at is not None
