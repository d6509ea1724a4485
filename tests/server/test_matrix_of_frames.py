"""Every kind of frame, by each line, for each right, in each state of a link: only who may edit writes."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, WSMsgType
from yarl import URL

from crdt import frames
from crdt.note import Note
from crdt.roles import Role
from crdt.varint import write_buffer
from server.app import create_app
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db
from tests.conftest import Client, client_of
from tests.server.states import Link, in_all_states

WORD = "Faux."
NOTHING = b"\x00\x00"


def kinds() -> dict[str, bytes]:
    """One message of each kind, those that write as another new client would."""
    made = Note()
    wrote = made.edit(0, 0, WORD)
    gone = made.edit(0, 1, "")
    return {
        "step 1": frames.step_1(b"\x00"),
        "step 2": frames.step_2(wrote),
        "step 2 of nothing": frames.step_2(NOTHING),
        "update": frames.update(wrote),
        "update of nothing": frames.update(NOTHING),
        "deletion alone": frames.update(gone),
        "presence": frames.awareness(b"\x01\x05\x01\x02{}"),
        "question": b"\x03",
        "permission": frames.permission_denied(),
        "acknowledgement": frames.acknowledged(7),
        "event": frames.event("welcome", role="manage"),
        "another kind": b"\x63" + WORD.encode(),
        "half a message": frames.update(wrote)[:-3],
        "no message": b"",
    }


WRITES = {"step 2", "update"}
# What a socket says to whom it does not let in, and what the same over HTTP is answered.
ENDS = {4401, 4403, 4404, 4423}
SHUT = {403, 404, 410}


@dataclass
class Doors:
    """A server with links in all states, and what its journal holds."""

    client: Client
    links: list[Link]
    engine: Any

    @property
    def session(self) -> ClientSession:
        return self.client.session

    def at(self, link: Link, more: str = "") -> URL:
        return self.client.make_url(f"/sync/{link.token}{more}")

    async def journal(self) -> list[tuple[Any, ...]]:
        """Once all that was taken in is on disk, because reads wait for pending commits."""
        (edit,) = (link for link in self.links if link.is_open_to_edit)
        answer = await self.client.get(f"/n/{edit.token}/note.md")
        assert answer.status == 200

        def rows(db: Db) -> list[tuple[Any, ...]]:
            return list(db.execute("SELECT * FROM journal ORDER BY note, seq"))

        found: list[tuple[Any, ...]] = await self.engine.read(rows)
        return found


@pytest.fixture
async def doors(config: Config) -> AsyncIterator[Doors]:
    app = create_app(config)
    async with client_of(app) as client:
        yield Doors(client, await in_all_states(client, app[ENGINE].write), app[ENGINE])


def may_listen(link: Link) -> bool:
    return link.state in {"open", "changed"} and not link.of_folder and link.role.allows(Role.READ)


async def by_socket(doors: Doors, link: Link, message: bytes) -> int | None:
    """The code with which it was closed before it was answered; None where it went on."""
    ask = doors.session.ws_connect(doors.at(link), protocols=(frames.SUBPROTOCOL,), headers=link.cookie)
    async with ask as socket:
        await socket.send_bytes(message)
        await socket.send_bytes(frames.step_1(b"\x00"))
        while (heard := await socket.receive()).type is WSMsgType.BINARY:
            if heard.data[:2] == b"\x00\x01":  # the answer to the step 1: all before it was taken in
                return None
        return socket.close_code


async def by_http(doors: Doors, link: Link, message: bytes) -> int | None:
    """The status of what refused it; None where it was taken."""
    body = write_buffer(message)
    async with doors.session.post(doors.at(link, "/http"), data=body, headers=link.cookie) as answer:
        return None if answer.status == 201 else answer.status


LINES = {"socket": by_socket, "http": by_http}


@pytest.mark.parametrize("one_of", [4, pytest.param(1, marks=pytest.mark.long)])
async def test_only_who_may_edit_writes_whatever_is_sent(doors: Doors, one_of: int) -> None:
    before, tried, wrong, wrote = await doors.journal(), Counter[str](), [], 0
    for number, link in enumerate(doors.links):
        for at, kind in enumerate(kinds()):
            for side, send in enumerate(LINES.values()):
                if not may_listen(link) and (number + at + side) % one_of:
                    continue
                if may_listen(link) and link.role is Role.EDIT and kind in WRITES:
                    continue
                tried[link.state] += 1
                end = await send(doors, link, kinds()[kind])
                if not may_listen(link) and end not in (ENDS if send is by_socket else SHUT):
                    wrong.append((link.role.value, link.of_folder, link.state, kind, end))
    assert wrong == []
    assert await doors.journal() == before, "nothing was written"
    assert tried.total() >= (1700 if one_of == 1 else 420), tried
    (edit,) = (link for link in doors.links if link.is_open_to_edit)
    for send in LINES.values():
        for kind in sorted(WRITES):
            await send(doors, edit, kinds()[kind])
            wrote += 1
    assert len(await doors.journal()) == len(before) + wrote, "the same frames by the right link"
