"""Polls the rights of connections that came by a note's own address; those whose right changed come back."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Final

import structlog

from crdt.roles import Role
from server.clock import now_ms
from server.live.rooms import Rooms
from server.rights.access import NoteAccess
from server.storage import Db, DiskTroubleError, Engine, ways
from server.storage.rights import targets

# Who leaves a team is out within a second, whichever process wrote it down.
EVERY_S: Final = 0.5


class WayWatch:
    """Looks each right up anew: links, classeurs, memberships and grants have no common sign of change."""

    def __init__(self, engine: Engine, rooms: Rooms, *, proof: str) -> None:
        self._engine = engine
        self._rooms = rooms
        self._proof = proof

    async def run(self) -> None:
        """Look twice a second while there are such connections; trouble with the database is waited out."""
        log = structlog.get_logger(__name__)
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.look(now_ms())
            except DiskTroubleError as error:
                log.warning("the rights of connections could not be looked at", reason=error.reason.value)
            except Exception:
                log.exception("the rights of connections could not be looked at")

    async def look(self, now: int) -> None:
        """Once. `now` in milliseconds since 1970."""
        held = self._rooms.guests.held()
        if held:
            over = partial(_over, held=held, proof=self._proof, now=now)
            self._rooms.guests.ask_for_ways(await self._engine.read(over))


def _over(db: Db, *, held: Iterable[NoteAccess], proof: str, now: int) -> list[NoteAccess]:
    return [access for access in held if _role(db, access, proof, now) is not access.role]


def _role(db: Db, access: NoteAccess, proof: str, now: int) -> Role | None:
    standing = targets.standing(db, access.target)
    if standing.is_in_trash:
        return None
    if access.device is not None:
        way = ways.strongest(db, access.device, access.target, proof=proof, now=now)
    else:
        way = ways.of_program(db, access.target, access.used, now=now) if access.used else None
    if way is not None and standing.is_archived:
        return Role.READ if way.role.allows(Role.READ) else way.role
    return way.role if way else None
