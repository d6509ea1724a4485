"""When a device is known no more by itself: not seen for too long or, where the settings say so, too old."""

from functools import partial
from typing import Final

from aiohttp import web

from export.note.labels import day
from server.clock import now_ms
from server.http.access import LANG
from server.http.keys import CLOCK, CONFIG, ENGINE
from server.settings.config import Config
from server.storage import managing
from server.storage.devices import Device

DAY_MS: Final = 24 * 3600 * 1000
WARNED_MS: Final = 30 * DAY_MS


def seen_after(config: Config, now: int) -> int:
    """A device that was seen at this time or before is known no more: ms since 1970."""
    return now - config.device_idle_days * DAY_MS


def made_after(config: Config, now: int) -> int:
    """A device that was made at this time or before is known no more; -1 where that has no end."""
    return now - config.device_max_days * DAY_MS if config.device_max_days else -1


def ends_at(device: Device, config: Config) -> int:
    """When a device ends if it does not come again, or whether it does or not."""
    idle = device.seen_at + config.device_idle_days * DAY_MS
    return min(idle, device.created_at + config.device_max_days * DAY_MS) if config.device_max_days else idle


async def told(request: web.Request, device: Device | None) -> dict[str, object] | None:
    """When a device ends, where that is within 30 days, and how many notes nobody else manages."""
    if device is None:
        return None
    config, now = request.app[CONFIG], now_ms()
    ends = ends_at(device, config)
    if ends - now > WARNED_MS:
        return None
    count = partial(managing.count_alone, device=device.id, seen_after=seen_after(config, now))
    alone = await request.app[ENGINE].read(count)
    is_idle = ends == device.seen_at + config.device_idle_days * DAY_MS
    when = day(request.app[CLOCK].at(ends), request[LANG])
    return {"day": when, "notes": alone, "is_idle": is_idle} if alone else None
