"""Rate limit of what begins: new notes, pochettes and classeurs of one browser and one network in an hour."""

from asyncio import get_running_loop
from collections.abc import Hashable
from math import ceil
from typing import Final

from aiohttp import web

from server.errors import TooOftenError
from server.http.access import DEVICE
from server.http.address import ADDRESS
from server.http.keys import CONFIG
from server.networks import networks_of
from server.secrets.attempts import Allowance, Attempts
from server.visitors.askers import asker_of

BEGINNING_ATTEMPTS = web.AppKey("beginning_attempts", Attempts)
_HOUR_S: Final = 3600
# One browser has a third of what its network has, so that it takes the room of nobody beside it.
_OF_BROWSER: Final = 3
# Files of an import, against notes that begin empty or by a program.
_OF_FILES: Final = 3
# An IPv6 /48 or /56, against the /64 or the IPv4 address in it.
_OF_WIDER: Final = 2


async def count_beginning(request: web.Request, *, files: int = 0) -> None:
    """Count one note, pochette or classeur that is about to be, or so many notes of an import.

    Browsers that came a day ago, and members of the team, do not share with newcomers of their network. An
    import is admitted whole while one file is left, so what comes after it waits for longer.
    Raises TooOftenError.
    """
    an_hour = request.app[CONFIG].notes_an_hour
    if not an_hour:
        return
    kind = ("files" if files else "notes", (await asker_of(request)).is_known)
    of_network = an_hour * _OF_FILES if files else an_hour
    *wider, own = networks_of(request[ADDRESS].client)
    allowed: dict[Hashable, Allowance] = {(*kind, own): _in_an_hour(of_network)}
    allowed |= {(*kind, one): _in_an_hour(of_network * _OF_WIDER) for one in wider}
    device = request[DEVICE]
    if device is not None and not files:
        allowed["notes", device.id] = _in_an_hour(max(1, an_hour // _OF_BROWSER))
    attempts, now = request.app[BEGINNING_ATTEMPTS], get_running_loop().time()
    wait_s = attempts.wait_s(allowed, now)
    if wait_s > 0:
        raise TooOftenError("begun_too_often", retry_s=ceil(wait_s), count=ceil(wait_s / 60))
    attempts.count(allowed, now, max(1, files))


def _in_an_hour(many: int) -> Allowance:
    """So many at once, and as many in an hour."""
    return Allowance(at_once=many, every_s=_HOUR_S / many)
