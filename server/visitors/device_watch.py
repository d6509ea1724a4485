"""Ends the open connections of devices whose time is over, or that any process closed."""

import asyncio
from functools import partial
from typing import Final

import structlog
from aiohttp import web

from server.clock import now_ms
from server.ids import DeviceId
from server.live.rooms import Rooms
from server.settings.config import Config
from server.storage import Db, DiskTroubleError, Engine, devices
from server.visitors.ends import made_after, seen_after

EVERY_S: Final = 60.0
_HOUR_MS = 3600 * 1000


class DeviceWatch:
    """Who is connected is here: such a device is not over for want of being seen, but for its age."""

    def __init__(self, engine: Engine, rooms: Rooms, config: Config, *, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._engine = engine
        self._rooms = rooms
        self._config = config

    async def run(self) -> None:
        """Look for ever; trouble with the database is logged and waited out."""
        log = structlog.get_logger(__name__)
        while True:
            await asyncio.sleep(self._every_s)
            try:
                await self.look(now_ms())
            except DiskTroubleError as error:
                log.warning("the devices could not be looked at", reason=error.reason.value)
            except Exception:
                log.exception("the devices could not be looked at")

    async def look(self, now: int) -> None:
        """Once. `now` in milliseconds since 1970."""
        here = self._rooms.guests.devices()
        if not here:
            return
        found = await self._engine.read(partial(devices.last_seen, ids=here))
        oldest, idle = made_after(self._config, now), seen_after(self._config, now)
        lasting = {id_: seen for id_, made, seen in found if made > oldest and seen > idle}
        for device in here - lasting.keys():
            self._rooms.guests.close_device(device)
        if quiet := [id_ for id_, seen in lasting.items() if now - seen >= _HOUR_MS]:
            await self._engine.write(partial(_seen, ids=quiet, at=now))


DEVICE_WATCH = web.AppKey("device_watch", DeviceWatch)


def _seen(db: Db, *, ids: list[DeviceId], at: int) -> None:
    for id_ in ids:
        devices.seen(db, id_, at)
